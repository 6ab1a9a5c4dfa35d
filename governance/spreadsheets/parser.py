"""Running the parser of workbooks in a process of its own."""

import dataclasses
import datetime
import itertools
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from governance.spreadsheets.grid import Grid, Merge, Raw, SheetDetails
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.refusals import broken, refusal, too_large

_CHILD = Path(__file__).with_name("parser_child.py")
_TIMEOUT = 30  # seconds; the child ends earlier by itself unless the machine is busy


def parse(data: bytes, filename: str, kind: str, limits: Limits) -> list[Grid]:
    """The worksheets with their values and details.

    Raises UnreadableSpreadsheet, also if the parser's process fails.
    """
    command = [sys.executable, "-I", str(_CHILD), kind, json.dumps(dataclasses.asdict(limits))]
    with tempfile.TemporaryFile() as written:  # read line by line, and never held as a whole
        try:
            child = subprocess.run(  # noqa: S603 - our own file
                command, input=data, stdout=written, stderr=subprocess.DEVNULL, timeout=_TIMEOUT
            )
        except subprocess.TimeoutExpired as error:
            raise too_large(filename) from error
        if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ):
            raise too_large(filename)
        if child.returncode:
            raise broken(filename)
        written.seek(0)
        return list(_grids(written, filename))


def _grids(lines: BinaryIO, filename: str) -> Iterator[Grid]:
    for line in lines:
        head = json.loads(line)
        if "error" in head:
            raise refusal(filename, head["error"], head["where"])
        rows = [[_value(cell) for cell in json.loads(row)] for row in itertools.islice(lines, head["rows"])]
        yield Grid(head["name"], rows, _details(head["details"]))


def _details(listed: dict[str, Any]) -> SheetDetails:
    details = SheetDetails()
    for field in dataclasses.fields(SheetDetails):
        said = listed.get(field.name, [])
        if field.default_factory is dict:
            cells = {at: value for value, places in said for at in zip(places[::2], places[1::2], strict=True)}
            setattr(details, field.name, cells)
        elif field.default_factory is set:
            setattr(details, field.name, {tuple(at) if isinstance(at, list) else at for at in said})
    details.hidden = bool(listed.get("hidden"))
    details.merges = [Merge(*merge) for merge in listed.get("merges", ())]
    return details


def _value(value: Any) -> Raw:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "datetime":
        return datetime.datetime.fromisoformat(text)
    return datetime.date.fromisoformat(text) if kind == "date" else datetime.time.fromisoformat(text)
