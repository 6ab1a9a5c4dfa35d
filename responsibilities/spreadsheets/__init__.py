"""What lists look like in Excel and WPS: the columns of each layout, and what their cells mean."""

from responsibilities.spreadsheets.parsed import (
    Basis,
    Finding,
    ParsedEntry,
    ParsedList,
    ParsedPart,
    Reference,
    content_of,
)
from responsibilities.spreadsheets.reading import read_lists

__all__ = ["Basis", "Finding", "ParsedEntry", "ParsedList", "ParsedPart", "Reference", "content_of", "read_lists"]
