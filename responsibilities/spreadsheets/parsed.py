"""A list as read from a file: its entries, faults and findings."""

from dataclasses import dataclass, field

from governance.imports import ImportedTable
from governance.models import Organisation
from governance.spreadsheets.table import Fault, Sheet
from responsibilities import contents
from responsibilities.contents import Content
from responsibilities.kinds import ListKind
from responsibilities.models import Item, Participation


@dataclass(frozen=True)
class ParsedPart:
    """One body, or a class of bodies, with its role and its text in one entry."""

    role: str
    body: Organisation | None = None
    body_class: str = ""
    duty_text: str = ""
    source_text: str = ""

    def __str__(self) -> str:
        """The body's name, after its role unless it leads."""
        party = self.body.name if self.body else str(Participation.BodyClass(self.body_class).label)
        return party if self.role == Participation.Role.LEAD else f"{Participation.Role(self.role).label}：{party}"

    @property
    def party(self) -> tuple[int | None, str]:
        return (self.body.pk if self.body else None), self.body_class


@dataclass(frozen=True)
class Basis:
    """One law of the column 实施依据."""

    text: str
    law: str = ""


@dataclass(frozen=True)
class Reference:
    """A reference such as D-1, and the item of the other list."""

    text: str
    item: Item


@dataclass
class ParsedEntry:
    """One entry of the file; `row` is its first row, `item` the identity with which its row was exported."""

    row: int
    seq_no: str
    heading: str
    title: str
    item: str = ""
    group: str = ""
    content: str = ""
    process_note: str = ""
    office: str = ""
    internal_note: str = ""
    parts: list[ParsedPart] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    source: dict[str, str] = field(default_factory=dict)


def content_of(entry: ParsedEntry) -> Content:
    """The content of the entry as stored in a draft."""
    return Content(
        heading=entry.heading,
        **{name: getattr(entry, name) for name in contents.COLUMNS},
        parts=tuple(contents.Part(part.role, *part.party, part.duty_text, part.source_text) for part in entry.parts),
        bases=tuple((basis.text, basis.law) for basis in entry.bases),
        references=tuple(sorted((reference.item.pk, reference.text) for reference in entry.references)),
    )


@dataclass(frozen=True)
class Finding:
    """Something an editor should check; it does not prevent the import. Codes: role_missing, duties_missing,
    method_missing, open_ended, second_name, title_twice, number_gap."""

    code: str
    message: str
    row: int
    seq_no: str = ""
    column: str = ""


@dataclass
class ParsedList(ImportedTable):
    """One list of a file: its entries with their faults and findings."""

    kind: str
    sheet: Sheet
    entries: list[ParsedEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    explained: dict[str, list[int]] = field(default_factory=dict)
    explained_roles: dict[str, list[int]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(ListKind(self.kind).label)

    @property
    def count(self) -> int:
        return len(self.entries)

    @property
    def headings(self) -> list[str]:
        return list(dict.fromkeys(entry.heading for entry in self.entries))
