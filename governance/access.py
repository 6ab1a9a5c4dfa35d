"""Who may do what, and where: the only reader of memberships, and the frame every operation runs in."""

import functools
import inspect
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.errors import NotPermitted, RuleViolation, StaleVersion
from governance.models.account import Account, Membership
from governance.models.organisation import Organisation
from governance.roles import COUNTY_WIDE, GOVERNMENT_WIDE, PERMITTED, declare_name
from governance.running import run, running
from governance.text import length, longest

P = ParamSpec("P")
R = TypeVar("R")


def _root(membership: Membership) -> str:
    """Path of the tree in which a post counts."""
    if membership.role in COUNTY_WIDE:
        return membership.organisation.county_path
    if membership.role in GOVERNMENT_WIDE:
        return membership.organisation.government_path
    return membership.organisation.path


def _reach(account: Account, operation: str) -> list[str]:
    """Paths of the trees in which the account may perform the operation today; overlapping ones are dropped."""
    roles = PERMITTED[operation]
    paths = {_root(membership) for membership in account.current_memberships if membership.role in roles}
    return sorted(path for path in paths if not any(path != other and path.startswith(other) for other in paths))


def reach(account: Account, right: str) -> tuple[str, ...]:
    """Paths of the trees in which the account has the right today: what two rights have in common has one answer."""
    return tuple(_reach(account, right))


def may(by: Account, operation: str, *, at: Organisation) -> bool:
    """Whether a membership held today allows the operation at the organisation, by its place or its manager's."""
    reach = _reach(by, operation)
    if any(at.path.startswith(path) for path in reach):
        return True
    manager = at.managed_by
    return manager is not None and any(manager.path.startswith(path) for path in reach)


def may_anywhere(by: Account, operation: str) -> bool:
    """Whether a membership held today allows the operation at some organisation; decides what a menu shows."""
    return bool(_reach(by, operation))


def require(by: Account | None = None, right: str = "", *, at: Organisation | None) -> None:
    """Raise NotPermitted unless `by` has the right at the organisation that owns the object.

    What is nobody's, such as the portal's own account, is for nobody. Inside an operation account and right are its
    own, and the first place is where it happens.
    """
    operation = running()
    if by is None and operation is not None:
        by, right = operation.by, operation.name
    if by is None:
        raise LookupError("Outside of an operation `require` needs an account and a right.")
    if at is None or not may(by, right, at=at):
        raise NotPermitted(right, account=by, at=at)
    if operation is not None and operation.name == right and operation.by == by:
        operation.is_checked = True
        operation.place = operation.place or at
    note_use(right, at=at.pk)


def note_use(right: str, *, at: int) -> None:
    """Say that what is answered rests on a right at that organisation: whoever asks again needs it still."""
    used = _used.get()
    if used is not None:
        used.add((right, at))


def require_own(owner: Account | None, *, at: Organisation | None = None) -> None:
    """Raise NotPermitted unless whoever performs the running operation is the owner: one's own business alone."""
    operation = running()
    if operation is None:
        raise LookupError("`require_own` is part of an operation.")
    if owner is None or operation.by.pk != owner.pk:
        raise NotPermitted(operation.name, account=operation.by)
    operation.is_checked, operation.place = True, at


_used: ContextVar[set[tuple[str, int]] | None] = ContextVar("rights used", default=None)


@contextmanager
def rights_used() -> Iterator[set[tuple[str, int]]]:
    """Collects the rights that what happens inside rests on, each with the organisation's key."""
    used: set[tuple[str, int]] = set()
    token = _used.set(used)
    try:
        yield used
    finally:
        _used.reset(token)


def organisations_of(account: Account, operation: str) -> models.QuerySet[Organisation]:
    """Where the account may perform the operation: its posts' bodies, all below, and units these manage."""
    scope = Q(pk__in=[])
    for path in _reach(account, operation):
        scope |= Q(path__startswith=path) | Q(managed_by__path__startswith=path)
    return Organisation.objects.filter(scope)


def people_with(operation: str, *, at: Organisation) -> models.QuerySet[Account]:
    """Whom to tell of what happens at the organisation: active persons who may do or see it through a post there.

    A post further down reaches it only in a role that counts up there too; one further up may see it, but it is not
    their desk.
    """
    roles = PERMITTED[operation]
    desk = Q(organisation=at, role__in=roles)
    below = Q(organisation__path__startswith=at.path)
    desk |= below & Q(role__in=roles & COUNTY_WIDE)
    if at.kind == Organisation.Kind.TOWNSHIP:
        desk |= below & Q(organisation__kind__in=Organisation.INNER_UNITS, role__in=roles & GOVERNMENT_WIDE)
    posts = Membership.objects.in_force().filter(desk)
    return Account.objects.filter(is_active=True, kind=Account.Kind.PERSON, pk__in=posts.values("account"))


def people_by_body(operation: str, bodies: Iterable[Organisation]) -> dict[int, set[int]]:
    """The keys of the people that `people_with` names, for each of many bodies, by the body's key; one query."""
    roles, bodies = PERMITTED[operation], list(bodies)
    found: dict[int, set[int]] = {body.pk: set() for body in bodies}
    posts = Membership.objects.in_force().filter(
        role__in=roles, account__is_active=True, account__kind=Account.Kind.PERSON
    )
    for post in posts.select_related("organisation"):
        place, everywhere = post.organisation, post.role in COUNTY_WIDE
        inside = place.kind in Organisation.INNER_UNITS and post.role in GOVERNMENT_WIDE
        for body in bodies:
            upwards = everywhere or (inside and body.kind == Organisation.Kind.TOWNSHIP)
            if place.pk == body.pk or (upwards and place.path.startswith(body.path)):
                found[body.pk].add(post.account_id)
    return found


def within(account: Account, operation: str, *fields: str) -> Q:
    """A condition for `for_user`: one of the organisation fields lies where the account may perform the operation.

    Costs one sub-select however large the scope, and nothing for a scope that is everything.
    """
    reach = _reach(account, operation)
    if not reach or not account.is_active:
        return Q(pk__in=[])
    bodies = organisations_of(account, operation).order_by().values("pk")
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__in": bodies})
    return condition


OPERATIONS: dict[str, Callable[..., Any]] = {}


class Unchecked(Exception):
    """An operation ended without having asked for its right: an error of the program. Nothing was written."""


def operation(
    name: Any,
    *,
    at: str | None = None,
    lock: bool | Callable[[Any], None] = True,
    first: Callable[[Any], None] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an operation: the frame opens one transaction, locks the object, checks the right at its place
    and the version, and keeps refusals in the audit.

    The function's name is its right in the tables of rights, its action in the audit and its route in the API; `name`
    is what people read. It takes its object first and everything else by keyword; `by` is always there.

    - The object is locked and read anew (`lock_row`), so everything is asked of the row as it is now. `lock` is False
      for what begins something below an object and need not wait for others, or takes another lock before.
    - `at` leads from the object to the organisation that owns it (`"duty_list.owner"`, or `"self"`). Where that is only
      known inside, the function calls `require(at=…)`; one that ends without having done so fails.
    - `first` is a rule that outranks the version, which is checked next if the function takes one.

    What the function does itself, in this order: rules, change, audit, outbox.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        action = function.__name__
        declare_name(action, name)
        versioned = "version" in inspect.signature(function).parameters

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            if not isinstance(by, Account):
                raise TypeError(f"{action}: `by` must be an account, not {by!r}")
            target: Any = args[0] if args and isinstance(args[0], models.Model) else None
            try:
                with transaction.atomic(), run(action, by) as running_now:
                    if target is not None and lock:
                        lock_row(target, lock if callable(lock) else None)
                    if at is not None:
                        require(at=_place(target, at))
                    if first is not None:
                        first(target)
                    if versioned:
                        _check_version(target, kwargs.get("version"))  # type: ignore[arg-type]
                    _check_lengths(kwargs)
                    result = function(*args, **kwargs)
                    if not running_now.is_checked:
                        raise Unchecked(f"{action} ended without having checked the right of whoever performs it.")
                    return result
            except RuleViolation as refusal:
                audit.record_refusal(action, target or by, by=by, refusal=refusal)
                raise

        OPERATIONS[action] = perform
        return perform

    return decorate


def lock_row(row: Any, before: Callable[[Any], None] | None = None) -> None:
    """Hold the row until the transaction ends, and read it anew; `before` takes another lock first.

    A model says in `LOCKED_AFTER` which of its relations is locked before, so that nobody waits in a circle. The row
    alone is locked, without joins: PostgreSQL would lose a row whose relation was changed by the transaction it waited
    for. Related rows that were loaded with it stay loaded, unless it leads to others now: a rule about one reads it
    itself. Raises RuleViolation `gone`.
    """
    model = row._meta.model  # a request's account is a lazy object with a type of its own
    relation = getattr(row, "LOCKED_AFTER", None)
    parent = getattr(row, relation) if relation else None
    if before is not None:
        before(row)
    if parent is not None:
        lock_row(parent)
    relations = [field for field in model._meta.concrete_fields if field.is_relation and field.is_cached(row)]
    loaded = [(field, field.get_cached_value(row)) for field in relations]
    try:
        row.refresh_from_db(from_queryset=model._default_manager.select_for_update(no_key=True))
    except model.DoesNotExist:
        message = _("This %(noun)s is no longer there: somebody took it away meanwhile.")
        raise RuleViolation("gone", message % {"noun": row._meta.verbose_name}) from None
    for field, related in loaded:
        if related is not None and related.pk == getattr(row, field.attname):
            field.set_cached_value(row, related)
    if relation:
        setattr(row, relation, parent)  # the locked one, and not the row read once more


def _place(row: Any, path: str) -> Organisation | None:
    return row if path == "self" else operator.attrgetter(path)(row)


def _check_lengths(said: Mapping[str, Any]) -> None:
    """Raise RuleViolation `too_long` for a text that is longer than any form takes of that name."""
    for name, text in said.items():
        if isinstance(text, str) and length(text) > longest(name):
            message = _("This has %(length)s characters; at most %(limit)s are kept. Shorten it.")
            raise RuleViolation("too_long", message % {"length": length(text), "limit": longest(name)}, field=name)


def _check_version(row: Any, version: int | None) -> None:
    """Whether the row is still what the caller looked at; None asks for nothing. Raises StaleVersion."""
    if version is not None and version != row.version:
        raise StaleVersion(current=row.version, given=version)
