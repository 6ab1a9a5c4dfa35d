"""Keeping the catalogue of services: loading it, confirming its items, taking one out."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.imports import check_file, check_holds_items, origin_of, remember_names
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.record_tables import RecordTable
from services.item_choices import CodeKind
from services.models import CodePattern, HandlingItem, HandlingStep, Implementation, Material, ServiceItem
from services.spreadsheets.items import ReadItem, read_items

BATCH = 500
LONGEST_CONFIRMATION = datetime.timedelta(days=2 * 366)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class ItemsLoaded:
    """How many items a load added, gave another implementation, and found as they were."""

    added: int
    changed: int
    unchanged: int


@operation(_("Load service items"), at="self")
def load_items(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    effective_from: datetime.date,
    document_no: str = "",
    sheet: str | None = None,
    confirmed: bool = False,
    names: Mapping[str, Organisation] | None = None,
    remember: Collection[str] = (),
) -> ItemsLoaded:
    """导入政务服务事项: from the day on, every item of the file is done as the file says; all of it or nothing.

    An item is known by its implementation code. Where the file says otherwise than what is known, a new implementation
    begins on the day and the last one ends before it: applications that run keep theirs. Items the file does not name
    stay. Raises UnreadableSpreadsheet, ImportRefused, `nothing_to_import`.
    """
    table = read_items(file, filename, county=county, effective_from=effective_from, sheet=sheet, names=names)
    loaded = _load(county, table, file=file, filename=filename, confirmed=confirmed, document_no=document_no)
    remember_names(names or {}, remember, by=by)
    return loaded


@operation(_("Take over service items"), at="self")
def take_over_items(
    county: Organisation, *, by: Account, file: BinaryIO, filename: str, effective_from: datetime.date
) -> ItemsLoaded:
    """承接既有事项目录: as `load_items`, of a register that was kept before there were the portal's rules.

    What they would refuse today (a step done in the village without a ground) is there and a finding. A second run
    changes nothing.
    """
    table = read_items(file, filename, county=county, effective_from=effective_from, taken_over=True)
    return _load(county, table, file=file, filename=filename, confirmed=True, document_no="")


@operation(_("Set pattern of codes"), at="self")
def set_code_pattern(
    county: Organisation, *, by: Account, kind: str, pattern: str, document_no: str = ""
) -> CodePattern:
    """设定编码规则: codes that are loaded from now on are written like this. Raises RuleViolation `invalid`."""
    known = CodePattern.objects.filter(county=county, kind=kind).first()
    before = {} if known is None else audit.snapshot(known, "pattern", "document_no")
    rule = known or CodePattern(county=county, kind=kind)
    rule.pattern, rule.document_no = pattern.strip(), document_no.strip()
    check_fields(rule, skip=("county",))
    rule.save()
    audit.record(county, before=before, after={"kind": str(CodeKind(kind)), "pattern": rule.pattern})
    return rule


@operation(_("Confirm service item"), at="body")
def confirm_item(implementation: Implementation, *, by: Account, until: datetime.date) -> Implementation:
    """确认事项: the body has looked at the item, and what people read of it is right until the day.

    Raises RuleViolation `implementation_over`, `confirmed_for_the_past`, `confirmed_too_long`.
    """
    today = timezone.localdate()
    if implementation.effective_to is not None and implementation.effective_to < today:
        message = _("“%(item)s” is done in another way since %(day)s; confirm that one.")
        values = {"item": implementation, "day": implementation.effective_to + DAY}
        raise RuleViolation("implementation_over", message % values)
    _check_until(until, today)
    before = audit.snapshot(implementation, "confirmed_until")
    implementation.confirmed_until, implementation.confirmed_by = until, by
    implementation.save(update_fields=["confirmed_until", "confirmed_by"])
    audit.record(implementation, before=before, after={"confirmed_until": until})
    return implementation


def _check_until(until: datetime.date, today: datetime.date) -> None:
    if until < today:
        raise RuleViolation("confirmed_for_the_past", _("Confirm it until a day to come."), "until")
    if until > today + LONGEST_CONFIRMATION:
        raise RuleViolation("confirmed_too_long", _("Confirm it for two years at most."), "until")


@operation(_("Withdraw service item"), at="item.service_item.county")
def withdraw_item(
    implementation: Implementation, *, by: Account, last_day: datetime.date, reason: str
) -> Implementation:
    """取消事项: after the day nobody can apply for it; what it said stays.

    Raises RuleViolation `already_withdrawn`, `withdrawn_before_start`, `withdrawn_for_the_past`.
    """
    if implementation.effective_to is not None:
        message = _("“%(item)s” already ends on %(day)s.")
        raise RuleViolation("already_withdrawn", message % {"item": implementation, "day": implementation.effective_to})
    if last_day < implementation.effective_from:
        message = _("“%(item)s” is in force from %(day)s; it cannot end before.")
        values = {"item": implementation, "day": implementation.effective_from}
        raise RuleViolation("withdrawn_before_start", message % values, "last_day")
    if last_day < timezone.localdate():
        raise RuleViolation("withdrawn_for_the_past", _("An item ends today or later."), "last_day")
    implementation.effective_to = last_day
    implementation.save(update_fields=["effective_to"])
    audit.record(implementation, after={"effective_to": last_day}, reason=reason)
    return implementation


@dataclass(frozen=True)
class ItemsEffect:
    """What a load would add, change and find as it is."""

    added: list[ReadItem]
    changed: list[ReadItem]
    unchanged: int


def what_loading_does(table: RecordTable) -> ItemsEffect:
    """What `load_items` would do with the table; writes nothing."""
    read: list[ReadItem] = list(table.records.values())
    added = [item for item in read if item.is_new]
    changed = [item for item in read if item.differences]
    return ItemsEffect(added, changed, len(read) - len(added) - len(changed))


def _load(
    county: Organisation, table: RecordTable, *, file: BinaryIO, filename: str, confirmed: bool, document_no: str
) -> ItemsLoaded:
    check_holds_items([table], filename)
    check_file([table], filename, confirmed)
    effect = what_loading_does(table)
    before = {str(item): audit.snapshot(item.stored, *_plain(item)) for item in effect.changed if item.stored}
    after = {str(item): audit.snapshot(item.becomes, *_plain(item)) for item in effect.changed}
    _write_main_items(county, [*effect.added, *effect.changed])
    _end_earlier(effect.changed)
    _write_implementations(county, [*effect.added, *effect.changed], document_no)
    if effect.added or effect.changed:
        facts = {"added": len(effect.added), "changed": after, "document_no": document_no}
        audit.record(county, before=before, after={**facts, **origin_of(file, filename)})
    return ItemsLoaded(len(effect.added), len(effect.changed), effect.unchanged)


def _plain(item: ReadItem) -> list[str]:
    """The differing fields that are columns of the implementation itself."""
    columns = {field.name for field in Implementation._meta.concrete_fields}
    return [name for name in item.differences if name in columns]


def _write_main_items(county: Organisation, items: list[ReadItem]) -> None:
    names = {item.main_code: item.main_item for item in items}
    ServiceItem.objects.bulk_create(
        [ServiceItem(county=county, code=code, name=name) for code, name in names.items()],
        update_conflicts=True,
        unique_fields=["county", "code"],
        update_fields=["name"],
        batch_size=BATCH,
    )


def _end_earlier(changed: list[ReadItem]) -> None:
    ending = []
    for item in changed:
        if item.stored is not None and item.stored.effective_to is None:
            item.stored.effective_to = item.becomes.effective_from - DAY
            ending.append(item.stored)
    Implementation.objects.bulk_update(ending, ["effective_to"], batch_size=BATCH)


def _write_implementations(county: Organisation, items: list[ReadItem], document_no: str) -> None:
    mains = {main.code: main for main in ServiceItem.objects.filter(county=county)}
    new = {
        item.code: HandlingItem(service_item=mains[item.main_code], base_code=item.base_code, code=item.code)
        for item in items
        if item.stored is None
    }
    HandlingItem.objects.bulk_create(new.values(), batch_size=BATCH)
    for item in items:
        item.becomes.item = item.stored.item if item.stored else new[item.code]
        item.becomes.document_no = document_no
    Implementation.objects.bulk_create([item.becomes for item in items], batch_size=BATCH)
    for item in items:
        for material in item.materials:
            material.implementation = item.becomes
        for step in item.steps:
            step.implementation = item.becomes
    Material.objects.bulk_create([material for item in items for material in item.materials], batch_size=BATCH)
    HandlingStep.objects.bulk_create([step for item in items for step in item.steps], batch_size=BATCH)
