"""The other names public bodies go by; on any day a name means one body."""

import datetime
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Alias, Organisation
from governance.operations.shape import check_shape
from governance.organisations import normalise


def lock_register() -> None:
    """Make writers of the register of bodies wait for each other: names and places concern more than one row.

    Locks the top of every tree. Adding below one body while another is moved would otherwise leave a path astray.
    """
    list(Organisation.objects.filter(depth=1).select_for_update().values_list("pk"))


@operation
def add_alias(
    organisation: Organisation,
    *,
    by: Account,
    name: str,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Alias:
    """登记机构别名: spreadsheets that say `name` mean this body, on the dates given (None: without limit).

    Raises RuleViolation `invalid`, `same_name` or `name_taken`: on any day a name means one body.
    """
    require(by, "add_alias", at=organisation)
    lock_register()
    organisation.refresh_from_db()
    if normalise(name) == normalise(organisation.name):
        raise RuleViolation("same_name", _("%(body)s already has this name.") % {"body": organisation}, "name")
    if valid_from and valid_to and valid_to < valid_from:
        raise RuleViolation("invalid", _("The last day lies before the first."), "valid_to")
    check_names_free([name], start=valid_from, end=valid_to)
    alias = record_alias(organisation, name.strip(), valid_from, valid_to)
    after = audit.snapshot(alias, "name", "valid_from", "valid_to")
    audit.record("add_alias", organisation, by=by, organisation=organisation, after=after)
    return alias


@operation
def end_alias(alias: Alias, *, by: Account, on: datetime.date | None = None, reason: str = "") -> Alias:
    """停用机构别名: after the day `on` (today) the name no longer means this body and may mean another.

    Raises RuleViolation `ended` or `invalid`.
    """
    require(by, "end_alias", at=alias.organisation)
    lock_register()
    alias.refresh_from_db()
    on = on or timezone.localdate()
    if alias.valid_to is not None and alias.valid_to <= on:
        raise RuleViolation("ended", _("“%(name)s” already ends on %(day)s.") % {"name": alias, "day": alias.valid_to})
    if alias.valid_from and on < alias.valid_from:
        raise RuleViolation("invalid", _("The last day lies before the first."), "on")
    before = audit.snapshot(alias, "name", "valid_to")
    alias.valid_to = on
    alias.save(update_fields=["valid_to"])
    audit.record(
        "end_alias",
        alias.organisation,
        by=by,
        organisation=alias.organisation,
        before=before,
        after=audit.snapshot(alias, "name", "valid_to"),
        reason=reason,
    )
    return alias


def record_alias(
    organisation: Organisation, name: str, valid_from: datetime.date | None, valid_to: datetime.date | None
) -> Alias:
    alias = Alias(organisation=organisation, name=name, key=normalise(name), valid_from=valid_from, valid_to=valid_to)
    check_shape(alias, skip=("organisation",))
    alias.save()
    return alias


def end_aliases(body: Organisation, on: datetime.date) -> list[str]:
    """Let the body's other names end with it; the names that were in use."""
    current = body.aliases.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("pk")
    names = list(current.values_list("name", flat=True))
    current.filter(valid_from__gt=on).delete()
    current.update(valid_to=on)
    return names


def check_names_free(
    names: Collection[str],
    *,
    official: bool = False,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    apart_from: Organisation | None = None,
) -> None:
    """Refuse a name that means another body on one of the days; an official name also if it ever was official."""
    if not names:
        return
    keys = {normalise(name) for name in names}
    if "" in keys:
        raise RuleViolation("invalid", _("A name has at least one character."), "name")
    bodies = Organisation.objects.filter(name__in=keys.union(names))
    if not official:
        bodies = bodies.filter(_during(start, end, "opened_on", "closed_on"))
    aliases = Alias.objects.filter(_during(start, end, "valid_from", "valid_to"), key__in=keys)
    if apart_from is not None:
        bodies = bodies.exclude(pk=apart_from.pk)
        aliases = aliases.exclude(organisation=apart_from)
    if bearer := bodies.first():
        raise _name_taken(bearer.name, bearer)
    if alias := aliases.select_related("organisation").first():
        raise _name_taken(alias.name, alias.organisation)


def _during(start: datetime.date | None, end: datetime.date | None, first: str, last: str) -> Q:
    """Rows whose days from field `first` to field `last` (empty: without limit) meet those from `start` to `end`."""
    meets = Q()
    if start is not None:
        meets &= Q(**{last: None}) | Q(**{f"{last}__gte": start})
    if end is not None:
        meets &= Q(**{first: None}) | Q(**{f"{first}__lte": end})
    return meets


def _name_taken(name: str, bearer: Organisation) -> RuleViolation:
    return RuleViolation(
        "name_taken",
        _("“%(name)s” already means %(body)s (%(code)s).") % {"name": name, "body": bearer, "code": bearer.code},
        "name",
    )
