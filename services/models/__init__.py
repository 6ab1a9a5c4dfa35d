"""Tables of the service centre, one file per noun."""

from services.models.applications import (
    Application,
    HandOver,
    Opinion,
    PaperGap,
    SpecialStage,
    SupplementRequest,
)
from services.models.catalogue import HandlingItem
from services.models.custody import PaperCustody
from services.models.progress import ProgressAttempt

__all__ = [
    "Application",
    "HandOver",
    "HandlingItem",
    "Opinion",
    "PaperCustody",
    "PaperGap",
    "ProgressAttempt",
    "SpecialStage",
    "SupplementRequest",
]
