"""Every write to duty lists, one file per noun."""

from responsibilities.operations.batches import undo_batch
from responsibilities.operations.clusterings import (
    cluster_inventories,
    fail_clustering,
    finish_clustering,
    start_clustering,
)
from responsibilities.operations.clusters import (
    accept_cluster,
    merge_clusters,
    move_rows,
    reopen_cluster,
    set_aside_cluster,
    split_cluster,
)
from responsibilities.operations.drafts import copy_list, discard_draft, open_list, start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.identities import identify_entry
from responsibilities.operations.imports import import_entries, import_township_lists
from responsibilities.operations.inventories import import_inventory, remove_inventory
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
    "accept_cluster",
    "accept_suggestion",
    "approve_edition",
    "cluster_inventories",
    "copy_list",
    "decline_suggestion",
    "discard_draft",
    "edit_entries",
    "explain_finding",
    "fail_clustering",
    "finish_clustering",
    "identify_entry",
    "import_edits",
    "import_entries",
    "import_inventory",
    "import_township_lists",
    "load_synonyms",
    "merge_clusters",
    "move_rows",
    "open_list",
    "publish_edition",
    "remove_inventory",
    "reopen_cluster",
    "report_answer",
    "revoke_edition",
    "send_back_edition",
    "set_aside_cluster",
    "split_cluster",
    "start_clustering",
    "start_draft",
    "submit_edition",
    "undo_batch",
]
