"""The other names public bodies go by; on any day a name means one body."""

import datetime
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account, Alias, Organisation
from governance.operations.validation import check_fields
from governance.role_words import names_nobody
from governance.text import match_key


def lock_register(_row: Organisation | Alias | None = None) -> None:
    """Make writers of the register of bodies wait for each other: names and places concern more than one row.

    Locks the top of every tree. Adding below one body while another is moved would otherwise leave a path astray.
    """
    list(Organisation.objects.filter(depth=1).select_for_update().values_list("pk"))


@operation(_("Add alias"), at="self", lock=lock_register)
def add_alias(
    organisation: Organisation,
    *,
    by: Account,
    name: str,
    valid_from: datetime.date | None = None,
    valid_to: datetime.date | None = None,
) -> Alias:
    """登记机构别名: spreadsheets that say `name` mean this body, on the dates given (None: without limit).

    Raises RuleViolation `invalid`, `same_name`, `names_nobody` or `name_taken`: on any day a name means one body.
    """
    if match_key(name) == match_key(organisation.name):
        raise RuleViolation("same_name", _("%(body)s already has this name.") % {"body": organisation}, "name")
    if valid_from and valid_to and valid_to < valid_from:
        raise RuleViolation("invalid", _("The last day lies before the first."), "valid_to")
    check_names_free([name], start=valid_from, end=valid_to)
    alias = record_alias(organisation, name.strip(), valid_from, valid_to)
    after = audit.snapshot(alias, "name", "valid_from", "valid_to")
    audit.record(organisation, after=after)
    return alias


@operation(_("End alias"), at="organisation", lock=lock_register)
def end_alias(alias: Alias, *, by: Account, on: datetime.date | None = None, reason: str = "") -> Alias:
    """停用机构别名: after the day `on` the name no longer means this body and may mean another.

    Without a day it is so from today on: yesterday was the last. What was entered by mistake is removed instead
    (`remove_alias`). Raises RuleViolation `ended` or `invalid`.
    """
    on = on or timezone.localdate() - datetime.timedelta(days=1)
    if alias.valid_to is not None and alias.valid_to <= on:
        raise RuleViolation("ended", _("“%(name)s” already ends on %(day)s.") % {"name": alias, "day": alias.valid_to})
    if alias.valid_from and on < alias.valid_from:
        raise RuleViolation("invalid", _("The last day lies before the first."), "on")
    before = audit.snapshot(alias, "name", "valid_to")
    alias.valid_to = on
    alias.save(update_fields=["valid_to"])
    audit.record(
        alias.organisation,
        before=before,
        after=audit.snapshot(alias, "name", "valid_to"),
        reason=reason,
    )
    return alias


@operation(_("Remove alias"), at="organisation", lock=lock_register)
def remove_alias(alias: Alias, *, by: Account, reason: str = "") -> None:
    """撤销机构别名: entered by mistake, the name never meant this body: not today, and not on any day before.

    What was read by it stays as it was read. The audit keeps the alias.
    """
    body = alias.organisation
    before = audit.snapshot(alias, "name", "valid_from", "valid_to")
    alias.delete()
    audit.record(body, before=before, reason=reason)


def record_alias(
    organisation: Organisation, name: str, valid_from: datetime.date | None, valid_to: datetime.date | None
) -> Alias:
    alias = Alias(organisation=organisation, name=name, key=match_key(name), valid_from=valid_from, valid_to=valid_to)
    check_fields(alias, skip=("organisation",))
    alias.save()
    return alias


def end_aliases(body: Organisation, on: datetime.date) -> list[str]:
    """Let the body's other names end with it; the names that were in use."""
    current = body.aliases.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("pk")
    names = list(current.values_list("name", flat=True))
    current.filter(valid_from__gt=on).delete()
    current.update(valid_to=on)
    return names


def check_is_name(name: str, field: str = "name") -> None:
    """Refuse a word for a role or for bodies in general: 牵头单位, 相关部门. It is no name of any body."""
    if names_nobody(name):
        message = _("“%(name)s” is a word for a role or for bodies in general. It cannot be the name of one body.")
        raise RuleViolation("names_nobody", message % {"name": name}, field)


def check_names_free(
    names: Collection[str],
    *,
    official: bool = False,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    apart_from: Organisation | None = None,
) -> None:
    """Refuse a name that means another body on one of the days; an official name also if it ever was official.

    A word for a role or for bodies in general is no name of any.
    """
    if not names:
        return
    keys = {match_key(name) for name in names}
    if "" in keys:
        raise RuleViolation("invalid", _("A name has at least one character."), "name")
    for name in names:
        check_is_name(name)
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
