"""Public addresses of the service centre, below /public/."""

from django.urls import path

from services.views.progress import progress

urlpatterns = [
    path("progress/", progress, name="public_progress"),
]
