"""Who tried to open the progress of which application, so that a check word cannot be guessed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField


class ProgressAttempt(models.Model):
    """进度查询: one try of a check word, kept for as long as a limit asks for it. Neither number nor word is stored."""

    number = DigestField(_("number"))
    network = models.CharField(_("network"), max_length=64)
    # Tried with the signature that only the slip bears, or without: each is counted by itself.
    has_slip = models.BooleanField(_("with the slip"), default=False)
    at = models.DateTimeField(_("at"))
    succeeded = models.BooleanField(_("opened it"), default=False)

    class Meta:
        verbose_name = _("try of a check word")
        verbose_name_plural = _("tries of check words")
        indexes = [models.Index(fields=["number", "at"], name="progress_attempt_of_number")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
