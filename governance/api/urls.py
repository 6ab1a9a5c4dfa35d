"""Composition root of the API: the only place that knows every app's routes."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from governance.api.checklists import ChecklistViewSet, ExaminationViewSet
from governance.api.jobs import JobViewSet
from governance.api.local_values import LocalValueViewSet
from governance.api.organisations import OrganisationViewSet
from governance.api.schema_view import DocsView, SchemaView
from governance.api.unknown import Unknown
from governance.content_policy import WITH_PICTURES, with_policy
from governance.parameters import takes

router = SimpleRouter()
router.register("governance/checklists", ChecklistViewSet, basename="checklist")
router.register("governance/examinations", ExaminationViewSet, basename="examination")
router.register("governance/jobs", JobViewSet, basename="job")
router.register("governance/local-values", LocalValueViewSet, basename="local_value")
router.register("governance/organisations", OrganisationViewSet, basename="organisation")

docs = takes("script")(with_policy(WITH_PICTURES)(DocsView.as_view()))

urlpatterns = [
    path("v1/", include(router.urls)),
    path("v1/responsibilities/", include("responsibilities.api.urls")),
    path("v1/enforcement/", include("enforcement.api.urls")),
    path("v1/services/", include("services.api.urls")),
    path("v1/staffing/", include("staffing.api.urls")),
    path("v1/schema/", SchemaView.as_view(), name="api_schema"),
    path("v1/docs/", docs, name="api_docs"),
    re_path("", Unknown.as_view(), name="api_unknown"),  # whatever it is, a line break included
]
