"""Opening a file by what it contains, and handing out its sheets as plain grids; nothing uncounted reaches a parser."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from governance import filetypes
from governance.filetypes import Kind
from governance.ole import OleError, OleFile
from governance.spreadsheets.biff import PasswordNeeded, scan_xls
from governance.spreadsheets.scan import (
    Budget,
    Merge,
    SheetScan,
    scan_ods,
    scan_shared_strings,
    scan_xlsx_sheet,
    sheet_parts,
)
from governance.spreadsheets.table import Limits, UnreadableSpreadsheet
from governance.spreadsheets.text import column_letter

Raw: TypeAlias = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta

DELIMITERS = (",", "\t", ";")


@dataclass
class Grid:
    """The values of one sheet from A1 on, with what its XML says beside them.

    `broken_at` is the first row of a csv file that cannot be read under this delimiter.
    """

    name: str
    rows: list[list[Raw]]
    about: SheetScan = field(default_factory=SheetScan)
    delimiter: str = ""
    broken_at: int | None = None


class Book(Protocol):
    """An opened file. `names` are its visible sheets, `hidden` the others."""

    kind: str
    encoding: str
    names: list[str]
    hidden: list[str]

    def grids(self, name: str) -> Iterator[Grid]:
        """The sheet, once for each way it can be read; the caller keeps the one that makes sense."""


def open_book(
    data: bytes, filename: str, limits: Limits, encoding: str | None = None, delimiter: str | None = None
) -> Book:
    """Open a file by its content; raises UnreadableSpreadsheet."""
    content = filetypes.sniff(io.BytesIO(data))
    if content.kind in (Kind.TEXT, Kind.UNKNOWN):
        return CsvBook(data, filename, limits, encoding or content.encoding, delimiter)
    if content.kind is Kind.XLSX:
        return _open_xlsx(data, filename, limits)
    if content.kind is Kind.ODS:
        return _open_ods(data, filename, limits)
    if content.kind is Kind.XLS:
        return _open_xls(data, filename, limits)
    if content.kind is Kind.EMPTY:
        raise UnreadableSpreadsheet("empty_file", _("%(file)s is empty.") % {"file": filename}, filename)
    if content.kind is Kind.ENCRYPTED:
        raise _password_protected(filename)
    raise _wrong_type(filename, content.kind)


def _wrong_type(filename: str, kind: Kind) -> UnreadableSpreadsheet:
    found = {
        Kind.MARKUP: _("a web page"),
        Kind.DOCX: _("a text document"),
        Kind.DOC: _("a text document"),
        Kind.PPTX: _("a presentation"),
        Kind.PDF: "PDF",
        Kind.OFD: "OFD",
        Kind.ZIP: _("an archive"),
        Kind.PNG: _("a picture"),
        Kind.JPEG: _("a picture"),
        Kind.PROGRAM: _("a program"),
    }.get(kind, _("something else"))
    message = _("%(file)s is not a spreadsheet but %(found)s. Open it in Excel or WPS and save it as .xlsx or .csv.")
    return UnreadableSpreadsheet("wrong_type", message % {"file": filename, "found": found}, filename)


def _password_protected(filename: str) -> UnreadableSpreadsheet:
    message = _("%(file)s is protected by a password. Save it without one and upload it again.")
    return UnreadableSpreadsheet("password_protected", message % {"file": filename}, filename)


def broken(filename: str, detail: str = "") -> UnreadableSpreadsheet:
    message = _("%(file)s is damaged or incomplete. Open it in Excel or WPS, save it again and upload that.")
    return UnreadableSpreadsheet("broken_file", message % {"file": filename}, detail or filename)


@contextmanager
def _parsing(filename: str) -> Iterator[None]:
    """Every way in which a damaged file makes a parser fail is one clear error."""
    try:
        yield
    except (PasswordError, PasswordNeeded) as error:
        raise _password_protected(filename) from error
    except (CalamineError, ExpatError, OleError, KeyError, IndexError, *filetypes.ARCHIVE_ERRORS) as error:
        raise broken(filename) from error
    except BaseException as error:
        # A panic of the Rust parser arrives as a class of its own below BaseException.
        if type(error).__module__ == "pyo3_runtime":
            raise broken(filename) from error
        raise


# --- xlsx, ods, xls --------------------------------------------------------------------------------------------------
class CalamineBook:
    """A workbook in one of the binary or zipped formats."""

    encoding = ""

    def __init__(
        self, kind: str, data: bytes, filename: str, limits: Limits, scans: dict[str, SheetScan] | None = None
    ) -> None:
        self.kind, self.filename, self.limits = kind, filename, limits
        self.scans = scans or {}
        with _parsing(filename):
            self.workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
            sheets = [sheet for sheet in self.workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
        self.hidden = [
            sheet.name
            for sheet in sheets
            if sheet.visible is not SheetVisibleEnum.Visible or self._scan(sheet.name).hidden
        ]
        self.names = [sheet.name for sheet in sheets if sheet.name not in self.hidden]

    def _scan(self, name: str) -> SheetScan:
        return self.scans.setdefault(name, SheetScan())

    def grids(self, name: str) -> Iterator[Grid]:
        about = self._scan(name)
        with _parsing(self.filename):
            sheet = self.workbook.get_sheet_by_name(name)
            if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > self.limits.cells:
                raise too_large(self.filename, name)
            rows = sheet.to_python(skip_empty_area=False) if sheet.end is not None else []
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
                about.merges.append(Merge(top, left, bottom, right))
        yield Grid(name, rows, about)


def too_large(filename: str, where: str = "") -> UnreadableSpreadsheet:
    message = _("%(file)s is too large to be read as one table. Split it.")
    return UnreadableSpreadsheet("too_large", message % {"file": filename}, where or filename)


def _unpack(archive: zipfile.ZipFile, names: list[str], filename: str, limits: Limits) -> dict[str, bytes]:
    """Unpack the named members that exist, within the limit for all of them together."""
    present = set(archive.namelist())
    left = limits.unpacked_bytes
    parts: dict[str, bytes] = {}
    for name in names:
        if name not in present or name in parts:
            continue
        if archive.getinfo(name).file_size > left:
            raise too_large(filename, name)
        parts[name] = filetypes.read_member(archive, name, left)
        left -= len(parts[name])
    return parts


def _repack(parts: dict[str, bytes]) -> bytes:
    """A container with exactly the parts that were counted, so that the parser can meet nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_XLSX_WORKBOOK = "xl/workbook.xml"
_XLSX_RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
_XLSX_STRINGS = "xl/sharedStrings.xml"
_XLSX_PARTS = [
    "[Content_Types].xml",
    "_rels/.rels",
    _XLSX_WORKBOOK,
    _XLSX_RELATIONSHIPS,
    _XLSX_STRINGS,
    "xl/styles.xml",
]


def _open_xlsx(data: bytes, filename: str, limits: Limits) -> Book:
    with _parsing(filename), filetypes.open_zip(io.BytesIO(data)) as archive:
        index = _unpack(archive, [_XLSX_WORKBOOK, _XLSX_RELATIONSHIPS], filename, limits)
        sheets = sheet_parts(index[_XLSX_WORKBOOK], index[_XLSX_RELATIONSHIPS])
        parts = _unpack(archive, [*_XLSX_PARTS, *sheets.values()], filename, limits)
        strings = scan_shared_strings(parts[_XLSX_STRINGS]) if _XLSX_STRINGS in parts else []
        budget = Budget(limits)
        scans = {
            name: scan_xlsx_sheet(parts[part], name, strings, budget) for name, part in sheets.items() if part in parts
        }
    return CalamineBook("xlsx", _repack(parts), filename, limits, scans)


def _open_ods(data: bytes, filename: str, limits: Limits) -> Book:
    with _parsing(filename), filetypes.open_zip(io.BytesIO(data)) as archive:
        parts = _unpack(archive, ["mimetype", "META-INF/manifest.xml", "content.xml"], filename, limits)
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise _password_protected(filename)
        scans = scan_ods(parts["content.xml"], Budget(limits))
    return CalamineBook("ods", _repack(parts), filename, limits, scans)


def _open_xls(data: bytes, filename: str, limits: Limits) -> Book:
    with _parsing(filename):
        container = OleFile(io.BytesIO(data))
        stream = next(name for name in container.streams if name.lower() in ("workbook", "book"))
        scans = scan_xls(container.read(stream), Budget(limits))
    book = CalamineBook("xls", data, filename, limits)
    book.scans = dict(zip((sheet.name for sheet in book.workbook.sheets_metadata), scans, strict=False))
    return book


# --- csv -------------------------------------------------------------------------------------------------------------
class CsvBook:
    """A text table. The delimiter is not guessed here: the caller sees under which one the header makes sense."""

    kind = "csv"

    def __init__(self, data: bytes, filename: str, limits: Limits, encoding: str, delimiter: str | None) -> None:
        self.filename, self.limits = filename, limits
        self.names: list[str] = [filename]
        self.hidden: list[str] = []
        self.delimiters = (delimiter,) if delimiter else DELIMITERS
        self.encoding = encoding
        if b"\0" in data and not encoding.startswith("utf-16"):
            raise _wrong_type(filename, Kind.UNKNOWN)
        try:
            self.text = data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError) as error:
            message = _("%(file)s is text in an unknown encoding. Save it as .xlsx, or as CSV in UTF-8.")
            raise UnreadableSpreadsheet("unknown_encoding", message % {"file": filename}, filename) from error

    def grids(self, name: str) -> Iterator[Grid]:
        for delimiter in self.delimiters:
            grid = Grid(name, [], delimiter=delimiter)
            cells = 0
            try:
                for row in csv.reader(io.StringIO(self.text, newline=""), delimiter=delimiter, strict=True):
                    cells += len(row)
                    if cells > self.limits.cells:
                        raise too_large(self.filename, f"{column_letter(len(row) - 1)}{len(grid.rows) + 1}")
                    grid.rows.append(list(row))
            except csv.Error:
                grid.broken_at = len(grid.rows) + 1
            yield grid
