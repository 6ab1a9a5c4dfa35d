"""Tables of duty lists, one file per noun."""

from responsibilities.models.edition import DutyList, Edition, Heading
from responsibilities.models.entry import Crosswalk, Entry, Item, LegalBasis, Participation

__all__ = ["Crosswalk", "DutyList", "Edition", "Entry", "Heading", "Item", "LegalBasis", "Participation"]
