"""Tables people keep in Excel and WPS: reading them whatever they look like, and writing them.

An app says in its own `spreadsheets.py` which columns its tables have (`ColumnMap`), calls `read`, and shows what
comes back: `repairs` tell what was put right, `notices` need a person's yes, `faults` forbid the import. Nothing here
knows what a table is about, and nothing here touches the database.
"""

from governance.spreadsheets.reading import read, read_one_of
from governance.spreadsheets.remarks import with_remarks
from governance.spreadsheets.splitting import Names, Part, split_names, split_parts
from governance.spreadsheets.table import (
    Cell,
    Column,
    ColumnMap,
    Counts,
    Fault,
    Heading,
    Limits,
    Notice,
    Remark,
    Repair,
    Row,
    Section,
    Sheet,
    Skipped,
    Total,
    UnreadableSpreadsheet,
)
from governance.spreadsheets.text import chinese_numeral, match_key
from governance.spreadsheets.writing import CONTENT_TYPE, key_heading, write

__all__ = [
    "CONTENT_TYPE",
    "Cell",
    "Column",
    "ColumnMap",
    "Counts",
    "Fault",
    "Heading",
    "Limits",
    "Names",
    "Notice",
    "Part",
    "Remark",
    "Repair",
    "Row",
    "Section",
    "Sheet",
    "Skipped",
    "Total",
    "UnreadableSpreadsheet",
    "chinese_numeral",
    "key_heading",
    "match_key",
    "read",
    "read_one_of",
    "split_names",
    "split_parts",
    "with_remarks",
    "write",
]
