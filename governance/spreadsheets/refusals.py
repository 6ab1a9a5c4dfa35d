"""Saying that a file cannot be read, and why, in words that tell what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from governance.filetypes import ARCHIVE_ERRORS, Kind
from governance.ole import OleError
from governance.spreadsheets.table import UnreadableSpreadsheet


def wrong_type(filename: str, kind: Kind) -> UnreadableSpreadsheet:
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


def password_protected(filename: str) -> UnreadableSpreadsheet:
    message = _("%(file)s is protected by a password. Save it without one and upload it again.")
    return UnreadableSpreadsheet("password_protected", message % {"file": filename}, filename)


def broken(filename: str, where: str = "") -> UnreadableSpreadsheet:
    message = _("%(file)s is damaged or incomplete. Open it in Excel or WPS, save it again and upload that.")
    return UnreadableSpreadsheet("broken_file", message % {"file": filename}, where or filename)


def too_large(filename: str, where: str = "") -> UnreadableSpreadsheet:
    message = _("%(file)s is too large to be read as one table. Split it.")
    return UnreadableSpreadsheet("too_large", message % {"file": filename}, where or filename)


def too_many_rows(filename: str, rows: int, most: int) -> UnreadableSpreadsheet:
    message = _("%(file)s has %(rows)s rows below its header; at most %(most)s can be read. Split it.")
    return UnreadableSpreadsheet("too_large", message % {"file": filename, "rows": rows, "most": most}, filename)


@contextmanager
def parsing(filename: str) -> Iterator[None]:
    """Every way in which taking a damaged file apart can fail is one clear error."""
    try:
        yield
    except (ExpatError, OleError, LookupError, *ARCHIVE_ERRORS) as error:
        raise broken(filename) from error
