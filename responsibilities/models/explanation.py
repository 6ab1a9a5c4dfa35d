"""What editors have said about findings on their lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField
from responsibilities.models.edition import DutyList


class Explanation(models.Model):
    """缺陷说明: why a finding is right as it stands. It holds for every edition in which the same items have it."""

    duty_list = models.ForeignKey(
        DutyList, models.PROTECT, related_name="explanations", verbose_name=_("duty list"), db_index=False
    )
    # See `defects.Finding.fingerprint`.
    fingerprint = DigestField(_("identity of the finding"))
    code = models.CharField(_("check"), max_length=40)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        verbose_name = _("explanation of a finding")
        verbose_name_plural = _("explanations of findings")
        constraints = [models.UniqueConstraint(fields=["duty_list", "fingerprint"], name="finding_explained_once")]

    def __str__(self) -> str:
        return self.reason
