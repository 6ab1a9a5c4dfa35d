"""Composition root of all pages: the only place that knows every app's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from governance import views
from governance.dashboard.public import public_home
from governance.throttling import ThrottledTokenView

urlpatterns = [
    path("public/", public_home, name="public_home"),
    path("public/", include("responsibilities.urls")),
    path("public/services/", include("services.urls")),
    path("api/", include("governance.api.urls")),
    path("oauth/token/", ThrottledTokenView.as_view(), name="oauth_token"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("", admin.site.urls),
]

handler400 = "governance.views.bad_request"
handler500 = "governance.views.server_error"
