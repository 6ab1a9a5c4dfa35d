"""Staff pages of duty lists: lists, editions with their way to publication, entries."""

from responsibilities.admin.batches import BatchPage
from responsibilities.admin.clusters import ClusterPage
from responsibilities.admin.editions import EditionPage
from responsibilities.admin.entries import EntryPage
from responsibilities.admin.inventories import InventoryPage, InventoryRowPage
from responsibilities.admin.lists import ListPage
from responsibilities.admin.suggestions import SuggestionPage

__all__ = [
    "BatchPage",
    "ClusterPage",
    "EditionPage",
    "EntryPage",
    "InventoryPage",
    "InventoryRowPage",
    "ListPage",
    "SuggestionPage",
]
