"""Filtering of lists by declared parameters only."""

from django_filters.rest_framework import DjangoFilterBackend


class StrictFilterBackend(DjangoFilterBackend):
    """Declared filters; an unknown query parameter is an error, so a misspelt filter never shows everything."""
