"""A step page: one workflow action, what it will do and why it may not, before it is done."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.http.response import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.errors import NotPermitted, RuleViolation, StaleVersion
from governance.models import Account, Organisation

if TYPE_CHECKING:
    from governance.admin.scoped import ScopedAdmin


class StepForm(forms.Form):
    """Base of a step's form: the shape of the input, no rules. `account` and `obj` are there to scope choices."""

    required_css_class = "required"

    def __init__(self, *args: Any, account: Account, obj: Any = None, **kwargs: Any) -> None:
        self.account = account
        self.obj = obj
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)


@dataclass(frozen=True)
class Button:
    """A step as the record shows it: a link, or the reason why it cannot be taken now."""

    label: Any
    url: str
    tone: str
    blocked: Any = None


@dataclass(frozen=True)
class Change:
    """One fact of the record as it was when the form was opened, and as it is now."""

    label: str
    then: str
    now: str

    @property
    def changed(self) -> bool:
        return self.then != self.now


class Step:
    """One action on one record (or on none: a `list_step`), on a page of its own.

    A subclass names the operation and says in words what it does; the page asks, the operation decides:

        class Transfer(Step):
            name = "transfer"                        # /enforcement/case/5/transfer/, admin:enforcement_case_transfer
            operation = staticmethod(operations.transfer_case)
            title = _("Transfer the case")
            verb = _("Transfer")                     # the button's word; never “Submit”
            form_class = TransferForm                # its cleaned data are the operation's keyword arguments

            def outcome(self): ...                   # one sentence: what will become true
            def facts(self): ...                     # (label, value) pairs it rests on
            def consequences(self): ...              # “custody moves to …”, “3 people are told”
            def blocked(cls, obj, account): ...      # why it cannot be taken now, or None

    The right to take the step is the operation's own name in `roles.py`. `self.account`, `self.obj`, `self.request`
    and `self.page` (the ScopedAdmin) are there for every method.
    """

    name: ClassVar[str]
    operation: ClassVar[Callable[..., Any]]
    title: ClassVar[Any]
    verb: ClassVar[Any]
    form_class: ClassVar[type[StepForm]] = StepForm
    tone: ClassVar[str] = "primary"  # "primary", "default", or "danger" for what cannot be taken back
    template_name: ClassVar[str] = "admin/step.html"

    def __init__(self, page: "ScopedAdmin", request: HttpRequest, obj: Any = None) -> None:
        self.page = page
        self.request = request
        self.account: Account = request.user  # type: ignore[assignment]
        self.obj = obj

    # --- What a subclass says -----------------------------------------------------------------------------------------

    def outcome(self) -> Any:
        """What will become true, in one sentence."""
        return ""

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """Labels and values the decision rests on."""
        return ()

    def consequences(self) -> Iterable[Any]:
        """What follows: who holds the matter, which clocks start, who is told."""
        return ()

    @classmethod
    def blocked(cls, obj: Any, account: Account) -> Any:
        """Why the step cannot be taken on this record now, in words for its button; None if it can.

        A courtesy: the operation checks again, under lock.
        """
        return None

    @classmethod
    def at(cls, obj: Any) -> Organisation | None:
        """The organisation at which the right is needed; None leaves it to the operation."""
        return None

    def initial(self) -> Mapping[str, Any]:
        """Values the form starts with."""
        return {}

    def perform(self, data: dict[str, Any]) -> Any:
        """Call the operation with the form's cleaned data."""
        target = () if self.obj is None else (self.obj,)
        return type(self).operation(*target, by=self.account, **data)

    def done(self, result: Any) -> Any:
        """What to tell the person afterwards."""
        return _("Done: %(what)s") % {"what": self.title}

    def revealed(self, result: Any) -> Iterable[tuple[Any, Any]]:
        """What the person must see once and never again, such as a secret; shown instead of going on at once."""
        return ()

    def next_url(self, result: Any) -> str:
        """Where to go afterwards: the record the step was taken on, or the one it made."""
        made = self.obj if self.obj is not None else result
        return self.page.url_of(made) if isinstance(made, self.page.model) else self.page.list_url()

    # --- What the page does with it -----------------------------------------------------------------------------------

    @classmethod
    def right(cls) -> str:
        """The right the step needs: its operation's name."""
        return cls.operation.__name__

    @classmethod
    def offered_to(cls, account: Account, obj: Any = None) -> bool:
        """Whether the account has the right at all (or at the record's organisation): else the step is not shown."""
        place = None if obj is None else cls.at(obj)
        if place is None:
            return access.may_anywhere(account, cls.right())
        return access.may(account, cls.right(), at=place)

    def button(self) -> Button | None:
        """The step as a button of its record or list; None if the reader has no right to it."""
        if not self.offered_to(self.account, self.obj):
            return None
        return Button(self.verb, self.url(), self.tone, self.blocked(self.obj, self.account))

    def url(self) -> str:
        args = [] if self.obj is None else [quote(self.obj.pk)]
        return reverse(f"admin:{self.page.prefix}_{self.name}", args=args)

    def cancel_url(self) -> str:
        return self.page.list_url() if self.obj is None else self.page.url_of(self.obj)

    def respond(self) -> HttpResponseBase:
        """Show the step, or take it. The record is already known to be within the reader's scope."""
        if not self.offered_to(self.account, self.obj):
            raise PermissionDenied
        if self.request.method in ("GET", "HEAD"):
            return self._show(self._form(initial=dict(self.initial())))
        if self.request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        form = self._form(self.request.POST, self.request.FILES, initial=dict(self.initial()))
        stale = self._stale()
        if stale:
            form.add_error(None, str(stale[0]))
            return self._show(form, changes=stale[1])
        if not form.is_valid():
            return self._show(form)
        try:
            result = self.perform(self._arguments(form.cleaned_data))
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self._show(form)
        revealed = list(self.revealed(result))
        if revealed:
            return self._render(
                "admin/step_done.html", done=self.done(result), revealed=revealed, url=self.next_url(result)
            )
        messages.success(self.request, str(self.done(result)))
        return HttpResponseRedirect(self.next_url(result))

    def _form(self, *args: Any, **kwargs: Any) -> StepForm:
        return self.form_class(*args, account=self.account, obj=self.obj, **kwargs)

    def _arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        """The operation's arguments; with the version the form was opened on, if the operation asks for one."""
        if self.obj is not None and "version" in inspect.signature(type(self).operation).parameters:
            return {**data, "version": self.obj.version}
        return data

    def _show(self, form: StepForm, changes: list[Change] | None = None) -> TemplateResponse:
        facts = [(str(label), value) for label, value in self.facts()]
        return self._render(
            self.template_name,
            form=form,
            facts=facts,
            changes=changes,
            token=self._token(facts),
            blocked=None if self.request.method == "POST" else self.blocked(self.obj, self.account),
            media=form.media,
        )

    def _render(self, template: str, **context: Any) -> TemplateResponse:
        frame = {
            **self.page.admin_site.each_context(self.request),
            "title": self.title,
            "step": self,
            "opts": self.page.opts,
            "original": self.obj,
        }
        return TemplateResponse(self.request, template, {**frame, **context})

    # The token carries the record's version and the facts as they were shown, so that a stale form can say both.

    def _version(self) -> int | None:
        version = getattr(self.obj, "version", None)
        return version if isinstance(version, int) else None

    def _token(self, facts: list[tuple[str, Any]]) -> str:
        if self._version() is None:
            return ""
        return signing.dumps(
            {"version": self._version(), "facts": {label: str(value) for label, value in facts}}, salt=self.url()
        )

    def _stale(self) -> tuple[StaleVersion, list[Change]] | None:
        """What changed since the form was opened, or None. A form without its token counts as opened long ago."""
        version = self._version()
        if version is None:
            return None
        try:
            opened = signing.loads(self.request.POST.get("_version", ""), salt=self.url())
        except signing.BadSignature:
            opened = {"version": 0, "facts": {}}
        if opened["version"] == version:
            return None
        then, now = opened["facts"], {str(label): str(value) for label, value in self.facts()}
        changes = [Change(label, then.get(label, ""), now.get(label, "")) for label in {**then, **now}]
        return StaleVersion(current=version, given=opened["version"]), changes
