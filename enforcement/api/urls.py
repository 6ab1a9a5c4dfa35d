"""Routes of enforcement, below /api/v1/enforcement/."""

from rest_framework.routers import SimpleRouter

from enforcement.api import views

router = SimpleRouter()
router.register("powers", views.PowerViewSet, basename="power")
router.register("grants", views.GrantViewSet, basename="grant")
router.register("cases", views.CaseViewSet, basename="case")
router.register("transfers", views.TransferViewSet, basename="transfer")

urlpatterns = router.urls
