"""Lists for people to read: which there are on a date, and one edition heading by heading."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from governance.models import Organisation
from responsibilities.models import DutyList, Edition, Entry, Heading, Participation
from responsibilities.states import UNPUBLISHED


@dataclass(frozen=True)
class ListedEdition:
    """A list and what applies of it on a date: its edition in force, or else the first one to come."""

    duty_list: DutyList
    edition: Edition | None
    upcoming: Edition | None
    amendment_pending: bool = False


def listed_editions(
    lists: Iterable[DutyList], on: datetime.date | None = None, known: datetime.date | None = None
) -> list[ListedEdition]:
    """The lists with their editions on the date (today), as known then (now); three queries however many lists.

    That a next edition is in preparation is only said of now: of then nobody outside was told.
    """
    on = on or timezone.localdate()
    lists = list(lists)
    editions = Edition.objects.filter(duty_list__in=lists)
    current = {edition.duty_list_id: edition for edition in editions.in_force(on, known)}
    upcoming: dict[int, Edition] = {}
    for edition in editions.valid(known).filter(effective_from__gt=on).order_by("effective_from"):
        upcoming.setdefault(edition.duty_list_id, edition)
    begun = Edition.objects.filter(duty_list__in=lists, status__in=UNPUBLISHED)
    amended = set(begun.values_list("duty_list", flat=True)) if known is None else set()
    return [ListedEdition(row, current.get(row.pk), upcoming.get(row.pk), row.pk in amended) for row in lists]


@dataclass
class ListedEntry:
    """An entry as a line of its list: with the names of the bodies in each role, as they are printed."""

    entry: Entry
    lead: str = ""
    support: str = ""
    takeover: str = ""
    unstated: str = ""
    township_led: bool = False


@dataclass
class Section:
    """A heading of an edition with the lines shown under it; `total` counts all it has."""

    heading: Heading
    total: int
    lines: list[ListedEntry] = field(default_factory=list)


def sections(edition: Edition, *, words: str = "", heading: str = "") -> list[Section]:
    """The edition heading by heading, with only the entries that contain the words; three queries.

    A heading without such an entry is left out; `heading` narrows to the one of that name.
    """
    headings = edition.headings.annotate(total=Count("entries")).order_by("position")
    found = {row.pk: Section(row, row.total) for row in headings}
    # Of an entry what a line shows: with their texts, a long list takes longer to read than to print.
    entries = (
        edition.entries.containing(words)
        .order_by("position")
        .only("edition_id", "heading_id", "seq_no", "title", "office")
    )
    if heading:
        entries = entries.filter(heading__title=heading)
    lines = {entry.pk: ListedEntry(entry) for entry in entries}
    parts = Participation.objects.filter(entry__edition=edition).order_by("entry_id", "position")
    for entry_id, role, body_class, name, kind in parts.values_list(
        "entry_id", "role", "body_class", "body__name", "body__kind"
    ):
        line = lines.get(entry_id)
        if line is None:
            continue
        party = name or str(Participation.BodyClass(body_class).label)
        before = getattr(line, role)
        setattr(line, role, f"{before}、{party}" if before else party)
        if role == Participation.Role.LEAD and (name is None or kind == Organisation.Kind.TOWNSHIP):
            line.township_led = True
    for line in lines.values():
        found[line.entry.heading_id].lines.append(line)
    return [section for section in found.values() if section.lines]
