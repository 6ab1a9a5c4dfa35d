"""Local values as a table: every row is one value with its document and days."""

from collections.abc import Iterable
from decimal import Decimal
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.directory import Directory, directory
from governance.models import LocalValue, Organisation
from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import Column, ColumnMap, SheetRow
from governance.spreadsheets.text import NO, YES
from governance.spreadsheets.writing import write
from governance.workdays.terms import Regime, Unit

LIMITS = Limits(rows=5_000)
VALUES = ColumnMap(
    (
        Column("seq_no", "序号", ("编号",), required=False, kind="ordinal", width=6),
        Column("organisation", "适用单位", ("单位名称", "organisation"), required=False, width=18),
        Column("code", "名称代码", ("代码", "code"), needs_value=True, kind="code", width=36),
        Column("number", "数值", ("number",), needs_value=True, kind="number", width=10),
        Column("unit", "单位", ("计量单位", "unit"), needs_value=True, width=10),
        Column("regime", "日的计算", ("regime",), required=False, width=14),
        Column("roll_organ", "机关期限顺延", ("roll_organ",), required=False, width=10),
        Column("pausable", "可以中止", ("pausable",), required=False, width=10),
        Column("effective_from", "生效日期", ("施行日期", "effective_from"), needs_value=True, kind="date", width=12),
        Column("effective_to", "有效截止日期", ("最后一日", "effective_to"), required=False, kind="date", width=12),
        Column("document_no", "依据文件", ("文号", "document_no"), needs_value=True, kind="code", width=30),
        Column("checked_on", "核对日期", ("checked_on",), required=False, kind="date", width=12),
        Column("note", "备注", ("说明", "note"), required=False, width=40),
    )
)
UNITS = {
    **{unit.value: unit.value for unit in Unit},
    "小时": Unit.HOURS.value,
    "工作日": Unit.WORKING_DAYS.value,
    "自然日": Unit.NATURAL_DAYS.value,
    "个月": Unit.MONTHS.value,
    "年": Unit.YEARS.value,
    **{name: name for name in ("yuan", "people", "percent", "times", "number")},
    "元": "yuan",
    "人": "people",
    "%": "percent",
    "次": "times",
    "无": "number",
}
REGIMES = {
    **{regime.value: regime.value for regime in Regime},
    "按自然日": Regime.NATURAL.value,
    "按行政处罚法": Regime.PENALTY.value,
    "按行政强制法": Regime.COERCION.value,
}
FLAGS = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
_UNIT_WORDS = {value: word for word, value in UNITS.items()}
_REGIME_WORDS = {value: word for word, value in REGIMES.items()}


def read_local_values(file: BinaryIO, filename: str, *, county: Organisation, sheet: str | None = None) -> RecordTable:
    """The values of the file by body, code and first day; a row without a body is the county's. Raises
    UnreadableSpreadsheet."""
    table = RecordTable(read(file, filename, columns=VALUES, sheet=sheet, limits=LIMITS), _("Local values"))
    bodies = directory(within=Organisation.objects.open().filter(path__startswith=county.path))
    for row in table.sheet.rows:
        _read(table, row, county, bodies)
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


def _read(table: RecordTable, row: SheetRow, county: Organisation, bodies: Directory) -> None:
    cells = RowReader(table, row)
    body = cells.body("organisation", row["organisation"], bodies) if row["organisation"] else county
    value = LocalValue(
        organisation=body,
        number=_number(cells),
        unit=cells.one_of("unit", UNITS),
        regime=cells.one_of("regime", REGIMES) or Regime.NATURAL.value,
        roll_organ=bool(cells.one_of("roll_organ", FLAGS)),
        pausable=bool(cells.one_of("pausable", FLAGS)),
        effective_from=cells.day("effective_from"),
        effective_to=cells.day("effective_to"),
        checked_on=cells.day("checked_on") or timezone.localdate(),
        **{name: row[name] for name in ("code", "document_no", "note")},
    )
    cells.in_order(value, "effective_from", "effective_to")
    if value.checked_on > timezone.localdate():
        cells.fault("checked_later", _("Nobody has checked it on a day to come."), "checked_on", row["checked_on"])
    if cells.is_sound:
        _check_number(value, cells)
    if cells.is_sound:
        cells.fits(value)
    key = (body.pk if body else None, value.code, value.effective_from)
    table.add(key, value, cells, column="code")


def _number(cells: RowReader) -> Decimal:
    cell = cells.row.cells.get("number")
    if cell is not None and isinstance(cell.value, int | Decimal) and cell.value >= 0:
        return Decimal(cell.value).quantize(Decimal("0.0001"))
    text = cell.text if cell else ""
    cells.fault("not_a_number", _("“%(value)s” is not a number from 0 on.") % {"value": text}, "number", text)
    return Decimal(0)


def _check_number(value: LocalValue, cells: RowReader) -> None:
    if not value.is_term:
        return
    if value.number < 1 or value.number != int(value.number):
        cells.fault("not_a_term", _("A term is a whole number from 1 on."), "number", str(value.number))
    elif Unit(value.unit) is Unit.HOURS and value.pausable:
        cells.fault("hours_pause", _("A term in hours cannot be suspended."), "pausable", "")
    elif Unit(value.unit) is Unit.NATURAL_DAYS and Regime(value.regime).unit_of_days(int(value.number)) != value.unit:
        message = _("Under this law %(number)s days are working days.") % {"number": int(value.number)}
        cells.fault("against_the_law", message, "unit", cells.row["unit"])


def write_local_values(values: Iterable[LocalValue]) -> bytes:
    """The values as xlsx that is read back as the same rows."""
    return write(VALUES, map(_row, values), title="地方规定的数值")


def _row(value: LocalValue) -> dict[str, object]:
    number = value.number.normalize()
    return {
        "organisation": value.organisation.name,
        "code": value.code,
        "number": int(number) if number == int(number) else number,
        "unit": _UNIT_WORDS[value.unit],
        "regime": _REGIME_WORDS[value.regime] if value.is_term else "",
        "roll_organ": YES[0] if value.roll_organ else "",
        "pausable": YES[0] if value.pausable else "",
        **{
            name: getattr(value, name)
            for name in ("effective_from", "effective_to", "document_no", "checked_on", "note")
        },
    }
