"""The words for what a clock of an application says, in the reader's language."""

from django.utils.translation import ngettext

from governance.workdays.terms import Unit
from services.clocks import Reading, Standing
from services.states import Clock


def days_text(said: Reading) -> str:
    """How much of the term is left: “3 working days left”."""
    if said.due.term.unit is Unit.WORKING_DAYS:
        text = ngettext("%(count)d working day left", "%(count)d working days left", said.left)
    else:
        text = ngettext("%(count)d calendar day left", "%(count)d calendar days left", said.left)
    return text % {"count": said.left}


def clock_words(said: Standing) -> str:
    """What is due."""
    return str(Clock(said.phase.value).label)
