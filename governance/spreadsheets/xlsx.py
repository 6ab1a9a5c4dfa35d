"""Unpacking an xlsx file written by any program, with its parts under the names that every parser knows."""

import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from governance.spreadsheets.container import Members
from governance.spreadsheets.grid import SheetDetails
from governance.spreadsheets.limits import Budget, Limits
from governance.spreadsheets.scan import (
    SharedTexts,
    Styles,
    scan_comments,
    scan_drawings,
    scan_relationships,
    scan_shared_strings,
    scan_styles,
    scan_workbook,
)
from governance.spreadsheets.scan_sheet import scan_xlsx_sheet

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Relationship:
    """What a part refers to: `kind` is the last word of its type, `target` the full name of the other part."""

    identifier: str
    kind: str
    type: str
    target: str


def _relationships(parts: Members, part: str, budget: Budget) -> list[Relationship]:
    folder, name = posixpath.split(part)
    data = parts.read(f"{folder}/_rels/{name}.rels")
    if data is None:
        return []
    found = []
    for identifier, type_name, target in scan_relationships(data, budget):
        target = target.replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.append(Relationship(identifier, type_name.rpartition("/")[2].casefold(), type_name, path))
    return found


def _target(relationships: Iterable[Relationship], kind: str) -> str | None:
    return next((found.target for found in relationships if found.kind == kind), None)


@dataclass
class Xlsx:
    """`parts` are only those that were counted, so that the parser reads nothing else; `sheets` are the details of
    each."""

    parts: dict[str, bytes]
    sheets: dict[str, SheetDetails] = field(default_factory=dict)


def open_xlsx(archive: zipfile.ZipFile, limits: Limits) -> Xlsx:
    parts = Members(archive, limits)
    budget = Budget(limits)
    main = _target(_relationships(parts, "", budget), "officedocument") or _WORKBOOK
    workbook = parts.read(main)
    if workbook is None:
        raise KeyError(main)
    related = _relationships(parts, main, budget)
    by_identifier = {found.identifier: found for found in related}
    strings = parts.read(_target(related, "sharedstrings") or "xl/sharedStrings.xml")
    styles = parts.read(_target(related, "styles") or "xl/styles.xml")
    members = {_WORKBOOK: workbook}
    links = []
    if strings is not None:
        members["xl/sharedStrings.xml"] = strings
        links.append(("rIdStrings", _TYPE.format("sharedStrings"), "sharedStrings.xml"))
    if styles is not None:
        members["xl/styles.xml"] = styles
        links.append(("rIdStyles", _TYPE.format("styles"), "styles.xml"))
    texts = scan_shared_strings(strings, budget) if strings is not None else SharedTexts()
    cell_styles = scan_styles(styles, budget) if styles is not None else Styles()
    opened = Xlsx(members)
    for number, (title, identifier) in enumerate(scan_workbook(workbook, budget).items(), start=1):
        sheet = by_identifier.get(identifier)
        data = parts.read(sheet.target) if sheet is not None and sheet.kind == "worksheet" else None
        if sheet is None or data is None:
            if sheet is not None:  # a sheet that is a chart or a dialogue
                links.append((identifier, sheet.type, "none.xml"))
            continue
        details = opened.sheets[title] = scan_xlsx_sheet(data, title, texts, cell_styles, budget)
        for related_part in sorted(_relationships(parts, sheet.target, budget), key=lambda part: part.kind):
            if related_part.kind in ("comments", "threadedcomment") and (comments := parts.read(related_part.target)):
                # Sorted: a thread overwrites the comment that older programs show instead.
                details.comments |= scan_comments(comments, budget)
            elif related_part.kind == "drawing" and (drawings := parts.read(related_part.target)):
                details.drawings |= scan_drawings(drawings, budget)
        members[f"xl/worksheets/sheet{number}.xml"] = data
        links.append((identifier, sheet.type, f"worksheets/sheet{number}.xml"))
    members["xl/_rels/workbook.xml.rels"] = _written(links)
    members["_rels/.rels"] = _written([("rId1", _TYPE.format("officeDocument"), _WORKBOOK)])
    members["[Content_Types].xml"] = _CONTENT_TYPES
    return opened


_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'.encode()
)


def _written(links: Iterable[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{escape(identifier)}" Type="{escape(type_name)}" Target="{escape(target)}"/>'
        for identifier, type_name, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}relationships">{lines}</Relationships>'.encode()
