"""Who may do what with enforcement (综合执法); see governance.roles."""

from django.utils.translation import gettext_lazy as _

from governance.roles import CASEWORK, DEPARTMENT, HEADS, Role, permit

permit(
    "enforcement",
    {
        "load_powers": {Role.LIST_EDITOR, Role.PORTAL},
        "load_grants": {Role.LIST_EDITOR, Role.PORTAL},
        "file_case": CASEWORK,
        "attach_file": CASEWORK,
        "void_case": CASEWORK | HEADS,
        "transfer_case": CASEWORK | HEADS,
        # Transfers run both ways, and between townships.
        "accept_transfer": DEPARTMENT | HEADS | {Role.TOWNSHIP_CLERK, Role.CAPTAIN},
        "send_back_transfer": DEPARTMENT | HEADS | {Role.TOWNSHIP_CLERK, Role.CAPTAIN},
        "report_overdue": {Role.PORTAL},
        "recompute_deadline": {Role.PORTAL},
        # A citizen's name in full; without it the name is masked. Each look is in the audit.
        "view_party": CASEWORK | HEADS | DEPARTMENT | {Role.LEGAL_REVIEWER, Role.SUPERVISOR},
        # The catalogue and the grants are published; these have them in their menu.
        "view_powers": CASEWORK
        | HEADS
        | DEPARTMENT
        | {Role.LIST_EDITOR, Role.LEGAL_REVIEWER, Role.SUPERVISOR, Role.LEADER},
        "view_cases": CASEWORK | HEADS | DEPARTMENT | {Role.LEGAL_REVIEWER, Role.SUPERVISOR, Role.LEADER},
    },
    names={
        "view_party": _("View party's name"),
        "view_powers": _("View powers"),
        "view_cases": _("View cases"),
    },
)
