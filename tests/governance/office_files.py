"""Small office files made by hand: just enough of each format to be recognised, or to be dangerous."""

import base64
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

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
        members["[Content_Types].xml"] = (
            b'<Types><Override ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        )
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


def workbook(
    rows: Iterable[Iterable[object]],
    *,
    merges: Iterable[str] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[str] = (),
    more: Mapping[str, Iterable[Iterable[object]]] | None = None,
    hidden_sheets: Iterable[str] = (),
) -> bytes:
    """An xlsx file: the rows in the sheet 清单, `more` rows in other sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "清单"
    for row in rows:
        sheet.append(list(row))
    for merged in merges:
        sheet.merge_cells(merged)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    for name, others in (more or {}).items():
        other = book.create_sheet(name)
        for row in others:
            other.append(list(row))
    for name in hidden_sheets:
        book[name].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return _share_strings(buffer.getvalue())


_TEXT_CELL = re.compile(rb'(<c [^>]*)t="inlineStr"([^>]*)><is>(<t[^>]*>.*?</t>)</is></c>', re.DOTALL)


def _share_strings(data: bytes) -> bytes:
    """Keep texts once and refer to them by number, as Excel and WPS do and openpyxl does not."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    texts: dict[bytes, int] = {}

    def share(match: re.Match[bytes]) -> bytes:
        number = texts.setdefault(match[3], len(texts))
        return b'%bt="s"%b><v>%d</v></c>' % (match[1], match[2], number)

    for name in members:
        if name.startswith("xl/worksheets/"):
            members[name] = _TEXT_CELL.sub(share, members[name])
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = b"".join(b"<si>%b</si>" % text for text in texts)
    members["xl/sharedStrings.xml"] = b'<sst xmlns="%b" uniqueCount="%d">%b</sst>' % (main, len(texts), strings)
    relation = (
        b'<Relationship Id="rIdStrings" Target="sharedStrings.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
    )
    for name, end, more in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        (
            "[Content_Types].xml",
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
            b'.spreadsheetml.sharedStrings+xml"/></Types>',
        ),
    ):
        members[name] = members[name].replace(end, more)
    return zipped(members)


def replace_member(archive: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same zip container with one member changed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    members[name] = change(members.get(name, b""))
    return zipped(members)


def ods(rows: str, *, manifest: bytes = b"<manifest/>") -> bytes:
    """An ods file whose only sheet holds the given XML rows."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="清单">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content.encode(),
        }
    )


def ods_row(*values: str, attributes: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for value in values
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


# A workbook in the format before 2007, as Excel 97 and WPS write it: title line, header, two items under one merged
# 领域 (B3:B4), the second numbered with a full-width digit and hidden. No library here writes that format.
XLS = zlib.decompress(
    base64.b64decode(
        "eNrtWE1IVFEU/u77cX6a0dE00EAGIyuTUIOIQseichG+fjTMEGtMiVDGGnIxLUoz24RkRGDRRjCojdWmH4qoXYvAqEUQRFoIUZuCoiD1de557w2j"
        "uXCgpOJ9j3vuOefec+7/z7vPRrPHhm4VjGMWqqBi2vQhI0UnKPgcIQRKN03JOrGXgunin4LPSwOZoeN+8KlHjqEc73EouKk9Jgq8pdCEIzA6Y23h"
        "BcRmrkNUyDpUEhW4QppM5HOtcpgeZLqY6Q3O+YBpNWv6mVZS3jGxD6MRo2S9PYv3KkWclgnp9w7bvGJNOfLwRM7ikwPCyqtjU/xwtOPvTCjUAhgG"
        "jVtNW6wtHu0YQy4N4DC+mmHgi7NSH4Vd/cLqBUj/fabeM4f+gqIB3TAP8ATvQwDbNZmiCD22p24S15DF0xTQIDYk1F6ppqznmr/J6MzgmwZKOGsk"
        "BoP1nxLEbjTqdizr/2EQW3veWy9ZyudpfN9Bmg89645u6R+IqRAVXdLIB6E0V3RVNxWY5ViDiUNao1LmhYgaNRctld+42qKUCYgck6wajaRVozHT"
        "yi+PBt5KQjO2kiAvsQDRVmqL5LN5oYXosJi8/vl5bcvOyH7WdPPxYR0yy2W/wESPtCDjTE7hrmGvJWyxmukp9rqU+QKmubQ8KC7emWcz23o5z2lO"
        "LaZy1jJeRFak8CuJ7/u4625h37vIKuJHasaP5468jAyhiA69VrKXXy9KRam4fEniXsSJhb0hvWaa/8vm5FVCdt1N+yTNwhT8zGYzfSjPU+4d59PZ"
        "SsxhJdhKUkty+tSSFJLUpKSSpCUljf06kk5Shl07aa+nlHNC8bPOyiHzW2PnSUqyHG9SkuX4kpIsx297VlM8h+0WqOx5EbfbS5Lg9lgp0m/A9qSy"
        "32BScvxO2P0N9q2wB4EqJQe3WV2dcmnxw4ULFy5cuHDhwsWsNx15Z1LtC7ZuX7E99rvOFIVp95nkv8VudNJ3jH5MtyJGcRyJtObPEujC8SXmaeO8"
        "F0o0UOlxtKOF69Ge9vylHwGR2p55G4Z+3xJKt/zpdOr5h8v/CcsY+XU="
    )
)

# A workbook in the same format with 事项编码 behind 备注, made with xlwt.
# Row 2: the number is 2019-01-02 shown as 1月2日; “市乙局” in 主体责任 and “报。” in 配合责任, there behind a character
# beyond the basic plane, are struck out; 备注 is #N/A, 事项编码 #REF!.
# Row 3: 领域 is #DIV/0!, all words of 事项名称 are struck out.
XLS_MARKS = zlib.decompress(
    base64.b64decode(
        "eNrtWFtIFFEY/s7ZWXd2va2bGhqIGFmZhBlEULYmlU9upYYZYnlZKrS1RCF7SM0MIiQjBIteBCV6sXrJooh66yEw6qEIRC2CqJeCoiB1+s8/"
        "s5sXAoWSkvmG85//cs75zsyc28yz4YSxvtup45iFbXBgynAjappPUHKHDS8obhhKDec6JcPGfwW3Ti8yyon7sU9d6h2q9z0OiVvaY5LAG0oV"
        "OI5AQyiYvogo4D5UCdWHPJIC18gThxTulY9lDctlLG9yyQcs89nTxTKPyo6JAxj2B7I2W6N4v8zgWBxUu0Nc5zV7NiAJT9Qobu0WZlkntjce"
        "rapfWgF9biBNi0E/aAgUBkPBRmUnYYAKimPIgH44A7WUvwtmYAyJNEj68dVIB76EV4NH6bZ/cf0C5P8+0+/6jV+nVznbf1lqQBuMQzy5OhGD"
        "EU1FpHCG9pVM4CFND3Ci+MXKbyWUnesdLdMgLgRaemNLP7WQuiVQsntl148AqUWX9FKlUjlX+ft6q1xyqzhJ6of2TSd2dHWHBERuczTcDsjK"
        "3Ob8CpEjK8sDZp5CudpgNHjoTtTW45YoeDU0WtiTagxUy5xwUFOBpuDWI77i8zUgh6TkgDCbJP6qQGGPR21WvLh5ZyxusTzpY0jWIp71BJ76"
        "XnpKEzc+Py+q3uM/yJ423tDMbW+Velow0K5qUOU4jjhYqqazuMY6lme41RWsp7JMpFlGeeaeJEvZ1cFlznI0k3g2Ml74V0/T15De+XHv3bTO"
        "t/61pA8Wjp9KHHzp76OZ6KbeC746kC2yxdUrCvf84VxYS+QIy5Q5y6UuvVbfDWtvj8ckPKwmsDQt9XRExJLWszItB1mOiKWRpUUsJ1nOiBVF"
        "VpTFKmaxnpYe9vmw/rrk8oJZXVZtwax6xFKs7oilWJlP6ryWJSBLmLriXC4Uo+T+zGSUfJ/hmuYocIlJHkuKL9pikMwXE7EUX6w6Hkkf7qhG"
        "aLP5BQ9s2LBhw4YNGzb+eQg+1plHWY0PSuYx2WX915mkNGX/JlmyKEYDXU30cbgTIcob0bKg8ZMMpwi3JeZZJ/y/UKGM2BtRh2ruR92Cxy99"
        "5ojp9zPvit4/N4UWyj+1kH7+Zf6f78sLfw=="
    )
)
