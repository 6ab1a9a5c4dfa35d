"""What a file is, judged by its bytes; its name is only a claim."""

import codecs
import enum
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from governance.ole import SIGNATURE as OLE_SIGNATURE
from governance.ole import OleError, OleFile

CHUNK = 64 * 1024
# A document has a few hundred parts; a directory of millions is built to exhaust memory.
MAX_MEMBERS = 10_000
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_CONTENT_TYPES_BYTES = 4 * 1024 * 1024


class Kind(enum.StrEnum):
    """Kinds of file the portal can tell apart."""

    EMPTY = "empty"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    MP4 = "mp4"
    MP3 = "mp3"
    WAV = "wav"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODS = "ods"
    OFD = "ofd"  # GB/T 33190, the national format for fixed-layout documents
    ZIP = "zip"
    DOC = "doc"
    XLS = "xls"
    OLE = "ole"
    BROKEN = "broken"  # a zip or OLE container that cannot be opened
    ENCRYPTED = "encrypted"  # an office document behind a password: nobody can look inside
    MARKUP = "markup"  # HTML, SVG, XML: a browser may run it
    PROGRAM = "program"
    TEXT = "text"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Content:
    """What `sniff` found. `encoding` is set for text only; `macros` says that the document carries program code."""

    kind: Kind
    macros: bool = False
    encoding: str = ""


def sniff(file: BinaryIO) -> Content:
    """Say what a seekable file contains. Never raises for bad content; leaves the position at the start."""
    try:
        file.seek(0)
        head = file.read(4096)
        return _sniff(head, file)
    finally:
        file.seek(0)


def _sniff(head: bytes, file: BinaryIO) -> Content:
    if not head:
        return Content(Kind.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        return _zip_content(file)
    if head.startswith(OLE_SIGNATURE):
        return _ole_content(file)
    for kind, is_this in _SIGNATURES:
        if is_this(head):
            return Content(kind)
    encoding = text_encoding(file)
    if encoding is None:
        return Content(Kind.UNKNOWN)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<[a-z!?/]", start) or re.search(r"<(html|svg|script|body)[\s>]", start):
        return Content(Kind.MARKUP)
    if start.startswith("#!"):
        return Content(Kind.PROGRAM)
    return Content(Kind.TEXT, encoding=encoding)


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    # A bare frame: eleven sync bits, layer III, and no field with its forbidden value.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return head[1] & 0x06 == 0x02 and head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


_SIGNATURES = (
    (Kind.PDF, lambda head: head.startswith(b"%PDF-")),
    (Kind.PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (Kind.JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (Kind.MP4, lambda head: head[4:8] == b"ftyp"),
    (Kind.WAV, lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE"),
    (Kind.MP3, _is_mp3),
    (Kind.PROGRAM, lambda head: head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe"))),
)


# --- Text ----------------------------------------------------------------------------------------------------------
def text_encoding(file: BinaryIO) -> str | None:
    """The encoding in which the whole file is readable text: UTF-8, UTF-16 with its mark, or GB 18030; else None."""
    file.seek(0)
    mark = file.read(3)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif mark.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"]
    return next((encoding for encoding in candidates if _reads_as(file, encoding)), None)


# Control characters have no place in a text; tab, line feed, form feed, carriage return and DOS end-of-file do.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f]")


def _reads_as(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# --- Zip containers ------------------------------------------------------------------------------------------------
# What reading a damaged archive raises.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
    NotImplementedError,
)


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Open a zip container whose directory has a sane size; raises zipfile.BadZipFile otherwise."""
    file.seek(0, 2)
    length = file.tell()
    file.seek(max(0, length - 66_000))
    tail = file.read()
    if b"PK\x06\x07" in tail:
        raise zipfile.BadZipFile("zip64 directory")
    for match in re.finditer(b"PK\x05\x06", tail):
        record = tail[match.start() : match.start() + 22]
        if len(record) == 22:
            members, directory_bytes = struct.unpack_from("<HI", record, 10)
            if members > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
                raise zipfile.BadZipFile("directory too large")
    file.seek(0)
    return zipfile.ZipFile(file)


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The unpacked bytes of one member; zipfile.BadZipFile if it is damaged, locked or unpacks beyond `limit` bytes."""
    info = archive.getinfo(name)
    if info.flag_bits & 0x1:
        raise zipfile.BadZipFile(f"{name} is encrypted")
    if info.file_size > limit:
        raise zipfile.BadZipFile(f"{name} is too large")
    try:
        with archive.open(info) as member:
            return member.read()  # zipfile stops at the stated size and compares the checksum
    except (*ARCHIVE_ERRORS, RuntimeError) as error:
        raise zipfile.BadZipFile(f"{name}: {error}") from error


_MAIN_PARTS = (
    (Kind.DOCX, "word/document.xml"),
    (Kind.XLSX, "xl/workbook.xml"),
    (Kind.PPTX, "ppt/presentation.xml"),
)


def _zip_content(file: BinaryIO) -> Content:
    try:
        with open_zip(file) as archive:
            names = set(archive.namelist())
            if "[Content_Types].xml" in names:
                kind = next((kind for kind, part in _MAIN_PARTS if part in names), Kind.ZIP)
                return Content(kind, macros=_declares_macros(archive, names))
            if "OFD.xml" in names:
                return Content(Kind.OFD)
            if "mimetype" in names:
                stated = read_member(archive, "mimetype", 200).strip()
                if stated == b"application/vnd.oasis.opendocument.spreadsheet" and "content.xml" in names:
                    return Content(Kind.ODS, macros=any(name.startswith("Basic/") for name in names))
    except ARCHIVE_ERRORS:
        return Content(Kind.BROKEN)
    return Content(Kind.ZIP)


def _declares_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Program code must be declared in the content types, whatever its part is called."""
    declared = read_member(archive, "[Content_Types].xml", MAX_CONTENT_TYPES_BYTES).lower()
    return (
        any(word in declared for word in (b"macroenabled", b"vbaproject", b"macrosheet"))
        or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
        or any("macrosheets/" in name.lower() for name in names)
    )


# --- OLE containers --------------------------------------------------------------------------------------------------
def _ole_content(file: BinaryIO) -> Content:
    try:
        names = {name.lower() for name in OleFile(file).streams}
    except OleError:
        return Content(Kind.BROKEN)
    macros = any(name in ("macros", "vba") or name.startswith("_vba_project") for name in names)
    if "encryptedpackage" in names:
        return Content(Kind.ENCRYPTED)
    if "worddocument" in names:
        return Content(Kind.DOC, macros=macros)
    if names & {"workbook", "book"}:
        return Content(Kind.XLS, macros=macros)
    return Content(Kind.OLE, macros=macros)
