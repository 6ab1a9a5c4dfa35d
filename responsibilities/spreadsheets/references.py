"""References to items of the county's other lists: D-1 (township duties), T-9 (territorial management)."""

import re

from governance.models import Organisation
from governance.spreadsheets.text import ordinal
from governance.text import match_key
from responsibilities.kinds import KINDS
from responsibilities.models import Entry, Item
from responsibilities.spreadsheets.parsed import Reference
from responsibilities.states import EditionStatus

_REFERENCE = re.compile(r"([a-z])-?(\d+)")
_KIND_BY_LETTER = {rules.letter.casefold(): kind for kind, rules in KINDS.items() if rules.letter}


class References:
    """Finds references in the published editions of the county's lists; each list is read once."""

    def __init__(self, owner: Organisation) -> None:
        self.county_path = owner.county_path
        self.items: dict[str, dict[int | None, Item]] = {}

    def read(self, text: str) -> tuple[list[Reference], list[str]]:
        """The references in a cell such as D-33|T-70, and the parts that match no item."""
        found: dict[int, Reference] = {}
        unknown = []
        for piece in filter(None, re.split(r"[|、，,；;/\s]+", text)):
            item = self._find(piece)
            if item is None:
                unknown.append(piece)
            else:
                found.setdefault(item.pk, Reference(piece, item))
        return list(found.values()), unknown

    def _find(self, piece: str) -> Item | None:
        match = _REFERENCE.fullmatch(match_key(piece))
        kind = _KIND_BY_LETTER.get(match[1]) if match else None
        if match is None or kind is None:
            return None
        if kind not in self.items:
            entries = Entry.objects.filter(
                edition__status=EditionStatus.PUBLISHED,
                edition__duty_list__kind=kind,
                edition__duty_list__owner__path=self.county_path,
            )
            self.items[kind] = {ordinal(entry.seq_no): entry.item for entry in entries.select_related("item")}
        return self.items[kind].get(int(match[2]))
