"""What all imports of tables share: the table that was read, and refusing a file with faults."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from governance.digests import sha256_of
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.aliases import add_alias
from governance.spreadsheets.table import Confirmation, Fault, Repair, Sheet


class ImportedTable:
    """One table of a file as understood by an app. With faults, nothing of it may be imported.

    `findings` are hints that do not prevent the import; each has `row`, `column` and `message`. `explained` are the
    names of bodies that a person has explained for this file, with the rows in which they occur, `explained_roles` the
    words for roles.
    """

    sheet: Sheet
    faults: list[Fault]
    findings: Sequence[Any]
    explained: dict[str, list[int]]
    explained_roles: Mapping[str, list[int]] = MappingProxyType({})

    @property
    def title(self) -> str:
        """What the table holds, for display."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """The number of things it would import."""
        raise NotImplementedError

    @property
    def confirmations(self) -> list[Confirmation]:
        return self.sheet.confirmations

    @property
    def repairs(self) -> list[Repair]:
        return self.sheet.repairs

    @property
    def delimiter_name(self) -> str:
        names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}
        return names.get(self.sheet.delimiter, self.sheet.delimiter)


class ImportRefused(RuleViolation):
    """The file has faults or unconfirmed points; `tables` holds all of them by row and column."""

    status = 422

    def __init__(self, code: str, message: Any, tables: Sequence[ImportedTable]) -> None:
        super().__init__(code, message, "file")
        self.tables = tables


def check_file(tables: Sequence[ImportedTable], filename: str, confirmed: bool) -> None:
    """Raise ImportRefused if the tables of a file have faults, or confirmations nobody has confirmed."""
    faults = [fault for table in tables for fault in table.faults]
    if faults:
        first = faults[0]
        message = ngettext_lazy(
            "%(file)s has %(count)s fault; nothing was imported. Row %(row)s, column %(column)s: %(message)s",
            "%(file)s has %(count)s faults; nothing was imported. First, row %(row)s, column %(column)s: %(message)s",
            len(faults),
        ) % {
            "file": filename,
            "count": len(faults),
            "row": first.row or "–",
            "column": first.column or "–",
            "message": first.message,
        }
        raise ImportRefused("file_has_faults", message, tables)
    if not confirmed and any(table.confirmations for table in tables):
        refusal = gettext_lazy("Confirm the warnings for %(file)s before importing it.") % {"file": filename}
        raise ImportRefused("file_needs_confirmation", refusal, tables)


def check_holds_items(tables: Sequence[ImportedTable], filename: str) -> None:
    if not any(table.count or table.faults for table in tables):
        raise RuleViolation("nothing_to_import", gettext_lazy("%(file)s holds no items.") % {"file": filename}, "file")


def origin_of(file: BinaryIO, filename: str) -> dict[str, str]:
    """The name and digest of the file, for the audit."""
    file.seek(0)
    return {"file": filename, "digest": sha256_of(iter(partial(file.read, 64 * 1024), b""))}


def remember_names(names: Mapping[str, Organisation], remembered: Collection[str], *, by: Account) -> None:
    """Store explained names as aliases, so that they count for later files. Raises what `add_alias` raises."""
    for name in remembered:
        add_alias(names[name], by=by, name=name)
