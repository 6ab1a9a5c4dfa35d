"""Composition root of all pages: the only place that knows every app's addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from governance import dashboard, views
from governance.api.throttling import ThrottledTokenView

urlpatterns = [
    path("public/", dashboard.public_home, name="public_home"),
    path("public/", include("responsibilities.urls")),
    path("api/", include("governance.api.urls")),
    path("oauth/token/", ThrottledTokenView.as_view(), name="oauth_token"),
    path("language/", set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("", admin.site.urls),
]

handler500 = "governance.views.server_error"
