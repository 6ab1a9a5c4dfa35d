"""The register of document numbers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.text import LONGEST_REASON


class IssuedNumberQuerySet(models.QuerySet["IssuedNumber"]):
    def for_user(self, account) -> "IssuedNumberQuerySet":
        from governance import access

        return self.filter(access.within(account, "view_numbers", "organisation"))

    def voided(self) -> "IssuedNumberQuerySet":
        return self.exclude(voided_at=None)


class IssuedNumber(models.Model):
    """文号登记: one number that was given out, in its series; a voided one stays, and says why.

    So every number of a series is accounted for: written only by governance.numbering.
    """

    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation"), db_index=False
    )
    kind = models.CharField(pgettext_lazy("number", "kind"), max_length=32)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("document number"), max_length=64)
    issued_at = models.DateTimeField(_("given out at"), default=timezone.now)
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    void_reason = models.CharField(_("why it is void"), max_length=LONGEST_REASON, blank=True)

    objects = IssuedNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("document number")
        verbose_name_plural = _("register of numbers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "year", "number"], name="issued_number_once"),
            models.CheckConstraint(
                name="issued_number_void_with_reason",
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["text"], name="issued_number_by_text")]

    def __str__(self) -> str:
        return self.text
