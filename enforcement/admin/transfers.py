"""Pages of transfers: inbox and outbox, the record with its manifest, the answer, the printed letter."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.admin.markup import (
    case_link,
    computation,
    entry_link,
    file_link,
    judgement_as_kept,
    size,
    transfer_state,
)
from enforcement.admin.powers import power_link
from enforcement.admin.touched import TouchedTransfers
from enforcement.documents import transfer_letter
from enforcement.forms import AcceptTransferForm, SendBackTransferForm
from enforcement.models import EnforcementCase, Transfer, TransferFile
from enforcement.operations.cases import party_as_seen
from enforcement.operations.transfers import accept_transfer, send_back_transfer
from enforcement.states import TransferStatus, Urgency
from governance import attachments
from governance.admin.display import chip, clock, short_hash
from governance.admin.facts import LEFT_OUT
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from governance.models import Account

# What a sender says for its reason, besides the explanation.
CLAIMS = ("argument", "earlier_case_no", "earlier_filed_on", "territory")


class AnswerStep(Step):
    @classmethod
    def at(cls, obj: Transfer):
        return obj.receiver

    @classmethod
    def blocked(cls, obj, account):
        if obj.status != TransferStatus.SENT:
            return _("It was answered on %(day)s: %(answer)s.") % {
                "day": timezone.localdate(obj.answered_at),
                "answer": obj.get_status_display(),
            }
        return None

    def facts(self):
        transfer = self.obj
        return [
            (_("Letter"), transfer.document_no),
            (_("From"), transfer.sender),
            (_("Case"), f"{transfer.case.case_no} {transfer.case.cause}"),
            (_("Reason"), transfer.get_reason_code_display() + _(": ") + transfer.explanation),
            *((label, value) for label, value in self._claimed() if value),
            (_("Entry relied on"), transfer.entry),
            (_("Files"), transfer.files.count()),
        ]

    def _claimed(self):
        """What the sender says for its reason, in words of its own."""
        transfer = self.obj
        yield _("Argument against the list"), transfer.argument
        yield _("Number of the earlier filing"), transfer.earlier_case_no
        yield _("Filed earlier on"), transfer.earlier_filed_on
        yield _("Where the place lies"), transfer.territory


class AcceptTransfer(AnswerStep):
    """接收."""

    name = "accept"
    operation = staticmethod(accept_transfer)
    title = _("Accept the transfer")
    verb = _("Accept")
    form_class = AcceptTransferForm

    def outcome(self):
        return _("%(receiver)s holds the case from now on and follows its own procedure.") % {
            "receiver": self.obj.receiver
        }

    def consequences(self):
        return [
            _("Custody moves from %(sender)s to %(receiver)s in this instant.")
            % {"sender": self.obj.sender, "receiver": self.obj.receiver},
            _("The 90 days run from your own filing; seizures and preservations keep running."),
            _("%(sender)s is told, assists and keeps copies.") % {"sender": self.obj.sender},
            _("An accepted case is not sent back and not passed on; a dispute goes to the justice bureau."),
        ]

    def done(self, result):
        return _("Accepted: %(receiver)s holds the case.") % {"receiver": result.receiver}


class SendBackTransfer(AnswerStep):
    """退回."""

    name = "send-back"
    operation = staticmethod(send_back_transfer)
    title = _("Send the transfer back")
    verb = _("Send back")
    tone = "danger"
    form_class = SendBackTransferForm

    @classmethod
    def blocked(cls, obj, account):
        if obj.case.transfers.filter(status=TransferStatus.SENT_BACK).exclude(pk=obj.pk).exists():
            return _("The case was already sent back once: accept it and raise a jurisdiction dispute.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("%(sender)s keeps the case and learns why, and whose it is.") % {"sender": self.obj.sender}

    def consequences(self):
        return [
            _("Custody stays with %(sender)s.") % {"sender": self.obj.sender},
            _("You keep this record of your answer, but no longer see the case and its files."),
            _("The same case cannot be sent back a second time, by you or by anybody."),
        ]

    def done(self, result):
        return _("Sent back to %(sender)s.") % {"sender": result.sender}


class ManifestRows(ScopedInline):
    """The files as they went out; after a return the receiver has them no more."""

    model = TransferFile
    fields = ["position", "name_to", "file_size", "digest_of_file"]
    readonly_fields = fields
    ordering = ["position"]

    def get_queryset(self, request):
        visible = TransferFile.objects.for_user(request.user)
        return super().get_queryset(request).filter(pk__in=visible).select_related("attachment")

    @admin.display(description=_("name"))
    def name_to(self, file: TransferFile):
        return file_link(reverse("admin:enforcement_transfer_file", args=[file.transfer_id, file.pk]), file.attachment)

    @admin.display(description=_("size"))
    def file_size(self, file: TransferFile):
        return size(file.size)

    @admin.display(description=_("SHA-256"))
    def digest_of_file(self, file: TransferFile):
        return short_hash(file.digest)


@admin.register(Transfer)
class TransferPage(ScopedAdmin):
    """移送: what has come to us and what we have sent, and by when an answer is due."""

    view_right = "view_cases"
    section = "coordination"
    icon = "move_up"
    menu_order = 10
    list_display = ["document_no", "sender", "receiver", "cause", "state", "due", "sent_at"]
    list_filter = ["status", "urgency", "reason_code", "send_back_reason", TouchedTransfers]
    list_select_related = ["sender", "receiver", "case"]
    search_fields = ["document_no", "case__case_no", "case__cause", "sender_ref", "receiver_ref"]
    ordering = ["-pk"]
    views = [
        View("inbox", _("Waiting for our answer"), lambda rows, account: rows.incoming(account).open()),
        View("sent-back", _("Sent back to us"), lambda rows, account: rows.outgoing(account).sent_back()),
        View("outbox", _("Sent by us"), lambda rows, account: rows.outgoing(account)),
        View("received", _("Received"), lambda rows, account: rows.incoming(account)),
        View("overdue", _("Overdue"), lambda rows, account: rows.overdue()),
    ]
    steps = [AcceptTransfer, SendBackTransfer]
    headline = ["state", "sender", "receiver", "due"]
    fieldsets = [
        (None, {"fields": ["reason_code", "explanation", *CLAIMS, "basis"]}),
        (_("Case"), {"fields": ["case_to", "cause", "party", "place", "facts"]}),
        (
            _("Answer"),
            {
                "fields": [
                    "answered_at",
                    "answered_by",
                    "receiver_ref",
                    "send_back_reason",
                    "send_back_explanation",
                    "right_body",
                    "right_entry_to",
                ]
            },
        ),
        (_("Clock"), {"fields": ["due", "due_computed", "urgency_words"], "classes": ["aside"]}),
        (_("Letter"), {"fields": ["document_no", "round", "sent_at", "sent_by", "sender_ref"], "classes": ["aside"]}),
    ]
    inlines = [ManifestRows]
    change_form_template = "admin/enforcement/transfer.html"
    empty = _("No transfer fits.")

    def values(self, request, obj):
        """The record shows the case to whoever still sees it; that a citizen's name was seen is recorded."""
        if EnforcementCase.objects.for_user(request.user).filter(pk=obj.case_id).exists():
            return {"case_to": case_link(obj.case), "party": party_as_seen(obj.case, by=request.user)}
        return dict.fromkeys(("party", "place", "facts"), LEFT_OUT)

    def get_fieldsets(self, request, obj=None):
        """Answer and claims are shown once there are some."""
        shown = super().get_fieldsets(request, obj)
        if obj is not None:
            claimed = [name for name in CLAIMS if getattr(obj, name)]
            judged = ["list_said"] if obj.judgement else []
            fields = ["reason_code", "explanation", *claimed, "basis", *judged]
            shown = [(None, {"fields": fields}), *shown[1:]]
        if obj is not None and obj.status == TransferStatus.SENT:
            shown = [fieldset for fieldset in shown if fieldset[0] != _("Answer")]
        return shown

    def get_custom_pages(self, page):
        return [
            path("<str:object_id>/files/<row:file_id>/", page(self.file_view), name="enforcement_transfer_file"),
            path("<str:object_id>/letter/", page(self.letter_view), name="enforcement_transfer_letter"),
        ]

    def file_view(self, request: HttpRequest, object_id: str, file_id: int) -> HttpResponseBase:
        account: Account = request.user  # type: ignore[assignment]
        self.get_visible(request, object_id)
        files = TransferFile.objects.for_user(account).select_related("attachment")
        file = get_object_or_404(files, pk=file_id, transfer=object_id)
        return attachments.serve(file.attachment, as_attachment=False)

    def letter_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """移送函 as it is printed, for whoever may see the case it is about."""
        account: Account = request.user  # type: ignore[assignment]
        transfer = self.get_visible(request, object_id)
        get_object_or_404(EnforcementCase.objects.for_user(account), pk=transfer.case_id)
        return TemplateResponse(request, "enforcement/letter.html", transfer_letter(transfer, by=account))

    @admin.display(description=_("state"), ordering="status")
    def state(self, transfer: Transfer):
        return transfer_state(transfer)

    @admin.display(description=_("cause of action"))
    def cause(self, transfer: Transfer):
        return transfer.case.cause

    @admin.display(description=_("answer due"), ordering="due_at")
    def due(self, transfer: Transfer):
        answered = transfer.status != TransferStatus.SENT
        return clock(transfer.due_at, provisional=transfer.due_provisional, stopped=answered)

    @admin.display(description=_("answer due"))
    def due_computed(self, transfer: Transfer):
        return computation(transfer)

    @admin.display(description=_("urgency"))
    def urgency_words(self, transfer: Transfer):
        return chip(transfer.get_urgency_display(), "warning" if transfer.urgency == Urgency.URGENT else "neutral")

    @admin.display(description=_("case"))
    def case_to(self, transfer: Transfer):
        return transfer.case.case_no

    @admin.display(description=_("party"))
    def party(self, transfer: Transfer):
        return transfer.case.masked_party

    @admin.display(description=_("place of the act"))
    def place(self, transfer: Transfer):
        return transfer.case.place

    @admin.display(description=_("facts"))
    def facts(self, transfer: Transfer):
        return transfer.case.facts

    @admin.display(description=_("Rests on"))
    def basis(self, transfer: Transfer):
        """The entry of the duty list, or the catalogue where that alone names the receiver."""
        if transfer.entry is None and transfer.receiver_id == transfer.case.power.department_id:
            return power_link(transfer.case.power)
        return entry_link(transfer.entry)

    @admin.display(description=_("What the list said on the day of the letter"))
    def list_said(self, transfer: Transfer):
        return judgement_as_kept(transfer.judged) if transfer.judged else "–"

    @admin.display(description=_("entry named"))
    def right_entry_to(self, transfer: Transfer):
        return entry_link(transfer.right_entry)
