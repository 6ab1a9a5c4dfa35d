"""Who may do what, and where: the only reader of memberships, and the frame every operation runs in."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction
from django.db.models import Q

from governance import audit
from governance.errors import NotPermitted, RuleViolation
from governance.models.account import Account, Membership
from governance.models.organisation import Organisation
from governance.roles import COUNTY_WIDE, GOVERNMENT_WIDE, PERMITTED

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


def require(by: Account, operation: str, *, at: Organisation) -> None:
    """Raise NotPermitted unless `by` may perform the operation at the organisation that owns the object."""
    if not may(by, operation, at=at):
        raise NotPermitted(operation, account=by, at=at)


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


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an operation: one transaction around it, and its refusals kept in the audit.

    The function's name is its right in the roles table, its action in the audit and its route in the API. It takes
    its object first and everything else by keyword; `by` is always there. What it does itself, in this order: may,
    lock, check, change, audit, outbox.
    """
    name = function.__name__
    if name not in PERMITTED:
        raise LookupError(f"{name} is not in governance/roles.py: nobody could ever perform it")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        if not isinstance(by, Account):
            raise TypeError(f"{name}: `by` must be an account, not {by!r}")
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        except RuleViolation as refusal:
            target: Any = args[0] if args and isinstance(args[0], models.Model) else by
            audit.record_refusal(name, target, by=by, refusal=refusal)
            raise

    return run
