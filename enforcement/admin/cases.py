"""Pages of cases: the list, filing, the record with its files, its holders and its transfers."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from enforcement.admin.case_steps import AttachFile, LogCase, TransferCase
from enforcement.admin.powers import TownshipFilter, form_chip, power_link
from enforcement.admin.touched import TouchedCases
from enforcement.admin.words import (
    case_state,
    computation,
    entry_link,
    file_link,
    size,
    transfer_link,
    transfer_state,
)
from enforcement.models import CaseFile, Custody, EnforcementCase, Transfer
from enforcement.operations import party_as_seen
from enforcement.querysets import bodies_of
from enforcement.states import CaseStatus
from governance import attachments
from governance.admin import ScopedAdmin, ScopedInline, View, clock
from governance.models import Account


class FileRows(ScopedInline):
    model = CaseFile
    fields = ["name", "file_size", "sha256", "uploaded"]
    readonly_fields = fields
    verbose_name_plural = _("files")
    ordering = ["pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("attachment__uploaded_by")

    @admin.display(description=_("name"))
    def name(self, file: CaseFile):
        return file_link(reverse("admin:enforcement_case_file", args=[file.case_id, file.pk]), file.attachment)

    @admin.display(description=_("size"))
    def file_size(self, file: CaseFile):
        return size(file.attachment.size)

    @admin.display(description=_("SHA-256"))
    def sha256(self, file: CaseFile):
        return file.attachment.sha256[:16]

    @admin.display(description=_("added"))
    def uploaded(self, file: CaseFile):
        return f"{file.attachment.uploaded_by} · {timezone.localdate(file.attachment.created_at)}"


class TransferRows(ScopedInline):
    model = Transfer
    fk_name = "case"
    fields = ["letter", "receiver", "state", "sent_at", "answered_at"]
    readonly_fields = fields
    ordering = ["-round"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("receiver")

    @admin.display(description=_("letter"))
    def letter(self, transfer: Transfer):
        return transfer_link(transfer)

    @admin.display(description=_("state"))
    def state(self, transfer: Transfer):
        return transfer_state(transfer)


class CustodyRows(ScopedInline):
    model = Custody
    fields = ["holder", "since", "until"]
    readonly_fields = fields
    ordering = ["-since"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("holder")


@admin.register(EnforcementCase)
class CasePage(ScopedAdmin):
    """案件: what a township has filed, who holds it, and by when it must be decided."""

    view_right = "view_cases"
    noun = "case"
    icon = "folder_open"
    menu_order = 10
    list_display = ["case_no", "cause", "masked", "state", "held_by", "due", "filed_at"]
    list_filter = ["status", TownshipFilter, "party_kind", TouchedCases]
    list_select_related = ["holder"]
    search_fields = ["case_no"]
    search_help_text = _("Number, cause, place or party")
    ordering = ["-pk"]
    views = [
        View("mine", _("Mine"), lambda rows, account: rows.filter(handler=account)),
        View("held", _("We hold"), lambda rows, account: rows.filter(holder__in=bodies_of(account))),
        View("transfer", _("In transfer"), lambda rows, account: rows.filter(status=CaseStatus.TRANSFERRING)),
        View("overdue", _("Overdue"), lambda rows, account: rows.overdue()),
    ]
    list_steps = [LogCase]
    steps = [TransferCase, AttachFile]
    headline = ["state", "held_by", "due"]
    fieldsets = [
        (None, {"fields": ["cause", "party", "party_kind", "place", "facts"]}),
        (_("Clock"), {"fields": ["due", "due_computed"], "classes": ["aside"]}),
        (
            _("Rests on"),
            {"fields": ["power_to", "grant_words", "entry_to", "organ"], "classes": ["aside"]},
        ),
        (
            _("Filing"),
            {
                "fields": ["township", "handler", "found_at", "acted_on", "filed_at", "external_ref"],
                "classes": ["aside"],
            },
        ),
    ]
    inlines = [FileRows, TransferRows, CustodyRows]
    empty = _("No case fits. A township files one with “File a case”.")

    def get_queryset(self, request):
        waiting = Prefetch("transfers", Transfer.objects.open(), to_attr="open_transfers")
        return super().get_queryset(request).prefetch_related(waiting)

    def get_search_results(self, request, queryset, search_term):
        """Citizens' names are searched only where the reader may see them: a hit would give them away."""
        return (queryset.search(search_term, request.user) if search_term else queryset), False

    def get_object(self, request, object_id, from_field=None):
        case: Any = super().get_object(request, object_id, from_field)
        if case is not None and not hasattr(case, "party_shown"):
            case.party_shown = case.masked_party
        return case

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The record shows the party in full to whoever may see it, which is itself recorded."""
        request.record = self.get_visible(request, object_id)
        request.record.party_shown = party_as_seen(request.record, by=request.user)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_custom_pages(self, page):
        return [path("<str:object_id>/files/<int:file_id>/", page(self.file_view), name="enforcement_case_file")]

    def file_view(self, request: HttpRequest, object_id: str, file_id: int) -> HttpResponseBase:
        account: Account = request.user  # type: ignore[assignment]
        self.get_visible(request, object_id)
        files = CaseFile.objects.for_user(account).select_related("attachment")
        file = get_object_or_404(files, pk=file_id, case=object_id)
        return attachments.serve(file.attachment, as_attachment=False)

    @admin.display(description=_("party"))
    def masked(self, case: EnforcementCase):
        return case.masked_party

    @admin.display(description=_("party"))
    def party(self, case: Any):
        return case.party_shown

    @admin.display(description=_("state"), ordering="status")
    def state(self, case: EnforcementCase):
        return case_state(case)

    @admin.display(description=_("holder"), ordering="holder__path")
    def held_by(self, case: EnforcementCase):
        return case.holder

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, case: Any):
        """What runs now: the answer to the transfer, or the term for deciding; nothing once another body has it."""
        if case.status == CaseStatus.TRANSFERRED:
            return "–"
        for transfer in case.open_transfers:
            return clock(transfer.due_at, provisional=transfer.due_provisional)
        return clock(case.due_at, provisional=case.due_provisional)

    @admin.display(description=_("to be decided by"))
    def due_computed(self, case: EnforcementCase):
        return computation(case)

    @admin.display(description=_("power"))
    def power_to(self, case: EnforcementCase):
        return power_link(case.power)

    @admin.display(description=_("grant"))
    def grant_words(self, case: EnforcementCase):
        return format_html("{} {}", form_chip(case.grant.form), case.grant.decision_document)

    @admin.display(description=_("entry of the duty list"))
    def entry_to(self, case: EnforcementCase):
        return entry_link(case.entry)
