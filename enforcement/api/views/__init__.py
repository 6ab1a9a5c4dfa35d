"""Enforcement over REST: reading what the caller may see, and every operation for those who may perform it."""

from enforcement.api.views.cases import CaseViewSet
from enforcement.api.views.powers import GrantViewSet, PowerViewSet
from enforcement.api.views.transfers import TransferViewSet

__all__ = ["CaseViewSet", "GrantViewSet", "PowerViewSet", "TransferViewSet"]
