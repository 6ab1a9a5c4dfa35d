"""Laying down local values, checking them against their documents, and loading a table of them."""

import datetime
import itertools
from decimal import Decimal
from typing import Any, BinaryIO

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.local_value_tables import read_local_values
from governance.models import Account, LocalValue, Organisation
from governance.models.local_values import OTHER_UNITS
from governance.record_loads import Loaded, LoadEffect, load_records, what_changes
from governance.record_tables import RecordTable
from governance.spreadsheets.table import Fault
from governance.workdays.calendar import ONE_DAY

SAID = ("number", "unit", "regime", "roll_organ", "pausable", "effective_from", "effective_to", "document_no")


@operation(_("Set local value"), at="self")
def set_local_value(
    organisation: Organisation,
    *,
    by: Account,
    code: str,
    number: Decimal,
    unit: str,
    effective_from: datetime.date,
    document_no: str,
    effective_to: datetime.date | None = None,
    note: str = "",
) -> LocalValue:
    """规定本地数值: a threshold, ratio or maximum for the organisation and all below that have none of their own.

    What counted until then ends the day before; a value already set for a later day ends this one. Terms are set by
    `set_local_term`. Raises RuleViolation: `document_no_missing`, `local_value_invalid`,
    `local_value_ends_before_start`, `local_value_already_set`.
    """
    if unit not in OTHER_UNITS or number < 0:
        raise RuleViolation("local_value_invalid", _("A value is a number from 0 on, with a unit."), field="number")
    return lay_down(
        organisation,
        code=code,
        number=number,
        unit=unit,
        effective_from=effective_from,
        effective_to=effective_to,
        document_no=document_no,
        note=note,
    )


def lay_down(
    organisation: Organisation,
    *,
    code: str,
    effective_from: datetime.date,
    effective_to: datetime.date | None,
    document_no: str,
    **says: Any,
) -> LocalValue:
    """The row, with those of its code before and after it cut to fit; for operations that have checked their number.

    Raises RuleViolation: `document_no_missing`, `local_value_ends_before_start`, `local_value_already_set`.
    """
    if not document_no.strip():
        raise RuleViolation("document_no_missing", _("Name the document that sets it."), field="document_no")
    if effective_to is not None and effective_to < effective_from:
        raise RuleViolation("local_value_ends_before_start", _("It ends before it takes effect."), field="effective_to")
    others = LocalValue.objects.filter(organisation=organisation, code=code)
    if others.filter(effective_from=effective_from).exists():
        raise RuleViolation(
            "local_value_already_set",
            _("%(code)s is already set from %(date)s; set the new one from another day.")
            % {"code": code, "date": effective_from},
            field="effective_from",
        )

    following = others.filter(effective_from__gt=effective_from).order_by("effective_from").first()
    if following and (effective_to is None or effective_to >= following.effective_from):
        effective_to = following.effective_from - ONE_DAY
    preceding = (
        others.filter(effective_from__lt=effective_from)
        .filter(Q(effective_to=None) | Q(effective_to__gte=effective_from))
        .first()
    )
    before = audit.snapshot(preceding, *SAID) if preceding else None
    if preceding:
        preceding.effective_to = effective_from - ONE_DAY
        preceding.save(update_fields=["effective_to"])
    value = LocalValue.objects.create(
        organisation=organisation,
        code=code,
        effective_from=effective_from,
        effective_to=effective_to,
        document_no=document_no,
        **says,
    )
    audit.record(value, before=before, after=audit.snapshot(value, "code", *SAID))
    return value


@operation(_("Mark as checked"), at="organisation")
def mark_checked(value: LocalValue, *, by: Account) -> LocalValue:
    """今日已核对: somebody has compared the row with its document, and it still says so.

    Raises RuleViolation `already_checked`.
    """
    today = timezone.localdate()
    if value.checked_on == today:
        raise RuleViolation("already_checked", _("This was checked today already."))
    before = audit.snapshot(value, "checked_on")
    value.checked_on = today
    value.save(update_fields=["checked_on"])
    audit.record(value, before=before, after=audit.snapshot(value, "checked_on"))
    return value


def what_loading_values_does(county: Organisation, table: RecordTable) -> LoadEffect:
    """What `load_local_values` would do; writes nothing. Rows that would overlap become faults of the table."""
    rows = LocalValue.objects.filter(organisation__path__startswith=county.path).select_related("organisation")
    stored = {(row.organisation_id, row.code, row.effective_from): row for row in rows}
    _check_apart(table, {**stored, **table.records})
    return what_changes(table.records, stored)


def _check_apart(table: RecordTable, all_rows: dict[Any, LocalValue]) -> None:
    sound = [key for key in all_rows if None not in key]
    for before, after in itertools.pairwise(sorted(sound)):
        earlier, later = all_rows[before], all_rows[after]
        if before[:2] != after[:2] or (earlier.effective_to and earlier.effective_to < later.effective_from):
            continue
        told = after if after in table.records else before
        if told not in table.records:
            continue  # neither is of this file
        message = gettext("%(code)s would have two values on one day. End the earlier one first.")
        column = "effective_from" if told == after else "effective_to"
        heading = table.sheet.headings.get(column)
        letter = heading.column if heading else ""
        table.faults.append(
            Fault("values_overlap", message % {"code": later.code}, table.rows[told], letter, str(all_rows[told]), ())
        )


@operation(_("Load local values"), at="self")
def load_local_values(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
) -> Loaded:
    """导入地方规定的数值: every row of the table is a value with its days; all of the file or nothing.

    A value is known by body, code and first day; a row that differs corrects it. Nothing is deleted and nothing is cut
    to fit: the table says when each ends. Raises UnreadableSpreadsheet, ImportRefused, `nothing_to_import`.
    """
    table = read_local_values(file, filename, county=county, sheet=sheet)
    return load_records(county, table, what_loading_values_does, file=file, filename=filename, confirmed=confirmed)
