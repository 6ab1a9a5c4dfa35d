"""Tables of duty lists, one file per noun."""

from responsibilities.models.batch import Batch, BatchRow
from responsibilities.models.edition import LIMITS, DutyList, Edition, Heading
from responsibilities.models.entry import Crosswalk, Entry, Item, LegalBasis, Participation
from responsibilities.models.explanation import Explanation
from responsibilities.models.lineage import Lineage
from responsibilities.models.synonym import LONGEST_PHRASE, Synonym, SynonymSuggestion
from responsibilities.models.workshop import Cluster, Clustering, Inventory, InventoryRow

__all__ = [
    "LIMITS",
    "LONGEST_PHRASE",
    "Batch",
    "BatchRow",
    "Cluster",
    "Clustering",
    "Crosswalk",
    "DutyList",
    "Edition",
    "Entry",
    "Explanation",
    "Heading",
    "Inventory",
    "InventoryRow",
    "Item",
    "LegalBasis",
    "Lineage",
    "Participation",
    "Synonym",
    "SynonymSuggestion",
]
