"""The messages for files that cannot be read, with what to do about it."""

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.file_kind_names import words_for
from governance.filetypes import Kind
from governance.spreadsheets.table import UnreadableSpreadsheet

# What files with a spreadsheet's extension really are, by their beginning or by members of the container.
_BEGINNINGS = (
    (
        re.compile(rb'progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet"'),
        _("XML of Excel 2003"),
    ),
    (re.compile(rb"^\W{0,3}MIME-Version:", re.IGNORECASE), _("a web archive (MHTML)")),
    (re.compile(rb"^\{\\rtf"), _("a text document")),
    (re.compile(rb"^ID;P"), _("a SYLK file")),
    (re.compile(rb"xl/workbook\.bin"), _("a binary workbook (xlsb)")),
    (re.compile(rb"Index/Document\.iwa"), _("a Numbers table")),
)
_LOOKED_AT = 4096


def is_other_table(data: bytes) -> bool:
    """Whether a text is a table in another format than csv."""
    return any(pattern.search(data[:_LOOKED_AT]) for pattern, _words in _BEGINNINGS)


def wrong_type(filename: str, kind: Kind, data: bytes = b"") -> UnreadableSpreadsheet:
    """For a file that is no spreadsheet, or of a kind that cannot be read; names what it really is."""
    ends = data[:_LOOKED_AT] + data[-_LOOKED_AT:]  # a container lists its members at its end
    really: Any = next((words for pattern, words in _BEGINNINGS if pattern.search(ends)), "")
    really = really or words_for(kind)
    message = gettext(
        "%(file)s is not a spreadsheet but %(found)s. Open it in Excel or WPS and save it as .xlsx or .csv."
    )
    return UnreadableSpreadsheet("wrong_type", message % {"file": filename, "found": really}, filename)


def password_protected(filename: str) -> UnreadableSpreadsheet:
    message = gettext("%(file)s is protected by a password. Save it without one and upload it again.")
    return UnreadableSpreadsheet("password_protected", message % {"file": filename}, filename)


def broken(filename: str, where: str = "") -> UnreadableSpreadsheet:
    message = gettext("%(file)s is damaged or incomplete. Open it in Excel or WPS, save it again and upload that.")
    return UnreadableSpreadsheet("broken_file", message % {"file": filename}, where or filename)


def too_large(filename: str, where: str = "") -> UnreadableSpreadsheet:
    message = gettext("%(file)s is too large to be read as one table. Split it.")
    return UnreadableSpreadsheet("too_large", message % {"file": filename}, where or filename)


def too_many_rows(filename: str, rows: int, most: int) -> UnreadableSpreadsheet:
    message = gettext("%(file)s has %(rows)s rows below its header; at most %(most)s can be read. Split it.")
    return UnreadableSpreadsheet("too_large", message % {"file": filename, "rows": rows, "most": most}, filename)


def refusal(filename: str, code: str, where: str) -> UnreadableSpreadsheet:
    """The message for what the parser reported (`limits.Unreadable`)."""
    if code == "password_protected":
        return password_protected(filename)
    if code == "broken_file":
        return broken(filename, where)
    if code == "too_far":
        message = gettext(
            "The table is too large: it reaches %(where)s. Delete what lies far from the table, or split it."
        )
        return UnreadableSpreadsheet("too_large", message % {"where": where}, where)
    if code == "too_many_cells":
        message = gettext(
            "%(file)s has too many cells, blank ones with a format among them. Delete the rows and columns beyond the "
            "table, or copy the table alone into a new file."
        )
        return UnreadableSpreadsheet("too_large", message % {"file": filename}, where or filename)
    if code == "too_many_marks":
        message = gettext(
            "%(file)s has too many cells with a number format, marks or comments. Copy the table's texts alone into a "
            "new file, or split it."
        )
        return UnreadableSpreadsheet("too_large", message % {"file": filename}, where or filename)
    return too_large(filename, where)
