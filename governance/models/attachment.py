"""Files that belong to a matter: where the bytes lie, what they are, and who brought them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField

# Folder below MEDIA_ROOT; no URL leads there.
FOLDER = "attachments"


def random_path(instance: "Attachment", filename: str) -> str:
    """A name that says nothing and cannot be guessed or executed; two letters of folder keep listings short."""
    name = uuid.uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name}"


class Attachment(models.Model):
    """附件: a stored file with the name, type, size and SHA-256 it had when it was accepted; never changed afterwards.

    Written by `governance.attachments.store` only. It has no scope of its own: whoever may see the matter it hangs
    on may fetch it, so an app reaches it through that matter's `for_user` and hands it to `attachments.serve`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), upload_to=random_path, max_length=100, unique=True)
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    digest = DigestField(_("SHA-256"))
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_not_empty"),
            models.CheckConstraint(
                condition=models.Q(digest__regex="^sha256:[0-9a-f]{64}$"), name="attachment_digest_complete"
            ),
        ]

    def __str__(self) -> str:
        return self.name
