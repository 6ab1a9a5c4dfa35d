"""Opening, renaming, moving, merging and closing public bodies."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Alias, Membership, Organisation
from governance.operations.aliases import check_is_name, check_names_free, end_aliases, lock_register, record_alias
from governance.operations.validation import check_fields
from governance.text import match_key

Kind = Organisation.Kind

# Which kind of body stands below which. A county is the top of its tree; see governance.operations.founding.
STANDS_UNDER: dict[str, frozenset[str]] = {
    Kind.DEPARTMENT: frozenset({Kind.COUNTY}),
    Kind.TOWNSHIP: frozenset({Kind.COUNTY}),
    Kind.OFFICE: frozenset({Kind.TOWNSHIP}),
    Kind.INSTITUTION: frozenset({Kind.TOWNSHIP}),
    Kind.DISPATCHED: frozenset({Kind.DEPARTMENT}),
    Kind.VILLAGE: frozenset({Kind.TOWNSHIP}),
    Kind.PROVIDER: frozenset({Kind.COUNTY}),
}
FACTS = (
    "code",
    "name",
    "short_name",
    "kind",
    "township_form",
    "region_code",
    "rank",
    "managed_by",
    "opened_on",
    "notes",
)
DAY = datetime.timedelta(days=1)


@operation(_("Open organisation"), at="self", lock=lock_register)
def open_organisation(
    parent: Organisation,
    *,
    by: Account,
    code: str,
    name: str,
    kind: str,
    short_name: str = "",
    township_form: str = "",
    region_code: str = "",
    rank: str = "",
    managed_by: Organisation | None = None,
    opened_on: datetime.date | None = None,
    notes: str = "",
    aliases: Iterable[str] = (),
) -> Organisation:
    """设立机构: a body exists below `parent` from `opened_on` (None: since before anyone asks), with its other names.

    Raises RuleViolation `invalid`, `closed`, `wrong_place`, `form_missing`, `wrong_manager`, `code_taken`,
    `names_nobody` or `name_taken`.
    """
    body = Organisation(
        code=code.strip(),
        name=name.strip(),
        kind=kind,
        short_name=short_name.strip(),
        township_form=township_form,
        region_code=region_code,
        rank=rank,
        managed_by=managed_by,
        opened_on=opened_on,
        notes=notes,
    )
    check_fields(body, skip=("path", "depth", "numchild", "managed_by"))
    check_is_name(body.short_name, "short_name")
    _check_place(body, parent)
    if managed_by is not None and not (kind == Kind.DISPATCHED and managed_by.kind == Kind.TOWNSHIP):
        raise RuleViolation(
            "wrong_manager",
            _("Only a dispatched unit is managed by another body, and that is a township."),
            "managed_by",
        )
    if bool(township_form) != (kind == Kind.TOWNSHIP):
        raise RuleViolation(
            "form_missing", _("A township is a town, a rural township or a sub-district."), "township_form"
        )
    if Organisation.objects.filter(code=body.code).exists():
        raise RuleViolation("code_taken", _("The code %(code)s is in use.") % {"code": body.code}, "code")
    by_key = {match_key(alias): alias.strip() for alias in aliases}
    by_key.pop(match_key(body.name), None)
    check_names_free([body.name], official=True, start=opened_on)
    check_names_free(by_key.values(), start=opened_on)

    Organisation.objects.add_child(parent, instance=body)
    Alias.objects.bulk_create(
        Alias(organisation=body, name=alias, key=key, valid_from=opened_on) for key, alias in by_key.items()
    )
    after = audit.snapshot(body, *FACTS) | {"parent": parent.code, "aliases": list(by_key.values())}
    audit.record(body, organisation=body, after=after)
    return body


@operation(_("Rename organisation"), at="self", lock=lock_register)
def rename_organisation(
    organisation: Organisation,
    *,
    by: Account,
    name: str,
    short_name: str | None = None,
    old_name_until: datetime.date | None = None,
    reason: str = "",
) -> Organisation:
    """机构更名: the body has the new name; the old one becomes an alias, so older papers still find it.

    The alias is understood until `old_name_until`, or until somebody ends it: offices write a body's old name for
    years. Raises RuleViolation `invalid`, `closed`, `same_name`, `names_nobody` or `name_taken`.
    """
    _check_open(organisation)
    before = audit.snapshot(organisation, "name", "short_name")
    name = name.strip()
    if match_key(name) == match_key(organisation.name):
        raise RuleViolation("same_name", _("%(body)s already has this name.") % {"body": organisation}, "name")
    check_names_free([name], official=True, apart_from=organisation)

    old_name = organisation.name
    organisation.name = name
    if short_name is not None:
        organisation.short_name = short_name.strip()
        check_is_name(organisation.short_name, "short_name")
    check_fields(organisation, skip=("managed_by", "merged_into"))
    organisation.save(update_fields=["name", "short_name"])
    # What is now the official name is no longer another name.
    organisation.aliases.filter(key=match_key(name), valid_to=None).delete()
    record_alias(organisation, old_name, organisation.opened_on, old_name_until)
    audit.record(
        organisation,
        before=before,
        after=audit.snapshot(organisation, "name", "short_name"),
        reason=reason,
    )
    return organisation


@operation(_("Move organisation"), at="self", lock=lock_register)
def move_organisation(organisation: Organisation, *, by: Account, to: Organisation, reason: str = "") -> Organisation:
    """调整隶属关系: the body, with everything below it, stands below `to` from now on; rights follow the new place.

    Needs the right at both places. Raises RuleViolation `closed` or `wrong_place`.
    """
    to.refresh_from_db()
    require(at=to)
    _check_open(organisation)
    _check_place(organisation, to)
    old = Organisation.objects.get_parent(organisation, update=True)
    if old == to:
        raise RuleViolation("wrong_place", _("%(body)s already stands there.") % {"body": organisation}, "to")
    Organisation.objects.move(organisation, to, "last-child")
    organisation.refresh_from_db()
    audit.record(
        organisation,
        before={"parent": old.code},
        after={"parent": to.code},
        reason=reason,
    )
    return organisation


@operation(_("Close organisation"), at="self", lock=lock_register)
def close_organisation(
    organisation: Organisation, *, by: Account, on: datetime.date | None = None, reason: str = ""
) -> Organisation:
    """撤销机构: `on` (today) is the body's last day; its names die with it and its posts end that day.

    Raises RuleViolation `county_stays`, `closed`, `invalid`, `has_open_units` or `posts_begin_later`.
    """
    on = on or timezone.localdate()
    _check_closable(organisation, on)
    _check_units_closed(organisation, on, managed_too=True)
    ended = _end_posts(organisation, on)
    end_aliases(organisation, on)
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    audit.record(
        organisation,
        before={"closed_on": None},
        after={"closed_on": on, "memberships_ended": ended},
        reason=reason,
    )
    return organisation


@operation(_("Merge organisations"), at="self", lock=lock_register)
def merge_organisations(
    organisation: Organisation, *, by: Account, into: Organisation, on: datetime.date | None = None, reason: str = ""
) -> Organisation:
    """机构合并: `on` (today) is the body's last day and `into` its successor.

    From the next day its names mean the successor, which also manages the units it managed. Its posts end: rights at
    the successor are for the security administrator to grant, not for whoever rearranges bodies. Units below it are
    moved or closed first. Returns the successor; raises RuleViolation as `close_organisation`, or `wrong_successor`.
    """
    into.refresh_from_db()
    require(at=into)
    on = on or timezone.localdate()
    _check_closable(organisation, on)
    if into == organisation or not into.is_open(on + DAY):
        raise RuleViolation(
            "wrong_successor", _("The successor is another body that exists on %(day)s.") % {"day": on + DAY}, "into"
        )
    _check_units_closed(organisation, on, managed_too=False)

    ended = _end_posts(organisation, on)
    names = [organisation.name, *end_aliases(organisation, on)]
    taken = {match_key(into.name)}
    for name in names:
        if (key := match_key(name)) not in taken:
            taken.add(key)
            record_alias(into, name, on + DAY, None)
    managed = list(organisation.managed_units.values_list("code", flat=True))
    organisation.managed_units.update(managed_by=into)
    organisation.closed_on, organisation.merged_into = on, into
    organisation.save(update_fields=["closed_on", "merged_into"])
    audit.record(
        organisation,
        before={"closed_on": None, "merged_into": None},
        after={
            "closed_on": on,
            "merged_into": into.code,
            "memberships_ended": ended,
            "names_moved": names,
            "managed_units_moved": managed,
        },
        reason=reason,
    )
    return into


def _check_place(body: Organisation, parent: Organisation) -> None:
    if parent.kind not in STANDS_UNDER.get(body.kind, frozenset()):
        raise RuleViolation(
            "wrong_place",
            _("A body of the kind “%(kind)s” does not stand below one of the kind “%(parent)s”.")
            % {"kind": body.get_kind_display(), "parent": parent.get_kind_display()},
            "kind",
        )
    _check_open(parent)
    if parent.opened_on and body.opened_on and body.opened_on < parent.opened_on:
        raise RuleViolation(
            "invalid",
            _("%(parent)s itself opened on %(day)s.") % {"parent": parent, "day": parent.opened_on},
            "opened_on",
        )


def _check_open(body: Organisation) -> None:
    if body.closed_on is not None:
        raise RuleViolation("closed", _("%(body)s closes on %(day)s.") % {"body": body, "day": body.closed_on})


def _check_closable(body: Organisation, on: datetime.date) -> None:
    if body.is_root():
        raise RuleViolation("county_stays", _("The county is what this portal serves; it does not close."))
    _check_open(body)
    if body.opened_on and on < body.opened_on:
        raise RuleViolation("invalid", _("%(body)s opened on %(day)s.") % {"body": body, "day": body.opened_on}, "on")


def _check_units_closed(body: Organisation, on: datetime.date, *, managed_too: bool) -> None:
    """Nothing may be left standing below a body that is gone, nor be managed by nobody."""
    units = Q(path__startswith=body.path, depth=body.depth + 1)
    if managed_too:
        units |= Q(managed_by=body)
    left = list(Organisation.objects.filter(units).filter(Q(closed_on=None) | Q(closed_on__gt=on))[:4])
    if left:
        raise RuleViolation(
            "has_open_units",
            _("Close or move first: %(units)s.")
            % {"units": "、".join(unit.name for unit in left[:3]) + ("…" if len(left) > 3 else "")},
        )


def _end_posts(body: Organisation, on: datetime.date) -> list[dict[str, Any]]:
    """End the memberships that would outlive the body; what was ended, for the audit."""
    posts = list(
        Membership.objects.select_for_update(of=("self",))
        .filter(Q(ends_on=None) | Q(ends_on__gt=on), organisation=body)
        .select_related("account")
        .order_by("pk")
    )
    later = [post for post in posts if post.starts_on > on]
    if later:
        raise RuleViolation(
            "posts_begin_later",
            _("End these posts first, they begin after %(day)s: %(accounts)s.")
            % {"day": on, "accounts": "、".join(str(post.account) for post in later[:5])},
        )
    Membership.objects.filter(pk__in=[post.pk for post in posts]).update(ends_on=on)
    return [{"id": post.pk, "account": post.account.username, "role": post.role} for post in posts]
