"""Who held a matter from when to when."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

HANDED_OVER = "handed_over"  # the end that another holder follows; every other one is final


class CustodyBase(models.Model):
    """持有: from its start exactly one body holds a matter, until nobody does; the open row is the holder now.

    An app's model adds `subject`, a foreign key with `related_name="custodies"` and `db_index=False`, and gives
    `ended_because` its choices, `HANDED_OVER` among them. Its rows are written by `governance.custody` alone. Each row
    begins at the instant the one before it ends, and says why it ended. One open row a subject is a constraint; that
    rows follow each other without gap or overlap, that none follows a final end, and that a closed row stays as it
    is, are triggers, which the app's migration makes by `custody.protect`.
    """

    subject: Any

    holder = models.ForeignKey("governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("holder"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=16, blank=True)

    class Meta:
        abstract = True
        verbose_name = _("custody")
        verbose_name_plural = _("custody")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(until=None), name="%(class)s_one_holder"),
            models.UniqueConstraint(fields=["subject", "since"], name="%(class)s_start_once"),
            models.CheckConstraint(
                name="%(class)s_ends_after_start", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="%(class)s_ends_with_reason",
                condition=Q(until=None, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.holder}"
