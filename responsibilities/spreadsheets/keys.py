"""The keys of rows and columns in an exported file, by which they are found when it comes back."""

import re
from dataclasses import dataclass, replace

from governance.spreadsheets.table import Column, ColumnMap, Confirmation, Sheet, SheetRow
from governance.spreadsheets.writing import key_heading

# The item of a row, in files exported from the portal.
ROW_KEY = Column("row_key", "行键", (key_heading("row_key"),), required=False, width=4, hidden=True)


def keyed(columns: ColumnMap, *, all_optional: bool = False) -> tuple[Column, ...]:
    """The columns of an exported file: each can be found by its key, too; the last one holds the keys of the rows."""
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
    """An item, and the edition and its version from which the row was exported."""

    item: str
    edition: int
    version: int


def row_key(item: str, edition: int, version: int) -> str:
    return f"{item}@{edition}.{version}"


def read_key(text: str) -> RowKey | None:
    match = _ROW_KEY.fullmatch(text)
    return RowKey(match["item"], int(match["edition"]), int(match["version"])) if match else None


def item_of(row: SheetRow) -> str:
    """The identity of the row's item by its key, empty if it has none."""
    key = read_key(row[ROW_KEY.key])
    return key.item if key else ""


def shown_confirmations(sheet: Sheet) -> list[Confirmation]:
    """The confirmations to ask for; the hidden column of keys needs none."""
    key = sheet.headings.get(ROW_KEY.key)
    return [n for n in sheet.confirmations if key is None or n.code != "hidden_column" or n.column != key.column]
