"""A step page: one workflow action, what it will do and why it may not, before it is done."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin import timeline
from governance.admin.buttons import Button
from governance.admin.sending import KEEP, KEY, FormSentBefore, Key, KeyRefused, Sending, StepResult, keep_typed_form
from governance.admin.staleness import VERSION, FactChange, Opened, changes_since, token_of
from governance.admin.step_forms import StepForm, check_filled, long_texts
from governance.admin.unsent import Unsent
from governance.errors import NotPermitted, RuleViolation, StaleVersion
from governance.models import Account, Organisation, SavedForm

if TYPE_CHECKING:
    from governance.admin.scoped import ScopedAdmin

HAPPENINGS = 5  # of those since a form was opened, the newest


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

    A step of several stages chooses each one's form (`stage_form`), what it is made with (`form_arguments`) and its
    button (`page_verb`), as `ImportStep` does.

    The right to take the step is the operation's own name in `rights.py`. `self.account`, `self.obj`, `self.request`
    and `self.page` (the ScopedAdmin) are there for every method.
    """

    name: ClassVar[str]
    operation: ClassVar[Callable[..., Any]]
    title: ClassVar[Any]
    verb: ClassVar[Any]
    form_class: ClassVar[type[StepForm]] = StepForm
    tone: ClassVar[str] = "primary"  # "primary", "default", or "danger" for what cannot be taken back
    template_name: ClassVar[str] = "admin/step.html"
    keeps: ClassVar[bool] = True  # whether what is typed is kept until it is sent
    parameters: ClassVar[tuple[str, ...]] = ()  # of its address, such as what a link fills in
    repeated_parameters: ClassVar[tuple[str, ...]] = ()  # those of them that may be given more than once
    consequences_of: ClassVar[tuple[str, ...]] = ()  # fields they depend on: as soon as one changes, they are told anew
    compares_versions: ClassVar[bool] = True  # whether a form is stale once the record has changed

    form: StepForm  # as the page shows it

    def __init__(self, page: "ScopedAdmin", request: HttpRequest, obj: Any = None) -> None:
        self.page = page
        self.request = request
        self.account: Account = request.user  # type: ignore[assignment]
        self.obj = obj
        self.unsent = Unsent(request, self.account) if self.keeps and request.method != "POST" else None
        self.sending: Sending | None = None
        self.key_refused: KeyRefused | None = None
        self.is_new_form = request.method != "POST"  # not the one that was sent, shown again
        self.taken = False

    # --- What a subclass says -----------------------------------------------------------------------------------------

    def outcome(self) -> Any:
        """What will become true, in one sentence."""
        return ""

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """Labels and values the decision rests on."""
        return ()

    def consequences(self) -> Iterable[Any]:
        """What follows: who holds the matter, which clocks start, who is told.

        What depends on a field asks `entered` for it and names it in `consequences_of`.
        """
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

    def stage_form(self) -> type[StepForm]:
        """The form of the stage that the page is at, for a step of several."""
        return self.form_class

    def form_arguments(self) -> dict[str, Any]:
        """What the form is made with, besides what is sent."""
        return {"account": self.account, "obj": self.obj}

    def before_show(self, form: StepForm) -> None:
        """Adjust the form to what is known when the page is shown: proposals, fields that mean nothing now."""

    def page_verb(self) -> Any:
        """The button's word on the step's own page."""
        return self.verb

    def page_tone(self) -> str:
        """The button's tone there."""
        return self.tone

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

    @classmethod
    def serve(cls, page: "ScopedAdmin", request: HttpRequest, object_id: str | None = None) -> HttpResponseBase:
        """Show the step, or take it once however often its form is sent."""
        if request.method == "POST" and KEEP in request.POST:
            return keep_typed_form(request)
        sending, key_refused = None, None
        if request.method == "POST":
            try:
                sending = Sending.of(request)
            except KeyRefused as refusal:
                key_refused = refusal
        if sending and (answer := sending.answer()):
            return cls._answered(page, request, answer)
        try:
            step = cls(page, request, None if object_id is None else page.get_visible(request, object_id))
            step.sending, step.key_refused = sending, key_refused
            response = step.respond()
        except (Http404, PermissionDenied):
            # Perhaps because the first sending has just done it, such as discarding the record.
            if sending and (answer := sending.answer(wait=True)):
                return cls._answered(page, request, answer)
            raise
        if sending and not step.taken and (answer := sending.answer(wait=True)):
            return cls._answered(page, request, answer)
        return response

    def respond(self) -> HttpResponseBase:
        """Show the step, or take it. The record is already known to be within the reader's scope."""
        if not self.offered_to(self.account, self.obj):
            if overtaken := self._overtaken():
                return overtaken
            raise PermissionDenied
        if self.request.method in ("GET", "HEAD"):
            form = self.make_form(initial=self._start())
            filled = (*self.parameters, *self.repeated_parameters, *self.consequences_of)
            check_filled(form, self.request.GET, filled, repeated=self.repeated_parameters)
            if self.continued is not None:
                form = self.make_form(self.sent, initial=self._start(), kept=True)
            return self.show(form)
        if self.request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        form = self.make_form(self.request.POST, self.request.FILES, initial=dict(self.initial()))
        if self._is_stale():
            return self._overtaken() or self._show_changes(form)
        if not form.is_valid():
            return self.show(form)
        if self.sending is None:
            form.add_error(None, _("%(reason)s Check it and send it again.") % {"reason": self.key_refused})
            response = self.show(form)
            if KEY not in self.request.POST:  # no page of the portal sends that
                response.status_code = HTTPStatus.BAD_REQUEST
            return response
        try:
            answer = self._take(form, self.sending)
        except NotPermitted as refusal:
            if overtaken := self._overtaken():
                return overtaken
            raise PermissionDenied(str(refusal)) from refusal
        except RuleViolation as refusal:
            if overtaken := self._overtaken():
                return overtaken
            self.is_new_form = isinstance(refusal, FormSentBefore)
            form.refuse(refusal)
            return self.show(form)
        self.taken = True
        return self._answered(self.page, self.request, answer)

    # --- Somebody else was first --------------------------------------------------------------------------------------

    @cached_property
    def _opened(self) -> Opened:
        """The record as the form that was sent knew it. A form without its token counts as opened long ago."""
        return Opened.of(self.request.POST.get(VERSION, ""), url=self.url()) or Opened()

    def _is_stale(self) -> bool:
        version = self._version()
        return version is not None and version != self._opened.version

    def _overtaken(self) -> HttpResponseBase | None:
        """What happened to the record since its form was opened, if the step cannot be taken any more because of it.

        What was kept of the form goes: it can never be sent.
        """
        if self.request.method != "POST" or self._version() is None or not self._opened.version:
            return None
        try:
            self.obj.refresh_from_db()  # who was first may have been so between our reading and our lock
        except self.obj.DoesNotExist:
            return None
        is_possible = self.offered_to(self.account, self.obj) and not self.blocked(self.obj, self.account)
        if not self._is_stale() or is_possible:
            return None
        if self.sending:
            self.sending.forget()
        context = {
            **self.page.admin_site.each_context(self.request),
            "title": self.title,
            "opts": self.page.opts,
            "original": self.obj,
            "step": self,
            "timeline": self._happened(),
            "blocked": self.blocked(self.obj, self.account),
            "typed": long_texts(self.make_form(self.request.POST)),
        }
        return TemplateResponse(self.request, "admin/step_overtaken.html", context, status=HTTPStatus.CONFLICT)

    def _show_changes(self, form: StepForm) -> TemplateResponse:
        stale = StaleVersion(current=self.obj.version, given=self._opened.version)
        for text in list(map(str, self._happened())) or [str(stale)]:
            form.add_error(None, text)
        return self.show(form, changes=changes_since(self._opened, self.facts()))

    def _happened(self) -> list[timeline.Happening]:
        """What was done to the record since the form was opened, as far as its page shows that at all."""
        if not self.page.has_timeline or not self._opened.version:
            return []
        return timeline.of(self.obj, HAPPENINGS, after=self._opened.newest)

    # --- Taking the step, and showing its page ------------------------------------------------------------------------

    def _take(self, form: StepForm, sending: Sending) -> StepResult:
        arguments = self._arguments(form.cleaned_data)

        def act() -> StepResult:
            result = self.perform(arguments)
            revealed = [(str(label), str(value)) for label, value in self.revealed(result)]
            return StepResult(self.next_url(result), str(self.done(result)), revealed)

        return sending.once(act)

    @classmethod
    def _answered(cls, page: "ScopedAdmin", request: HttpRequest, answer: StepResult) -> HttpResponseBase:
        """Lead on to what was done, the first time and every time the same form is sent again."""
        if answer.revealed:
            if not access.may_anywhere(request.user, cls.right()):  # type: ignore[arg-type]  # lost since
                raise PermissionDenied
            context = {**page.admin_site.each_context(request), "title": answer.done, "opts": page.opts}
            return TemplateResponse(request, "admin/step_done.html", {**context, "answer": answer})
        messages.success(request, answer.done)
        return HttpResponseRedirect(answer.url)

    def entered(self, name: str) -> Any:
        """What a field says now: what was sent, else what the page starts with; None if it is empty or not valid."""
        try:
            return self.form.fields[name].clean(self.form[name].value())
        except forms.ValidationError:
            return None

    def _start(self) -> dict[str, Any]:
        """What the form starts with; a field that consequences depend on may also be named by the address."""
        asked = {name: self.request.GET[name] for name in self.consequences_of if name in self.request.GET}
        return {**self.initial(), **asked}

    def make_form(self, *args: Any, **kwargs: Any) -> StepForm:
        self.form = self.stage_form()(*args, **self.form_arguments(), **kwargs)
        return self.form

    def _arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        """The operation's arguments; with the version the form was opened on, if the operation asks for one."""
        if self._version() is not None and "version" in inspect.signature(type(self).operation).parameters:
            return {**data, "version": self.obj.version}
        return data

    def show(self, form: StepForm, changes: list[FactChange] | None = None) -> TemplateResponse:
        self.before_show(form)
        facts = [(str(label), value) for label, value in self.facts()]
        fields = form.visible_fields()
        if self.request.method != "POST" and fields:  # after a refusal one starts at the summary
            fields[0].field.widget.attrs["autofocus"] = True
        secrets = [field.html_name for field in fields if isinstance(field.field.widget, forms.PasswordInput)]
        context = {
            **self.page.admin_site.each_context(self.request),
            "title": self.title,
            "step": self,
            "opts": self.page.opts,
            "original": self.obj,
            "form": form,
            "facts": facts,
            "changes": changes,
            "token": self._token(facts),
            "key": self._key(secrets),
            "keeps": self.keeps and bool(fields),
            "blocked": None if self.request.method == "POST" else self.blocked(self.obj, self.account),
            # Not where nothing can be taken back: the Enter that opened the page, held too long, would be a yes.
            "starts_at_button": self.request.method != "POST" and not fields and self.page_tone() != "danger",
            "media": form.media,
        }
        return TemplateResponse(self.request, self.template_name, context)

    @property
    def continued(self) -> SavedForm | None:
        """What the reader typed here before, did not send, and asks to go on with."""
        return self.unsent.continued if self.unsent else None

    @property
    def sent(self) -> QueryDict:
        """What the page says of its own accord and what was typed into it: sent now, or kept from before."""
        return self.unsent.typed() if self.unsent and self.continued else self.request.POST

    def _key(self, secrets: list[str]) -> Key:
        key = Key.new(self.request, about=str(self.obj or ""), never_kept=secrets)
        if self.continued:
            return key.of_saved(self.continued)
        return key if self.is_new_form else key.of_same_form(self.request)

    def _version(self) -> int | None:
        version = getattr(self.obj, "version", None)
        return version if self.compares_versions and isinstance(version, int) else None

    def _token(self, facts: list[tuple[str, Any]]) -> str:
        version = self._version()
        if self.continued:
            return self.sent.get(VERSION, "")
        if version is None:
            return ""
        newest = timeline.newest(self.obj) if self.page.has_timeline else 0
        return token_of(version, facts, newest, url=self.url())
