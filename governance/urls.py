"""Composition root of all pages: the only place that knows every app's addresses."""

from django.contrib import admin
from django.urls import path

from governance import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("", admin.site.urls),
]
