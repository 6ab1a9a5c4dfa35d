"""Routes of enforcement, below /api/v1/enforcement/."""

from rest_framework.routers import SimpleRouter

from enforcement.api.views.cases import CaseViewSet
from enforcement.api.views.powers import GrantViewSet, PowerViewSet
from enforcement.api.views.transfers import TransferViewSet

router = SimpleRouter()
router.register("powers", PowerViewSet, basename="power")
router.register("grants", GrantViewSet, basename="grant")
router.register("cases", CaseViewSet, basename="case")
router.register("transfers", TransferViewSet, basename="transfer")

urlpatterns = router.urls
