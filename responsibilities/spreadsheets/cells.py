"""Entries as rows of cells, and cells back to entries; shared by the grid, files and single pages."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from governance.directory import Directory, directory
from governance.models import Organisation
from governance.spreadsheets.grid import column_letter
from governance.spreadsheets.table import Cell, Fault, Heading, Sheet, SheetRow
from governance.text import LONGEST_TEXT, clean, length, match_key
from responsibilities.contents import COLUMNS, Content, Part
from responsibilities.kinds import KINDS
from responsibilities.models import Participation
from responsibilities.spreadsheets.entries import EntryReader
from responsibilities.spreadsheets.layouts import LAYOUTS, TOWNSHIPS, UNSTATED_NOTE, Layout
from responsibilities.spreadsheets.parsed import ParsedEntry, ParsedList, content_of

Role = Participation.Role

# The columns with bodies; the cell of one replaces all parts of its roles.
PART_COLUMNS = {
    "lead": (Role.LEAD, Role.UNSTATED),
    "support": (Role.SUPPORT,),
    "superior": (Role.LEAD,),
    "superior_duties": (Role.LEAD,),
    "township_duties": (Role.SUPPORT,),
    "takeover_body": (Role.TAKEOVER,),
    "takeover_method": (Role.TAKEOVER,),
}
_TOGETHER = ({"superior", "superior_duties"}, {"takeover_body", "takeover_method"})
_ROLE_ORDER = [Role.LEAD, Role.UNSTATED, Role.TAKEOVER, Role.SUPPORT]
# The other columns, and the field of an entry that each holds.
_FIELDS = {
    **{name: name for name in ("heading", *COLUMNS) if name != "source"},
    "legal_basis": "bases",
    "crosswalk": "references",
}


def row_layout(kind: str) -> Layout:
    """The layout of a kind in which each entry is one row: the official one."""
    return LAYOUTS[kind][0]


def fields_of(column: str, kind: str) -> str:
    """The field of `Content` that a column holds."""
    if column == "township_duties" and KINDS[kind].township_leads:
        return "content"
    return "parts" if column in PART_COLUMNS else _FIELDS[column]


@dataclass(frozen=True)
class CellWriter:
    """Writes entries of one kind as the texts of their cells; `names` are those of the bodies."""

    kind: str
    names: Mapping[int, str]

    def cells(self, content: Content) -> dict[str, str]:
        """The text of every column of the layout. Read again, the texts give the same content."""
        return {column.key: self._cell(column.key, content) for column in row_layout(self.kind).columns}

    def _cell(self, column: str, content: Content) -> str:
        field = fields_of(column, self.kind)
        if field == "bases":
            return "；".join(text for text, _law in content.bases)
        if field == "references":
            return "、".join(text for _item, text in content.references)
        if field != "parts":
            return getattr(content, field)
        parts = [part for part in content.parts if part.role in PART_COLUMNS[column]]
        match column:
            case "superior" | "takeover_body":
                return "、".join(self._name(part) for part in parts)
            case "superior_duties" | "takeover_method" | "township_duties":
                texts = dict.fromkeys(part.duty_text for part in parts)
                return next(iter(texts), "") if len(texts) < 2 else self._labelled(parts)
        return self._labelled(parts)

    def _labelled(self, parts: Iterable[Part]) -> str:
        """Bodies without a text first, then each body with its text; read again, they are split at the same places."""
        parts = list(parts)
        bare = "、".join(self._name(part) for part in parts if not part.duty_text)
        with_texts = [f"{self._name(part)}：{part.duty_text}" for part in parts if part.duty_text]
        return "\n".join(filter(None, [bare, *with_texts]))

    def _name(self, part: Part) -> str:
        name = self.names[part.body] if part.body else TOWNSHIPS
        return f"{name}{UNSTATED_NOTE}" if part.role == Role.UNSTATED else name


def long_cells(writer: CellWriter, content: Content) -> Iterator[tuple[str, int]]:
    """The columns in which the entry would not fit into a cell, with the length it would have."""
    for column, text in writer.cells(content).items():
        if length(text) > LONGEST_TEXT:
            yield column, length(text)


def too_long(column: str, kind: str, characters: int) -> str:
    """The message for a text that is longer than a cell may be."""
    message = _("“%(column)s” has %(length)s characters in all; at most %(limit)s fit into one cell. Shorten it.")
    title = next(found.title for found in row_layout(kind).columns if found.key == column)
    return message % {"column": title, "length": characters, "limit": LONGEST_TEXT}


def cell_writer(kind: str, contents: Iterable[Content]) -> CellWriter:
    """The writer for these entries; one query for the names of their bodies."""
    bodies = {part.body for content in contents for part in content.parts if part.body}
    return CellWriter(kind, dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "name")))


@dataclass(frozen=True)
class CellFault:
    """What is wrong with a cell: the key of its row, its column, and in `value` the part of the text concerned."""

    key: str
    column: str
    code: str
    message: str
    suggestions: tuple[str, ...] = ()
    value: str = ""


class CellReader:
    """Reads rows of cells into the content of entries; the names of bodies are loaded once, for the first cell that has
    bodies. `headless`: the list has no headings, so none is missing."""

    def __init__(self, kind: str, owner: Organisation, *, headless: bool = False) -> None:
        self.kind, self.owner = kind, owner
        self.layout = row_layout(kind)
        self.headless = headless
        self.letters = {column.key: column_letter(at) for at, column in enumerate(self.layout.columns)}
        self.columns = {letter: key for key, letter in self.letters.items()}
        self.headings = {column.key: Heading(column.title, self.letters[column.key]) for column in self.layout.columns}

    @cached_property
    def names(self) -> Directory:
        return directory(within=Organisation.objects.open().filter(path__startswith=self.owner.county_path))

    def read(
        self, key: str, cells: Mapping[str, str], changed: Collection[str], was: Content | None
    ) -> tuple[Content | None, list[CellFault]]:
        """The content of the row: only changed cells are read, all other content stays as it was.

        Faults in unchanged cells are ignored: they were accepted before.
        """
        read_columns = {column for pair in _TOGETHER if pair & set(changed) for column in pair} | set(changed)
        read_cells = (
            cells if was is None else {c: t for c, t in cells.items() if c in read_columns or c not in PART_COLUMNS}
        )
        entry, faults = self._parse(key, read_cells)
        if was is not None:
            faults = [fault for fault in faults if fault.column in changed]
        if entry is None or faults:
            return None, faults
        content = content_of(entry)
        return (content, []) if was is None else self._merge(key, content, cells, changed, was)

    def _parse(self, key: str, cells: Mapping[str, str]) -> tuple[ParsedEntry | None, list[CellFault]]:
        columns = self.layout.columns
        sheet = Sheet("", "grid", headings=self.headings)
        row = SheetRow(1, {c.key: self._cell(c.key, cells.get(c.key, "")) for c in columns})
        parsed = ParsedList(self.kind, sheet)
        names = self.names if any(row[column] for column in PART_COLUMNS if column in cells) else Directory()
        EntryReader(parsed, self.owner, names, self.layout).read([row])
        real = [fault for fault in parsed.faults if not (self.headless and fault.code == "heading_missing")]
        faults = [self._fault(key, fault) for fault in real]
        for column in columns:
            if length(row[column.key]) > LONGEST_TEXT:
                message = too_long(column.key, self.kind, length(row[column.key]))
                faults.append(CellFault(key, column.key, "too_long", message))
            if column.needs_value and not row[column.key]:
                message = _("%(title)s is empty.") % {"title": column.title}
                faults.append(CellFault(key, column.key, "blank_value", message))
        return (parsed.entries[0] if parsed.entries else None), faults

    def _cell(self, column: str, source: str) -> Cell:
        text, _changes = clean(source)
        return Cell(1, self.letters[column], source, text, text)

    def _fault(self, key: str, fault: Fault) -> CellFault:
        if fault.code == "heading_missing":  # an edited row has no section above it that could name one
            column = next(column for column in self.layout.columns if column.key == "heading")
            message = _("%(title)s is empty.") % {"title": column.title}
            return CellFault(key, column.key, fault.code, message)
        return CellFault(
            key, self.columns.get(fault.column, ""), fault.code, fault.message, fault.suggestions, fault.value
        )

    def _merge(
        self, key: str, content: Content, cells: Mapping[str, str], changed: Collection[str], was: Content
    ) -> tuple[Content | None, list[CellFault]]:
        fields = {fields_of(column, self.kind) for column in changed}
        values = {field: getattr(content, field) for field in fields - {"parts"}}
        if "parts" in fields:
            roles = {role for column in changed for role in PART_COLUMNS.get(column, ())}
            unchanged = [part for part in was.parts if part.role not in roles]
            twice = {(part.body, part.body_class) for part in unchanged} & {
                (p.body, p.body_class) for p in content.parts
            }
            if twice:
                place = next(column for column in changed if column in PART_COLUMNS)
                message = _("A body appears twice in this entry. Combine its duties in one text, under one role.")
                return None, [CellFault(key, place, "body_twice", message)]
            values["parts"] = tuple(sorted([*unchanged, *content.parts], key=lambda part: _ROLE_ORDER.index(part.role)))
        source = dict(was.source)
        for column in self.layout.columns:
            if column.key not in changed:
                continue
            titles = {match_key(title) for title in (column.title, *column.synonyms)}
            source = {title: text for title, text in source.items() if match_key(title) not in titles}
            if cells.get(column.key):
                source[column.title] = cells[column.key]
        return replace(was, **values, source=source), []
