"""Bringing lists in from spreadsheets: into a draft, all of a file or nothing of it."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.spreadsheets import match_key
from responsibilities import states
from responsibilities.contents import Content, contents
from responsibilities.kinds import KINDS, THREE_LISTS
from responsibilities.models import Batch, DutyList, Edition, Entry, Item
from responsibilities.operations.batches import write_batch
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.locks import check_is_draft, check_version, lock_edition
from responsibilities.spreadsheets import ParsedList, content_of, read_lists
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
    check_holds_items([parsed], filename)
    check_file([parsed], filename, confirmed)
    _write(edition, parsed, by=by, origin=origin_of(file, filename))
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
    check_holds_items(lists, filename)
    check_file(lists, filename, confirmed)
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
        _write(draft, parsed, by=by, origin=origin_of(file, filename))
        drafts.append(draft)
    return drafts


def origin_of(file: BinaryIO, filename: str) -> dict[str, str]:
    """Which file something came from, for the audit."""
    file.seek(0)
    return {"file": filename, "sha256": hashlib.sha256(file.read()).hexdigest()}


def check_file(lists: list[ParsedList], filename: str, confirmed: bool) -> None:
    """Raises ImportRefused while the lists of a file have faults, or something in them that nobody has said yes to."""
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
    if not confirmed and any(parsed.notices for parsed in lists):
        message = _("Some things in %(file)s need your yes before it is imported.") % {"file": filename}
        raise ImportRefused("file_needs_confirmation", message, lists)


def check_holds_items(lists: list[ParsedList], filename: str) -> None:
    if not any(parsed.entries or parsed.faults for parsed in lists):
        raise RuleViolation("nothing_to_import", _("%(file)s holds no items.") % {"file": filename}, "file")


def _write(edition: Edition, parsed: ParsedList, *, by: Account, origin: dict[str, str]) -> None:
    """Replace the contents of the draft, unless they are the same already."""
    chosen = _items_of(edition, parsed)
    Item.objects.bulk_create(item for item in chosen if item.pk is None)
    says: dict[int, Content | None] = {
        item.pk: content_of(row) for item, row in zip(chosen, parsed.entries, strict=True)
    }
    gone = edition.entries.exclude(item__in=says).values_list("item", flat=True)
    write_batch(
        edition,
        by=by,
        action="import_entries",
        kind=Batch.Kind.IMPORT,
        changes=dict.fromkeys(gone) | says,
        order=list(says),
        reason=origin["file"],
        details=origin,
    )


@dataclass(frozen=True)
class ImportEffect:
    """How many entries of the draft an import would add, take out, change in their text, and leave."""

    added: int
    removed: int
    changed: int
    same: int


def what_importing_does(edition: Edition, parsed: ParsedList) -> ImportEffect:
    """What `import_entries` would do to the draft as it stands; writes nothing."""
    now = contents(edition)
    kept = {
        item.pk: content_of(entry)
        for item, entry in zip(_items_of(edition, parsed), parsed.entries, strict=True)
        if item.pk in now
    }
    changed = sum(_told(now[pk]) != _told(content) for pk, content in kept.items())
    return ImportEffect(len(parsed.entries) - len(kept), len(now) - len(kept), changed, len(kept) - changed)


def _told(content: Content) -> Content:
    """What it says, whatever cells it was read from."""
    parts = tuple(replace(part, source_text="") for part in content.parts)
    return replace(content, source={}, parts=parts)


def _items_of(edition: Edition, parsed: ParsedList) -> list[Item]:
    """The item of each entry of the file: by the key it was exported with, or the same name; else a new one."""
    keys = [entry.item for entry in parsed.entries if entry.item]
    by_key = {str(item.uid): item for item in Item.objects.filter(uid__in=keys, duty_list=edition.duty_list)}
    found: list[Item | None] = [by_key.pop(entry.item, None) for entry in parsed.entries]
    taken = {item.pk for item in found if item}
    by_title = {title: item for title, item in _items_by_title(edition).items() if item.pk not in taken}
    # Each item once.
    return [
        item or by_title.pop(match_key(entry.title), None) or Item(duty_list=edition.duty_list)
        for item, entry in zip(found, parsed.entries, strict=True)
    ]


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
