"""Routes of duty lists, below /api/v1/responsibilities/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from responsibilities.api.views.batches import BatchViewSet
from responsibilities.api.views.editions import EditionViewSet
from responsibilities.api.views.entries import EntryViewSet, SummaryView
from responsibilities.api.views.laws import LawViewSet
from responsibilities.api.views.lists import DutyListViewSet
from responsibilities.api.views.suggestions import SuggestionViewSet
from responsibilities.api.views.township_lists import TownshipListsViewSet
from responsibilities.api.views.versions import ComparisonView, DutiesView, HistoryView
from responsibilities.api.views.who import WhoIsResponsibleView
from responsibilities.api.views.workshop import ClusterViewSet, InventoryRowViewSet, InventoryViewSet

router = SimpleRouter()
router.register("lists", DutyListViewSet, basename="duty_list")
router.register("editions", EditionViewSet, basename="edition")
router.register("entries", EntryViewSet, basename="entry")
router.register("batches", BatchViewSet, basename="batch")
router.register("inventories", InventoryViewSet, basename="inventory")
router.register("inventory-rows", InventoryRowViewSet, basename="inventory_row")
router.register("clusters", ClusterViewSet, basename="cluster")
router.register("suggestions", SuggestionViewSet, basename="suggestion")
router.register("laws", LawViewSet, basename="law")
router.register("township-lists", TownshipListsViewSet, basename="township_lists")

urlpatterns = [
    *router.urls,
    path("summary/", SummaryView.as_view(), name="list_summary"),
    path("who-is-responsible/", WhoIsResponsibleView.as_view(), name="who_is_responsible"),
    path("comparisons/", ComparisonView.as_view(), name="comparison"),
    path("history/", HistoryView.as_view(), name="item_history"),
    path("bodies/<str:code>/duties/", DutiesView.as_view(), name="body_duties"),
]
