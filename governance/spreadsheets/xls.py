"""What the records of an .xls workbook say beside its values ([MS-XLS])."""

import struct

from governance.spreadsheets.grid import About

_BEGIN, _END, _SHEET, _ROW, _COLUMNS, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0208, 0x007D, 0x0006
_ERROR_RESULT = 2


def scan_xls(data: bytes) -> list[About]:
    """For each sheet in the order of the workbook: hidden rows and columns, and formulas that show an error."""
    sheets: dict[int, About] = {}
    inside: list[About] = []  # a sheet may hold charts, which are streams with records of their own
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        content = data[at + 4 : at + 4 + length]
        if kind == _SHEET:
            sheets[struct.unpack_from("<I", content)[0]] = About()
        elif kind == _BEGIN:
            inside.append(sheets.get(at, About()))
        elif kind == _END and inside:
            inside.pop()
        elif inside:
            _note(kind, content, inside[-1])
        at += 4 + length
    return list(sheets.values())


def _note(kind: int, content: bytes, about: About) -> None:
    if kind == _ROW and len(content) > 12 and content[12] & 0x20:
        about.hidden_rows.add(struct.unpack_from("<H", content)[0])
    elif kind == _COLUMNS:
        first, last, _width, _format, flags = struct.unpack_from("<5H", content)
        if flags & 1:
            about.hidden_columns.update(range(first, min(last, 255) + 1))
    elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _ERROR_RESULT:
        row, column = struct.unpack_from("<HH", content)
        about.problems[row, column] = "formula_error"
