"""Addresses of the public pages, below /public/."""

from django.urls import path

from responsibilities import views

urlpatterns = [
    path("lists/", views.duty_lists, name="public_lists"),
    path("lists/<int:pk>/", views.duty_list, name="public_list"),
    path("editions/<int:pk>/", views.edition, name="public_edition"),
    path("entries/<int:pk>/", views.entry, name="public_entry"),
]
