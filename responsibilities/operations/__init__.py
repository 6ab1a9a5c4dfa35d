"""Every write to duty lists, one file per noun."""

from responsibilities.operations.batches import undo_batch
from responsibilities.operations.drafts import copy_list, discard_draft, open_list, start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.identities import identify_entry
from responsibilities.operations.imports import import_entries, import_township_lists
from responsibilities.operations.round_trip import import_edits
from responsibilities.operations.synonyms import accept_suggestion, decline_suggestion, load_synonyms, report_answer
from responsibilities.operations.workflow import (
    approve_edition,
    publish_edition,
    revoke_edition,
    send_back_edition,
    submit_edition,
)

__all__ = [
    "accept_suggestion",
    "approve_edition",
    "copy_list",
    "decline_suggestion",
    "discard_draft",
    "edit_entries",
    "explain_finding",
    "identify_entry",
    "import_edits",
    "import_entries",
    "import_township_lists",
    "load_synonyms",
    "open_list",
    "publish_edition",
    "report_answer",
    "revoke_edition",
    "send_back_edition",
    "start_draft",
    "submit_edition",
    "undo_batch",
]
