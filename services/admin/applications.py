"""Pages of applications: the work list, receiving, the record, printed notices."""

from typing import Any

from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from governance.admin.display import computation
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from services.admin import markup
from services.admin.application_steps import STEPS, Receive
from services.documents import NOTICES, notice_context, notices_of
from services.models import Application, HandOver, Opinion, PaperCustody, PaperGap, SpecialStage
from services.operations.applications import PERSONAL, applicant_as_seen


class StageRows(ScopedInline):
    model = SpecialStage
    fields = ["kind", "first_on", "told_on", "last_on", "counts", "basis", "outcome"]
    readonly_fields = fields


class GapRows(ScopedInline):
    model = PaperGap
    fields = ["paper", "due_on", "brought_at"]
    readonly_fields = fields


class OpinionRows(ScopedInline):
    model = Opinion
    fields = ["body", "question", "due_on", "answered_at", "stance", "text"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body")


class HandOverRows(ScopedInline):
    model = HandOver
    fields = ["sender", "receiver", "reason", "originals", "sent_at", "status", "answered_at", "answer_reason"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("sender", "receiver")


class CustodyRows(ScopedInline):
    model = PaperCustody
    fields = ["holder", "since", "until", "ended_because"]
    readonly_fields = fields
    ordering = ["-since"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("holder")


@admin.register(Application)
class ApplicationPage(ScopedAdmin):
    """办件: what our windows have received, hold, decide or are asked about, and by when."""

    noun = "application"
    view_right = "view_applications"
    menu_title = _("Applications")
    icon = "assignment"
    menu_order = 10
    list_display = ["number", "item_name", "applicant", "state", "held_by", "due", "received_on"]
    list_filter = ["status", "way", "clock"]
    list_select_related = ["item", "holder"]
    search_fields = ["number"]
    search_help_text = _("Number, or the whole identity number")
    ordering = ["-pk"]
    views = [
        View("due", _("With us, by date"), lambda rows, account: rows.held_by(account).order_by("due_on", "pk")),
        View("incoming", _("Papers on their way to us"), lambda rows, account: rows.offered_to_us(account)),
        View("overdue", _("Overdue"), lambda rows, account: rows.past_due()),
        View("decided", _("Result to hand over"), lambda rows, account: rows.decided()),
    ]
    steps = STEPS
    list_steps = [Receive]
    headline = ["state", "held_by", "due"]
    fieldsets = [
        (None, {"fields": ["item", "subject", "way", "applicant_kind", *PERSONAL]}),
        (_("Answer"), {"fields": ["missing", "not_accepted_reason", "explanation", "right_body", "result"]}),
        (
            _("Clock"),
            {"fields": ["due", "legal_due", "how_computed", "accepted_on", "was_deemed", "extension_reason"],
             "classes": ["aside"]},
        ),
        (
            _("Who"),
            {"fields": ["centre", "body", "held_by", "handler", "agent", "agent_consent", "received_at"],
             "classes": ["aside"]},
        ),
        (_("To print"), {"fields": ["notices"], "classes": ["aside"]}),
    ]  # fmt: skip
    inlines = [HandOverRows, StageRows, GapRows, OpinionRows, CustodyRows]
    empty = _("No application fits.")

    def get_queryset(self, request):
        related = ("stages", "supplement_requests")
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related(*related)

    def get_search_results(self, request, queryset, search_term):
        """By number, or by a whole identity number where the reader may see who applies."""
        return (queryset.search(search_term, request.user) if search_term else queryset), False

    def values(self, request, obj):
        """The record shows the applicant in full to whoever may see it, which is itself recorded."""
        return applicant_as_seen(obj, by=request.user)

    def get_custom_pages(self, page):
        return [path("<str:object_id>/print/<str:kind>/", page(self.notice_view), name="services_application_print")]

    def notice_view(self, request, object_id: str, kind: str):
        """A notice or the slip, as it is printed."""
        application = self.get_visible(request, object_id)
        if kind not in notices_of(application):
            raise Http404
        return TemplateResponse(
            request, NOTICES[kind].template, notice_context(kind, application, by=request.user, request=request)
        )

    @admin.display(description=_("item"))
    def item_name(self, application: Application):
        return application.item.name

    @admin.display(description=_("applicant"))
    def applicant(self, application: Application):
        return application.masked_applicant

    @admin.display(description=_("state"), ordering="status")
    def state(self, application: Application):
        return markup.application_state(application)

    @admin.display(description=_("has the papers"), ordering="holder__path")
    def held_by(self, application: Application):
        return application.holder

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, application: Application):
        return markup.due(application)

    @admin.display(description=_("legal limit"))
    def legal_due(self, application: Application):
        return markup.reading(markup.shown_standing(application).legal)

    @admin.display(description=_("how it was computed"))
    def how_computed(self, application: Application):
        said = markup.shown_standing(application)
        return computation(said.main.due) if said.main else "–"

    @admin.display(description=_("what was asked for"))
    def missing(self, application: Application):
        request: Any = next(iter(application.supplement_requests.all()), None)
        return f"{request.missing}（{request.due_on}）" if request else "–"

    @admin.display(description=_("to print"))
    def notices(self, application: Application):
        links = (
            (reverse("admin:services_application_print", args=[application.pk, kind]), NOTICES[kind].title)
            for kind in notices_of(application)
        )
        return format_html_join("", '<a href="{}">{}</a><br>', links)
