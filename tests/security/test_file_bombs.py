"""Can a small file, or a request, make the portal spend what it does not have: memory, a processor, its disk.

The files are looked at in one process of its own, which says what each of them has cost it and the parser it starts.
"""

import functools
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rest_framework.exceptions import ParseError

from governance.api.parsers import JSONParser
from governance.filetypes import Kind, sniff
from tests.governance.office_files import docx, ods, ods_row, ole, replace_member, workbook, zipped
from tests.governance.tables import FIRST, HEADER

MB = 1024 * 1024
MOST_MEMORY = 300 * MB  # of the process that asks, above what it had, and of the parser as a whole
MOST_SECONDS = 15  # of a processor; the parser has ten at most

GOOD = workbook([HEADER, FIRST])
SHEET = "xl/worksheets/sheet1.xml"
TABLE = ",".join(HEADER) + "\n"


def sheet(rows: bytes, behind: bytes = b"") -> bytes:
    return replace_member(GOOD, SHEET, lambda data: data.replace(b"</sheetData>", rows + b"</sheetData>" + behind))


def understated(archive: bytes, member: str, megabytes: int) -> bytes:
    """A container whose member says that it has 500 bytes and unpacks to very many."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in source.namelist():
            made.writestr(name, source.read(name) + (b" " * (megabytes * MB) if name == member else b""))
    data, size = buffer.getvalue(), made.getinfo(member).file_size.to_bytes(4, "little")
    assert data.count(size) == 2  # before the member, and in the directory
    return data.replace(size, (500).to_bytes(4, "little"))


def packed_with_bzip2() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>" + b" " * MB)
        archive.writestr("word/document.xml", b"<document/>")
    return buffer.getvalue()


def circular_ole() -> bytes:
    """Its table of small sectors leads back to itself."""
    data = bytearray(ole("WordDocument"))
    data[60:64] = (2).to_bytes(4, "little")
    data[512 + 8 : 512 + 12] = (2).to_bytes(4, "little")
    return bytes(data) + b"\1\2\3\4" * (10 * MB)


def ole_of_many_streams() -> bytes:
    """50,000 streams in a balanced tree."""
    places: dict[int, tuple[int, int]] = {}
    none = 0xFFFFFFFF

    def plant(first: int, end: int) -> int:
        if first >= end:
            return none
        middle = (first + end) // 2
        places[middle] = plant(first, middle), plant(middle + 1, end)
        return middle

    def entry(name: str, kind: int, left: int, right: int, child: int, start: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        tree = struct.pack("<HBBIII", len(text), kind, 1, left, right, child)
        return text.ljust(64, b"\0") + tree + bytes(36) + struct.pack("<III", start, 5000, 0)

    top = plant(1, 50_001)
    entries = [entry("Root Entry", 5, none, none, top, none)]
    entries += [entry(f"{number:06}", 2, *places[number], none, number) for number in sorted(places)]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    sectors = len(directory) // 512
    tables = -(-(sectors + 200) // 128)
    numbers = [0xFFFFFFFD] * tables + [tables + at + 1 for at in range(sectors - 1)] + [0xFFFFFFFE]
    table = struct.pack(f"<{tables * 128}I", *numbers, *[none] * (tables * 128 - len(numbers)))
    header = bytearray(ole())[:512]
    struct.pack_into("<II", header, 44, tables, tables)  # how many sectors of the table; where the directory begins
    struct.pack_into("<109I", header, 76, *range(tables), *[none] * (109 - tables))
    return bytes(header) + table + directory


# What each is, and what is said of it: a code of the refusal, or the number of rows read.
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet that unpacks to 400 MB": (lambda: understated(GOOD, SHEET, 400), "broken_file"),
    "content types that unpack to 400 MB": (lambda: understated(GOOD, "[Content_Types].xml", 400), "broken_file"),
    "packed with bzip2": (packed_with_bzip2, "broken_file"),
    "a circle of sectors": (circular_ole, "too_large"),
    "50,000 streams in a container": (ole_of_many_streams, "broken_file"),
    "twelve million blank cells": (lambda: sheet(b"<row>" + b"<c/>" * 12_000_000 + b"</row>"), "too_large"),
    "a million blank rows with a format": (
        lambda: sheet(b'<row s="1"><c s="1"/><c s="1"/><c s="1"/></row>' * 1_048_000),
        "too_large",
    ),
    "as many blank cells as are looked at": (lambda: sheet(b"<row>" + b"<c/>" * 990_000 + b"</row>"), "1"),
    "a cell far out in each of many sheets": (
        lambda: workbook([HEADER, FIRST], more={f"{n}": [*[[]] * 9_999, [*[None] * 19, "x"]] for n in range(3)}),
        "too_large",
    ),
    "a cell of 16 million characters": (
        lambda: sheet(b'<row r="9"><c r="A9" t="inlineStr"><is><t>' + b"x&#10;" * 8_000_000 + b"</t></is></c></row>"),
        "too_large",
    ),
    "nested without an end": (lambda: sheet(b"<a>" * 500_000), "broken_file"),
    "ranges merged over everything": (
        lambda: sheet(b"", b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 500_000 + b"</mergeCells>"),
        "broken_file",
    ),
    "a row of an ods file repeated backwards": (
        lambda: ods(ods_row(*HEADER) + ods_row(*HEADER, attributes='table:number-rows-repeated="-900000000"') * 1000),
        "broken_file",
    ),
    "a csv file of commas": (lambda: (TABLE + "," * (19 * MB)).encode(), "too_large"),
    "one row of a csv file over millions of lines": (lambda: (TABLE + '"\nab",' * 2_700_000).encode(), "too_large"),
    "a csv file of one line": (lambda: (TABLE + "长" * (6 * MB)).encode(), "broken_file"),
    "more than a file may have": (lambda: (TABLE + "1,,,,,\n" * (3 * MB)).encode() + b" " * (10 * MB), "too_large"),
    "brackets that are never closed": (lambda: (TABLE + f"{'（' * 60_000},,{'（' * 60_000}\n" * 20).encode(), "20"),
    "a numeral of 60,000 digits": (lambda: (TABLE + f"{'一' * 60_000},,甲,乙,丙,\n").encode(), "1"),
    "a total of 60,000 digits": (lambda: (TABLE + f"共{'1' * 60_000}项\n").encode(), "1"),
}

_LOOK = """
import io, json, os, resource, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from governance.filetypes import sniff
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import UnreadableSpreadsheet
from tests.governance.tables import WIDE

def memory(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what))

def seconds():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        with open("/proc/self/clear_refs", "w") as peak:
            peak.write("5")
        had, before = memory("VmRSS"), seconds()
        sniff(file)
        try:
            outcome = str(read(file, "a.xlsx", columns=WIDE).counts.read)
        except UnreadableSpreadsheet as refusal:
            outcome = refusal.code
    # The parser's is the most so far: the first to fail is the one that took it.
    parser = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    cost = {"own": memory("VmHWM") - had, "parser": parser}
    print(json.dumps({"outcome": outcome, "seconds": seconds() - before, **cost}), flush=True)
"""


@pytest.fixture(scope="module")
def costs(tmp_path_factory) -> dict[str, dict]:
    """What each bomb has cost."""
    folder = tmp_path_factory.mktemp("bombs")
    paths = []
    for number, (build, _said) in enumerate(BOMBS.values()):
        paths.append(folder / f"{number:02}")
        paths[-1].write_bytes(build())
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _LOOK, *map(str, paths)]
    looked = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert looked.returncode == 0, looked.stderr
    return dict(zip(BOMBS, map(json.loads, looked.stdout.splitlines()), strict=True))


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux says what a process has used")
@pytest.mark.parametrize("name", BOMBS)
def test_a_file_costs_no_more_than_any_other(costs, name):
    cost = costs[name]

    assert cost["outcome"] == BOMBS[name][1]
    assert cost["own"] < MOST_MEMORY
    assert cost["parser"] < MOST_MEMORY
    assert cost["seconds"] < MOST_SECONDS


@pytest.mark.parametrize(
    ("build", "kind"),
    [
        (functools.partial(understated, docx(), "[Content_Types].xml", 1), Kind.BROKEN),
        (packed_with_bzip2, Kind.BROKEN),
        (circular_ole, Kind.DOC),
        (lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"c"})})}), Kind.ZIP),
    ],
)
def test_what_is_attached_is_told_without_unpacking_it(build, kind):
    assert sniff(io.BytesIO(build())).kind is kind


# --- Requests --------------------------------------------------------------------------------------------------------
def test_a_page_takes_no_more_than_the_disk_is_meant_for(client, settings):
    settings.REQUEST_MAX_BYTES = 1000
    answer = client.post(reverse("admin:login"), {"file": SimpleUploadedFile("a.txt", b"x" * 1001)})

    assert answer.status_code == 413
    assert "MB" in answer.content.decode()


@pytest.mark.parametrize("stated", ["6000000", "9" * 5000])
def test_what_is_kept_in_memory_has_a_smaller_limit(client, stated):
    answer = client.post(
        "/api/v1/responsibilities/lists/", b"{}", content_type="application/json", CONTENT_LENGTH=stated
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("depth", [900, 100_000])
def test_json_that_is_nested_without_an_end_is_a_fault_of_who_sent_it(depth):
    with pytest.raises(ParseError):
        JSONParser().parse(io.BytesIO(b"[" * depth + b"]" * depth), parser_context={})
