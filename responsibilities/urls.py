"""Addresses of the public pages, below /public/."""

from django.urls import path

from responsibilities import views

urlpatterns = [
    path("bodies/<str:code>/duties/", views.body_duties, name="public_duties"),
    path("bodies/<str:code>/duties.xlsx", views.body_duties_file, name="public_duties_file"),
    path("lists/", views.duty_lists, name="public_lists"),
    path("lists/<row:pk>/", views.duty_list, name="public_list"),
    path("editions/<row:pk>/", views.edition, name="public_edition"),
    path("editions/<row:pk>/comparison/", views.edition_comparison, name="public_comparison"),
    path("editions/<row:pk>/comparison/print/", views.comparison_print, name="public_comparison_print"),
    path("editions/<row:pk>/print/", views.edition_print, name="public_edition_print"),
    path("editions/<row:pk>/list.xlsx", views.edition_file, name="public_edition_file"),
    path("entries/", views.entries, name="public_entries"),
    path("entries/<row:pk>/", views.entry, name="public_entry"),
    path("entries/<row:pk>/history/", views.entry_history, name="public_history"),
]
