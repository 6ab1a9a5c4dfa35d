"""What each operation is called once it has been done: the words of timelines, the audit log and its exports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OPERATION_NAMES: dict[str, Any] = {
    "sign_in": _("Signed in"),
    # The kernel
    "open_organisation": _("Organisation opened"),
    "rename_organisation": _("Organisation renamed"),
    "add_alias": _("Alias added"),
    "end_alias": _("Alias ended"),
    "move_organisation": _("Organisation moved"),
    "merge_organisations": _("Organisations merged"),
    "close_organisation": _("Organisation closed"),
    "found_county": _("County founded"),
    "load_organisations": _("Organisations loaded"),
    "open_account": _("Account opened"),
    "close_account": _("Account closed"),
    "reset_password": _("Password reset"),
    "change_password": _("Own password changed"),
    "grant_membership": _("Post granted"),
    "end_membership": _("Post ended"),
    "register_client": _("API client registered"),
    "subscribe": _("Subscription opened"),
    "rotate_secret": _("Secret rotated"),
    "pause_subscription": _("Subscription paused"),
    "resume_subscription": _("Subscription resumed"),
    "send_test_event": _("Test event sent"),
    "read_notices": _("Notices read"),
    "resend_delivery": _("Delivery sent again"),
    "load_calendar_year": _("Calendar year loaded"),
    "undo_calendar_year": _("Calendar year undone"),
    "set_local_term": _("Local term set"),
    # Duty lists (职责清单)
    "open_list": _("List opened"),
    "start_draft": _("Draft started"),
    "copy_list": _("Template copied"),
    "import_entries": _("Entries imported"),
    "import_township_lists": _("Lists of a township imported"),
    "edit_entries": _("Entries edited"),
    "import_edits": _("Spreadsheet brought back"),
    "identify_entry": _("Identity of an entry decided"),
    "undo_batch": _("Batch undone"),
    "discard_draft": _("Draft discarded"),
    "explain_finding": _("Finding explained"),
    "submit_edition": _("Edition submitted for review"),
    "send_back_edition": _("Edition sent back"),
    "approve_edition": _("Edition approved"),
    "publish_edition": _("Edition published"),
    "revoke_edition": _("Publication revoked"),
    "load_synonyms": _("Synonyms loaded"),
    "report_answer": _("Wrong answer reported"),
    "accept_suggestion": _("Synonym taken up"),
    "decline_suggestion": _("Report not taken up"),
    # Enforcement (综合执法)
    "load_powers": _("Powers loaded"),
    "load_grants": _("Grants loaded"),
    "log_case": _("Case filed"),
    "attach_file": _("File attached"),
    "transfer_case": _("Case transferred"),
    "accept_transfer": _("Transfer accepted"),
    "return_transfer": _("Transfer sent back"),
    "report_overdue": _("Overdue answer reported"),
    "recount_deadline": _("Due date computed again"),
    "view_party": _("Party's name seen"),
}


def name_of(action: str) -> Any:
    """The operation's name for people; an action nobody has named yet appears as it is."""
    return OPERATION_NAMES.get(action, action)
