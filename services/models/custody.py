"""Who held the papers of an application from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from services.models.applications import Application


class ApplicationCustody(models.Model):
    """办件材料的持有: at every moment from receipt to the end exactly one body or village has the papers."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="custodies", verbose_name=_("application"), db_index=False
    )
    holder = models.ForeignKey("governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("holder"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("custody")
        verbose_name_plural = _("custody")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(until=None), name="papers_one_holder"),
            models.UniqueConstraint(fields=["application", "since"], name="papers_start_once"),
            models.CheckConstraint(name="papers_end_after_start", condition=Q(until=None) | Q(until__gt=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.holder}"
