"""Who may do what with duty lists (职责清单); see governance.roles."""

from django.utils.translation import gettext_lazy as _

from governance.roles import DEPARTMENT, HEADS, LISTS, Role, permit

permit(
    "responsibilities",
    {
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
        "send_back_edition": LISTS,
        "approve_edition": {Role.LIST_APPROVER},
        "publish_edition": {Role.LIST_APPROVER},
        "revoke_edition": {Role.LIST_APPROVER},
        "view_drafts": {*LISTS, Role.PORTAL},
        "load_synonyms": {Role.PORTAL},
        # The law register (法规库)
        "load_laws": {Role.LIST_EDITOR, Role.PORTAL},
        # The workshop (汇总工作台): what townships say they do, made into entries
        "import_inventory": {Role.LIST_EDITOR},
        "remove_inventory": {Role.LIST_EDITOR},
        "cluster_inventories": {Role.LIST_EDITOR},
        "write_groups": {Role.PORTAL},
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
        "view_lists": LISTS | HEADS | DEPARTMENT | {Role.TOWNSHIP_CLERK, Role.SUPERVISOR},
    },
    names={
        "view_drafts": _("View drafts"),
        "view_lists": _("Hear of published lists"),
    },
)
