"""Who held a case from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enforcement.models.cases import EnforcementCase
from enforcement.states import CustodyEnd


class Custody(models.Model):
    """持有: at every moment since filing exactly one body holds the case; the open row is the holder now.

    Each row begins at the instant the one before it ends, and says why it ended; a case filed twice is held by nobody
    once it is voided. One open row a case is a constraint; that rows follow each other without gap or overlap, that
    none follows a voided one, and that a closed row stays as it is, are triggers (migration 0002).
    """

    case = models.ForeignKey(
        EnforcementCase, models.PROTECT, related_name="custodies", verbose_name=_("case"), db_index=False
    )
    holder = models.ForeignKey("governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("holder"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=16, choices=CustodyEnd.choices, blank=True)

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custody")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="custody_one_holder"),
            models.UniqueConstraint(fields=["case", "since"], name="custody_start_once"),
            models.CheckConstraint(name="custody_ends_after_start", condition=Q(until=None) | Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="custody_ends_with_reason",
                condition=Q(until=None, ended_because="") | Q(until__isnull=False) & ~Q(ended_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.holder}"
