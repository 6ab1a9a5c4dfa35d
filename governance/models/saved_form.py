"""Forms that were begun and not sent yet."""

import datetime
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.fields import EncryptedTextField

CONTINUES = "saved"  # the parameter of an address that names the saved form to go on with
EXCERPT = 40
SAVED_FOR = datetime.timedelta(days=30)


class SavedFormQuerySet(models.QuerySet["SavedForm"]):
    def for_user(self, account) -> "SavedFormQuerySet":
        """One's own and nobody else's, whatever one's post."""
        return self.filter(account=account.pk)


class SavedForm(models.Model):
    """暂存表单: what somebody has typed into a form and not sent; seen by them alone, gone after thirty days.

    One for each form that was opened, however many were opened at the same address. What arrives without its author's
    session proves only that the sender knew the form's key, so it replaces nothing: it is a further `copy` of the form.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_forms", db_index=False)
    path = models.CharField(_("address"), max_length=500)
    key = models.CharField(max_length=32)  # of the form that was opened
    copy = models.PositiveSmallIntegerField(default=0)  # 0 is the author's own
    content = EncryptedTextField()  # JSON: what the form is about, and its fields
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    objects = SavedFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved form")
        verbose_name_plural = _("saved forms")
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "key", "copy"], name="saved_form_once")]
        indexes = [
            models.Index(fields=["account", "path"], name="saved_form_at"),
            models.Index(fields=["saved_at"], name="saved_form_by_age"),
        ]

    def __str__(self) -> str:
        if not self.about:
            return self.title
        return gettext("%(what)s: %(about)s") % {"what": self.title, "about": self.about}

    @property
    def title(self) -> str:
        """What the form does, in the reader's language."""
        try:
            return str(resolve(urlsplit(self.path).path).func.step.title)  # type: ignore[attr-defined]
        except (Resolver404, AttributeError):
            return gettext("A form that no longer exists")

    @property
    def url(self) -> str:
        """The address that opens the form as it was left."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{CONTINUES}={self.pk}"

    @property
    def excerpt(self) -> str:
        """The beginning of the longest text in it, by which its author knows it again."""
        typed = [value for name, values in self.fields.items() if not name.startswith("_") for value in values]
        return Truncator(max(typed, key=len, default="")).chars(EXCERPT)

    @property
    def about(self) -> str:
        """The record the form is about; empty if it begins something new."""
        return json.loads(self.content)["about"]

    @property
    def fields(self) -> dict[str, list[str]]:
        """What was typed, by the fields' names."""
        return json.loads(self.content)["fields"]
