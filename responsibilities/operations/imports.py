"""Bringing lists in from spreadsheets: into a draft, all of a file or nothing of it."""

import hashlib
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.spreadsheets import match_key
from responsibilities import states
from responsibilities.kinds import KINDS, THREE_LISTS
from responsibilities.models import Crosswalk, DutyList, Edition, Entry, Heading, Item, LegalBasis, Participation
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.locks import check_is_draft, check_version, lock_edition
from responsibilities.spreadsheets import ParsedList, read_lists
from responsibilities.states import EditionStatus


class ImportRefused(RuleViolation):
    """The file has faults, or things a person has not said yes to; `lists` tells all of them by row and column."""

    status = 422

    def __init__(self, code: str, message: Any, lists: list[ParsedList]) -> None:
        super().__init__(code, message, "file")
        self.lists = lists


@operation
def import_entries(
    edition: Edition,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    confirmed: bool = False,
    sheet: str | None = None,
    version: int | None = None,
) -> ParsedList:
    """导入: the draft says what the file says, and nothing else. Its author becomes an author of the draft.

    `confirmed`: a person has seen what the file leaves doubtful (`ParsedList.notices`) and agrees to how it is read.
    A file that says what the draft says already changes nothing. Raises UnreadableSpreadsheet, ImportRefused
    `file_has_faults` or `file_needs_confirmation`, RuleViolation `not_a_draft` or `nothing_to_import`.
    """
    duty_list = edition.duty_list
    require(by, "import_entries", at=duty_list.owner)
    lock_edition(edition)
    check_version(edition, version)
    check_is_draft(edition)
    (parsed,) = read_lists(file, filename, owner=duty_list.owner, kinds=[duty_list.kind], sheet=sheet)
    _check([parsed], filename, confirmed)
    _write(edition, parsed, by=by, origin=_origin(file, filename))
    return parsed


@operation
def import_township_lists(
    township: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    confirmed: bool = False,
    sheet: str | None = None,
) -> list[Edition]:
    """三张清单一并导入: the basic, support and withdrawn lists of the file are drafts of the township, saying the same.

    Lists the township does not have yet are opened, and drafts started where there is none. All lists of the file or
    none of them; raises what `import_entries`, `open_list` and `start_draft` raise, and `wrong_owner`.
    """
    require(by, "import_township_lists", at=township)
    if township.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation("wrong_owner", _("These three lists belong to a township."), "township")
    lists = read_lists(file, filename, owner=township, kinds=THREE_LISTS, sheet=sheet)
    _check(lists, filename, confirmed)
    drafts = []
    for parsed in lists:
        duty_list = DutyList.objects.filter(owner=township, kind=parsed.kind).first()
        if duty_list is None:
            title = f"{township.name}{KINDS[parsed.kind].chinese}"
            duty_list = open_list(township, by=by, kind=parsed.kind, title=title)
        draft = duty_list.editions.filter(status__in=states.UNPUBLISHED).first()
        if draft is None:
            draft = start_draft(duty_list, by=by)
        lock_edition(draft)
        check_is_draft(draft)
        _write(draft, parsed, by=by, origin=_origin(file, filename))
        drafts.append(draft)
    return drafts


def _origin(file: BinaryIO, filename: str) -> dict[str, str]:
    file.seek(0)
    return {"file": filename, "sha256": hashlib.sha256(file.read()).hexdigest()}


def _check(lists: list[ParsedList], filename: str, confirmed: bool) -> None:
    faults = [fault for parsed in lists for fault in parsed.faults]
    if faults:
        first = faults[0]
        message = ngettext_lazy(
            "%(file)s has %(count)s fault; nothing was imported. Row %(row)s, column %(column)s: %(message)s",
            "%(file)s has %(count)s faults; nothing was imported. First, row %(row)s, column %(column)s: %(message)s",
            len(faults),
        ) % {
            "file": filename,
            "count": len(faults),
            "row": first.row or "–",
            "column": first.column or "–",
            "message": first.message,
        }
        raise ImportRefused("file_has_faults", message, lists)
    if not any(parsed.entries for parsed in lists):
        raise RuleViolation("nothing_to_import", _("%(file)s holds no items.") % {"file": filename}, "file")
    if not confirmed and any(parsed.notices for parsed in lists):
        message = _("Some things in %(file)s need your yes before it is imported.") % {"file": filename}
        raise ImportRefused("file_needs_confirmation", message, lists)


def _write(edition: Edition, parsed: ParsedList, *, by: Account, origin: dict[str, str]) -> None:
    """Replace the contents of the draft, unless they are the same already."""
    if contents_of(edition) == _contents(parsed):
        return
    before = {"entries": edition.entries.count()}
    items = _items_by_title(edition)
    edition.entries.all().delete()
    edition.headings.all().delete()
    headings = {
        heading.title: heading
        for heading in Heading.objects.bulk_create(
            Heading(edition=edition, position=position, title=title)
            for position, title in enumerate(parsed.headings, start=1)
        )
    }
    new_items = [Item(duty_list=edition.duty_list) for _entry in parsed.entries]
    entries = []
    for position, (row, new) in enumerate(zip(parsed.entries, new_items, strict=True), start=1):
        entries.append(
            Entry(
                edition=edition,
                # The same name is the same item, each item once; whatever is left is a new one.
                item=items.pop(match_key(row.title), new),
                heading=headings[row.heading],
                position=position,
                seq_no=row.seq_no,
                group=row.group,
                title=row.title,
                content=row.content,
                process_note=row.process_note,
                office=row.office,
                internal_note=row.internal_note,
                source=row.source,
            )
        )
    Item.objects.bulk_create(entry.item for entry in entries if entry.item.pk is None)
    Entry.objects.bulk_create(entries)
    _write_below(list(zip(entries, parsed.entries, strict=True)))
    edition.authors.add(by)
    edition.version += 1
    edition.save(update_fields=["version"])
    audit.record(
        "import_entries",
        edition,
        by=by,
        organisation=edition.duty_list.owner,
        before=before,
        after={"entries": len(entries), **origin},
    )


def _write_below(pairs: Iterable[tuple[Entry, Any]]) -> None:
    parts, bases, crosswalks = [], [], []
    for entry, row in pairs:
        parts += [
            Participation(
                entry=entry,
                position=position,
                body=part.body,
                body_class=part.body_class,
                role=part.role,
                duty_text=part.duty_text,
                source_text=part.source_text,
            )
            for position, part in enumerate(row.parts, start=1)
        ]
        bases += [
            LegalBasis(entry=entry, position=position, text=basis.text, law=basis.law)
            for position, basis in enumerate(row.bases, start=1)
        ]
        crosswalks += [
            Crosswalk(entry=entry, item=reference.item, source_text=reference.text) for reference in row.references
        ]
    Participation.objects.bulk_create(parts)
    LegalBasis.objects.bulk_create(bases)
    Crosswalk.objects.bulk_create(crosswalks)


def _items_by_title(edition: Edition) -> dict[str, Item]:
    """Items of the list under the names they have in its last published edition and in the draft as it was."""
    known = Entry.objects.filter(edition__duty_list=edition.duty_list).select_related("item")
    published = known.filter(edition__status=EditionStatus.PUBLISHED)
    items: dict[str, Item] = {}
    taken: set[int] = set()
    for entry in [*known.filter(edition=edition), *published]:
        if entry.item_id not in taken and match_key(entry.title) not in items:
            items[match_key(entry.title)] = entry.item
            taken.add(entry.item_id)
    return items


Contents = list[tuple[Any, ...]]


def contents_of(edition: Edition) -> Contents:
    """Everything a draft says, as plain values in order."""
    entries = edition.entries.select_related("heading").order_by("position")
    return [
        (
            *(entry.seq_no, entry.heading.title, entry.group, entry.title, entry.content, entry.process_note),
            *(entry.office, entry.internal_note, entry.source),
            [
                (part.role, part.body_id, part.body_class, part.duty_text, part.source_text)
                for part in entry.participations.all()
            ],
            [basis.text for basis in entry.legal_bases.all()],
            sorted((crosswalk.item_id, crosswalk.source_text) for crosswalk in entry.crosswalks.all()),
        )
        for entry in entries.prefetch_related("participations", "legal_bases", "crosswalks")
    ]


def _contents(parsed: ParsedList) -> Contents:
    return [
        (
            *(row.seq_no, row.heading, row.group, row.title, row.content, row.process_note),
            *(row.office, row.internal_note, row.source),
            [
                (part.role, part.body and part.body.pk, part.body_class, part.duty_text, part.source_text)
                for part in row.parts
            ],
            [basis.text for basis in row.bases],
            sorted((reference.item.pk, reference.text) for reference in row.references),
        )
        for row in parsed.entries
    ]
