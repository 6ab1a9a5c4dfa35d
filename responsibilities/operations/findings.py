"""Saying of a finding why it is right as it stands."""

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account
from responsibilities.models import Edition, Explanation
from responsibilities.selectors.defects import edition_defects
from responsibilities.states import EditionStatus


@operation(_("Explain finding"), at="duty_list.owner")
def explain_finding(edition: Edition, *, by: Account, fingerprint: str, reason: str) -> Explanation:
    """说明缺陷: the finding is known and right as it stands, in this edition and in later ones that have it alike.

    Said once more, the new reason takes the place of the old one. The edition itself does not change. Raises
    RuleViolation `reason_missing`, `finding_gone` or `edition_discarded`.
    """
    duty_list = edition.duty_list
    reason = reason.strip()
    if not reason:
        raise RuleViolation("reason_missing", _("Say why this is right as it stands."), "reason")
    if edition.status == EditionStatus.DISCARDED:
        raise RuleViolation("edition_discarded", _("This draft was given up; nothing in it needs an explanation."))
    defect = next((row for row in edition_defects(edition) if row.finding.fingerprint == fingerprint), None)
    if defect is None:
        raise RuleViolation(
            "finding_gone", _("The edition no longer has this finding. Look at its findings again."), "fingerprint"
        )
    explanation, _made = Explanation.objects.update_or_create(
        duty_list=duty_list,
        fingerprint=fingerprint,
        defaults={"code": defect.finding.code, "reason": reason, "by": by},
    )
    audit.record(
        edition,
        before={"explanation": defect.explanation.reason} if defect.explanation else None,
        after={"finding": defect.finding.code, "entry": defect.finding.row.seq_no, "words": defect.finding.words},
        reason=reason,
    )
    return explanation
