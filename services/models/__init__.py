"""Tables of the service centre, one file per noun."""

from services.models.catalogue import HandlingItem
from services.models.applications import (
    Application,
    HandOver,
    Opinion,
    PaperGap,
    SpecialStage,
    SupplementRequest,
)
from services.models.custody import ApplicationCustody

__all__ = [
    "Application",
    "ApplicationCustody",
    "HandOver",
    "HandlingItem",
    "Opinion",
    "PaperGap",
    "SpecialStage",
    "SupplementRequest",
]
