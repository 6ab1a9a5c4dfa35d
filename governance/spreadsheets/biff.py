"""Counting what an .xls workbook will cost before a parser expands it ([MS-XLS]), and noting what is hidden in it."""

import struct
from collections.abc import Iterator

from governance.spreadsheets.scan import Budget, SheetScan

_BOF, _SHEET, _PASSWORD, _STRINGS, _CONTINUE = 0x0809, 0x0085, 0x002F, 0x00FC, 0x003C
_ROW, _COLUMNS, _SHARED_TEXT, _FORMULA = 0x0208, 0x007D, 0x00FD, 0x0006
_TEXTS = {0x0204, 0x00D6}  # text in the cell itself
_SINGLE = {0x0203, 0x0205, 0x027E, _SHARED_TEXT, _FORMULA, *_TEXTS}
_SEVERAL = {0x00BD, 0x00BE}  # a run of cells, its last column at the end of the record
_ERROR_RESULT = 2


class PasswordNeeded(Exception):
    """The workbook is encrypted."""


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Position, type and content of each record."""
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        yield at, kind, data[at + 4 : at + 4 + length]
        at += 4 + length


def scan_xls(data: bytes, budget: Budget) -> list[SheetScan]:
    """Count every sheet of a workbook stream, in the order of the workbook; raises struct.error if it is damaged."""
    by_position: dict[int, SheetScan] = {}
    current = SheetScan()
    strings: list[bytes] = []
    lengths: list[int] = []
    previous = 0
    for at, kind, content in _records(data):
        if kind == _PASSWORD:
            raise PasswordNeeded
        if kind == _SHEET:
            by_position[struct.unpack_from("<I", content)[0]] = SheetScan()
        elif kind == _STRINGS:
            strings = [content[8:]]
        elif kind == _CONTINUE and previous == _STRINGS:
            strings.append(content)
            continue
        elif kind == _BOF:
            if strings and not lengths:
                lengths = _string_lengths(strings)
            current = by_position.get(at, SheetScan())
            budget.start_sheet(f"#{list(by_position).index(at) + 1}" if at in by_position else "")
        else:
            _cell(kind, content, current, lengths, budget)
        previous = kind
    return list(by_position.values())


def _cell(kind: int, content: bytes, scan: SheetScan, lengths: list[int], budget: Budget) -> None:
    if kind in _SINGLE or kind in _SEVERAL:
        row, column = struct.unpack_from("<HH", content)
        characters = 0
        if kind == _SHARED_TEXT:
            (index,) = struct.unpack_from("<I", content, 6)
            characters = lengths[index] if index < len(lengths) else 0
        elif kind in _TEXTS:
            characters = len(content)
        elif kind in _SEVERAL:
            (column,) = struct.unpack_from("<H", content, len(content) - 2)
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _ERROR_RESULT:
            scan.problems[row, column] = "formula_error"
        budget.add(row, column, characters)
    elif kind == _ROW:
        (row,) = struct.unpack_from("<H", content)
        if len(content) > 12 and content[12] & 0x20:
            scan.hidden_rows.add(row)
    elif kind == _COLUMNS:
        first, last, _width, _format, flags = struct.unpack_from("<5H", content)
        if flags & 1:
            scan.hidden_columns.update(range(first, min(last, 255) + 1))


def _string_lengths(segments: list[bytes]) -> list[int]:
    """The length of every shared string. One may run on in the next record, which then begins with its width again."""
    lengths: list[int] = []
    number, at = 0, 0
    while number < len(segments):
        if at >= len(segments[number]):
            number, at = number + 1, at - len(segments[number])
            continue
        segment = segments[number]
        characters, flags = struct.unpack_from("<HB", segment, at)
        at += 3
        lengths.append(characters)
        extra = 0  # formatting runs and phonetics behind the text, which go on without a new width
        if flags & 0x08:
            extra += 4 * struct.unpack_from("<H", segment, at)[0]
            at += 2
        if flags & 0x04:
            extra += struct.unpack_from("<I", segment, at)[0]
            at += 4
        width = 1 + (flags & 1)
        while characters * width > len(segment) - at and number + 1 < len(segments):
            characters -= max(0, len(segment) - at) // width
            number += 1
            segment, at = segments[number], 1
            width = 1 + (segment[0] & 1 if segment else 0)
        at += characters * width + extra
    return lengths
