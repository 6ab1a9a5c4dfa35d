"""Documents that movements of quotas rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from staffing.querysets import QuotaDocumentQuerySet


class QuotaDocument(models.Model):
    """台账文件: what decided movements; it stays as it was entered. An inferred opening has no number."""

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="quota_documents",
        verbose_name=_("county"),
        db_index=False,
    )
    number = models.CharField(_("document number"), max_length=64, blank=True)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    decided_on = models.DateField(_("decided on"))
    title = models.CharField(_("title"), max_length=300)

    objects = QuotaDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota document")
        verbose_name_plural = _("quota documents")
        ordering = ["-decided_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], condition=~models.Q(number=""), name="quota_document_number_once"
            ),
            models.UniqueConstraint(
                fields=["county", "title"], condition=models.Q(number=""), name="quota_document_without_number_once"
            ),
        ]
        indexes = [models.Index(fields=["county", "decided_on"], name="quota_document_by_day")]

    def __str__(self) -> str:
        return self.number or self.title
