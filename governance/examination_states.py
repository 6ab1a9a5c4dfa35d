"""The states of an examination by a check list, and the one function that says whose turn it is."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models.clock import is_past


class ExaminationStatus(models.TextChoices):
    COLLECTING = "collecting", _("Evidence is handed in")
    READING = "reading", _("First look")
    REPLYING = "replying", _("Replies to what was refused")
    SECOND_LOOK = "second_look", _("Second look at what was refused")
    CLOSED = "closed", pgettext_lazy("examination", "Closed")


MOVES: dict[str, frozenset[str]] = {
    ExaminationStatus.COLLECTING: frozenset({ExaminationStatus.READING}),
    ExaminationStatus.READING: frozenset({ExaminationStatus.REPLYING, ExaminationStatus.CLOSED}),
    ExaminationStatus.REPLYING: frozenset({ExaminationStatus.SECOND_LOOK, ExaminationStatus.CLOSED}),
    ExaminationStatus.SECOND_LOOK: frozenset({ExaminationStatus.CLOSED}),
}
# While the subject has its turn it may add to what it hands in; while the examiner has theirs, nothing moves.
OF_SUBJECT = (ExaminationStatus.COLLECTING, ExaminationStatus.REPLYING)
OF_EXAMINER = (ExaminationStatus.READING, ExaminationStatus.SECOND_LOOK)


class ExaminationResult(models.TextChoices):
    PASSED = "passed", pgettext_lazy("examination", "Passed")
    FAILED = "failed", pgettext_lazy("examination", "Not passed")


class Verdict(models.TextChoices):
    MET = "met", _("Met")
    REFUSED = "refused", pgettext_lazy("criterion", "Refused")


class Silence(models.TextChoices):
    """What it means when the examiner lets the term pass without a word."""

    MET = "met", _("Counts as met")
    REFUSED = "refused", _("Counts as refused")
    WAITS = "waits", _("Nothing happens; the examiner is reminded")


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and whether the term for it has passed: what pages show and reminders act on."""

    of: str  # "subject", "examiner" or "nobody"
    words: Any
    is_late: bool

    @property
    def tone(self) -> str:
        return "danger" if self.is_late else "neutral" if self.of == "nobody" else "warning"


def turn_of(
    status: str, due_at: datetime.datetime, due_provisional: bool, now: datetime.datetime | None = None
) -> Turn:
    """The state of an examination at a moment."""
    if status == ExaminationStatus.CLOSED:
        return Turn("nobody", _("Closed: the result stays"), False)
    late = is_past(due_at, due_provisional, now)
    if status in OF_SUBJECT:
        words = _("The term for handing in has passed") if late else _("The examined body hands in")
        return Turn("subject", words, late)
    return Turn("examiner", _("The term of the examiner has passed") if late else _("The examiner reads"), late)
