"""Public addresses of the service centre, below /public/."""

from django.urls import path

from services.views.progress import progress
from services.views.rating import rate

urlpatterns = [
    path("progress/", progress, name="public_progress"),
    path("rate/", rate, name="public_rate"),
]
