"""Markup that the pages of cases and transfers share: states, links, files, how a date was computed."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from enforcement.models import EnforcementCase, Transfer
from enforcement.states import CaseStatus, ListSays, TransferStatus
from governance.admin import display
from governance.admin.display import chip
from governance.judgements import Judgement
from governance.models import Attachment
from governance.models.clock import Clock
from responsibilities.models import Entry

CASE_TONES = {
    CaseStatus.FILED: "info",
    CaseStatus.TRANSFERRING: "neutral",
    CaseStatus.TRANSFERRED: "success",
    CaseStatus.VOIDED: "warning",
}
TRANSFER_TONES = {
    TransferStatus.SENT: "info",
    TransferStatus.ACCEPTED: "success",
    TransferStatus.SENT_BACK: "neutral",
}


def case_state(case: EnforcementCase) -> SafeString:
    return chip(case.get_status_display(), CASE_TONES[CaseStatus(case.status)])


def transfer_state(transfer: Transfer) -> SafeString:
    return chip(transfer.get_status_display(), TRANSFER_TONES[TransferStatus(transfer.status)])


def case_link(case: EnforcementCase) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("admin:enforcement_enforcementcase_change", args=[case.pk]), case)


def transfer_link(transfer: Transfer) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:enforcement_transfer_change", args=[transfer.pk]), transfer
    )


def entry_link(entry: Entry | None) -> SafeString | str:
    """The entry with the edition that says so."""
    if entry is None:
        return "–"
    return format_html(
        '<a href="{}">{}</a><br><small>{}</small>', reverse("public_entry", args=[entry.pk]), entry, entry.edition
    )


def file_link(url: str, file: Attachment) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, file.name)


def size(number: int) -> str:
    return filesizeformat(number)


def computation(matter: Clock) -> SafeString:
    return display.computation(matter.due)


def judgement_as_kept(judged: Judgement) -> SafeString:
    """What was answered then and what was read for it; nothing of it is looked up again."""
    read = format_html_join(
        "", "<li>{}{}</li>", ((one.says, f" （{one.source}）" if one.source else "") for one in judged.consulted)
    )
    return format_html("{} ({})<ul>{}</ul>", ListSays(judged.answer).label, judged.on.isoformat(), read)
