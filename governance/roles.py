"""Which role may perform which operation: one table, readable on one screen.

A name in the table is the name of the operation's function, or of a right to see (`view_…`). An operation that is not
in the table is allowed to nobody. A role counts at its membership's organisation and everything below it; the roles
of `COUNTY_WIDE` count in the whole county their organisation belongs to, those of `GOVERNMENT_WIDE` in the township
government whose office or institution it is.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LIST_EDITOR = "list_editor", _("List editor")
    LIST_APPROVER = "list_approver", _("List approver")
    TOWNSHIP_CLERK = "township_clerk", _("Township clerk")
    OFFICER = "officer", _("Enforcement officer")
    CAPTAIN = "captain", _("Brigade captain")
    DEPUTY_HEAD = "deputy_head", _("Deputy head")
    TOWNSHIP_HEAD = "township_head", _("Township head")
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer")
    DEPARTMENT_CLERK = "department_clerk", _("Department clerk")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    WINDOW_CLERK = "window_clerk", _("Service-window clerk")
    VILLAGE_AGENT = "village_agent", _("Village agent")
    PERSONNEL_OFFICER = "personnel_officer", _("Personnel officer")
    SUPERVISOR = "county_supervisor", _("County supervisor")
    LEADER = "leader", _("Leader (read only)")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    PORTAL = "portal", _("The portal itself")


# 三员分立: nobody holds two of these, not even one after the other without ending the first.
SECURITY_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

COUNTY_WIDE = SECURITY_ROLES | {
    Role.LIST_EDITOR,
    Role.LIST_APPROVER,
    Role.PERSONNEL_OFFICER,
    Role.SUPERVISOR,
    Role.PORTAL,
}

_LISTS = {Role.LIST_EDITOR, Role.LIST_APPROVER}
_CASEWORK = {Role.TOWNSHIP_CLERK, Role.OFFICER, Role.CAPTAIN}
_HEADS = {Role.DEPUTY_HEAD, Role.TOWNSHIP_HEAD}
_DEPARTMENT = {Role.DEPARTMENT_CLERK, Role.DEPARTMENT_HEAD}

# An office or the brigade has no name of its own, it acts in its government's (行政处罚法 17, 24); so do these roles.
GOVERNMENT_WIDE = _CASEWORK | _HEADS | {Role.LEGAL_REVIEWER}

PERMITTED: dict[str, set[Role]] = {
    # The kernel
    "open_organisation": {Role.SYSTEM_ADMIN, Role.PORTAL},
    "rename_organisation": {Role.SYSTEM_ADMIN},
    "add_alias": {Role.SYSTEM_ADMIN, Role.LIST_EDITOR, Role.PORTAL},
    "end_alias": {Role.SYSTEM_ADMIN, Role.LIST_EDITOR},
    "move_organisation": {Role.SYSTEM_ADMIN},
    "merge_organisations": {Role.SYSTEM_ADMIN},
    "close_organisation": {Role.SYSTEM_ADMIN},
    "load_organisations": {Role.PORTAL},
    "open_account": {Role.SYSTEM_ADMIN, Role.PORTAL},
    "close_account": {Role.SYSTEM_ADMIN},
    "reset_password": {Role.SYSTEM_ADMIN},
    "change_password": set(Role),
    "grant_membership": {Role.SECURITY_ADMIN, Role.PORTAL},
    "end_membership": {Role.SECURITY_ADMIN},
    "register_client": {Role.SECURITY_ADMIN, Role.PORTAL},
    "subscribe": {Role.SECURITY_ADMIN, Role.PORTAL},
    "rotate_secret": {Role.SECURITY_ADMIN},
    "pause_subscription": {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.PORTAL},
    "resume_subscription": {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN},
    "send_test_event": {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN},
    "resend_delivery": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "read_notices": set(Role),
    "view_clients": {Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN},
    "load_calendar_year": {Role.SYSTEM_ADMIN, Role.PORTAL},
    "undo_calendar_year": {Role.SYSTEM_ADMIN},
    "set_local_term": {Role.SYSTEM_ADMIN, Role.PORTAL},
    "view_accounts": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "view_deliveries": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "view_audit": {Role.AUDIT_ADMIN},
    # Duty lists (职责清单)
    "open_list": {Role.LIST_EDITOR, Role.PORTAL},
    "start_draft": {Role.LIST_EDITOR, Role.PORTAL},
    "copy_list": {Role.LIST_EDITOR},
    "import_entries": {Role.LIST_EDITOR, Role.PORTAL},
    "import_township_lists": {Role.LIST_EDITOR, Role.PORTAL},
    "edit_entries": {Role.LIST_EDITOR, Role.PORTAL},
    "import_edits": {Role.LIST_EDITOR},
    "identify_entry": {Role.LIST_EDITOR},
    "undo_batch": {Role.LIST_EDITOR},
    "discard_draft": {Role.LIST_EDITOR},
    "explain_finding": {Role.LIST_EDITOR, Role.PORTAL},
    "submit_edition": {Role.LIST_EDITOR, Role.PORTAL},
    "send_back_edition": _LISTS,
    "approve_edition": {Role.LIST_APPROVER},
    "publish_edition": {Role.LIST_APPROVER},
    "revoke_edition": {Role.LIST_APPROVER},
    "view_drafts": {*_LISTS, Role.PORTAL},
    "load_synonyms": {Role.PORTAL},
    # The workshop (汇总工作台): what townships say they do, made into entries
    "import_inventory": {Role.LIST_EDITOR},
    "remove_inventory": {Role.LIST_EDITOR},
    "cluster_inventories": {Role.LIST_EDITOR},
    "start_clustering": {Role.PORTAL},
    "finish_clustering": {Role.PORTAL},
    "fail_clustering": {Role.PORTAL},
    "split_cluster": {Role.LIST_EDITOR},
    "move_rows": {Role.LIST_EDITOR},
    "merge_clusters": {Role.LIST_EDITOR},
    "accept_cluster": {Role.LIST_EDITOR},
    "set_aside_cluster": {Role.LIST_EDITOR},
    "reopen_cluster": {Role.LIST_EDITOR},
    # Whoever asks may say that the answer was wrong; what it becomes is the editors' choice.
    "report_answer": set(Role) - {Role.PORTAL},
    "accept_suggestion": {Role.LIST_EDITOR},
    "decline_suggestion": {Role.LIST_EDITOR},
    # Lists are public; these are told when one that names their body is published.
    "view_lists": _LISTS | _HEADS | _DEPARTMENT | {Role.TOWNSHIP_CLERK, Role.SUPERVISOR},
    # Enforcement (综合执法)
    "load_powers": {Role.PORTAL},
    "load_grants": {Role.PORTAL},
    "log_case": _CASEWORK,
    "attach_file": _CASEWORK,
    "transfer_case": _CASEWORK | _HEADS,
    # Transfers run both ways, and between townships.
    "accept_transfer": _DEPARTMENT | _HEADS | {Role.TOWNSHIP_CLERK, Role.CAPTAIN},
    "return_transfer": _DEPARTMENT | _HEADS | {Role.TOWNSHIP_CLERK, Role.CAPTAIN},
    "report_overdue": {Role.PORTAL},
    "recount_deadline": {Role.PORTAL},
    # A citizen's name in full; without it the name is masked. Each look is in the audit.
    "view_party": _CASEWORK | _HEADS | _DEPARTMENT | {Role.LEGAL_REVIEWER, Role.SUPERVISOR},
    "view_cases": _CASEWORK | _HEADS | _DEPARTMENT | {Role.LEGAL_REVIEWER, Role.SUPERVISOR, Role.LEADER},
}
