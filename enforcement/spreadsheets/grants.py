"""The list of grants: every row gives a power to one township, to several, or to all of a form."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import BinaryIO

from django.utils.translation import gettext as _

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.spreadsheets.columns import FORMS, GRANTS, GROUPS, LEVELS, TRANSITIONS
from enforcement.spreadsheets.powers import LIMITS
from enforcement.states import GrantForm, TransitionRule
from governance.directory import Directory, directory
from governance.models import Organisation
from governance.record_tables import RecordTable, RowReader
from governance.spreadsheets.reading import read
from governance.spreadsheets.splitting import KnownNames, split_names
from governance.spreadsheets.table import SheetRow
from responsibilities.spreadsheets.layouts import means_townships

# One row can give a power to every township of the county.
MOST_GRANTS = 20_000
_LAPSE = re.compile(r"lapse_(\d{1,4})_days|(\d{1,4})日后?失效")


def read_grants(
    file: BinaryIO,
    filename: str,
    *,
    county: Organisation,
    sheet: str | None = None,
    names: Mapping[str, Organisation] | None = None,
) -> RecordTable:
    """The grants of the file, by power, township and day of acceptance. Raises UnreadableSpreadsheet.

    `names`: the townships a person has chosen for unknown names in this file.
    """
    table = RecordTable(
        read(file, filename, columns=GRANTS, sheet=sheet, limits=LIMITS), _("Devolved and entrusted powers")
    )
    reader = _GrantReader(table, county, names or {})
    for row in table.sheet.rows:
        reader.read(row)
    reader.check_overlap()
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return table


def _is_known(names: Directory, name: str) -> bool:
    return names.find(name) is not None


class _GrantReader:
    def __init__(self, table: RecordTable, county: Organisation, names: Mapping[str, Organisation]) -> None:
        self.table, self.county = table, county
        self.townships = list(Organisation.objects.townships().open().filter(path__startswith=county.path))
        given = {name: body for name, body in names.items() if body in self.townships}
        self.names = directory(within=self.townships).explaining(given)
        self.is_known = KnownNames(partial(_is_known, self.names))
        self.lines = {line.number: line for line in table.sheet.rows}
        self.powers: dict[str, list[PenaltyPower]] = {}
        for power in PenaltyPower.objects.filter(department__path__startswith=county.path):
            self.powers.setdefault(power.catalogue_no, []).append(power)

    def read(self, row: SheetRow) -> None:
        if len(self.table.records) > MOST_GRANTS:
            return
        cells = RowReader(self.table, row)
        rule, lapse_days = self._transition(cells)
        grant = PowerGrant(
            form=cells.one_of("form", FORMS),
            level=cells.one_of("level", LEVELS),
            decision_document=row["decision_document"],
            decided_on=cells.day("decided_on"),
            accepted_on=cells.day("accepted_on"),
            valid_to=cells.day("valid_to"),
            transition_rule=rule,
            lapse_days=lapse_days,
        )
        townships = self._townships(cells)
        power = self._power(cells, grant)
        cells.in_order(grant, "decided_on", "accepted_on")
        cells.in_order(grant, "accepted_on", "valid_to")
        self._check_end(cells, grant)
        if cells.is_sound:
            cells.fits(grant)
        if power is None or not cells.is_sound:
            return
        facts = {field.attname: getattr(grant, field.attname) for field in PowerGrant._meta.concrete_fields}
        for township in townships:
            one = PowerGrant(**facts | {"power_id": power.pk, "township_id": township.pk})
            one.power, one.township = power, township
            self.table.add((power.pk, township.pk, grant.accepted_on), one, cells, column="catalogue_no")
        if len(self.table.records) > MOST_GRANTS:
            message = _("Up to this row the file gives more than %(most)s powers to townships. Import it in parts.")
            cells.fault("too_many_grants", message % {"most": MOST_GRANTS}, "townships")

    def _townships(self, cells: RowReader) -> list[Organisation]:
        """By name, by form (A 镇, B 乡, C 街道), or all."""
        text = cells.row["townships"]
        if means_townships(text):
            return self.townships
        found: dict[int, Organisation] = {}
        for name in split_names(text, known=self.is_known).names:
            if form := GROUPS.get(name.upper()):
                found |= {body.pk: body for body in self.townships if body.township_form == form}
            elif body := cells.body("townships", name, self.names):
                found[body.pk] = body
        return list(found.values())

    def _transition(self, cells: RowReader) -> tuple[str, int | None]:
        if lapse := _LAPSE.fullmatch(cells.row["transition_rule"]):
            return TransitionRule.LAPSE_AFTER, int(lapse[1] or lapse[2])
        return cells.one_of("transition_rule", {**TRANSITIONS, "30日后失效": TransitionRule.LAPSE_AFTER}) or "", None

    def _power(self, cells: RowReader, grant: PowerGrant) -> PenaltyPower | None:
        """The power with that number whose basis was in force on the day of acceptance; grants cite the number
        alone."""
        number = cells.row["catalogue_no"]
        if not number or not grant.accepted_on:
            return None
        for power in self.powers.get(number, []):
            if power.is_in_force(grant.accepted_on):
                return power
        message = _("The catalogue has no power %(number)s whose basis was in force on %(date)s.")
        cells.fault("power_unknown", message % {"number": number, "date": grant.accepted_on}, "catalogue_no", number)
        return None

    @staticmethod
    def _check_end(cells: RowReader, grant: PowerGrant) -> None:
        if grant.form == GrantForm.ENTRUSTMENT and grant.valid_to is None:
            message = _("An entrustment needs an end date (《行政处罚法》第二十条).")
            cells.fault("entrustment_without_term", message, "valid_to")
        if grant.valid_to is not None and not grant.transition_rule:
            message = _("A grant with an end date needs a rule for its open cases.")
            cells.fault("transition_rule_missing", message, "transition_rule")

    def check_overlap(self) -> None:
        """A township has at most one grant of a power in force on a day, so that it is clear which one applies."""
        stored = PowerGrant.objects.filter(township__path__startswith=self.county.path)
        others = [
            grant for grant in stored.select_related("power", "township") if _key(grant) not in self.table.records
        ]
        latest: dict[tuple[int, int], PowerGrant] = {}
        for grant in _by_day([*self.table.records.values(), *others]):
            earlier = latest.get((grant.power_id, grant.township_id))
            if earlier and (earlier.valid_to is None or earlier.valid_to >= grant.accepted_on):
                self._overlaps(grant, earlier)
            latest[(grant.power_id, grant.township_id)] = grant

    def _overlaps(self, later: PowerGrant, earlier: PowerGrant) -> None:
        row = self.table.rows.get(_key(later)) or self.table.rows[_key(earlier)]  # what is stored never overlaps
        message = _("%(grant)s: the grant accepted on %(earlier)s is still in force on %(later)s.")
        values = {"grant": later, "earlier": earlier.accepted_on, "later": later.accepted_on}
        RowReader(self.table, self.lines[row]).fault("grants_overlap", message % values, "accepted_on")


def _key(grant: PowerGrant) -> tuple:
    return grant.power_id, grant.township_id, grant.accepted_on


def _by_day(grants: Iterable[PowerGrant]) -> list[PowerGrant]:
    return sorted(grants, key=lambda grant: grant.accepted_on)
