"""Absences, and what the county decides that they do to service terms."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from staffing.models import Absence, Person, TermInterruption
from staffing.operations.people import place_of

FACTS = ("kind", "starts_on", "ends_on", "document_no")


@operation(_("Record absence"))
def record_absence(
    person: Person,
    *,
    by: Account,
    kind: str,
    starts_on: datetime.date,
    document_no: str,
    ends_on: datetime.date | None = None,
) -> Absence:
    """登记离岗: the register knows of these days; whether they stop a service term is the county's rule.

    Raises RuleViolation `invalid`, `absence_dates`, `absence_overlaps`.
    """
    require(at=place_of(person))
    absence = Absence(person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, document_no=document_no)
    check_fields(absence)
    _check_days(absence)
    absence.save(force_insert=True)
    audit.record(person, after=audit.snapshot(absence, *FACTS))
    return absence


@operation(_("End absence"))
def end_absence(absence: Absence, *, by: Account, ends_on: datetime.date) -> Absence:
    """返岗: the absence is over, and its last day is known. Raises RuleViolation `absence_over`, `absence_dates`."""
    require(at=place_of(absence.person))
    if absence.ends_on is not None:
        message = _("This absence ended on %(day)s already.") % {"day": absence.ends_on}
        raise RuleViolation("absence_over", message, field="ends_on")
    before = audit.snapshot(absence, *FACTS)
    absence.ends_on = ends_on
    _check_days(absence)
    absence.save(update_fields=["ends_on"])
    audit.record(absence.person, before=before, after=audit.snapshot(absence, *FACTS))
    return absence


@operation(_("Set rule on interrupted service"), at="self")
def set_term_interruption(
    county: Organisation, *, by: Account, kind: str, effect: str, valid_from: datetime.date, document_no: str
) -> TermInterruption:
    """设定服务期中断规则: absences of the kind that begin from the day on do this to the count.

    Earlier ones keep their rule. Raises RuleViolation `invalid`, `interruption_set`.
    """
    rule = TermInterruption(
        county=county, kind=kind, effect=effect, valid_from=valid_from, document_no=document_no.strip()
    )
    if TermInterruption.objects.filter(county=county, kind=kind, valid_from=valid_from).exists():
        message = _("From %(day)s on there is a rule for this kind already.") % {"day": valid_from}
        raise RuleViolation("interruption_set", message, field="valid_from")
    check_fields(rule)
    rule.save(force_insert=True)
    audit.record(rule, organisation=county, after=audit.snapshot(rule, "kind", "effect", "valid_from", "document_no"))
    return rule


def _check_days(absence: Absence) -> None:
    if absence.ends_on and absence.starts_on and absence.ends_on < absence.starts_on:
        before = _("The last day lies before %(day)s, the first.") % {"day": absence.starts_on}
        raise RuleViolation("absence_dates", before, field="ends_on")
    if absence.starts_on and absence.starts_on > timezone.localdate():
        later = _("%(day)s is still to come: an absence is recorded once it has begun.")
        raise RuleViolation("absence_dates", later % {"day": absence.starts_on}, field="starts_on")
    others = Absence.objects.filter(person=absence.person, starts_on__isnull=False).exclude(pk=absence.pk)
    if absence.starts_on is None:
        return
    for other in others:
        begins_before = absence.ends_on is None or (other.starts_on and other.starts_on <= absence.ends_on)
        if begins_before and (other.ends_on is None or other.ends_on >= absence.starts_on):
            overlap = _("These days overlap with another absence: %(absence)s.") % {"absence": other}
            raise RuleViolation("absence_overlaps", overlap, field="starts_on")
