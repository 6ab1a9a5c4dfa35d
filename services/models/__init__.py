"""Tables of the service centre, one file per noun."""

from services.models.catalogue import CodePattern, HandlingItem, HandlingStep, Implementation, Material, ServiceItem
from services.models.points import PointClosure, PointItem, ServicePoint
from services.models.stationing import CentreMatter, Stationing, Window

__all__ = [
    "CentreMatter",
    "CodePattern",
    "HandlingItem",
    "HandlingStep",
    "Implementation",
    "Material",
    "PointClosure",
    "PointItem",
    "ServiceItem",
    "ServicePoint",
    "Stationing",
    "Window",
]
