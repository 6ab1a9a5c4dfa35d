"""Unpacking a workbook: counted first, then parsed. Runs in the parser's process (`parser_child`), where neither Django
nor the rest of the portal can be imported."""

import dataclasses
import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, TypeAlias

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from governance.filetypes import open_zip
from governance.ole import OleFile
from governance.spreadsheets.container import Members
from governance.spreadsheets.formats import apply_formats
from governance.spreadsheets.grid import Grid, Merge, SheetDetails
from governance.spreadsheets.limits import Budget, Limits, Unreadable
from governance.spreadsheets.ods import scan_ods
from governance.spreadsheets.xls import scan_xls
from governance.spreadsheets.xlsx import open_xlsx

# The file for the parser, and the details of its sheets, by name or by position.
Counted: TypeAlias = tuple[bytes, dict[str, SheetDetails] | list[SheetDetails]]


# --- What is counted before the parser sees it -----------------------------------------------------------------------
def _repack(parts: dict[str, bytes]) -> bytes:
    """A container with only the parts that were counted, so that the parser reads nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        while parts:
            name, data = parts.popitem()
            archive.writestr(name, data)
    return buffer.getvalue()


def _count_xlsx(data: bytes, limits: Limits) -> Counted:
    with open_zip(io.BytesIO(data)) as archive:
        opened = open_xlsx(archive, limits)
    return _repack(opened.parts), opened.sheets


def _count_ods(data: bytes, limits: Limits) -> Counted:
    with open_zip(io.BytesIO(data)) as archive:
        members = Members(archive, limits)
        names = ("mimetype", "META-INF/manifest.xml", "content.xml")
        parts = {name: part for name in names if (part := members.read(name)) is not None}
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unreadable("password_protected")
    return _repack(dict(parts)), scan_ods(parts["content.xml"], Budget(limits))


def _count_xls(data: bytes, limits: Limits) -> Counted:
    container = OleFile(io.BytesIO(data))
    stream = next((name for name in container.streams if name.lower() in ("workbook", "book")), "")
    return data, scan_xls(container.read(stream), Budget(limits))


_COUNTS = {"xlsx": _count_xlsx, "ods": _count_ods, "xls": _count_xls}


# --- Parsing ---------------------------------------------------------------------------------------------------------
def parse(data: bytes, kind: str, limits: Limits) -> Iterator[Grid]:
    """The worksheets with their values and details. Raises Unreadable, or anything on a damaged file."""
    data, details = _COUNTS[kind](data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Unreadable("password_protected") from error
    budget = Budget(limits)
    for position, entry in enumerate(workbook.sheets_metadata):
        if entry.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(entry.name)
        budget.start_sheet(entry.name)
        if sheet.end is not None:
            budget.add(*sheet.end, 0)
        rows = sheet.to_python(skip_empty_area=False) if sheet.end is not None else []
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    budget.add(number, column, len(value))
        if isinstance(details, dict):
            known = details.get(entry.name, SheetDetails())
        else:
            known = details[position] if position < len(details) else SheetDetails()
        known.hidden |= entry.visible is not SheetVisibleEnum.Visible
        known.merges += [Merge(*start, *end) for start, end in sheet.merged_cell_ranges or []]
        _check_merges(known.merges, rows, limits)
        budget.add_details(len(known.merges))
        grid = Grid(entry.name, rows, known)
        apply_formats(grid, budget)
        yield grid


def _check_merges(merges: list[Merge], rows: list[list], limits: Limits) -> None:
    """Merged ranges never overlap, so together they cover at most the cells of the sheet."""
    height, width = len(rows), max(map(len, rows), default=0)
    covered = sum(
        max(0, min(merge.bottom + 1, height) - merge.top) * max(0, min(merge.right + 1, width) - merge.left)
        for merge in merges
    )
    if covered > limits.cells or len(merges) > limits.cells:
        raise Unreadable("broken_file")


# --- Handing over ----------------------------------------------------------------------------------------------------
def _tagged(value: object) -> object:
    """Dates and times as their type and ISO form, hours that have passed as people see them: 30:15."""
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(abs(value.total_seconds())), 60)
        text = f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        return f"-{text}" if value < datetime.timedelta() else text
    if isinstance(value, datetime.date | datetime.time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no cell holds {type(value).__name__}")


def _listed(details: SheetDetails) -> dict[str, Any]:
    """The details that there are: sets as lists, and what is said of cells once with all its cells, row by row."""
    listed = {}
    for field in dataclasses.fields(SheetDetails):
        value: Any = getattr(details, field.name)
        if isinstance(value, dict):
            places: dict[Any, list[int]] = {}
            for at, said in value.items():
                places.setdefault(said, []).extend(at)
            value = list(places.items())
        listed[field.name] = list(value) if isinstance(value, set) else value
    return {name: value for name, value in listed.items() if value}


def parse_to_lines(data: bytes, kind: str, limits: Limits) -> Iterator[str]:
    """Every sheet as lines of JSON: its name, its number of rows and its details, then its rows one by one; or last the
    code and place of an error. Raises anything on a damaged file."""
    write = json.JSONEncoder(ensure_ascii=False, default=_tagged).encode
    try:
        for grid in parse(data, kind, limits):
            yield write({"name": grid.name, "rows": len(grid.rows), "details": _listed(grid.details)})
            yield from map(write, grid.rows)
    except Unreadable as refusal:
        yield write({"error": refusal.code, "where": refusal.where})
    except MemoryError:
        yield write({"error": "too_large", "where": ""})
