"""Composition root of all pages: the only place that knows every app's addresses."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("", admin.site.urls),
]
