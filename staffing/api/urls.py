"""Routes of staffing, below /api/v1/staffing/."""

from rest_framework.routers import SimpleRouter

from staffing.api.views.ledger import BalanceViewSet, DocumentViewSet, MovementViewSet
from staffing.api.views.people import PersonViewSet

router = SimpleRouter()
router.register("balances", BalanceViewSet, basename="balance")
router.register("movements", MovementViewSet, basename="movement")
router.register("documents", DocumentViewSet, basename="quota_document")
router.register("people", PersonViewSet, basename="person")

urlpatterns = router.urls
