"""Parses one workbook in a process of its own: standard input to JSON. Run by path; knows nothing of the portal.

The parser trusts the numbers it finds. A damaged or malicious file, above all in the format before 2007, can make it
reserve a terabyte, which ends the process at once: it must not be the web server's.
"""

import datetime
import io
import json
import sys

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 60


def restrain() -> None:
    """Take what one table may cost; not every system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tagged(value: object) -> object:
    """Dates and times as their type and ISO form, all else as it is."""
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return {type(value).__name__: value.isoformat()}
    return value


def parse(data: bytes, max_cells: int, max_characters: int) -> dict:
    """All sheets with their values, or an error code."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for position, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            end = sheet.end
            if end is not None and (end[0] + 1) * (end[1] + 1) > max_cells:
                return {"error": "too_large", "where": about.name}
            rows = [] if end is None else sheet.to_python(skip_empty_area=False)
            max_characters -= sum(len(value) for row in rows for value in row if isinstance(value, str))
            if max_characters < 0:
                return {"error": "too_large", "where": about.name}
            sheets.append(
                {
                    "name": about.name,
                    "position": position,
                    "hidden": about.visible is not SheetVisibleEnum.Visible,
                    "merges": sheet.merged_cell_ranges or [],
                    "rows": [[tagged(value) for value in row] for row in rows],
                }
            )
    except PasswordError:
        return {"error": "password_protected"}
    return {"sheets": sheets}


if __name__ == "__main__":
    restrain()
    json.dump(parse(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
