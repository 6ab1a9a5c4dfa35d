"""What was understood of a list in a file: entries ready to be written, or what stands in the way."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from governance.models import Organisation
from governance.spreadsheets import Fault, Notice, Repair, Sheet
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
    """A correspondence such as D-1, and the item of the other list it leads to."""

    text: str
    item: Item


@dataclass
class ParsedEntry:
    """One entry as the file has it; `row` is where it begins, `item` the identity its row was exported with."""

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
    """What the entry says, as it is written into a draft."""
    return Content(
        seq_no=entry.seq_no,
        heading=entry.heading,
        title=entry.title,
        group=entry.group,
        content=entry.content,
        process_note=entry.process_note,
        office=entry.office,
        internal_note=entry.internal_note,
        source=entry.source,
        parts=tuple(contents.Part(part.role, *part.party, part.duty_text, part.source_text) for part in entry.parts),
        bases=tuple((basis.text, basis.law) for basis in entry.bases),
        references=tuple(sorted((reference.item.pk, reference.text) for reference in entry.references)),
    )


@dataclass(frozen=True)
class Finding:
    """Something an editor should look at; it does not stand in the way. Codes: role_missing, duties_missing,
    method_missing, open_ended, title_twice, number_gap."""

    code: str
    message: str
    row: int
    seq_no: str = ""
    column: str = ""


@dataclass
class ParsedList:
    """One list of a file: its entries and what there is to say about them. With faults nothing may be imported."""

    kind: str
    sheet: Sheet
    entries: list[ParsedEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        return str(ListKind(self.kind).label)

    @property
    def delimiter_name(self) -> str:
        names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}
        return names.get(self.sheet.delimiter, self.sheet.delimiter)

    @property
    def notices(self) -> list[Notice]:
        return self.sheet.notices

    @property
    def repairs(self) -> list[Repair]:
        return self.sheet.repairs

    @property
    def headings(self) -> list[str]:
        return list(dict.fromkeys(entry.heading for entry in self.entries))
