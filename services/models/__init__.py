"""Tables of the service centre, one file per noun."""

from services.models.applications import (
    Application,
    HandOver,
    Opinion,
    PaperGap,
    SpecialStage,
    SupplementRequest,
)
from services.models.catalogue import CodePattern, HandlingItem, HandlingStep, Implementation, Material, ServiceItem
from services.models.custody import PaperCustody
from services.models.progress import ProgressAttempt
from services.models.ratings import Rating

__all__ = [
    "Application",
    "CodePattern",
    "HandOver",
    "HandlingItem",
    "HandlingStep",
    "Implementation",
    "Material",
    "Opinion",
    "PaperCustody",
    "PaperGap",
    "ProgressAttempt",
    "Rating",
    "ServiceItem",
    "SpecialStage",
    "SupplementRequest",
]
