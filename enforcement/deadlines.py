"""The terms of enforcement, each with its article or the county's own document."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enforcement.states import Urgency
from governance.calendars import current_calendar
from governance.errors import RuleViolation
from governance.local_values import local_term
from governance.models import Organisation
from governance.value_names import name_values
from governance.workdays.counting import due_date
from governance.workdays.results import DueDate
from governance.workdays.terms import Regime, Term

# 行政处罚法 60: decided within 90 days of filing; the statute knows no extension and no exclusion.
DECISION = Term.of_days("enforcement.decision", 90, Regime.PENALTY, basis="《行政处罚法》第六十条")

# No national limit exists for an answer between township and department: the county's mechanism sets both.
ANSWER = {
    Urgency.ORDINARY: "enforcement.transfer_answer",
    Urgency.URGENT: "enforcement.transfer_answer_urgent",
}
name_values(
    {
        ANSWER[Urgency.ORDINARY]: gettext_lazy("Term for answering a transfer"),
        ANSWER[Urgency.URGENT]: gettext_lazy("Term for answering an urgent transfer"),
    }
)


def decision_due(filed_at: datetime.datetime) -> DueDate:
    """办案期限: by when a case filed at this moment must be decided."""
    return due_date(DECISION, timezone.localtime(filed_at).date(), current_calendar(), event="filed")


def answer_due(sent_at: datetime.datetime, *, urgency: str, receiver: Organisation) -> DueDate:
    """移送答复期限: by when the receiver must answer a transfer sent at this moment, under the term in force there.

    Raises RuleViolation `term_not_set`: without a term nobody could say when silence escalates.
    """
    local = timezone.localtime(sent_at)
    code = ANSWER[Urgency(urgency)]
    term = local_term(code, at=receiver, on=local.date())
    if term is None:
        raise RuleViolation(
            "term_not_set",
            _("The county has set no term for the answer to a transfer (%(code)s); the system administrator sets it.")
            % {"code": code},
        )
    return due_date(term.as_term(), local, current_calendar(), event="sent")
