"""Tables of duty lists, one file per noun."""

from responsibilities.models.batch import Batch, BatchRow
from responsibilities.models.edition import LIMITS, DutyList, Edition, Heading
from responsibilities.models.entry import Crosswalk, Entry, Item, LegalBasis, Participation
from responsibilities.models.explanation import Explanation
from responsibilities.models.lineage import Lineage
from responsibilities.models.synonym import LONGEST_PHRASE, Synonym, SynonymSuggestion

__all__ = [
    "LIMITS",
    "LONGEST_PHRASE",
    "Batch",
    "BatchRow",
    "Crosswalk",
    "DutyList",
    "Edition",
    "Entry",
    "Explanation",
    "Heading",
    "Item",
    "LegalBasis",
    "Lineage",
    "Participation",
    "Synonym",
    "SynonymSuggestion",
]
