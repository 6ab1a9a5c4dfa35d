"""Switching a local rule off for some days, and on again."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account, Organisation, RuleSuspension
from governance.operations.validation import check_fields
from governance.rulebook import RULES, Source
from governance.workdays.calendar import ONE_DAY


@operation(_("Suspend rule"), at="self")
def suspend_rule(
    organisation: Organisation,
    *,
    by: Account,
    code: str,
    document_no: str,
    approver: str,
    effective_from: datetime.date,
    reason: str,
    effective_to: datetime.date | None = None,
) -> RuleSuspension:
    """规则停用: from its day the local rule does not hold at the organisation and below, as the document says.

    What was refused before stays refused. Raises RuleViolation `unknown_rule`, `not_a_local_rule`,
    `document_no_missing`, `approver_missing`, `reason_missing`, `suspension_backdated`, `invalid` or
    `already_suspended`.
    """
    _check_rule(code)
    if not document_no.strip():
        raise RuleViolation("document_no_missing", _("Name the document that switches the rule off."), "document_no")
    if not approver.strip():
        raise RuleViolation("approver_missing", _("Say who approved that the rule is switched off."), "approver")
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the rule is switched off."), "reason")
    if effective_from < timezone.localdate():
        raise RuleViolation(
            "suspension_backdated",
            _("A rule is switched off from today or later, not for days past."),
            "effective_from",
        )
    if effective_to is not None and effective_to < effective_from:
        raise RuleViolation("invalid", _("The last day lies before the first."), "effective_to")
    others = RuleSuspension.objects.filter(organisation=organisation, code=code, withdrawn_at=None).filter(
        Q(effective_to=None) | Q(effective_to__gte=effective_from)
    )
    if effective_to is not None:
        others = others.filter(effective_from__lte=effective_to)
    if other := others.first():
        raise RuleViolation(
            "already_suspended",
            _("%(code)s is switched off from %(day)s already, by %(document)s.")
            % {"code": code, "day": other.effective_from, "document": other.document_no},
            "effective_from",
        )
    suspension = RuleSuspension(
        organisation=organisation,
        code=code,
        document_no=document_no.strip(),
        approver=approver.strip(),
        effective_from=effective_from,
        effective_to=effective_to,
        reason=reason.strip(),
    )
    check_fields(suspension, skip=("organisation",))
    suspension.save()
    fields = ("code", "document_no", "approver", "effective_from", "effective_to")
    audit.record(suspension, after=audit.snapshot(suspension, *fields), reason=suspension.reason)
    return suspension


@operation(_("Restore rule"), at="organisation")
def restore_rule(
    suspension: RuleSuspension, *, by: Account, on: datetime.date | None = None, reason: str
) -> RuleSuspension:
    """恢复规则: from the day `on` (today) the rule holds again; a suspension to begin then or later never does.

    Raises RuleViolation `ended`, `reason_missing` or `suspension_backdated`.
    """
    today = timezone.localdate()
    on = on or today
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the rule holds again."), "reason")
    if suspension.withdrawn_at is not None or (suspension.effective_to and suspension.effective_to < on):
        raise RuleViolation("ended", _("By then the rule holds again already."))
    if on < today:
        raise RuleViolation("suspension_backdated", _("A rule holds again from today or later."), "on")
    before = audit.snapshot(suspension, "effective_to", "withdrawn_at")
    if suspension.effective_from >= on:
        suspension.withdrawn_at = timezone.now()
    else:
        suspension.effective_to = on - ONE_DAY
    suspension.save(update_fields=["effective_to", "withdrawn_at"])
    after = audit.snapshot(suspension, "effective_to", "withdrawn_at")
    audit.record(suspension, before=before, after=after, reason=reason.strip())
    return suspension


def _check_rule(code: str) -> None:
    rule = RULES.get(code)
    if rule is None:
        raise RuleViolation("unknown_rule", _("There is no rule with the code “%(code)s”.") % {"code": code}, "code")
    if rule.kind != Source.LOCAL:
        raise RuleViolation(
            "not_a_local_rule",
            _("“%(rule)s” is no rule of a local document; nobody switches it off.") % {"rule": rule.words},
            "code",
        )
