"""The catalogue of services: every row is a handling item and how it is done."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from governance import audit
from governance.directory import directory
from governance.models import Organisation
from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.limits import Limits
from governance.spreadsheets.reading import read
from governance.spreadsheets.table import SheetRow
from responsibilities.kinds import ListKind
from responsibilities.models import Entry
from services.item_choices import HandlingKind, VillageRole
from services.limits import is_within
from services.models import CodePattern, HandlingItem, HandlingStep, Implementation, Material
from services.spreadsheets import columns

LIMITS = Limits(rows=20_000)
MAIN_CODE = -3  # the last three digits of a base code number the handling items of a main one
_ROWS = re.compile(r"[；;\n]")
_PARTS = re.compile(r"[|｜]")

# What a row of the file says of an item; the rest is said by the portal.
SAID = (
    "name", "item_type", "level", "body", "audience", "conditions", "legal_limit", "legal_unit", "promised_limit",
    "promised_unit", "handling_kind", "is_free", "fee", "fee_basis", "legal_basis", "visits", "result",
    "is_on_platform", "telephone", "duty", "village_role", "village_steps", "village_ground",
)  # fmt: skip
SAID_OF_MATERIAL = ("name", "copies", "form", "source", "source_text", "is_tolerable")
SAID_OF_STEP = ("name", "limit", "unit", "counts_in_limit", "basis")


@dataclass
class ReadItem:
    """One row: the item by its codes, and how it is done. `stored` is the latest that is known of it, if any."""

    base_code: str
    code: str
    main_item: str
    becomes: Implementation
    materials: list[Material] = field(default_factory=list)
    steps: list[HandlingStep] = field(default_factory=list)
    stored: Implementation | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.becomes.name}"

    @property
    def main_code(self) -> str:
        return self.base_code[:MAIN_CODE]

    @property
    def is_new(self) -> bool:
        return self.stored is None

    @property
    def differences(self) -> list[str]:
        """The fields in which it differs from what is known; none if it is new."""
        if self.stored is None:
            return []
        old, new = audit.snapshot(self.stored, *SAID), audit.snapshot(self.becomes, *SAID)
        found = [name for name in SAID if old[name] != new[name]]
        if _said(self.materials, SAID_OF_MATERIAL) != _said(self.stored.materials.all(), SAID_OF_MATERIAL):
            found.append("materials")
        if _said(self.steps, SAID_OF_STEP) != _said(self.stored.steps.all(), SAID_OF_STEP):
            found.append("steps")
        if self.main_item != self.stored.item.service_item.name:
            found.append("main_item")
        return found


def _said(rows: Any, names: tuple[str, ...]) -> list[tuple]:
    return [tuple(getattr(row, name) for name in names) for row in rows]


def read_items(
    file: BinaryIO,
    filename: str,
    *,
    county: Organisation,
    effective_from: datetime.date,
    taken_over: bool = False,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
) -> RecordTable:
    """The items of the file, by implementation code. Raises UnreadableSpreadsheet.

    `names`: the bodies a person has chosen for unknown names; `taken_over`: it is an earlier register, of which what a
    rule of today would refuse is a finding.
    """
    table = RecordTable(
        read(file, filename, columns=columns.ITEMS, sheet=sheet, limits=LIMITS), _("Catalogue of services")
    )
    reader = _ItemReader(table, county, effective_from, taken_over, names or {})
    for row in table.sheet.rows:
        reader.read(row)
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


class _ItemReader:
    def __init__(
        self,
        table: RecordTable,
        county: Organisation,
        effective_from: datetime.date,
        taken_over: bool,
        names: Mapping[str, Organisation],
    ) -> None:
        self.table, self.effective_from, self.taken_over = table, effective_from, taken_over
        within = Organisation.objects.open().filter(path__startswith=county.path)
        bodies = within.filter(kind__in=(Organisation.Kind.DEPARTMENT, Organisation.Kind.PROVIDER))
        self.bodies = directory(within=bodies).explaining(names)
        self.patterns = {pattern.kind: pattern for pattern in CodePattern.objects.filter(county=county)}
        duties = Entry.objects.in_force(effective_from).filter(
            edition__duty_list__owner=county, edition__duty_list__kind=ListKind.TOWNSHIP
        )
        self.duties = dict(duties.values_list("seq_no", "item"))
        known = HandlingItem.objects.filter(service_item__county=county).select_related("service_item")
        self.items = {item.code: item for item in known}
        self.stored: dict[str, Implementation] = {}
        latest = Implementation.objects.filter(item__in=known).order_by("effective_from")
        for stored in latest.prefetch_related("materials", "steps").select_related("item__service_item"):
            self.stored[stored.item.code] = stored
        self.main_items: dict[str, tuple[str, int]] = {}

    def read(self, row: SheetRow) -> None:
        cells = RowReader(self.table, row)
        becomes = self._implementation(cells)
        found = ReadItem(row["base_code"], row["item_code"], row["main_item"], becomes)
        found.materials, found.steps = self._materials(cells), self._steps(cells)
        found.stored = self.stored.get(found.code)
        self._check_codes(cells, found)
        self._check_limits(cells, becomes)
        self._check_village(cells, found)
        if not becomes.is_free and not becomes.fee_basis:
            message = _("A fee needs a law or an administrative regulation as its basis (《行政许可法》第五十八条).")
            cells.fault("fee_without_basis", message, "fee")
        if cells.is_sound:
            for record in (becomes, *found.materials, *found.steps):
                cells.fits(record)
        if cells.is_sound and found.stored and found.differences:
            self._check_later(cells, found.stored)
        self.table.add(found.code, found, cells, column="item_code")

    def _implementation(self, cells: RowReader) -> Implementation:
        """What the row says; numbers that are no numbers are faults, and 0 until they are mended."""
        row = cells.row
        body = cells.body("department", row["department"], self.bodies) if row["department"] else None
        is_free = row["fee"] in columns.FREE
        legal_limit = self._whole(cells, "legal_limit")
        role = cells.one_of("village_role", columns.VILLAGE_ROLES) or VillageRole.NONE
        return Implementation(
            effective_from=self.effective_from,
            name=row["sub_item"],
            item_type=cells.one_of("item_type", columns.TYPES),
            level=cells.one_of("level", columns.LEVELS),
            body=body,
            audience=self._audience(cells),
            conditions=row["conditions"],
            legal_limit=legal_limit,
            legal_unit=(cells.one_of("legal_unit", columns.UNITS) or "") if legal_limit is not None else "",
            promised_limit=self._whole(cells, "promised_limit") or 0,
            promised_unit=cells.one_of("promised_unit", columns.UNITS),
            handling_kind=cells.one_of("handling_kind", columns.KINDS),
            is_free=is_free,
            fee="" if is_free else row["fee"],
            fee_basis=row["fee_basis"],
            legal_basis=row["basis"],
            visits=self._whole(cells, "visits") or 0,
            result=row["result"],
            is_on_platform=cells.one_of("platform", columns.YES_OR_NO) or False,
            telephone=row["telephone"],
            duty_id=self._duty(cells),
            village_role=role,
            village_steps=row["village_steps"],
            village_ground=row["village_ground"],
            taken_over=self.taken_over,
        )

    def _whole(self, cells: RowReader, column: str) -> int | None:
        cell = cells.row.cells.get(column)
        if cell is None or cell.value is None:
            return None
        if isinstance(cell.value, int) and 0 <= cell.value <= 9999:
            return cell.value
        message = _("“%(value)s” is not a whole number from 0 to 9999.") % {"value": cell.text}
        cells.fault("not_whole_number", message, column, cell.text)
        return None

    def _audience(self, cells: RowReader) -> list[str]:
        """自然人、法人和其他组织 and the like, in the order of the words."""
        found: list[str] = []
        for word in cells.words("audience"):
            if word not in columns.AUDIENCES:
                message = _("“%(value)s” is not allowed in this column. Use one of: %(words)s.")
                values = {"value": word, "words": "、".join(columns.AUDIENCES)}
                cells.fault("unknown_word", message % values, "audience", word)
            found += [str(audience) for audience in columns.AUDIENCES.get(word, ())]
        return found

    def _duty(self, cells: RowReader) -> int | None:
        number = cells.row["duty"]
        if not number:
            return None
        if number not in self.duties:
            message = _("The duty list in force on %(day)s has no number %(number)s.")
            cells.fault("duty_unknown", message % {"day": self.effective_from, "number": number}, "duty", number)
        return self.duties.get(number)

    def _materials(self, cells: RowReader) -> list[Material]:
        """名称|份数|原件或者复印件|来源, with ；between them; （可容缺） behind a name says that it may come later."""
        found: list[Material] = []
        for text in filter(None, map(str.strip, _ROWS.split(cells.row["materials"]))):
            parts = [part.strip() for part in _PARTS.split(text)]
            sign, is_tolerable = "（可容缺）", parts[0].endswith("（可容缺）")
            source = _source_of(parts[3]) if len(parts) == 4 else None
            if len(parts) != 4 or not parts[1].isdecimal() or parts[2] not in columns.FORMS or source is None:
                message = _("“%(text)s” is no material: write name|number|原件 or 复印件|source.")
                cells.fault("not_a_material", message % {"text": text}, "materials", text)
                continue
            found.append(
                Material(
                    position=len(found) + 1,
                    name=parts[0].removesuffix(sign),
                    copies=int(parts[1]),
                    form=columns.FORMS[parts[2]],
                    source=source,
                    source_text=parts[3],
                    is_tolerable=is_tolerable,
                )
            )
        return found

    def _steps(self, cells: RowReader) -> list[HandlingStep]:
        """名称|时限|单位|计入 or 不计入|依据, with ； between them; the basis is needed for what does not count."""
        found: list[HandlingStep] = []
        for text in filter(None, map(str.strip, _ROWS.split(cells.row["steps"]))):
            parts = [*map(str.strip, _PARTS.split(text)), ""][:5]
            counts = {"计入": True, "不计入": False}.get(parts[3]) if len(parts) == 5 else None
            if counts is None or not parts[1].isdecimal() or parts[2] not in columns.UNITS:
                message = _("“%(text)s” is no step: write name|limit|unit|计入 or 不计入|basis.")
                cells.fault("not_a_step", message % {"text": text}, "steps", text)
                continue
            if not counts and not parts[4]:
                message = _("“%(step)s” does not count in the limit: name the law (《行政许可法》第四十五条).")
                cells.fault("step_without_basis", message % {"step": parts[0]}, "steps", text)
            found.append(
                HandlingStep(
                    position=len(found) + 1,
                    name=parts[0],
                    limit=int(parts[1]),
                    unit=columns.UNITS[parts[2]],
                    counts_in_limit=counts,
                    basis=parts[4],
                )
            )
        return found

    def _check_codes(self, cells: RowReader, found: ReadItem) -> None:
        for kind, column, code in (("base", "base_code", found.base_code), ("implementation", "item_code", found.code)):
            pattern = self.patterns.get(kind)
            if pattern and code and not pattern.fits(code):
                message = _("“%(code)s” is not written as the county's codes are (%(pattern)s).")
                cells.fault("code_does_not_fit", message % {"code": code, "pattern": pattern}, column, code)
        name, first = self.main_items.setdefault(found.main_code, (found.main_item, cells.number))
        if name != found.main_item:
            message = _("Row %(row)s calls the main item %(code)s “%(name)s”.")
            values = {"row": first, "code": found.main_code, "name": name}
            cells.fault("main_item_two_names", message % values, "main_item", found.main_item)
        known = self.items.get(found.code)
        if known is not None and known.base_code != found.base_code:
            message = _("%(code)s is known under the base code %(known)s.")
            cells.fault("base_code_differs", message % {"code": found.code, "known": known.base_code}, "base_code")

    def _check_limits(self, cells: RowReader, becomes: Implementation) -> None:
        promised, legal = becomes.promised_limit, becomes.legal_limit
        if legal is not None and not becomes.legal_unit:
            cells.fault("limit_without_unit", _("A limit needs its unit."), "legal_unit")
            return
        if not becomes.promised_unit:
            return
        if legal is not None and not is_within(promised, becomes.promised_unit, legal, becomes.legal_unit):
            message = _(
                "The promise (%(promised)s %(unit)s) may be longer than the legal limit (%(legal)s %(legal_unit)s)."
            )
            values = {
                "promised": promised,
                "unit": cells.row["promised_unit"],
                "legal": legal,
                "legal_unit": cells.row["legal_unit"],
            }
            cells.fault("promise_beyond_law", message % values, "promised_limit", str(promised))
        if becomes.handling_kind == HandlingKind.INSTANT and promised:
            cells.fault("at_once_takes_days", _("What is done at once (即办件) promises 0 days."), "promised_limit")

    def _check_village(self, cells: RowReader, found: ReadItem) -> None:
        becomes = found.becomes
        if (becomes.village_role == VillageRole.NONE) != (not becomes.village_steps):
            message = _("Say what the village does where it does something, and nothing where it does not.")
            cells.fault("village_step_missing", message, "village_steps")
        if becomes.village_role == VillageRole.DIRECT and not becomes.village_ground and not self.taken_over:
            if found.stored is not None and not found.differences:
                return
            message = _("What is done in the village itself needs its legal ground (村级办理依据).")
            cells.fault("direct_without_ground", message, "village_ground")

    def _check_later(self, cells: RowReader, stored: Implementation) -> None:
        ended = stored.effective_to is not None and stored.effective_to >= self.effective_from
        if stored.effective_from >= self.effective_from or ended:
            message = _("What is known of %(item)s counts from %(day)s; a change needs a later day.")
            cells.fault("version_not_later", message % {"item": stored, "day": stored.effective_from}, "item_code")


def _source_of(text: str) -> str | None:
    return next((source for words, source in columns.SOURCES.items() if text.startswith(words)), None)
