"""What a file would bring into a draft, before anything is written."""

from collections.abc import Mapping
from typing import BinaryIO

from governance.models import Organisation
from responsibilities.kinds import THREE_LISTS
from responsibilities.models import Edition
from responsibilities.spreadsheets.parsed import ParsedList
from responsibilities.spreadsheets.reading import read_lists


def preview_import(
    target: Edition | Organisation,
    *,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
    roles: Mapping[str, str] | None = None,
) -> list[ParsedList]:
    """What the import into a draft, or into the three lists of a township, would read and say; writes nothing.

    `names` and `roles` as in `import_entries`. Raises UnreadableSpreadsheet if the file is no such table at all.
    """
    if isinstance(target, Organisation):
        owner, kinds = target, tuple(map(str, THREE_LISTS))
    else:
        owner, kinds = target.duty_list.owner, (str(target.duty_list.kind),)
    return read_lists(file, filename, owner=owner, kinds=kinds, sheet=sheet, explained=names, roles=roles)
