"""Tables of duty lists, one file per noun."""

from responsibilities.models.edition import LIMITS, DutyList, Edition, Heading
from responsibilities.models.entry import Crosswalk, Entry, Item, LegalBasis, Participation

__all__ = ["LIMITS", "Crosswalk", "DutyList", "Edition", "Entry", "Heading", "Item", "LegalBasis", "Participation"]
