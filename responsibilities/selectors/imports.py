"""What a file would bring into a draft, before anything is written."""

from typing import BinaryIO

from governance.models import Organisation
from responsibilities.kinds import THREE_LISTS
from responsibilities.models import Edition
from responsibilities.spreadsheets import ParsedList, read_lists


def preview_import(
    target: Edition | Organisation, *, file: BinaryIO, filename: str, sheet: str | None = None
) -> list[ParsedList]:
    """What the import into a draft, or into the three lists of a township, would read and say; writes nothing.

    Raises UnreadableSpreadsheet if the file is no such table at all.
    """
    if isinstance(target, Organisation):
        return read_lists(file, filename, owner=target, kinds=THREE_LISTS, sheet=sheet)
    duty_list = target.duty_list
    return read_lists(file, filename, owner=duty_list.owner, kinds=[duty_list.kind], sheet=sheet)
