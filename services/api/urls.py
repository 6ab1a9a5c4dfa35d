"""Routes of the service centre, below /api/v1/services/."""

from rest_framework.routers import SimpleRouter

from services.api.views.applications import ApplicationViewSet, OpinionViewSet
from services.api.views.hotline import HotlineViewSet
from services.api.views.items import ItemViewSet, PointItemViewSet, PointViewSet
from services.api.views.ratings import RatingViewSet
from services.api.views.stationing import CoverageViewSet, StationingViewSet

router = SimpleRouter()
router.register("applications", ApplicationViewSet, basename="application")
router.register("ratings", RatingViewSet, basename="rating")
router.register("hotline", HotlineViewSet, basename="hotline")
router.register("opinions", OpinionViewSet, basename="opinion")
router.register("items", ItemViewSet, basename="service_item")
router.register("points", PointViewSet, basename="service_point")
router.register("point-items", PointItemViewSet, basename="point_item")
router.register("stationing", StationingViewSet, basename="stationing")
router.register("coverage", CoverageViewSet, basename="coverage")

urlpatterns = router.urls
