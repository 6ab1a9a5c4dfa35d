"""First answers of creating requests, kept so that a repeated request changes nothing."""

from django.conf import settings
from django.db import models


class IdempotentRequest(models.Model):
    """The stored answer to one account's Idempotency-Key; see governance.api.idempotency."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500)
    body_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    answer_status = models.PositiveSmallIntegerField(null=True)  # empty while the first request is still running
    headers = models.JSONField(default=dict)
    body = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="idempotent_request_once")]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
