"""Small office files made by hand: just enough of each format to be recognised, or to be dangerous."""

import io
import struct
import zipfile
from collections.abc import Mapping

import openpyxl


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _office(part: str, macros: bool) -> bytes:
    types = b"<Types/>"
    members = {"[Content_Types].xml": types, part: b"<document/>"}
    if macros:
        # The part may have any name; the declared type gives it away.
        members["[Content_Types].xml"] = b'<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        members["word/harmless.bin"] = b"code"
    return zipped(members)


def docx(*, macros: bool = False) -> bytes:
    return _office("word/document.xml", macros)


def pptx() -> bytes:
    return _office("ppt/presentation.xml", False)


def xlsx() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


def ole(*names: str) -> bytes:
    """An OLE container ([MS-CFB]) whose directory lists the names: header, one table sector, one directory sector."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)  # one table sector; the directory begins in sector 1
    struct.pack_into("<IIII", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name, kind in (("Root Entry", 5), *((name, 2) for name in names)):
        text = name.encode("utf-16-le") + b"\0\0"
        directory += text.ljust(64, b"\0") + struct.pack("<HB", len(text), kind) + b"\0" * 61
    return bytes(header) + table + directory.ljust(512, b"\0")
