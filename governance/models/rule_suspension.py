"""Local rules that are switched off for some days, each by a document."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import LongTextField


class RuleSuspensionQuerySet(models.QuerySet["RuleSuspension"]):
    def for_user(self, account) -> "RuleSuspensionQuerySet":
        """The rules a county works by are public within the portal: every account sees them."""
        return self

    def in_force(self, on: datetime.date | None = None) -> "RuleSuspensionQuerySet":
        on = on or timezone.localdate()
        return self.filter(withdrawn_at=None, effective_from__lte=on).filter(
            Q(effective_to=None) | Q(effective_to__gte=on)
        )


class RuleSuspension(models.Model):
    """规则停用: on these days, both inclusive, a rule of a local document does not hold at the body and below it.

    The document says so and somebody has approved it. A rule of law or of the house is never switched off.
    """

    organisation = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="rule_suspensions",
        verbose_name=_("organisation"),
        db_index=False,
    )
    code = models.CharField(_("code"), max_length=64)
    document_no = models.CharField(_("document number"), max_length=100)
    approver = models.CharField(_("approved by"), max_length=100)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("last day"), null=True, blank=True)
    reason = LongTextField(_("reason"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)  # before it began

    objects = RuleSuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension of a rule")
        verbose_name_plural = _("suspended rules")
        ordering = ["code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code", "effective_from"],
                condition=Q(withdrawn_at=None),
                name="rule_suspension_start_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=Q(effective_to=None, withdrawn_at=None),
                name="rule_suspension_open_once",
            ),
            models.CheckConstraint(
                name="rule_suspension_ends_after_start",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.document_no}"
