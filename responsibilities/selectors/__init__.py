"""Readings of duty lists, each shaped for whoever asks."""

from responsibilities.selectors.adaptation import Adaptation, adaptations
from responsibilities.selectors.amendments import amended_entries, is_amended, with_amendment
from responsibilities.selectors.batches import RowChange, batch_changes
from responsibilities.selectors.bodies import bodies_concerned, competent_bodies
from responsibilities.selectors.comparison import Change, ChangeKind, Comparison, comparison, predecessor, regrouped
from responsibilities.selectors.defects import Defect, edition_defects, open_defects
from responsibilities.selectors.duties import duties, of_posts
from responsibilities.selectors.entries import (
    Correspondences,
    correspondences,
    entry_in_force,
    entry_rows,
    full_entries,
)
from responsibilities.selectors.history import HistoryStep, history, signatures
from responsibilities.selectors.imports import preview_import
from responsibilities.selectors.lists import ListedEdition, Section, listed_editions, sections
from responsibilities.selectors.official import OfficialSheet, official_sheet
from responsibilities.selectors.renames import PossibleRename, possible_renames
from responsibilities.selectors.round_trip import RoundTrip, exported_table, round_trip
from responsibilities.selectors.succession import drafts_copied_from, followed
from responsibilities.selectors.summary import summary
from responsibilities.selectors.table import table_columns, table_rows
from responsibilities.selectors.workshop import (
    ClusterMember,
    Progress,
    Proposal,
    alike,
    members,
    next_open,
    progress_of,
    proposal,
    sources,
)

__all__ = [
    "Adaptation",
    "Change",
    "ChangeKind",
    "ClusterMember",
    "Comparison",
    "Correspondences",
    "Defect",
    "HistoryStep",
    "ListedEdition",
    "OfficialSheet",
    "PossibleRename",
    "Progress",
    "Proposal",
    "RoundTrip",
    "RowChange",
    "Section",
    "adaptations",
    "alike",
    "amended_entries",
    "batch_changes",
    "bodies_concerned",
    "comparison",
    "competent_bodies",
    "correspondences",
    "drafts_copied_from",
    "duties",
    "edition_defects",
    "entry_in_force",
    "entry_rows",
    "exported_table",
    "followed",
    "full_entries",
    "history",
    "is_amended",
    "listed_editions",
    "members",
    "next_open",
    "of_posts",
    "official_sheet",
    "open_defects",
    "possible_renames",
    "predecessor",
    "preview_import",
    "progress_of",
    "proposal",
    "regrouped",
    "round_trip",
    "sections",
    "signatures",
    "sources",
    "summary",
    "table_columns",
    "table_rows",
    "with_amendment",
]
