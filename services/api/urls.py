"""Routes of the service centre, below /api/v1/services/."""

from rest_framework.routers import SimpleRouter

from services.api.views.applications import ApplicationViewSet, OpinionViewSet
from services.api.views.hotline import HotlineViewSet
from services.api.views.ratings import RatingViewSet

router = SimpleRouter()
router.register("applications", ApplicationViewSet, basename="application")
router.register("ratings", RatingViewSet, basename="rating")
router.register("hotline", HotlineViewSet, basename="hotline")
router.register("opinions", OpinionViewSet, basename="opinion")

urlpatterns = router.urls
