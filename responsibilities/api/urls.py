"""Routes of duty lists, below /api/v1/responsibilities/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from responsibilities.api import views

router = SimpleRouter()
router.register("lists", views.DutyListViewSet, basename="duty_list")
router.register("editions", views.EditionViewSet, basename="edition")
router.register("entries", views.EntryViewSet, basename="entry")
router.register("batches", views.BatchViewSet, basename="batch")
router.register("inventories", views.InventoryViewSet, basename="inventory")
router.register("inventory-rows", views.InventoryRowViewSet, basename="inventory_row")
router.register("clusters", views.ClusterViewSet, basename="cluster")
router.register("clusterings", views.ClusteringViewSet, basename="clustering")
router.register("suggestions", views.SuggestionViewSet, basename="suggestion")
router.register("township-lists", views.TownshipListsViewSet, basename="township_lists")

urlpatterns = [
    *router.urls,
    path("summary/", views.SummaryView.as_view(), name="list_summary"),
    path("who-is-responsible/", views.WhoIsResponsibleView.as_view(), name="who_is_responsible"),
    path("comparisons/", views.ComparisonView.as_view(), name="comparison"),
    path("history/", views.HistoryView.as_view(), name="item_history"),
    path("bodies/<str:code>/duties/", views.DutiesView.as_view(), name="body_duties"),
]
