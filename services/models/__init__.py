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
from services.models.points import PointClosure, PointItem, ServicePoint
from services.models.progress import ProgressAttempt
from services.models.ratings import Rating
from services.models.stationing import CentreMatter, Stationing, Window

__all__ = [
    "Application",
    "CentreMatter",
    "CodePattern",
    "HandOver",
    "HandlingItem",
    "HandlingStep",
    "Implementation",
    "Material",
    "Opinion",
    "PaperCustody",
    "PaperGap",
    "PointClosure",
    "PointItem",
    "ProgressAttempt",
    "Rating",
    "ServiceItem",
    "ServicePoint",
    "SpecialStage",
    "Stationing",
    "SupplementRequest",
    "Window",
]
