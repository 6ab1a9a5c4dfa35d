"""Composition root of the API: the only place that knows every app's routes."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.routers import SimpleRouter

from governance.api.organisations import OrganisationViewSet
from governance.api.unknown import Unknown

router = SimpleRouter()
router.register("governance/organisations", OrganisationViewSet, basename="organisation")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("v1/responsibilities/", include("responsibilities.api.urls")),
    path("v1/enforcement/", include("enforcement.api.urls")),
    path("v1/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("v1/docs/", SpectacularSwaggerView.as_view(url_name="api_schema"), name="api_docs"),
    re_path("", Unknown.as_view(), name="api_unknown"),  # whatever it is, a line break included
]
