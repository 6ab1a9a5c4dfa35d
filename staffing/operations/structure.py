"""Changing the structure: set-up, merger, abolition, territorial management, and upgrades that were passed."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import audit, outbox
from governance.access import operation
from governance.errors import RuleViolation
from governance.examination_states import ExaminationResult
from governance.models import Account, Examination, Organisation
from governance.operations.founding import portal_account
from governance.operations.organisations import close_organisation, merge_organisations, open_organisation
from governance.operations.validation import check_fields
from staffing.models import ExcludedAgency, QuotaDocument, StructureChange
from staffing.states import CHANGED_BY_DOCUMENT, StructureChangeKind

CHANGED = outbox.declare("staffing.structure.changed", gettext_lazy("The structure of the township has changed"))
UPGRADE = "institution_upgrade"  # the use of check lists
DEPUTY_SECTION = "副科级"
ONE_DAY = datetime.timedelta(days=1)
FACTS = ("kind", "body", "into", "effective_on", "document", "approver", "conditions", "ends_on", "stays")


@operation(gettext_lazy("Change structure"), at="self", lock=False)
def change_structure(
    township: Organisation,
    *,
    by: Account,
    kind: str,
    effective_on: datetime.date,
    document: QuotaDocument,
    approver: str,
    body: Organisation | None = None,
    into: Organisation | None = None,
    name: str = "",
    code: str = "",
    body_kind: str = "",
    rank: str = "",
    conditions: str = "",
    ends_on: datetime.date | None = None,
    places_moved: int | None = None,
    people_moved: int | None = None,
    stays: str = "",
) -> StructureChange:
    """机构设置变动: the register of bodies follows the document from its day on.

    Set-up names the new body (`name`, `code`, `body_kind`); for a task of limited time also the conditions and the day
    of its end (编制条例 11). Merger names the body and the one it goes `into`, abolition the body, territorial
    management the dispatched agency and what moved with it.

    Raises RuleViolation `not_by_change`, `change_later`, `of_other_county`, `body_needed`, `body_of_other_township`,
    `task_end_needed`, `not_dispatched`, `managed_already`, `stays_dispatched`, `invalid`; what the register raises.
    """
    if kind not in CHANGED_BY_DOCUMENT:
        raise RuleViolation("not_by_change", _("An upgrade rests on an examination that was passed."), field="kind")
    if effective_on > timezone.localdate():
        message = _("%(day)s is still to come: record the change once it has taken effect.")
        raise RuleViolation("change_later", message % {"day": effective_on}, field="effective_on")
    if document.county.path != township.county_path:
        raise RuleViolation("of_other_county", _("The document is of another county."), field="document")
    if bool(conditions.strip()) != (ends_on is not None):
        message = _("A body for a task of limited time names the conditions and the day of its end, both.")
        raise RuleViolation("task_end_needed", message, field="ends_on")
    if kind == StructureChangeKind.SET_UP:
        body = open_organisation(
            township, by=portal_account(), code=code, name=name, kind=body_kind, rank=rank, opened_on=effective_on
        )
    elif body is None:
        raise RuleViolation("body_needed", _("Name the body that changes."), field="body")
    else:
        if kind != StructureChangeKind.TERRITORIAL and not body.path.startswith(township.path):
            message = _("%(body)s is no body of %(township)s.") % {"body": body, "township": township}
            raise RuleViolation("body_of_other_township", message, field="body")
        _change(kind, township, body, into, effective_on)
    change = StructureChange(
        township=township, kind=kind, body=body, effective_on=effective_on, document=document, approver=approver,
        into=into if kind == StructureChangeKind.MERGE else None, conditions=conditions.strip(), ends_on=ends_on,
        rank_after=rank, places_moved=places_moved, people_moved=people_moved, stays=stays,
    )  # fmt: skip
    return _keep(change)


@operation(gettext_lazy("Approve upgrade"), at="subject")
def approve_upgrade(
    examination: Examination,
    *,
    by: Account,
    document: QuotaDocument,
    effective_on: datetime.date,
    approver: str,
    rank: str = DEPUTY_SECTION,
    head_rank: str = DEPUTY_SECTION,
) -> StructureChange:
    """批准升格: an institution that passed its examination has a higher rank, and so has its head. It does not follow
    from passing by itself: it needs its own document.

    Raises RuleViolation `examination_not_passed`, `upgraded_before`, `change_later`, `of_other_county`, `invalid`.
    """
    body = examination.subject
    if examination.checklist.use != UPGRADE or examination.result != ExaminationResult.PASSED:
        message = _("%(examination)s was not passed as an examination for an upgrade.")
        raise RuleViolation("examination_not_passed", message % {"examination": examination})
    if StructureChange.objects.filter(examination=examination).exists():
        message = _("%(body)s was upgraded by this examination already.") % {"body": body}
        raise RuleViolation("upgraded_before", message)
    if effective_on > timezone.localdate():
        message = _("%(day)s is still to come: record the change once it has taken effect.")
        raise RuleViolation("change_later", message % {"day": effective_on}, field="effective_on")
    if document.county.path != body.county_path:
        raise RuleViolation("of_other_county", _("The document is of another county."), field="document")
    township = Organisation.objects.get(path=body.government_path)
    change = StructureChange(
        township=township, kind=StructureChangeKind.UPGRADE, body=body, effective_on=effective_on, document=document,
        approver=approver, examination=examination, rank_before=body.rank, rank_after=rank, head_rank=head_rank,
    )  # fmt: skip
    change = _keep(change)
    body.rank = rank
    body.save(update_fields=["rank"])
    audit.record(body, before={"rank": change.rank_before}, after={"rank": rank})
    return change


@operation(gettext_lazy("Keep agency dispatched"), at="self", lock=False)
def keep_agency_dispatched(
    county: Organisation, *, by: Account, word: str, rule: str, effective_on: datetime.date
) -> ExcludedAgency:
    """列入派驻体制: agencies with this word in their name are not put under townships' management.

    Raises RuleViolation `agency_known`, `invalid`.
    """
    if ExcludedAgency.objects.filter(county=county, word=word.strip()).exists():
        raise RuleViolation("agency_known", _("“%(word)s” is there already.") % {"word": word.strip()}, field="word")
    kept = ExcludedAgency(county=county, word=word.strip(), rule=rule.strip(), effective_on=effective_on)
    check_fields(kept)
    kept.save(force_insert=True)
    audit.record(kept, organisation=county, after=audit.snapshot(kept, "word", "rule", "effective_on"))
    return kept


def _merge(township: Organisation, body: Organisation, into: Organisation | None, on: datetime.date) -> None:
    if into is None:
        raise RuleViolation("body_needed", _("Name the body it is merged into."), field="into")
    merge_organisations(body, by=portal_account(), into=into, on=on - ONE_DAY)


def _abolish(township: Organisation, body: Organisation, into: Organisation | None, on: datetime.date) -> None:
    close_organisation(body, by=portal_account(), on=on - ONE_DAY)


def _territorial(township: Organisation, body: Organisation, into: Organisation | None, on: datetime.date) -> None:
    if body.kind != Organisation.Kind.DISPATCHED:
        raise RuleViolation("not_dispatched", _("%(body)s is no dispatched agency.") % {"body": body}, field="body")
    for kept in ExcludedAgency.objects.filter(county__path=township.county_path, effective_on__lte=on):
        if kept.word in body.name:
            message = _("%(body)s stays dispatched: %(rule)s") % {"body": body, "rule": kept.rule}
            raise RuleViolation("stays_dispatched", message, field="body", basis=kept.rule)
    if body.managed_by == township:
        message = _("%(township)s manages %(body)s already.") % {"township": township, "body": body}
        raise RuleViolation("managed_already", message, field="body")
    before = body.managed_by
    body.managed_by = township
    body.save(update_fields=["managed_by"])
    audit.record(body, before={"managed_by": before and before.code}, after={"managed_by": township.code})


def _change(
    kind: str, township: Organisation, body: Organisation, into: Organisation | None, on: datetime.date
) -> None:
    if kind == StructureChangeKind.MERGE:
        _merge(township, body, into, on)
    elif kind == StructureChangeKind.ABOLISH:
        _abolish(township, body, into, on)
    else:
        _territorial(township, body, into, on)


def _keep(change: StructureChange) -> StructureChange:
    check_fields(change)
    change.save(force_insert=True)
    audit.record(change, organisation=change.township, after=audit.snapshot(change, *FACTS))
    outbox.emit(
        CHANGED,
        to=[change.township],
        about=change,
        right="view_structure",
        api_path=f"/api/v1/staffing/structure/{change.pk}/",
        page_path=f"/staffing/structure/{change.pk}/",
        label=str(change),
    )
    return change
