"""The audit log: entries that only ever get added, and the chain of their seals."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField
from governance.roles import name_of


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def for_user(self, account) -> "AuditEntryQuerySet":
        """All of it for the audit administrator, else nothing; a record's own timeline comes with the record."""
        from governance import access

        return self if access.may_anywhere(account, "view_audit") else self.none()

    def about(self, target: models.Model) -> "AuditEntryQuerySet":
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))


class AuditEntry(models.Model):
    """审计日志: one thing done, or refused; who, where, when, to what, from what to what, and why.

    Rows are never changed or deleted: a database trigger refuses it on both engines.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    at = models.DateTimeField(_("time"), db_index=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", verbose_name=_("account")
    )
    account_name = models.CharField(_("name at the time"), max_length=64)
    organisation = models.ForeignKey(
        "governance.Organisation", models.DO_NOTHING, null=True, related_name="+", verbose_name=_("organisation")
    )
    action = models.CharField(_("action"), max_length=64, db_index=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.DONE)
    target_type = models.CharField(_("kind of target"), max_length=64)
    target_id = models.CharField(_("target id"), max_length=64)
    target_label = models.CharField(_("target"), max_length=300)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("request"), max_length=32, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [models.Index(fields=["target_type", "target_id", "id"])]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {name_of(self.action)} {self.target_label}"


class AuditSeal(models.Model):
    """封存: the digest of one entry as it was when it was sealed, chained to the seal before it.

    Numbers have no gaps. `entry_id` is a plain number, not a foreign key, so that a missing entry can be named.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField(_("sealed at"))
    digest = DigestField()
    hash = DigestField(_("hash"))

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")

    def __str__(self) -> str:
        return f"{self.number} · #{self.entry_id}"
