"""Which state of an application may follow which, and the coded words of applications: tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicationStatus(models.TextChoices):
    """办件状态. That silence has accepted a licence is a fact of the clock, not a status: it holds from the first
    second of the sixth day, whether or not a person has confirmed it."""

    SUBMITTED = "submitted", _("Received (收件)")
    SUPPLEMENT_REQUESTED = "supplement_requested", _("Papers asked for (补正)")
    REDIRECTED = "redirected", _("Passed on, not yet received (转办)")
    NOT_ACCEPTED = "not_accepted", _("Not accepted (不予受理)")
    ACCEPTED = "accepted", _("Accepted (受理)")
    IN_PROCESS = "in_process", _("Being handled (审查)")
    SPECIAL_STAGE = "special_stage", _("In a special stage (特别程序)")
    DECIDED_GRANT = "decided_grant", _("Granted (准予)")
    DECIDED_REFUSE = "decided_refuse", _("Refused (不予)")
    ISSUED = "issued", _("Handed over (出证)")
    CLOSED = "closed", _("Closed (办结)")
    WITHDRAWN = "withdrawn", _("Withdrawn (撤回)")
    TERMINATED = "terminated", _("Terminated (终止)")
    LAPSED = "lapsed", _("Counts as given up (视为放弃)")


S = ApplicationStatus

# 收到而未受理: whoever holds the papers answers them.
RECEIVED = frozenset({S.SUBMITTED, S.SUPPLEMENT_REQUESTED, S.REDIRECTED})
# 受理而未决定: legal and promised limit run.
HANDLED = frozenset({S.ACCEPTED, S.IN_PROCESS, S.SPECIAL_STAGE})
DECIDED = frozenset({S.DECIDED_GRANT, S.DECIDED_REFUSE})
OPEN = RECEIVED | HANDLED | DECIDED
OVER = frozenset(S) - OPEN

_ENDS = frozenset({S.WITHDRAWN, S.TERMINATED})
APPLICATION_MOVES: dict[str, frozenset[str]] = {
    S.SUBMITTED: frozenset({S.ACCEPTED, S.SUPPLEMENT_REQUESTED, S.NOT_ACCEPTED, S.REDIRECTED, S.WITHDRAWN}),
    S.SUPPLEMENT_REQUESTED: frozenset({S.SUBMITTED, S.LAPSED, S.WITHDRAWN}),
    S.REDIRECTED: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.IN_PROCESS, S.SPECIAL_STAGE, *DECIDED, *_ENDS}),
    S.IN_PROCESS: frozenset({S.SPECIAL_STAGE, *DECIDED, *_ENDS}),
    S.SPECIAL_STAGE: frozenset({S.IN_PROCESS, *_ENDS}),
    S.DECIDED_GRANT: frozenset({S.ISSUED}),
    S.DECIDED_REFUSE: frozenset({S.ISSUED}),
    S.ISSUED: frozenset({S.CLOSED}),
}


class Way(models.TextChoices):
    """办理方式."""

    ORDINARY = "ordinary", _("Ordinary")
    COMMITMENT = "commitment", _("On a signed promise (告知承诺)")
    TOLERANT = "tolerant", _("With minor gaps (容缺受理)")


class ApplicantKind(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    ORGANISATION = "organisation", pgettext_lazy("applicant", "Organisation")


class StageKind(models.TextChoices):
    """特别程序 (许可法 45)."""

    HEARING = "hearing", _("Hearing")
    TEST = "test", _("Inspection or test")
    APPRAISAL = "appraisal", _("Appraisal")
    EXPERT_REVIEW = "expert_review", _("Expert review")
    PUBLIC_NOTICE = "public_notice", _("Public notice")


class NotAcceptedReason(models.TextChoices):
    """不予受理的理由 (许可法 32)."""

    NOT_NEEDED = "not_needed", _("The matter needs no permission")
    NOT_OURS = "not_ours", _("Another body is competent")
    NOT_ELIGIBLE = "not_eligible", _("The applicant may not apply for it")


class HandOverAnswer(models.TextChoices):
    OPEN = "open", _("Not yet received")
    RECEIVED = "received", _("Papers received")
    SENT_BACK = "sent_back", _("Papers sent back")


HAND_OVER_MOVES: dict[str, frozenset[str]] = {
    HandOverAnswer.OPEN: frozenset({HandOverAnswer.RECEIVED, HandOverAnswer.SENT_BACK}),
}


class PapersEnd(models.TextChoices):
    """Why a body no longer has the papers."""

    HANDED_OVER = "handed_over", _("Handed over")
    OVER = "over", _("The application is over")


class Decision(models.TextChoices):
    GRANT = "grant", _("Grant")
    REFUSE = "refuse", _("Refuse")


class Stance(models.TextChoices):
    """What a body that was asked thinks of an application."""

    AGREES = "agrees", _("Agrees")
    DISAGREES = "disagrees", _("Does not agree")


class CheckResult(models.TextChoices):
    """承诺核查."""

    KEPT = "kept", _("As promised")
    FALSE = "false", _("Not as promised")


class Clock(models.TextChoices):
    """Which clock an application's row shows; as `services.clocks.Phase`, whose words these are."""

    ANSWER = "answer", _("Answer: accept, refuse or ask")
    SUPPLEMENT = "supplement", _("Papers from the applicant")
    HANDLING = "handling", _("Decision")
    ISSUE = "issue", _("Handing over the result")
    OVER = "over", _("Over")
