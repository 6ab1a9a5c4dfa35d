"""The law register as a table: every row is one version of a law."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import Column, ColumnMap, SheetRow
from governance.spreadsheets.text import CHINESE_NUMERAL, chinese_numeral, date
from governance.spreadsheets.writing import write
from governance.text import match_key
from responsibilities.models import Commencement, Law, LawArticle, LawName, LawVersion
from responsibilities.models.law import LONGEST_NAME, law_key

LIMITS = Limits(rows=5_000)
LAWS = ColumnMap(
    (
        Column("seq_no", "序号", ("编号",), required=False, kind="ordinal", width=6),
        Column("title", "名称", ("法律名称", "法规名称", "法律法规名称", "title"), needs_value=True, width=44),
        Column("short_names", "简称", ("short_names",), required=False, width=24),
        Column("old_names", "曾用名", ("原名称", "old_names"), required=False, width=24),
        Column("issuer", "制定机关", ("发布机关", "issuer"), required=False, width=24),
        Column("document_no", "文号", ("公布文号", "document_no"), required=False, kind="code", width=20),
        Column("commencement", "施行情况", ("时效性", "commencement"), needs_value=True, width=14),
        Column("in_force_from", "施行日期", ("生效日期", "in_force_from"), required=False, kind="date", width=12),
        Column("in_force_to", "有效截止日期", ("失效日期前一日", "in_force_to"), required=False, kind="date", width=12),
        Column("last_article", "条文总数", ("条数", "last_article"), required=False, kind="number", width=10),
        Column("successor", "由何法接替", ("接替法律", "successor"), required=False, width=44),
        Column("own_commencement", "单独施行的条款", ("own_commencement",), required=False, width=30),
        Column("remarks", "备注", ("说明",), required=False, width=30),
    )
)
COMMENCEMENTS = {
    **{value: value for value in Commencement.values},
    "已施行": Commencement.DATED,
    "施行日期不详": Commencement.UNKNOWN,
    "已通过尚未施行": Commencement.NOT_YET,
}
_WORDS = {value: word for word, value in COMMENCEMENTS.items() if not word.isascii()}
# 第十二条之一：2027-01-01, or 待定 where the day has not been said.
_OWN = re.compile(rf"第({CHINESE_NUMERAL}|\d{{1,4}})条(?:之({CHINESE_NUMERAL}|\d{{1,2}}))?[:：](.+)")
_OPEN = {"待定": Commencement.NOT_YET, "不详": Commencement.UNKNOWN}
_OPEN_WORDS = {value: word for word, value in _OPEN.items()}


@dataclass
class LawRow:
    """One row of the table: a version, the names of its law, and its articles with a day of their own."""

    title: str
    short_names: list[str]
    old_names: list[str]
    version: LawVersion  # without its law
    successor: str
    articles: list[LawArticle]  # without their version

    @property
    def key(self) -> str:
        return law_key(self.title)

    @property
    def names(self) -> list[tuple[str, str]]:
        """Every name with its kind, the title first; 简称 that only leaves out 中华人民共和国 is no other name."""
        named = [(LawName.Kind.TITLE.value, self.title)]
        named += [(LawName.Kind.SHORT.value, name) for name in self.short_names]
        named += [(LawName.Kind.OLD.value, name) for name in self.old_names]
        return list({law_key(name): (kind, name) for kind, name in reversed(named)}.values())[::-1]

    def __str__(self) -> str:
        begins = self.version.in_force_from
        return f"{self.title}（{begins.isoformat() if begins else self.version.get_commencement_display()}）"


def read_laws(file: BinaryIO, filename: str, *, sheet: str | None = None) -> RecordTable:
    """The versions of the file by law and first day. Raises UnreadableSpreadsheet."""
    table = RecordTable(read(file, filename, columns=LAWS, sheet=sheet, limits=LIMITS), _("Law register"))
    for row in table.sheet.rows:
        _read(table, row)
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


def _read(table: RecordTable, row: SheetRow) -> None:
    cells = RowReader(table, row)
    version = LawVersion(
        issuer=row["issuer"],
        document_no=row["document_no"],
        commencement=cells.one_of("commencement", COMMENCEMENTS),
        in_force_from=cells.day("in_force_from"),
        in_force_to=cells.day("in_force_to"),
        last_article=_count(cells),
    )
    read_row = LawRow(
        title=_plain(row["title"]),
        short_names=[_plain(name) for name in cells.words("short_names")],
        old_names=[_plain(name) for name in cells.words("old_names")],
        version=version,
        successor=_plain(row["successor"]),
        articles=_own_commencement(cells),
    )
    if version.commencement and (version.commencement == Commencement.DATED) != bool(version.in_force_from):
        cells.fault(
            "commencement_unclear",
            _("A known day of commencement goes with “已施行”, and only with it."),
            "in_force_from",
            row["in_force_from"],
        )
    if version.in_force_to and version.commencement == Commencement.NOT_YET:
        cells.fault("not_yet_in_force", _("What is not yet in force does not end."), "in_force_to", row["in_force_to"])
    cells.in_order(version, "in_force_from", "in_force_to")
    for column, names in (("title", [read_row.title]), ("short_names", read_row.short_names),
                          ("old_names", read_row.old_names)):  # fmt: skip
        if any(len(name) > LONGEST_NAME for name in names):
            message = _("A name has at most %(most)s characters.") % {"most": LONGEST_NAME}
            cells.fault("does_not_fit", message, column)
    if cells.is_sound:
        cells.fits(version)
    table.add((read_row.key, version.in_force_from, version.commencement), read_row, cells, column="title")


def _plain(name: str) -> str:
    return name.strip().removeprefix("《").removesuffix("》").strip()


def _count(cells: RowReader) -> int | None:
    cell = cells.row.cells.get("last_article")
    if cell is None or cell.value is None:
        return None
    if isinstance(cell.value, int) and 0 < cell.value < 10_000:
        return cell.value
    cells.fault("not_a_count", _("“%(value)s” is not a number of articles.") % {"value": cell.text}, "last_article")
    return None


def _own_commencement(cells: RowReader) -> list[LawArticle]:
    """第十二条：2027-01-01；第十五条：待定."""
    found: dict[tuple[int, int], LawArticle] = {}
    for part in filter(None, (piece.strip() for piece in re.split("[;；]", cells.row["own_commencement"]))):
        match = _OWN.fullmatch(part)
        day = date(match[3]) if match else None
        begins = Commencement.DATED if day else _OPEN.get(match_key(match[3])) if match else None
        if match is None or begins is None:
            message = _(
                "“%(value)s” is not understood. Write 第十二条：2027-01-01, or 待定 or 不详 instead of the day."
            )
            cells.fault("article_unclear", message % {"value": part}, "own_commencement", part)
            continue
        number, insertion = (number_in(text) if text else 0 for text in (match[1], match[2]))
        found[number, insertion] = LawArticle(
            number=number, insertion=insertion, commencement=begins, in_force_from=day
        )
    return list(found.values())


def number_in(text: str) -> int:
    return int(text) if text.isdecimal() else chinese_numeral(text) or 0


def write_laws(laws: Iterable[Law]) -> bytes:
    """The register as xlsx that is read back as the same rows; the laws come with names, versions and articles."""
    return write(LAWS, (_row(law, version) for law in laws for version in law.versions.all()), title="法律法规库")


def _row(law: Law, version: LawVersion) -> dict[str, Any]:
    names = {kind: [name.name for name in law.names.all() if name.kind == kind] for kind in LawName.Kind.values}
    return {
        "title": law.title,
        "short_names": "、".join(names[LawName.Kind.SHORT]),
        "old_names": "、".join(names[LawName.Kind.OLD]),
        "issuer": version.issuer,
        "document_no": version.document_no,
        "commencement": _WORDS[version.commencement],
        "in_force_from": version.in_force_from,
        "in_force_to": version.in_force_to,
        "last_article": version.last_article,
        "successor": version.successor.law.title if version.successor else "",
        "own_commencement": "；".join(f"{one}：{_begins(one)}" for one in version.articles.all()),
    }


def _begins(article: LawArticle) -> str | datetime.date:
    return article.in_force_from or _OPEN_WORDS[Commencement(article.commencement)]
