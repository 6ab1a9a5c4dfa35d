"""Signing in: the form of the sign-in page, and the pause after too many wrong passwords."""

import datetime
import hashlib
from typing import Any

from django.core.cache import cache
from django.forms import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm

from governance import audit
from governance.errors import RuleViolation
from governance.models import Account
from governance.operations.accounts import change_password

WRONG_PASSWORDS = 5
PAUSE = datetime.timedelta(minutes=15)


class Guesses:
    """Wrong passwords for one user name from one address, counted over a quarter of an hour.

    A stranger elsewhere cannot lock anybody out, and one address cannot go on guessing. Each further try while
    locked is refused unread and does not prolong the pause.
    """

    def __init__(self, username: str, address: str) -> None:
        digest = hashlib.sha256(f"{username.strip().lower()}\n{address}".encode()).hexdigest()
        self.key = f"signin-{digest}"

    def locked_until(self) -> datetime.datetime | None:
        count, until = cache.get(self.key, (0, None))
        return until if count >= WRONG_PASSWORDS else None

    def add(self) -> None:
        count, _until = cache.get(self.key, (0, None))
        until = timezone.now() + PAUSE
        cache.set(self.key, (count + 1, until), timeout=PAUSE.total_seconds())

    def forget(self) -> None:
        cache.delete(self.key)


class SignInForm(AuthenticationForm):
    """User name and password; refuses without looking while the pause lasts."""

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username") or ""
        guesses = Guesses(username, self.request.META.get("REMOTE_ADDR", ""))
        until = guesses.locked_until()
        if until:
            raise ValidationError(
                _("Too many wrong passwords. Try again after %(time)s, or ask the system administrator."),
                code="locked",
                params={"time": timezone.localtime(until).strftime("%H:%M")},
            )
        if not (username and self.cleaned_data.get("password")):
            return super().clean()
        guesses.add()  # before the password is looked at, which takes a while: many at once are counted too
        try:
            cleaned = super().clean()
        except ValidationError as error:
            _record_refusal(username, error)
            raise
        guesses.forget()
        return cleaned


def record_sign_in(account: Account) -> None:
    """Who signed in and when belongs in the audit log (GB/T 22239-2019, 安全审计)."""
    audit.record("sign_in", account, by=account)


def _record_refusal(username: str, error: ValidationError) -> None:
    """A refused attempt is kept against the account it named; a name that is nobody's leaves no row to fill up."""
    account = Account.objects.filter(username__iexact=username.strip()).first()
    if account:
        audit.record_refusal(
            "sign_in", account, by=account, refusal=RuleViolation("wrong_password", " ".join(error.messages))
        )


class ChangePasswordForm(AdminOwnPasswordChangeForm):
    """Old password, new password twice; Django checks the shape, the operation does it."""

    def save(self, commit: bool = True) -> Account:
        changed = change_password(self.user, by=self.user, password=self.cleaned_data["new_password1"])
        self.user.password = changed.password  # the session goes on with the new one
        return self.user
