"""Opening a file by what it contains, and handing out its sheets as plain grids; nothing uncounted reaches a parser."""

import csv
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance import filetypes
from governance.filetypes import Kind
from governance.ole import OleFile
from governance.spreadsheets.grid import Book, Grid
from governance.spreadsheets.parser import parse
from governance.spreadsheets.refusals import broken, parsing, password_protected, too_large, wrong_type
from governance.spreadsheets.scan import Budget, scan_ods, scan_shared_strings, scan_xlsx_sheet, sheet_parts
from governance.spreadsheets.table import Limits, UnreadableSpreadsheet
from governance.spreadsheets.text import column_letter
from governance.spreadsheets.xls import scan_xls

DELIMITERS = (",", "\t", ";")


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
    if content.kind is Kind.BROKEN:
        raise broken(filename)
    if content.kind is Kind.ENCRYPTED:
        raise password_protected(filename)
    raise wrong_type(filename, content.kind)


# --- xlsx, ods, xls --------------------------------------------------------------------------------------------------
class Workbook:
    """Sheets as the parser gave them back."""

    encoding = ""

    def __init__(self, kind: str, sheets: list[Grid]) -> None:
        self.kind = kind
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.names = [sheet.name for sheet in sheets if not sheet.about.hidden]
        self.hidden = [sheet.name for sheet in sheets if sheet.about.hidden]

    def grids(self, name: str) -> Iterator[Grid]:
        yield self.sheets[name]


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
    with parsing(filename), filetypes.open_zip(io.BytesIO(data)) as archive:
        index = _unpack(archive, [_XLSX_WORKBOOK, _XLSX_RELATIONSHIPS], filename, limits)
        sheets = sheet_parts(index[_XLSX_WORKBOOK], index[_XLSX_RELATIONSHIPS])
        parts = _unpack(archive, [*_XLSX_PARTS, *sheets.values()], filename, limits)
        strings = scan_shared_strings(parts[_XLSX_STRINGS]) if _XLSX_STRINGS in parts else []
        budget = Budget(limits)
        scans = {
            name: scan_xlsx_sheet(parts[part], name, strings, budget) for name, part in sheets.items() if part in parts
        }
    return Workbook("xlsx", parse(_repack(parts), filename, limits, scans))


def _open_ods(data: bytes, filename: str, limits: Limits) -> Book:
    with parsing(filename), filetypes.open_zip(io.BytesIO(data)) as archive:
        parts = _unpack(archive, ["mimetype", "META-INF/manifest.xml", "content.xml"], filename, limits)
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise password_protected(filename)
        scans = scan_ods(parts["content.xml"], Budget(limits))
    return Workbook("ods", parse(_repack(parts), filename, limits, scans))


def _open_xls(data: bytes, filename: str, limits: Limits) -> Book:
    with parsing(filename):
        container = OleFile(io.BytesIO(data))
        stream = next((name for name in container.streams if name.lower() in ("workbook", "book")), "")
        about = scan_xls(container.read(stream))
    return Workbook("xls", parse(data, filename, limits, about))


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
            raise wrong_type(filename, Kind.UNKNOWN)
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
