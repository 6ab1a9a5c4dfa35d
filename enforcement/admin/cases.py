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

from enforcement.admin.case_steps import AttachFile, FileCase, TransferCase, VoidCase
from enforcement.admin.markup import (
    case_link,
    case_state,
    computation,
    entry_link,
    file_link,
    size,
    transfer_link,
    transfer_state,
)
from enforcement.admin.powers import TownshipFilter, form_chip, power_link
from enforcement.admin.touched import TouchedCases
from enforcement.models import CaseFile, Custody, EnforcementCase, Transfer
from enforcement.operations.cases import party_as_seen
from enforcement.states import CaseStatus
from governance import attachments
from governance.admin.display import clock, short_hash
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.bodies import bodies_of
from governance.models import Account


class FileRows(ScopedInline):
    model = CaseFile
    fields = ["name", "file_size", "digest_of_file", "uploaded"]
    readonly_fields = fields
    verbose_name_plural = _("files")
    ordering = ["pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("attachment__uploaded_by")

    @admin.display(description=_("name"))
    def name(self, file: CaseFile):
        return file_link(reverse("admin:enforcement_case_attachment", args=[file.case_id, file.pk]), file.attachment)

    @admin.display(description=_("size"))
    def file_size(self, file: CaseFile):
        return size(file.attachment.size)

    @admin.display(description=_("SHA-256"))
    def digest_of_file(self, file: CaseFile):
        return short_hash(file.attachment.digest)

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
    fields = ["holder", "since", "until", "ended_because"]
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
    list_display = ["case_no", "cause", "party", "state", "held_by", "due", "filed_at"]
    list_filter = ["status", TownshipFilter, "party_kind", TouchedCases]
    list_select_related = ["holder"]
    search_fields = ["case_no"]
    search_help_text = _("Number, cause, place or party")
    ordering = ["-pk"]
    views = [
        View("mine", _("Mine"), lambda rows, account: rows.filter(handler=account)),
        View("held", _("We hold"), lambda rows, account: rows.held_by(bodies_of(account, "view_cases"))),
        View("transfer", _("In transfer"), lambda rows, account: rows.filter(status=CaseStatus.TRANSFERRING)),
        View("overdue", _("Overdue"), lambda rows, account: rows.overdue()),
    ]
    list_steps = [FileCase]
    steps = [TransferCase, AttachFile, VoidCase]
    headline = ["state", "held_by", "due"]
    fieldsets = [
        (None, {"fields": ["cause", "party", "party_kind", "place", "facts"]}),
        (_("Voided"), {"fields": ["stays", "void_reason"], "classes": ["aside"]}),
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

    def get_fieldsets(self, request, obj=None):
        return [panel for panel in self.fieldsets if panel[0] != _("Voided") or obj.status == CaseStatus.VOIDED]

    def get_queryset(self, request):
        waiting = Prefetch("transfers", Transfer.objects.open(), to_attr="open_transfers")
        return super().get_queryset(request).prefetch_related(waiting)

    def get_search_results(self, request, queryset, search_term):
        """Citizens' names are searched only where the reader may see them: a hit would give them away."""
        return (queryset.search(search_term, request.user) if search_term else queryset), False

    def values(self, request, obj):
        """The record shows the party in full to whoever may see it, which is itself recorded."""
        return {"party": party_as_seen(obj, by=request.user)}

    def get_custom_pages(self, page):
        return [path("<str:object_id>/files/<row:file_id>/", page(self.file_view), name="enforcement_case_attachment")]

    def file_view(self, request: HttpRequest, object_id: str, file_id: int) -> HttpResponseBase:
        account: Account = request.user  # type: ignore[assignment]
        self.get_visible(request, object_id)
        files = CaseFile.objects.for_user(account).select_related("attachment")
        file = get_object_or_404(files, pk=file_id, case=object_id)
        return attachments.serve(file.attachment, as_attachment=False)

    @admin.display(description=_("party"))
    def party(self, case: EnforcementCase):
        return case.masked_party

    @admin.display(description=_("state"), ordering="status")
    def state(self, case: EnforcementCase):
        return case_state(case)

    @admin.display(description=_("holder"), ordering="holder__path")
    def held_by(self, case: EnforcementCase):
        return "–" if case.status == CaseStatus.VOIDED else case.holder

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, case: Any):
        """What runs now: the answer to the transfer, or the term for deciding; nothing once it is elsewhere or void."""
        if case.status in (CaseStatus.TRANSFERRED, CaseStatus.VOIDED):
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

    @admin.display(description=_("the case that stays"))
    def stays(self, case: Any):
        return case_link(case.duplicate_of)

    @admin.display(description=_("entry of the duty list"))
    def entry_to(self, case: EnforcementCase):
        return entry_link(case.entry)
