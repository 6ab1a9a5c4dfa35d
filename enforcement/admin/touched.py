"""Narrowing lists of matters to those which the publication of a duty list would touch."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.rehearsal import touched_cases, touched_transfers
from governance import access
from responsibilities.models import Edition
from responsibilities.rehearsal import Publication
from responsibilities.states import UNPUBLISHED


class TouchedFilter(admin.SimpleListFilter):
    """?publication=12, where the rehearsal of that edition leads; only for those who keep its list."""

    title = _("touched by the publication of")
    parameter_name = "publication"
    touched: Callable[[Publication], Any]

    def lookups(self, request, model_admin):
        """The one edition that was asked about; the filter is not there for those who come another way."""
        asked = request.GET.get(self.parameter_name, "")
        editions = Edition.objects.for_user(request.user).filter(status__in=UNPUBLISHED)
        edition = editions.filter(pk=asked).select_related("duty_list__owner").first() if asked.isdigit() else None
        if edition is None or not access.may(request.user, "view_drafts", at=edition.duty_list.owner):
            return []
        self.edition = edition
        return [(str(edition.pk), str(edition))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        touched = type(self).touched(Publication.of(self.edition, timezone.localdate()))
        return queryset.filter(pk__in=touched.values("pk"))


class TouchedCases(TouchedFilter):
    touched = staticmethod(touched_cases)


class TouchedTransfers(TouchedFilter):
    touched = staticmethod(touched_transfers)
