"""A form on its way to the portal: sent twice it is done once, and what was typed outlives the session.

Every form carries a key signed for its author and its address. The first sending and its answer are stored under the
key in one transaction; whatever comes later with the same key waits for that transaction and gets that answer.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.errors import RuleViolation
from governance.idempotency import KEPT_FOR, SECRETS_KEPT_FOR, fingerprint
from governance.models import Account, IdempotentRequest, SavedForm
from governance.models import saved_form as saved_forms
from governance.operations.saved_forms import save_form

KEY = "_key"
KEEP = "_keep"  # the browser asks for the form to be kept, not done
_SALT = "governance.form"
_NOT_PART_OF_IT = frozenset({KEY, KEEP, "csrfmiddlewaretoken"})


@dataclass(frozen=True)
class StepResult:
    """What a form led to: where its sender goes on, what they are told, and what is shown once."""

    url: str
    done: str
    revealed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Key:
    """Whose form it is, where it was opened, what it is about, and which of its fields are never kept."""

    account: int
    path: str
    once: str
    about: str = ""
    never_kept: tuple[str, ...] = ()
    copy: int = 0  # which kept copy of the form is written on

    @classmethod
    def new(cls, request: HttpRequest, *, address: str = "", about: str = "", never_kept: Iterable[str] = ()) -> "Key":
        """For a form that is sent to the page's own address, or to another one."""
        account: Any = request.user.pk
        return cls(account, address or address_of(request), secrets.token_urlsafe(12), about, tuple(never_kept))

    def __str__(self) -> str:
        return signing.dumps(list(asdict(self).values()), salt=_SALT, compress=True)

    @classmethod
    def of(cls, request: HttpRequest, max_age: timedelta) -> "Key":
        """The key of the form that was sent. Raises KeyRefused unless the portal made it, for this address."""
        try:
            key = cls(*signing.loads(request.POST.get(KEY, ""), salt=_SALT, max_age=max_age))
        except signing.SignatureExpired:
            days = max_age.days
            raise KeyRefused(
                ngettext(
                    "This form was opened more than a day ago.",
                    "This form was opened more than %(days)s days ago.",
                    days,
                )
                % {"days": days}
            ) from None
        except (signing.BadSignature, TypeError):  # TypeError: made by an earlier version
            raise KeyRefused(_("This form did not come unchanged from a page of the portal.")) from None
        if key.path != address_of(request):
            raise KeyRefused(_("This form was opened at another address."))
        return key

    def of_same_form(self, request: HttpRequest) -> "Key":
        """This key for a form that is shown again after a refusal: sent and kept as the one that was opened."""
        try:
            opened = Key.of(request, saved_forms.SAVED_FOR)
        except KeyRefused:
            return self
        return replace(self, once=opened.once, copy=opened.copy) if opened.account == self.account else self

    def of_saved(self, kept: SavedForm) -> "Key":
        """This key for a form that is gone on with."""
        return replace(self, once=kept.key, copy=kept.copy)


class KeyRefused(RuleViolation):
    """The key that came with a form is not one for its sender, here and now; the message says why."""

    def __init__(self, message: str) -> None:
        super().__init__("form_key_refused", message)


class FormSentBefore(RuleViolation):
    """The same form was sent before with something else in it; what was done then stays."""

    def __init__(self, answer: StepResult) -> None:
        super().__init__(
            "form_sent_before",
            _("This form was sent already (%(done)s). If you mean something else, check it and send it again.")
            % {"done": answer.done.rstrip(".。")},
        )


class Sending:
    """One sending of a form by its author."""

    def __init__(self, key: Key, request: HttpRequest) -> None:
        self.key = key
        self.request = request

    @classmethod
    def of(cls, request: HttpRequest, max_age: timedelta = KEPT_FOR) -> "Sending":
        """Raises KeyRefused for a form that does not carry a key of its sender's."""
        key = Key.of(request, max_age)
        if key.account != request.user.pk:
            raise KeyRefused(_("This form was opened by another account, and you have signed in since."))
        return cls(key, request)

    def answer(self, *, wait: bool = False) -> StepResult | None:
        """The answer this form has got already; with `wait`, also of a sending that is still under way."""
        if not wait:
            claim = IdempotentRequest.objects.filter(account=self.key.account, key=self._key).first()
            return self._answer_of(claim) if claim else None
        with self._claimed() as (claim, is_first):
            if not is_first:
                return self._answer_of(claim)
            claim.delete()
        return None

    def once(self, act: Callable[[], StepResult]) -> StepResult:
        """Do what the form asks for, or give the answer of the first time. What was refused may be sent again.

        Raises what `act` raises, and FormSentBefore.
        """
        refusal: RuleViolation | None = None
        with self._claimed() as (claim, is_first):
            if not is_first:
                if not self._is_same(claim):
                    raise FormSentBefore(self._stored(claim))
                return self._stored(claim)
            try:
                answer = act()
            except RuleViolation as raised:  # its refusal stays in the audit
                refusal = raised
                claim.delete()
            else:
                claim.answer_status = 302
                claim.headers = {"Location": answer.url, "done": answer.done}
                claim.body = json.dumps(answer.revealed) if answer.revealed else ""
                claim.shows_secret = bool(answer.revealed)
                claim.save(update_fields=["answer_status", "headers", "body", "shows_secret"])
                self.forget()
        if refusal is not None:
            raise refusal
        return answer

    def forget(self) -> None:
        """What was kept of the form is gone: it is done, or can never be."""
        SavedForm.objects.filter(account=self.key.account, key=self.key.once).delete()

    def keep(self, *, in_session: bool) -> SavedForm:
        """Keep what was typed for the form's author: in their session on their own copy, else beside it.

        Raises RuleViolation: FormSentBefore if the form was sent meanwhile, or why it cannot be kept.
        """
        with self._claimed() as (claim, is_first):
            if not is_first:
                raise FormSentBefore(self._stored(claim))
            claim.delete()
            account = Account.objects.get(pk=self.key.account)
            fields = {name: values for name, values in _typed(self.request).items() if name not in self.key.never_kept}
            return save_form(
                account,
                by=account,
                path=self.key.path,
                key=self.key.once,
                copy=self.key.copy if in_session else None,
                about=self.key.about,
                fields=fields,
            )

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What tells this sending from one with something else in it."""
        return {
            "method": self.request.method,
            "path": self.key.path[:500],
            "body_digest": fingerprint(_typed(self.request, files=True)),
        }

    @property
    def _key(self) -> str:
        return f"form:{self.key.once}"

    @contextmanager
    def _claimed(self):
        """The key's row, in a transaction that others with the same key wait for; and whether it is new."""
        with transaction.atomic():
            yield IdempotentRequest.objects.get_or_create(
                account_id=self.key.account, key=self._key, defaults=self.facts
            )

    def _answer_of(self, claim: IdempotentRequest) -> StepResult | None:
        """None if the form that was sent then said something else."""
        return self._stored(claim) if self._is_same(claim) else None

    def _is_same(self, claim: IdempotentRequest) -> bool:
        return all(getattr(claim, name) == value for name, value in self.facts.items())

    def _stored(self, claim: IdempotentRequest) -> StepResult:
        shown = claim.shows_secret and timezone.now() - claim.created_at < SECRETS_KEPT_FOR
        revealed = [(label, value) for label, value in json.loads(claim.body)] if shown else []
        return StepResult(claim.headers["Location"], claim.headers["done"], revealed)


def keep_typed_form(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed; else say in plain text why not."""
    try:
        Sending.of(request, saved_forms.SAVED_FOR).keep(in_session=True)
    except RuleViolation as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


def save_typed_form(request: HttpRequest) -> SavedForm | None:
    """Keep a form whose session is lost, for whoever opened it and nobody else; None if it cannot be kept.

    The signed key says whose it is. Who sent it now is not known: only its author will see it, beside their own copy.
    """
    try:
        return Sending(Key.of(request, saved_forms.SAVED_FOR), request).keep(in_session=False)
    except RuleViolation:
        return None


def address_of(request: HttpRequest) -> str:
    """The address of a form, whether it is opened empty or to go on with a kept one."""
    path, _mark, query = request.get_full_path().partition("?")
    rest = "&".join(part for part in query.split("&") if not part.startswith(f"{saved_forms.CONTINUES}="))
    return f"{path}?{rest}" if rest else path


def _typed(request: HttpRequest, *, files: bool = False) -> dict[str, list[Any]]:
    sent: dict[str, list[Any]] = {name: request.POST.getlist(name) for name in request.POST}
    if files:
        sent |= {name: request.FILES.getlist(name) for name in request.FILES}
    return {name: values for name, values in sent.items() if name not in _NOT_PART_OF_IT}
