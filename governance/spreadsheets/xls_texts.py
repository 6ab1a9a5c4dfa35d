"""Texts of an .xls workbook with the fonts inside them ([MS-XLS] 2.5.293, XLUnicodeRichExtendedString)."""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

# The pieces of one text, each with the number of its font; -1 is the font of the cell.
Pieces: TypeAlias = list[tuple[str, int]]

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08  # flags: two bytes to a character, pronunciation behind it, runs of fonts
_UTF16, _OLDER = "utf-16-le", "gbk"


def shared_texts(records: Sequence[bytes]) -> Iterator[Pieces]:
    """The texts that cells refer to by number; `records` are the first and those that continue it. Texts in one font
    are empty."""
    (count,) = struct.unpack_from("<I", records[0], 4)
    reader = _RecordReader(records, 8)
    for _ in range(count):
        length, flags = struct.unpack("<HB", reader.take(3))
        (runs,) = struct.unpack("<H", reader.take(2)) if flags & _RICH else (0,)
        (behind,) = struct.unpack("<I", reader.take(4)) if flags & _PHONETIC else (0,)
        text = reader.take_text(length, wide=flags & _WIDE)
        fonts = list(struct.iter_unpack("<HH", reader.take(4 * runs)))
        reader.take(behind)
        yield _pieces(text, fonts, _UTF16) if fonts else []


def rich_text(content: bytes, *, is_1997: bool) -> Pieces:
    """The text of a cell that is stored with the cell itself, as older programs do."""
    (length,) = struct.unpack_from("<H", content, 6)
    if is_1997:
        reader = _RecordReader([content], 9)
        text = reader.take_text(length, wide=content[8] & _WIDE)
        (runs,) = struct.unpack("<H", reader.take(2))
        return _pieces(text, list(struct.iter_unpack("<HH", reader.take(4 * runs))), _UTF16)
    reader = _RecordReader([content], 8)
    text = reader.take(length)
    return _pieces(text, list(struct.iter_unpack("<BB", reader.take(2 * reader.take(1)[0]))), _OLDER)


def _pieces(text: bytes, runs: list[tuple[int, int]], encoding: str) -> Pieces:
    """Runs begin at a UTF-16 unit; before 1997, at a byte."""
    width = 2 if encoding == _UTF16 else 1
    bounds = [(0, -1), *runs, (len(text) // width, -1)]
    return [
        (text[begin * width : end * width].decode(encoding, errors="replace"), font)
        for (begin, font), (end, _next) in pairwise(bounds)
        if begin < end
    ]


class _RecordReader:
    """Reads bytes across the boundaries of records."""

    def __init__(self, records: Sequence[bytes], at: int) -> None:
        self.records, self.number, self.at = records, 0, at

    def _take_from_record(self, most: int) -> bytes:
        """At most so many bytes of the present record; empty at its end. Raises IndexError after the last record."""
        piece = self.records[self.number][self.at : self.at + most]
        if piece:
            self.at += len(piece)
        else:
            self.number, self.at = self.number + 1, 0
        return piece

    def take(self, size: int) -> bytes:
        pieces = []
        while size:
            pieces.append(self._take_from_record(size))
            size -= len(pieces[-1])
        return b"".join(pieces)

    def take_text(self, length: int, *, wide: int) -> bytes:
        """The characters as UTF-16. In each further record a new flag says how wide they are."""
        pieces = []
        while length:
            piece = self._take_from_record(length * 2 if wide else length)
            if not piece:
                wide = self.take(1)[0] & _WIDE
                continue
            pieces.append(piece if wide else piece.decode("latin-1").encode(_UTF16))
            length -= max(1, len(pieces[-1]) // 2)
        return b"".join(pieces)
