"""Opening lists, and beginning and dropping drafts of their next edition."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.transitions import move
from responsibilities import states
from responsibilities.kinds import KINDS, ListKind
from responsibilities.models import Crosswalk, DutyList, Edition, LegalBasis, Participation
from responsibilities.operations.locks import check_version, lock_edition, lock_list
from responsibilities.states import EditionStatus


@operation
def open_list(owner: Organisation, *, by: Account, kind: str, title: str) -> DutyList:
    """建立清单: `owner`, the county or one township, has a list of this kind, still without any edition.

    Raises RuleViolation `unknown_kind`, `wrong_owner`, `title_missing` or `list_exists`.
    """
    require(by, "open_list", at=owner)
    owner.refresh_from_db(from_queryset=Organisation.objects.select_for_update())
    title = title.strip()
    if kind not in KINDS:
        raise RuleViolation("unknown_kind", _("There is no such kind of list."), "kind")
    if owner.kind not in (Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP):
        raise RuleViolation("wrong_owner", _("A duty list belongs to the county or to one township."), "owner")
    if not title:
        raise RuleViolation("title_missing", _("The list needs a title."), "title")
    existing = DutyList.objects.filter(owner=owner, kind=kind).first()
    if existing:
        raise RuleViolation(
            "list_exists",
            _("%(owner)s already has this list: %(list)s. Start its next edition.")
            % {"owner": owner, "list": existing},
            "kind",
        )
    duty_list = DutyList.objects.create(owner=owner, kind=ListKind(kind), title=title)
    audit.record(
        "open_list", duty_list, by=by, organisation=owner, after=audit.snapshot(duty_list, "kind", "owner", "title")
    )
    return duty_list


@operation
def start_draft(duty_list: DutyList, *, by: Account, empty: bool = False) -> Edition:
    """起草: the list has a draft, a field-by-field copy of its last published edition, or empty.

    Raises RuleViolation `draft_exists`: a list has one edition in preparation.
    """
    require(by, "start_draft", at=duty_list.owner)
    lock_list(duty_list)
    existing = duty_list.editions.filter(status__in=states.UNPUBLISHED).first()
    if existing:
        raise RuleViolation(
            "draft_exists",
            _("%(list)s already has an edition in preparation: it is “%(status)s”.")
            % {"list": duty_list, "status": existing.get_status_display()},
        )
    base = None if empty else duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
    draft = Edition.objects.create(duty_list=duty_list, based_on=base)
    if base is not None:
        _copy(base, draft)
    audit.record("start_draft", draft, by=by, organisation=duty_list.owner, after=audit.snapshot(draft, "based_on"))
    return draft


def _copy(base: Edition, draft: Edition) -> None:
    editions = {base.pk: draft}
    headings = _copy_rows(base.headings.all(), edition=editions)
    entries = _copy_rows(base.entries.order_by("position"), edition=editions, heading=headings)
    for model in (Participation, LegalBasis, Crosswalk):
        _copy_rows(model._default_manager.filter(entry__edition=base).order_by("pk"), entry=entries)


def _copy_rows(rows: models.QuerySet[Any], **parents: dict[int, Any]) -> dict[int, Any]:
    """The rows once more, every field alike but the key and the parents; old keys to new rows, for their children."""
    copies = {}
    for row in rows:
        values = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
        }
        for name, new_by_old in parents.items():
            values[f"{name}_id"] = new_by_old[values[f"{name}_id"]].pk
        copies[row.pk] = rows.model(**values)
    return dict(zip(copies, rows.model._default_manager.bulk_create(copies.values()), strict=True))


@operation
def discard_draft(edition: Edition, *, by: Account, reason: str, version: int | None = None) -> Edition:
    """作废草稿: the draft is given up, its rows are kept, and the list is free for another one.

    Raises RuleViolation `reason_missing` or `wrong_state`: what is in review is sent back first.
    """
    owner = edition.duty_list.owner
    require(by, "discard_draft", at=owner)
    lock_edition(edition)
    check_version(edition, version)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the draft is given up."), "reason")
    move(
        edition,
        EditionStatus.DISCARDED,
        table=states.EDITION,
        by=by,
        action="discard_draft",
        organisation=owner,
        reason=reason.strip(),
    )
    return edition
