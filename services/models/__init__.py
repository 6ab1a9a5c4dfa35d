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
from services.models.hotline import HotlineOrder, OrderCustody
from services.models.points import PointClosure, PointItem, ServicePoint
from services.models.progress import ProgressAttempt
from services.models.ratings import Rating
from services.models.stationing import CentreMatter, Stationing, Window
from services.models.visits import Visit, VisitInterval, VisitMatter

__all__ = [
    "Application",
    "CentreMatter",
    "CodePattern",
    "HandOver",
    "HandlingItem",
    "HandlingStep",
    "HotlineOrder",
    "Implementation",
    "Material",
    "Opinion",
    "OrderCustody",
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
    "Visit",
    "VisitInterval",
    "VisitMatter",
    "Window",
]
