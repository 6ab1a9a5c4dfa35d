"""First answers of creating requests and forms, kept so that sending again changes nothing."""

from django.conf import settings
from django.db import models

from governance.fields import DigestField, EncryptedTextField


class IdempotentRequest(models.Model):
    """The stored answer to one account's key: of an API request (governance.api.idempotency) or of a form
    (governance.admin.sending)."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body_digest = DigestField()
    created_at = models.DateTimeField(auto_now_add=True)
    answer_status = models.PositiveSmallIntegerField(null=True)  # empty while the first request is still running
    headers = models.JSONField(default=dict)
    rights = models.JSONField(default=list)  # of an API request: those it used, each with the organisation's key
    body = EncryptedTextField(blank=True)  # JSON; it may name a party, or show a new secret
    shows_secret = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="idempotent_request_once")]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
