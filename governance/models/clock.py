"""The clock a matter carries: when the next step is due, and the computation behind the date."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.workdays.results import DueDate


class Clock(models.Model):
    """到期日: a stored due date that can explain itself, whichever calendar was loaded when it was computed.

    `due_provisional` (暂定): a year without an official calendar took part, so nothing happens by itself when the date
    passes. `due_steps` is `workdays.DueDate` as JSON: term with its rule and document, start event, calendar version.
    """

    due_at = models.DateTimeField(_("due"))
    due_provisional = models.BooleanField(_("provisional"), default=False)
    due_steps = models.JSONField(editable=False)

    class Meta:
        abstract = True

    @property
    def due(self) -> DueDate:
        return DueDate.from_json(self.due_steps)

    @due.setter
    def due(self, due: DueDate) -> None:
        self.due_at = due.ends_at
        self.due_provisional = due.provisional
        self.due_steps = due.to_json()


def is_past(due_at: datetime.datetime, provisional: bool, now: datetime.datetime | None = None) -> bool:
    """Whether a term that ends then has certainly ended: never true of a provisional date."""
    return not provisional and due_at < (now or timezone.now())


CLOCK_FIELDS = ("due_at", "due_provisional", "due_steps")
