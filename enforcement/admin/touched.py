"""Narrowing lists of matters to those which the publication of a duty list would touch."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.rehearsal import touched_cases, touched_transfers
from governance import access
from governance.admin.filters import LinkedFilter
from responsibilities.models import Edition
from responsibilities.rehearsal import Publication
from responsibilities.states import UNPUBLISHED


class TouchedFilter(LinkedFilter):
    """?publication=12, where the rehearsal of that edition leads; only for those who keep its list."""

    title = _("touched by the publication of")
    parameter_name = "publication"
    touched: Callable[[Publication], Any]

    def rows(self, request):
        kept = access.organisations_of(request.user, "view_drafts").order_by().values("pk")
        editions = Edition.objects.for_user(request.user).filter(status__in=UNPUBLISHED, duty_list__owner__in=kept)
        return editions.select_related("duty_list__owner")

    def queryset(self, request, queryset):
        if self.row is None:
            return queryset
        touched = type(self).touched(Publication.of(self.row, timezone.localdate()))
        return queryset.filter(pk__in=touched.values("pk"))


class TouchedCases(TouchedFilter):
    touched = staticmethod(touched_cases)


class TouchedTransfers(TouchedFilter):
    touched = staticmethod(touched_transfers)
