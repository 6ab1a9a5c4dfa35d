"""Tries at signing in, as far as they matter for the next one."""

from django.db import models
from django.db.models import Q

from governance.fields import DigestField


class SignInAttempt(models.Model):
    """One wrong try of a name from a network, or the last right one; see governance.sign_in_attempts.

    Names are kept as digests: people type their password there too.
    """

    name = DigestField()
    network = models.CharField(max_length=45)
    at = models.DateTimeField()
    succeeded = models.BooleanField(default=False)
    # Whether the audit has an entry of a try that was refused because of this one; the first is enough.
    pause_recorded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "network"], condition=Q(succeeded=True), name="sign_in_attempt_last_right_one"
            )
        ]
        indexes = [
            models.Index(fields=["name", "at"], name="sign_in_attempt_of_name"),
            models.Index(fields=["network", "at"], name="sign_in_attempt_of_network"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.at:%Y-%m-%d %H:%M:%S}"
