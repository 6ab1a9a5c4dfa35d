"""Handing a workbook to the parser, which runs in a process of its own, and taking its values back."""

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from governance.spreadsheets.grid import About, Grid, Merge, Raw
from governance.spreadsheets.refusals import broken, password_protected, too_large
from governance.spreadsheets.table import Limits

_CHILD = Path(__file__).with_name("parser_child.py")
_PATIENCE = 120  # seconds; the child gives up earlier by itself where the system lets it


def parse(data: bytes, filename: str, limits: Limits, about: list[About] | dict[str, About]) -> list[Grid]:
    """The worksheets with their values; `about` is known by name or by position in the workbook.

    Raises UnreadableSpreadsheet, also if the parser dies of the file.
    """
    command = [sys.executable, "-I", str(_CHILD), str(limits.cells), str(limits.characters)]
    try:
        child = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=True)  # noqa: S603 - our own file
    except subprocess.SubprocessError as error:
        raise broken(filename) from error
    result = json.loads(child.stdout)
    if result.get("error") == "password_protected":
        raise password_protected(filename)
    if result.get("error"):
        raise too_large(filename, result["where"])
    return [_grid(sheet, about) for sheet in result["sheets"]]


def _grid(sheet: dict[str, Any], about: list[About] | dict[str, About]) -> Grid:
    if isinstance(about, dict):
        known = about.get(sheet["name"])
    else:
        known = about[sheet["position"]] if sheet["position"] < len(about) else None
    grid = Grid(sheet["name"], [[_value(cell) for cell in row] for row in sheet["rows"]], known or About())
    grid.about.hidden |= sheet["hidden"]
    grid.about.merges += [Merge(*start, *end) for start, end in sheet["merges"]]
    return grid


def _value(value: Any) -> Raw:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "datetime":
        return datetime.datetime.fromisoformat(text)
    return datetime.date.fromisoformat(text) if kind == "date" else datetime.time.fromisoformat(text)
