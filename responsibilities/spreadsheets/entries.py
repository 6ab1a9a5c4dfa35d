"""From rows to entries: numbers, headings and texts, and the faults and findings of one list."""

import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from governance.models import Organisation
from governance.organisations import Directory
from governance.spreadsheets import Fault, Row, Section, match_key
from governance.spreadsheets.text import ordinal
from responsibilities.kinds import KINDS
from responsibilities.models import LIMITS, Participation
from responsibilities.spreadsheets.keys import item_of
from responsibilities.spreadsheets.layouts import Layout
from responsibilities.spreadsheets.parsed import Basis, Finding, ParsedEntry, ParsedList
from responsibilities.spreadsheets.parts import PartReader
from responsibilities.spreadsheets.references import References

# Where somebody looks for a role: in the layouts with a row for each item, then in the one with a row for each body.
_COLUMNS_OF = {
    "lead": ("lead", "superior", "role"),
    "support": ("support", "township_duties", "role"),
    "takeover": ("takeover_body",),
    "unstated": ("lead", "role"),
}
_CONTENT_KEYS = ("content", "township_duties")
_PROCESS_LABEL = re.compile(r"^办理流程[：:]\s*")
# Between bases: line ends, ；, and where a sentence or a number (1. 《…》) begins the next law.
_BETWEEN_BASES = re.compile(r"[；;\n]|(?<=[》条款项。\s])[。\s]*\d{1,2}[.．、]\s*(?=《)|。(?=《)")
_BASIS_NUMBER = re.compile(r"^\d{1,2}[.．、]\s*(?=《)")
_LAW = re.compile(r"《(.+?)》(?![^《]*》)")


def split_bases(text: str) -> list[Basis]:
    """《土地管理法》第六十七条；《森林法》 is two bases, each with the law it names."""
    pieces = [_BASIS_NUMBER.sub("", piece.strip()) for piece in _BETWEEN_BASES.split(text)]
    found = []
    for piece in dict.fromkeys(filter(None, pieces)):
        law = _LAW.search(piece)
        found.append(Basis(piece, law[1] if law else ""))
    return found


def _titles(section: Section) -> list[str]:
    """The section's title after those of the sections it stands in."""
    return [*(_titles(section.parent) if section.parent else ()), section.title]


class EntryReader:
    """Reads the rows of one list into `parsed`."""

    def __init__(self, parsed: ParsedList, owner: Organisation, names: Directory, layout: Layout) -> None:
        self.parsed, self.layout = parsed, layout
        self.rules = KINDS[parsed.kind]
        self.references = References(owner)
        self.parts = PartReader(parsed, owner, names)
        self.by_number: dict[int | str, ParsedEntry] = {}
        self.restarted: set[str] = set()  # headings under which the numbering begins again
        # Cells of the row that are not about the item: which list it is in, and in the long layout one body's part.
        self.not_the_items = {"list", "body", "role", "duties", "row_key"}

    def read(self, rows: Iterable[Row]) -> None:
        for row in rows:
            entry = self._entry_of(row)
            if entry is not None:
                self._add_parts(entry, row)
        unknown = {fault.row for fault in self.parsed.faults if fault.code in ("unknown_body", "body_not_named")}
        for entry in self.parsed.entries:
            self._find(entry, unknown)
        self._find_in_list()

    # --- One row ------------------------------------------------------------------------------------------------------

    def _entry_of(self, row: Row) -> ParsedEntry | None:
        """The entry the row belongs to: a new one, or in the long layout the one with its number."""
        seq_no, title = self._text(row, "seq_no"), "".join(self._text(row, "title").split("\n"))
        if not seq_no:
            self._fault("number_missing", _("This row has no number."), row, "seq_no")
            return None
        number = ordinal(seq_no) or match_key(seq_no)
        known = self.by_number.get(number)
        if known is None:
            entry = self.by_number[number] = self._new_entry(row, seq_no, title)
            self.parsed.entries.append(entry)
            return entry
        if self.layout.per_body and match_key(known.title) == match_key(title):
            return known
        heading, _group = self._heading_and_group(row)
        if number == 1 and heading not in ("", known.heading):
            self.restarted.add(heading)
            message = _("The numbering begins again under “%(heading)s”. Number the items of all headings through.")
            self._fault("numbering_restarts", message % {"heading": heading}, row, "seq_no", seq_no)
        if heading in self.restarted:
            return None  # one word for all of them
        message = _("The number %(number)s occurs twice: in row %(first)s and in row %(second)s.")
        values = {"number": seq_no, "first": known.row, "second": row.number}
        self._fault("duplicate_number", message % values, row, "seq_no", seq_no)
        return None

    def _new_entry(self, row: Row, seq_no: str, title: str) -> ParsedEntry:
        heading, group = self._heading_and_group(row)
        if not heading:
            message = _("This row stands under no heading: fill in the column, or put a row such as 一、… above it.")
            self._fault("heading_missing", message, row, "heading")
        entry = ParsedEntry(
            row=row.number,
            item=item_of(row),
            seq_no=seq_no,
            heading=heading,
            title=title,
            group=group,
            content=next((text for key in _CONTENT_KEYS if (text := self._content(row, key))), ""),
            process_note=_PROCESS_LABEL.sub("", self._text(row, "process_note")),
            office=self._text(row, "office"),
            internal_note=self._text(row, "internal_note"),
            bases=split_bases(self._text(row, "legal_basis")),
            source={
                heading.title: row.cells[key].source
                for key, heading in self.parsed.sheet.headings.items()
                if key not in self.not_the_items and row.cells[key].source
            },
        )
        self._add_references(entry, row)
        self._check_lengths(entry, row)
        return entry

    def _heading_and_group(self, row: Row) -> tuple[str, str]:
        """From their columns, else from the sections the row stands in."""
        heading, group = self._text(row, "heading"), self._text(row, "group")
        section = row.section
        if section is None or heading:
            return heading, group
        return (section.parent.title, group or section.title) if section.parent else (section.title, group)

    def _content(self, row: Row, key: str) -> str:
        """In a list whose every item the township leads, its duties are the content of the entry."""
        return self._text(row, key) if self.rules.township_leads else ""

    def _add_parts(self, entry: ParsedEntry, row: Row) -> None:
        if self.layout.per_body:
            self.parts.read_body_row(entry, row)
        else:
            self.parts.read_item_row(entry, row)

    def _add_references(self, entry: ParsedEntry, row: Row) -> None:
        found, unknown = self.references.read(self._text(row, "crosswalk"))
        entry.references = found
        for text in unknown:
            message = _("“%(text)s” leads to no item of a published list of the county.") % {"text": text}
            self._fault("unknown_reference", message, row, "crosswalk", text)

    def _check_lengths(self, entry: ParsedEntry, row: Row) -> None:
        texts = [
            ("seq_no", entry.seq_no, LIMITS["seq_no"]),
            ("title", entry.title, LIMITS["title"]),
            ("heading", entry.heading, LIMITS["heading"]),
            ("group", entry.group, LIMITS["group"]),
            ("office", entry.office, LIMITS["office"]),
            *(("legal_basis", basis.text, LIMITS["basis"]) for basis in entry.bases),
            *(("legal_basis", basis.law, LIMITS["law"]) for basis in entry.bases),
        ]
        for key, text, limit in texts:
            if len(text) > limit:
                message = _("This text has %(length)s characters; at most %(limit)s fit here.")
                self._fault("too_long", message % {"length": len(text), "limit": limit}, row, key, text[:40])

    # --- What an editor should look at --------------------------------------------------------------------------------

    def _find(self, entry: ParsedEntry, unknown: set[int | None]) -> None:
        roles = {part.role for part in entry.parts}
        if "unstated" in roles:
            return
        names = dict(Participation.Role.choices)
        # Where a name is a fault, that nobody has the role says nothing more.
        for role in sorted(self.rules.needs - roles) if entry.row not in unknown else ():
            message = _("No body has the role “%(role)s”.") % {"role": names[role]}
            self._finding("role_missing", message, entry, *_COLUMNS_OF[role])
        if self.rules.township_leads:
            return
        for part in entry.parts:
            if not part.duty_text:
                party = part.body.name if part.body else "乡镇"
                code = "method_missing" if part.role == "takeover" else "duties_missing"
                message = _("%(body)s (%(role)s) has no text.") % {"body": party, "role": names[part.role]}
                self._finding(code, message, entry, *_COLUMNS_OF[part.role])

    def _find_in_list(self) -> None:
        titles = Counter(match_key(entry.title) for entry in self.parsed.entries)
        for entry in self.parsed.entries:
            if titles[match_key(entry.title)] > 1:
                self._finding(
                    "title_twice",
                    _("Another item has the same name: %(title)s.") % {"title": entry.title},
                    entry,
                    "title",
                )
        expected = None
        for entry in self.parsed.entries:
            number = ordinal(entry.seq_no)
            if number is not None and expected is not None and number not in (expected, 1):
                message = _("After %(before)s comes %(number)s.") % {"before": expected - 1, "number": number}
                self._finding("number_gap", message, entry, "seq_no")
            expected = None if number is None else number + 1

    # --- Small things -------------------------------------------------------------------------------------------------

    @staticmethod
    def _text(row: Row, key: str) -> str:
        """The cell's text; for an unmerged blank the text above, which a person confirms before the import."""
        cell = row.cells.get(key)
        return (cell.text or cell.proposal) if cell else ""

    def _fault(self, code: str, message: str, row: Row, key: str, value: str = "") -> None:
        cell = row.cells.get(key)
        self.parsed.faults.append(Fault(code, message, row.number, cell.column if cell else "", value))

    def _finding(self, code: str, message: str, entry: ParsedEntry, *columns: str) -> None:
        """In the first of the columns that the file has."""
        headings = self.parsed.sheet.headings
        column = next((headings[key].column for key in columns if key in headings), "")
        self.parsed.findings.append(Finding(code, message, entry.row, entry.seq_no, column))
