"""From rows to entries: numbers, headings and texts, with the faults and findings of one list."""

import itertools
import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from governance.directory import Directory
from governance.models import Organisation
from governance.spreadsheets.table import Confirmation, Fault, Repair, Section, SheetRow
from governance.spreadsheets.text import CHINESE_NUMERAL, ordinal
from governance.text import match_key
from responsibilities.clauses import CLAUSE_NUMBER
from responsibilities.kinds import KINDS
from responsibilities.models import LIMITS, Participation
from responsibilities.spreadsheets.keys import item_of
from responsibilities.spreadsheets.layouts import SEQ_NO, Layout
from responsibilities.spreadsheets.parsed import Basis, Finding, ParsedEntry, ParsedList
from responsibilities.spreadsheets.parts import PartReader
from responsibilities.spreadsheets.references import References

# The columns that name a role: in the layouts with a row for each item, then in the one with a row for each body.
_COLUMNS_OF = {
    "lead": ("lead", "superior", "role"),
    "support": ("support", "township_duties", "role"),
    "takeover": ("takeover_body",),
    "unstated": ("lead", "role"),
}
_CONTENT_KEYS = ("content", "township_duties")
_PROCESS_LABEL = re.compile(r"^办理流程[：:]\s*")
# Within a line, where a sentence or a number (1. 《…》) begins the next law.
# A run of 。 and blanks is tried once, from where it begins, and not from each of its characters.
_BETWEEN_BASES = re.compile(rf"(?:(?<=[》条款项])|(?<=[^。\s][。\s]))[。\s]*+{CLAUSE_NUMBER}\s*+(?=《)|。(?=《)")
# More of a line's end is not needed to see whether it leads on.
_LINE_END = 40
_BASIS_NUMBER = re.compile(rf"^{CLAUSE_NUMBER}\s*")
_ANY_NUMBER = rf"(?:{CLAUSE_NUMBER}|[（(](?:\d{{1,2}}|{CHINESE_NUMERAL})[)）]|{CHINESE_NUMERAL}、|[①-⑳])\s*"
# 土地管理法第六十七条, 澜政发〔2024〕5号
_UNMARKED_LAW = (
    r"[\u4e00-\u9fff]{1,30}?(?:法|条例|规定|办法|规则|细则|决定|通知|意见|方案|规范|标准)"
    rf"(?:\s*第(?:\d{{1,4}}|{CHINESE_NUMERAL})条|\s*$|[（(])|[\u4e00-\u9fff]{{2,12}}[〔\[]\d{{4}}[〕\]]"
)
_MARKED_CITATION = re.compile(rf"(?:{_ANY_NUMBER})?[《〈]")
_UNMARKED_CITATION = re.compile(rf"(?:{_ANY_NUMBER})?(?:{_UNMARKED_LAW})")
_CONTINUATION = re.compile(rf"{_ANY_NUMBER}|第(?:\d{{1,4}}|{CHINESE_NUMERAL})[条款项]")
# A line with the first ending is continued by the citation in the next line; one with the second is complete.
_LEADS_ON = re.compile(r"(?:根据|依据|依照|按照|违反|以及|[和与及、，,：:（(])$")
_WHOLE = re.compile(r"[条款项目号》）)。]$|(?:法|条例|规定|办法|规则|细则|决定|通知|意见|方案|规范|标准)$")
# 3.违法占地, （三）违法占地, 第3项 违法占地, 1.1违法占地, ①违法占地: a title with its number in front. 1.5万元 is none.
_NUMBERED = re.compile(
    rf"(?P<number>(?:\d{{1,4}}|{CHINESE_NUMERAL})(?=\s*[、．)）]|\s*\.\s*\D|\s+\D)"
    r"|(?P<outline>\d{1,2}(?:[.．]\d{1,2}){1,3})(?=\s*[、.．)）]?\s*[^\d\s、.．)）%‰℃万亿千百元倍米公平亩吨度年月])"
    r"|[①-⒛㈠-㈩㉑-㉟㊀-㊉㊱-㊿]"
    rf"|第(?:\d{{1,4}}|{CHINESE_NUMERAL})[项条号]|[（(](?:\d{{1,4}}|{CHINESE_NUMERAL})[)）])"
    r"\s*[、.．)）：:]?\s*(?P<title>\S.*)"
)
_TITLE_MARK = re.compile("[《》]")


def split_bases(text: str) -> list[Basis]:
    """Split 《土地管理法》第六十七条；《森林法》 into two bases, each with the law it names.

    A line end or ； separates two bases only if the next one begins there; otherwise the lines are joined.
    """
    whole = [""]
    numbered = re.match(r"\s*1[.．、](?!\d)", text) is not None
    for separator, line in re.findall(r"(^|[；;\n])([^；;\n]*)", text):
        if not (line := line.strip()):
            whole[-1] += separator.strip()
        elif not whole[-1] or _begins_basis(separator, line, whole[-1], numbered=numbered):
            whole.append(line)
        else:
            whole[-1] = _joined(whole[-1], separator, line)
    whole = [basis.rstrip("；;") for basis in whole]
    pieces = [_BASIS_NUMBER.sub("", piece.strip()) for basis in whole for piece in _BETWEEN_BASES.split(basis)]
    found = []
    for piece in dict.fromkeys(filter(None, pieces)):
        found.append(Basis(piece, _first_law(piece)))
    return found


def _first_law(text: str) -> str:
    """The first title between 《 and 》, with the titles inside it."""
    marks = [(mark.start(), mark[0]) for mark in _TITLE_MARK.finditer(text)]
    begins = next((at for at, mark in marks if mark == "《"), len(text))
    for (at, mark), (_next, following) in itertools.pairwise([*marks, (len(text), "《")]):
        if mark == "》" and following == "《" and at > begins + 1:
            return text[begins + 1 : at]
    return ""


def _begins_basis(separator: str, line: str, before: str, *, numbered: bool) -> bool:
    """Whether the line begins a new law or document, and does not continue the one before."""
    if separator in "；;" or before[-1] in "；;":
        cites = _MARKED_CITATION.match(line) or _UNMARKED_CITATION.match(line)
        return cites is not None or numbered or _CONTINUATION.match(line) is None
    if numbered and re.match(CLAUSE_NUMBER, line):
        return True
    if _MARKED_CITATION.match(line):
        return _LEADS_ON.search(before[-_LINE_END:]) is None
    return _WHOLE.search(before[-_LINE_END:]) is not None and _UNMARKED_CITATION.match(line) is not None


def _joined(before: str, separator: str, line: str) -> str:
    """Join a wrapped line. Chinese needs no space at the end of a line; an article number is followed by one."""
    if separator != "\n":
        return f"{before}{separator}{line}"
    apart = before[-1:].isascii() or re.search(r"第\S{1,12}[条款项]$", before[-_LINE_END:])
    return f"{before}{' ' if apart else ''}{line}"


def _titles(section: Section) -> list[str]:
    """The titles of the section and the sections around it, outermost first."""
    return [*(_titles(section.parent) if section.parent else ()), section.title]


class EntryReader:
    """Reads the rows of one list into `parsed`."""

    def __init__(
        self,
        parsed: ParsedList,
        owner: Organisation,
        names: Directory,
        layout: Layout,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        self.parsed, self.layout = parsed, layout
        self.rules = KINDS[parsed.kind]
        self.references = References(owner)
        self.parts = PartReader(parsed, owner, names, roles)
        self.by_number: dict[int | str, ParsedEntry] = {}
        self.runs = 1  # how often the numbering begins
        self.restarts_at: int | None = None
        # Required columns that the file does not have: reported once and not in every row.
        self.missing = {c.key for c in layout.columns if c.required and c.key not in parsed.sheet.headings}
        self.headless: list[SheetRow] = []  # rows that stand under no heading
        self.unnumbered: list[SheetRow] = []  # rows without a number, in its own column or before the title
        # Columns that are not about the item: its list, and in the layout with a row for each body, that body's part.
        self.not_the_items = {"list", "body", "role", "duties", "row_key"}

    def read(self, rows: Collection[SheetRow]) -> None:
        for row in rows:
            entry = self._entry_of(row)
            if entry is not None:
                self._add_parts(entry, row)
        if self.runs > 1:
            self._number_through()
        self.parts.tell_the_rest()
        self._check_numbers(rows)
        self._check_headings()
        if self.missing or self.unnumbered:
            return  # a missing column is already reported
        for entry in self.parsed.entries:
            self._find(entry)
        self._find_in_list()

    def _check_numbers(self, rows: Collection[SheetRow]) -> None:
        """Report once that a file has no numbers, neither in a column nor before its titles."""
        if rows and "seq_no" not in self.parsed.sheet.headings and len(self.unnumbered) == len(rows):
            message = _("The column %(title)s is missing, and no title begins with a number.")
            fault = Fault("missing_column", message % {"title": SEQ_NO.title}, self.parsed.sheet.header_row or None)
            self.parsed.faults.append(fault)
            return
        for row in self.unnumbered:
            self._fault("number_missing", _("This row has no number."), row, "seq_no")

    def _check_headings(self) -> None:
        """A list may have no headings at all; if it has some, every row needs one."""
        if not self.headless:
            return
        has_headings = "heading" in self.parsed.sheet.headings or bool(self.parsed.sheet.sections)
        none_has_one = len(self.headless) == len(self.parsed.entries)
        if none_has_one and not self.rules.divided:
            return
        if none_has_one and not has_headings:
            message = _("No row is under a heading (%(heading)s). The entries will have none.")
            values = {"heading": self.rules.heading}
            self.parsed.confirmations.append(
                Confirmation("no_headings", message % values, self.parsed.sheet.header_row or None)
            )
            return
        for row in self.headless:
            message = _("This row is under no heading: fill in the column, or add a row such as 一、… above it.")
            self._fault("heading_missing", message, row, "heading")

    # --- One row ------------------------------------------------------------------------------------------------------

    def _entry_of(self, row: SheetRow) -> ParsedEntry | None:
        """The entry the row belongs to: a new one, or in the layout with a row for each body, the one with its
        number."""
        seq_no, title = self._number_and_title(row)
        if not seq_no:
            self.unnumbered.append(row)
            if "seq_no" in self.parsed.sheet.headings:
                return None
            seq_no = str(row.number)  # to continue reading; the file will not be imported
        number = ordinal(seq_no) or match_key(seq_no)
        known = self.by_number.get(number)
        of_known = known is not None and self.layout.per_body and match_key(known.title) == match_key(title)
        if known is not None and not of_known and number == 1:
            heading, _group = self._heading_and_group(row)
            if heading not in ("", known.heading):
                self.runs += 1
                self.by_number, known = {}, None
        if known is None:
            entry = self.by_number[number] = self._new_entry(row, seq_no, title)
            self.parsed.entries.append(entry)
            return entry
        if of_known:
            return known
        message = _("The number %(number)s occurs twice: in row %(first)s and in row %(second)s.")
        values = {"number": seq_no, "first": known.row, "second": row.number}
        self._fault("duplicate_number", message % values, row, "seq_no", seq_no)
        return None

    def _number_and_title(self, row: SheetRow) -> tuple[str, str]:
        """From their cells; in a row without a number, 3.违法占地 is both."""
        seq_no, title = self._text(row, "seq_no"), "".join(self._text(row, "title").split("\n"))
        if seq_no or not (both := _NUMBERED.fullmatch(title)):
            return seq_no, title
        if ordinal(both["number"]) is None and not both["outline"]:
            return seq_no, title
        message = _("The number was taken from the title: %(number)s, %(title)s.")
        values = {"number": both["number"], "title": both["title"]}
        cell = row.cells["title"]
        self.parsed.repairs.append(Repair("number_in_title", message % values, row.number, cell.column, title))
        return both["number"], both["title"]

    def _new_entry(self, row: SheetRow, seq_no: str, title: str) -> ParsedEntry:
        heading, group = self._heading_and_group(row)
        if not heading:
            self.headless.append(row)
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

    def _heading_and_group(self, row: SheetRow) -> tuple[str, str]:
        """From their columns, else from the sections the row stands in."""
        heading, group = self._text(row, "heading"), self._text(row, "group")
        section = row.section
        if section is None or heading:
            return heading, group
        return (section.parent.title, group or section.title) if section.parent else (section.title, group)

    def _content(self, row: SheetRow, key: str) -> str:
        """In a list of items that the township leads, its duties are the content of the entry."""
        return self._text(row, key) if self.rules.township_leads else ""

    def _add_parts(self, entry: ParsedEntry, row: SheetRow) -> None:
        if self.layout.per_body:
            self.parts.read_body_row(entry, row)
        else:
            self.parts.read_item_row(entry, row)

    def _add_references(self, entry: ParsedEntry, row: SheetRow) -> None:
        found, unknown = self.references.read(self._text(row, "crosswalk"))
        entry.references = found
        for text in unknown:
            message = _("“%(text)s” matches no item of the county's published lists.") % {"text": text}
            self._fault("unknown_reference", message, row, "crosswalk", text)

    def _check_lengths(self, entry: ParsedEntry, row: SheetRow) -> None:
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

    def _number_through(self) -> None:
        """Number the items of the whole list if the numbering starts again under each heading."""
        not_plain = [entry for entry in self.parsed.entries if ordinal(entry.seq_no) is None]
        if not_plain:
            message = _("The numbering starts again under each heading, but “%(number)s” is not a plain number.")
            cells = self.parsed.sheet.headings
            column = cells["seq_no"].column if "seq_no" in cells else ""
            number = not_plain[0].seq_no
            fault = Fault("numbering_restarts", message % {"number": number}, not_plain[0].row, column, number)
            self.parsed.faults.append(fault)
            return
        for position, entry in enumerate(self.parsed.entries, start=1):
            if self.restarts_at is None and position > 1 and ordinal(entry.seq_no) == 1:
                self.restarts_at = entry.row
            entry.seq_no = str(position)
        message = _("The numbering starts again under each heading. The items were numbered from 1 to %(last)s.")
        confirmation = Confirmation("numbered_through", message % {"last": len(self.parsed.entries)}, self.restarts_at)
        self.parsed.confirmations.append(confirmation)

    # --- What an editor should look at --------------------------------------------------------------------------------

    def _find(self, entry: ParsedEntry) -> None:
        roles = {part.role for part in entry.parts}
        if "unstated" in roles:
            return
        names = dict(Participation.Role.choices)
        # A missing role is no finding where an unknown name is a fault already.
        for role in sorted(self.rules.needs - roles) if entry.row not in self.parts.unknown_in else ():
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
        named: dict[str, ParsedEntry] = {}
        for entry in self.parsed.entries:
            first = named.setdefault(match_key(entry.title), entry)
            if entry.title and first is not entry:
                message = _("Perhaps the same item as %(number)s (row %(row)s): %(title)s.")
                values = {"number": first.seq_no, "row": first.row, "title": first.title}
                self._finding("title_twice", message % values, entry, "title")
        expected = None
        for entry in self.parsed.entries:
            number = ordinal(entry.seq_no)
            if number is not None and expected is not None and number not in (expected, 1):
                message = _("The numbering jumps from %(before)s to %(number)s.") % {
                    "before": expected - 1,
                    "number": number,
                }
                self._finding("number_gap", message, entry, "seq_no")
            expected = None if number is None else number + 1

    # --- Small things -------------------------------------------------------------------------------------------------

    @staticmethod
    def _text(row: SheetRow, key: str) -> str:
        """The cell's text; for an unmerged blank the text above, which a person has to confirm before the import."""
        cell = row.cells.get(key)
        return (cell.text or cell.proposal) if cell else ""

    def _fault(self, code: str, message: str, row: SheetRow, key: str, value: str = "") -> None:
        cell = row.cells.get(key)
        self.parsed.faults.append(Fault(code, message, row.number, cell.column if cell else "", value))

    def _finding(self, code: str, message: str, entry: ParsedEntry, *columns: str) -> None:
        """Add a finding in the first of the columns that the file has."""
        headings = self.parsed.sheet.headings
        column = next((headings[key].column for key in columns if key in headings), "")
        self.parsed.findings.append(Finding(code, message, entry.row, entry.seq_no, column))
