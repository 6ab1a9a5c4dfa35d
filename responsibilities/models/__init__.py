"""Tables of duty lists, one file per noun."""

from responsibilities.models.batch import Batch, BatchRow
from responsibilities.models.edition import LIMITS, DutyList, Edition, Heading
from responsibilities.models.entry import Crosswalk, Entry, Item, LegalBasis, Participation
from responsibilities.models.explanation import Explanation
from responsibilities.models.law import Commencement, Law, LawArticle, LawName, LawVersion
from responsibilities.models.lineage import Lineage
from responsibilities.models.synonym import LONGEST_PHRASE, Synonym, SynonymSuggestion
from responsibilities.models.tally import BodyTally, HeadingTally, HeadingTokens
from responsibilities.models.workshop import Cluster, Inventory, InventoryRow

__all__ = [
    "LIMITS",
    "LONGEST_PHRASE",
    "Batch",
    "BatchRow",
    "BodyTally",
    "Cluster",
    "Commencement",
    "Crosswalk",
    "DutyList",
    "Edition",
    "Entry",
    "Explanation",
    "Heading",
    "HeadingTally",
    "HeadingTokens",
    "Inventory",
    "InventoryRow",
    "Item",
    "Law",
    "LawArticle",
    "LawName",
    "LawVersion",
    "LegalBasis",
    "Lineage",
    "Participation",
    "Synonym",
    "SynonymSuggestion",
]
