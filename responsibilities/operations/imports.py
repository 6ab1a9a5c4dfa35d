"""Bringing lists in from spreadsheets: into a draft, all of a file or nothing of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from governance.access import lock_row, operation
from governance.errors import RuleViolation
from governance.imports import check_file, check_holds_items, origin_of, remember_names
from governance.models import Account, Organisation
from governance.text import match_key
from responsibilities import states
from responsibilities.contents import Content, contents
from responsibilities.kinds import KINDS, THREE_LISTS
from responsibilities.models import Batch, DutyList, Edition, Entry, Item
from responsibilities.operations.batches import write_batch
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.locks import check_is_draft
from responsibilities.spreadsheets.parsed import ParsedList, content_of
from responsibilities.spreadsheets.reading import read_lists
from responsibilities.states import EditionStatus


@operation(_("Import entries"), at="duty_list.owner")
def import_entries(
    edition: Edition,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    confirmed: bool = False,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
    roles: Mapping[str, str] | None = None,
    remember: Collection[str] = (),
    version: int | None = None,
) -> ParsedList:
    """导入: the draft says what the file says, and nothing else. Its author becomes an author of the draft.

    `confirmed`: a person has seen `ParsedList.confirmations` and agrees to how the file was read.
    `names`: what a person has said that unknown names in this file mean; those of `remember` become aliases.
    `roles`: lead, support or unstated for words before bodies whose role this file alone does not say (包保单位).
    A file that says what the draft says already changes nothing. Raises UnreadableSpreadsheet, ImportRefused
    `file_has_faults` or `file_needs_confirmation`, RuleViolation `not_a_draft` or `nothing_to_import`.
    """
    duty_list = edition.duty_list
    check_is_draft(edition)
    (parsed,) = read_lists(
        file, filename, owner=duty_list.owner, kinds=[duty_list.kind], sheet=sheet, explained=names, roles=roles
    )
    check_holds_items([parsed], filename)
    check_file([parsed], filename, confirmed)
    _write(edition, parsed, by=by, origin=origin_of(file, filename))
    remember_names(names or {}, remember, by=by)
    return parsed


@operation(_("Import the lists of a township"), at="self", lock=False)
def import_township_lists(
    township: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    confirmed: bool = False,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
    roles: Mapping[str, str] | None = None,
    remember: Collection[str] = (),
) -> list[Edition]:
    """三张清单一并导入: the basic, support and withdrawn lists of the file are drafts of the township, saying the same.

    Lists the township does not have yet are opened, and drafts started where there is none. All lists of the file or
    none of them; raises what `import_entries`, `open_list` and `start_draft` raise, and `wrong_owner`.
    """
    if township.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation("wrong_owner", _("These three lists belong to a township."), "township")
    lists = read_lists(file, filename, owner=township, kinds=THREE_LISTS, sheet=sheet, explained=names, roles=roles)
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
        lock_row(draft)
        check_is_draft(draft)
        _write(draft, parsed, by=by, origin=origin_of(file, filename))
        drafts.append(draft)
    remember_names(names or {}, remember, by=by)
    return drafts


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
    changed = sum(_without_cells(now[pk]) != _without_cells(content) for pk, content in kept.items())
    return ImportEffect(len(parsed.entries) - len(kept), len(now) - len(kept), changed, len(kept) - changed)


def _without_cells(content: Content) -> Content:
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
