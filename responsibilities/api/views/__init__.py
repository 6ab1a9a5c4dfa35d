"""Duty lists over REST: reading for everybody, every operation for those who may perform it."""

from responsibilities.api.views.batches import BatchViewSet
from responsibilities.api.views.editions import EditionViewSet
from responsibilities.api.views.entries import EntryViewSet, SummaryView
from responsibilities.api.views.lists import DutyListViewSet
from responsibilities.api.views.suggestions import SuggestionViewSet
from responsibilities.api.views.township_lists import TownshipListsViewSet
from responsibilities.api.views.versions import ComparisonView, DutiesView, HistoryView
from responsibilities.api.views.who import WhoIsResponsibleView
from responsibilities.api.views.workshop import (
    ClusteringViewSet,
    ClusterViewSet,
    InventoryRowViewSet,
    InventoryViewSet,
)

__all__ = [
    "BatchViewSet",
    "ClusterViewSet",
    "ClusteringViewSet",
    "ComparisonView",
    "DutiesView",
    "DutyListViewSet",
    "EditionViewSet",
    "EntryViewSet",
    "HistoryView",
    "InventoryRowViewSet",
    "InventoryViewSet",
    "SuggestionViewSet",
    "SummaryView",
    "TownshipListsViewSet",
    "WhoIsResponsibleView",
]
