"""What a file is, judged by its bytes; its name is only a claim."""

import codecs
import enum
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from governance.ole import SIGNATURE as OLE_SIGNATURE
from governance.ole import OleError, OleFile

CHUNK = 64 * 1024
# A document has a few hundred parts; a directory of millions is built to exhaust memory.
MAX_MEMBERS = 10_000
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
MAX_CONTENT_TYPES_BYTES = 1024 * 1024


class Kind(enum.StrEnum):
    """Kinds of file the portal can tell apart."""

    EMPTY = "empty"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    HEIC = "heic"  # the photo of an iPhone: a still picture in the container that films use, too
    WEBP = "webp"
    MP4 = "mp4"
    MOV = "mov"
    THREE_GP = "3gp"
    AVI = "avi"
    MP3 = "mp3"
    M4A = "m4a"
    AMR = "amr"
    WAV = "wav"
    OTHER_PICTURE = "other_picture"  # of a kind that few programs open: it is named, and not taken in
    OTHER_FILM = "other_film"
    OTHER_SOUND = "other_sound"
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
class FileContent:
    """What `sniff` found. `encoding` is set for text only; `macros` says that the document carries program code."""

    kind: Kind
    macros: bool = False
    encoding: str = ""


def sniff(file: BinaryIO) -> FileContent:
    """Say what a seekable file contains. Never raises for bad content; leaves the position at the start."""
    try:
        file.seek(0)
        head = file.read(4096)
        return _sniff(head, file)
    finally:
        file.seek(0)


def _sniff(head: bytes, file: BinaryIO) -> FileContent:
    if not head:
        return FileContent(Kind.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        return _zip_content(file)
    if head.startswith(OLE_SIGNATURE):
        return _ole_content(file)
    if head[4:8] == b"ftyp":
        return FileContent(_media(head, file))
    for kind, is_this in _SIGNATURES:
        if is_this(head):
            return FileContent(kind)
    encoding = text_encoding(file)
    if encoding is None:
        return FileContent(Kind.UNKNOWN)
    start = head.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    if re.match(r"<[a-z!?/]", start) or re.search(r"<(html|svg|script|body)[\s>]", start):
        return FileContent(Kind.MARKUP)
    if start.startswith("#!"):
        return FileContent(Kind.PROGRAM)
    return FileContent(Kind.TEXT, encoding=encoding)


def _is_mp3(head: bytes) -> bool:
    if head.startswith(b"ID3"):
        return True
    # A bare frame: eleven sync bits, layer III, and no field with its forbidden value.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return head[1] & 0x06 == 0x02 and head[1] & 0x18 != 0x08 and head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C


# Brands of ISO base media files (ISO/IEC 14496-12). The first one that is known counts.
_BRANDS = (
    (Kind.OTHER_PICTURE, re.compile(rb"avi[fs]")),
    (Kind.HEIC, re.compile(rb"hei[cfmsx]|hev[cmsx]|mif1|msf1")),
    (Kind.MOV, re.compile(rb"qt  ")),
    (Kind.M4A, re.compile(rb"M4[ABP] ")),
    (Kind.THREE_GP, re.compile(rb"3g[2egprst].")),
    (Kind.MP4, re.compile(rb"iso[2-9m]|mp4[12]|avc1|M4V |MSNV|dash")),
)
_ANY_PICTURE = (b"mif1", b"msf1")  # says less than any other
_MOST_BRANDS = 32
_MOST_BOXES = 64
_MOST_OF_TRACKS = 16 * 1024 * 1024
_FILM_OR_SOUND = (Kind.MP4, Kind.MOV, Kind.THREE_GP, Kind.M4A)


def _media(head: bytes, file: BinaryIO) -> Kind:
    """What an ISO base media file is: one container for photos, films and sound. Its brand is told apart by its tracks,
    since telephones keep voices under the brands of films."""
    kind = _brand(head)
    pictures = _has_pictures(file) if kind in _FILM_OR_SOUND else None
    if pictures is False:
        return Kind.M4A
    return Kind.MP4 if pictures and kind is Kind.M4A else kind


def _has_pictures(file: BinaryIO) -> bool | None:
    """Whether one of the tracks is made of pictures; None if the file does not say."""
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        size = int.from_bytes(head[8:16] if head[:4] == b"\0\0\0\1" else head[:4])
        if head[4:8] == b"moov":
            file.seek(at)
            return re.search(rb"hdlr.{8}vide", file.read(min(size, _MOST_OF_TRACKS)), re.DOTALL) is not None
        if size < 8:
            return None
        at += size
    return None


def _brand(head: bytes) -> Kind:
    end = min(int.from_bytes(head[:4]), 16 + 4 * _MOST_BRANDS)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]  # between them stands a version
    brands.sort(key=lambda brand: brand in _ANY_PICTURE)
    kinds = (kind for brand in brands for kind, known in _BRANDS if known.fullmatch(brand))
    return next(kinds, Kind.UNKNOWN)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"RIFF") and head[8:12] == kind


_PICTURES = re.compile(rb"GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0{4}|\xff\x0a|8BPS", re.DOTALL)
_FILMS = re.compile(rb"\x1aE\xdf\xa3|FLV\x01|\x30\x26\xb2\x75|\0\0\x01[\xb3\xba]|\.RMF")
_SOUNDS = re.compile(rb"fLaC|OggS|\xff[\xf0\xf1\xf8\xf9]|FORM.{4}AIF|MThd", re.DOTALL)
_SIGNATURES: tuple[tuple[Kind, Callable[[bytes], bool]], ...] = (
    (Kind.PDF, lambda head: head.startswith(b"%PDF-")),
    (Kind.PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (Kind.JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (Kind.WEBP, _riff(b"WEBP")),
    (Kind.AVI, _riff(b"AVI ")),
    (Kind.WAV, _riff(b"WAVE")),
    (Kind.AMR, lambda head: head.startswith((b"#!AMR\n", b"#!AMR-WB\n"))),
    (Kind.MP3, _is_mp3),
    (Kind.OTHER_PICTURE, lambda head: _PICTURES.match(head) is not None),
    (Kind.OTHER_FILM, lambda head: _FILMS.match(head) is not None),
    (Kind.OTHER_SOUND, lambda head: _SOUNDS.match(head) is not None),
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


def member_name(name: str) -> str:
    """A member's name as it is compared: whatever its case, with either slash, and from the container's top, which some
    programs write as / or ./ ."""
    return re.sub(r"^(\.?/)+", "", name.replace("\\", "/")).casefold()


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The unpacked bytes of one member; zipfile.BadZipFile if it is damaged, locked or unpacks beyond `limit` bytes."""
    info = archive.getinfo(name)
    if info.flag_bits & 0x1:
        raise zipfile.BadZipFile(f"{name} is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"{name} is packed in another way than documents are")  # and unpacks without a limit
    if info.file_size > limit:
        raise zipfile.BadZipFile(f"{name} is too large")
    try:
        with archive.open(info) as member:
            # In pieces: asked for everything, zipfile unpacks all there is before it cuts at the stated size.
            pieces = list(iter(lambda: member.read(CHUNK), b""))  # the last read compares the checksum
            return b"".join(pieces)
    except (*ARCHIVE_ERRORS, RuntimeError) as error:
        raise zipfile.BadZipFile(f"{name}: {error}") from error


_MARKS_OF_A_DOCUMENT = ("[content_types].xml", "ofd.xml", "mimetype")
# Each with its main part, whose name is not fixed: some programs write xl/workbook2.xml.
_MAIN_PARTS = (
    (Kind.DOCX, re.compile(r"word/document\d*\.xml")),
    (Kind.XLSX, re.compile(r"xl/workbook\d*\.xml")),
    (Kind.PPTX, re.compile(r"ppt/presentation\d*\.xml")),
)


def _zip_content(file: BinaryIO) -> FileContent:
    try:
        with open_zip(file) as archive:
            names = {member_name(name): name for name in archive.namelist()}
            is_document = not names.keys().isdisjoint(_MARKS_OF_A_DOCUMENT)
            if is_document and len(names) < len(archive.namelist()):
                return FileContent(Kind.UNKNOWN)  # of two parts with one name each program reads another
            if "[content_types].xml" in names:
                kind = next((kind for kind, part in _MAIN_PARTS if any(map(part.fullmatch, names))), Kind.ZIP)
                macros = _declares_macros(archive, names)
                return FileContent(Kind.UNKNOWN) if macros is None else FileContent(kind, macros=macros)
            if "ofd.xml" in names:
                return FileContent(Kind.OFD)
            if "mimetype" in names:
                stated = read_member(archive, names["mimetype"], 200).strip()
                if stated == b"application/vnd.oasis.opendocument.spreadsheet" and "content.xml" in names:
                    macros = any(name.startswith(("basic/", "scripts/")) for name in names)
                    return FileContent(Kind.ODS, macros=macros)
    except ARCHIVE_ERRORS:
        return FileContent(Kind.BROKEN)
    return FileContent(Kind.ZIP)


def _declares_macros(archive: zipfile.ZipFile, names: dict[str, str]) -> bool | None:
    """Program code must be declared in the content types, whatever its part is called; None if they are no XML, so that
    nobody knows what the document carries."""
    data = read_member(archive, names["[content_types].xml"], MAX_CONTENT_TYPES_BYTES)
    try:
        declared = " ".join(_attribute_values(data)).casefold()
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for an encoding that expat does not know
        return None
    return (
        any(word in declared for word in ("macroenabled", "vbaproject", "macrosheet"))
        or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
        or any("macrosheets/" in name for name in names)
    )


def _attribute_values(data: bytes) -> list[str]:
    """The values of all attributes, as an XML parser reads them: in any encoding, with references resolved.

    Raises expat.ExpatError, also for a document type declaration, which office documents must not have and which could
    define exploding entities.
    """
    values: list[str] = []

    def refuse(*_args: object) -> None:
        raise expat.ExpatError("document type declaration")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda _name, attributes: values.extend(attributes.values())
    parser.Parse(data, True)
    return values


# --- OLE containers --------------------------------------------------------------------------------------------------
def _ole_content(file: BinaryIO) -> FileContent:
    try:
        names = {name.lower() for name in OleFile(file).streams}
    except OleError:
        return FileContent(Kind.BROKEN)
    macros = any(name in ("macros", "vba") or name.startswith("_vba_project") for name in names)
    if "encryptedpackage" in names:
        return FileContent(Kind.ENCRYPTED)
    if "worddocument" in names:
        return FileContent(Kind.DOC, macros=macros)
    if names & {"workbook", "book"}:
        return FileContent(Kind.XLS, macros=macros)
    return FileContent(Kind.OLE, macros=macros)
