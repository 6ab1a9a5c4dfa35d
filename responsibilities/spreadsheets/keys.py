"""The keys that rows and columns of an exported file keep, by which they are found again."""

import re
from dataclasses import dataclass, replace

from governance.spreadsheets import Column, ColumnMap, Notice, Row, Sheet, key_heading

# Which item a row is, in files that were exported from here (`round_trip.row_key`).
ROW_KEY = Column("row_key", "行键", (key_heading("row_key"),), required=False, width=4, hidden=True)


def keyed(columns: ColumnMap, *, all_optional: bool = False) -> tuple[Column, ...]:
    """The columns as an exported file has them: each found by its key, too, and beside them the keys of the rows."""
    return (
        *(
            replace(
                column,
                synonyms=(*column.synonyms, key_heading(column.key)),
                required=column.required and not all_optional,
            )
            for column in columns
        ),
        ROW_KEY,
    )


# The item's identity, the edition the file was made from, and that edition's version then.
_ROW_KEY = re.compile(r"(?P<item>[0-9a-f-]{36})@(?P<edition>\d+)\.(?P<version>\d+)")


@dataclass(frozen=True)
class RowKey:
    """An item's identity, and the edition with its version from which the row was exported."""

    item: str
    edition: int
    version: int


def row_key(item: str, edition: int, version: int) -> str:
    return f"{item}@{edition}.{version}"


def read_key(text: str) -> RowKey | None:
    match = _ROW_KEY.fullmatch(text)
    return RowKey(match["item"], int(match["edition"]), int(match["version"])) if match else None


def item_of(row: Row) -> str:
    """The identity of the item a row is by its key, empty if it has none."""
    key = read_key(row[ROW_KEY.key])
    return key.item if key else ""


def shown_notices(sheet: Sheet) -> list[Notice]:
    """What a person is asked about: not that the column of keys is hidden, which is how it was exported."""
    key = sheet.headings.get(ROW_KEY.key)
    return [n for n in sheet.notices if key is None or n.code != "hidden_column" or n.column != key.column]
