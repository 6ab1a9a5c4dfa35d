"""Loading the county's penalty catalogue and the grants of its townships."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from enforcement.models import PenaltyPower, PowerGrant
from enforcement.models.powers import ProcedureRuleset, ProtectedInterest
from enforcement.states import GrantForm, GrantLevel, TransitionRule
from governance import access, audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.shape import check_shape
from governance.organisations import directory

Row = Mapping[str, str]
Progress = Callable[[int, int], None]
M = TypeVar("M", bound=models.Model)

BATCH = 500
# How the catalogue writes what the tables hold.
FORMS = {"赋权": GrantForm.GRANT, "委托": GrantForm.ENTRUSTMENT}
GROUPS = {
    "A": Organisation.TownshipForm.TOWN,
    "B": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "C": Organisation.TownshipForm.SUB_DISTRICT,
}
LAPSE = re.compile(r"lapse_(\d+)_days")


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added, changed and found as they were."""

    added: int
    changed: int
    unchanged: int


@operation
def load_powers(county: Organisation, *, by: Account, rows: Iterable[Row], progress: Progress | None = None) -> Loaded:
    """导入处罚事项目录: every row of the catalogue is a power of the county; all of the file or nothing.

    A power is known by number and edition; a row that differs from what is stored corrects it, and the audit keeps
    what it said before. Nothing is deleted. `progress(done, of)` is called as rows are read.

    Raises RuleViolation `row_invalid`, `body_unknown`, `number_twice`, each naming the row.
    """
    access.require(by, "load_powers", at=county)
    Organisation.objects.select_for_update().get(pk=county.pk)
    bodies = directory(within=Organisation.objects.departments().filter(path__startswith=county.path))
    wanted: dict[tuple[str, str], PenaltyPower] = {}
    rows = list(rows)
    for number, row in _numbered(rows, progress):
        with _Row(number, row) as cell:
            department = bodies.find(row["department"])
            if department is None:
                raise _unknown_body(number, row["department"], bodies.suggest(row["department"]))
            power = PenaltyPower(
                catalogue_no=cell.text("catalogue_no"),
                catalogue_edition=cell.text("catalogue_edition"),
                title=cell.text("title"),
                department=department,
                domain=cell.text("domain"),
                penalty_kinds=cell.words("penalty_kinds"),
                legal_basis=cell.text("legal_basis"),
                basis_valid_from=cell.date("basis_valid_from"),
                basis_valid_to=cell.optional("basis_valid_to", cell.date),
                **{field: cell.optional(field, cell.yuan) for field in FINES},
                summary_allowed=cell.one_of("summary_allowed", {"yes": True, "no": False}),
                measures=cell.words("measures"),
                procedure_ruleset=cell.one_of("procedure_ruleset", _values(ProcedureRuleset)),
                protected_interest=cell.one_of("protected_interest", _values(ProtectedInterest)),
            )
            cell.in_order(power, "basis_valid_from", "basis_valid_to")
            cell.in_order(power, "fine_citizen_min", "fine_citizen_max")
            cell.in_order(power, "fine_organisation_min", "fine_organisation_max")
            cell.fits(power)
            _refuse_twice(wanted, (power.catalogue_no, power.catalogue_edition), power, number)

    stored = {
        (power.catalogue_no, power.catalogue_edition): power
        for power in PenaltyPower.objects.filter(department__path__startswith=county.path)
    }
    return _store("load_powers", county, stored, wanted, by=by)


@operation
def load_grants(county: Organisation, *, by: Account, rows: Iterable[Row], progress: Progress | None = None) -> Loaded:
    """导入赋权和委托: each row gives a power to every open township of its group (A 镇, B 乡, C 街道); all or nothing.

    A grant is known by power, township and day of acceptance, so loading a file in which a grant now ends writes the
    end. The number of the catalogue names the power whose basis was in force on the day of acceptance.

    Raises RuleViolation `row_invalid`, `power_unknown`, `entrustment_without_term` (行政处罚法 20),
    `transition_rule_missing`, `number_twice`, `grants_overlap`, each naming the row.
    """
    access.require(by, "load_grants", at=county)
    Organisation.objects.select_for_update().get(pk=county.pk)
    groups: dict[str, list[Organisation]] = {}
    for township in Organisation.objects.townships().open().filter(path__startswith=county.path):
        groups.setdefault(township.township_form, []).append(township)
    powers: dict[str, list[PenaltyPower]] = {}
    for power in PenaltyPower.objects.filter(department__path__startswith=county.path):
        powers.setdefault(power.catalogue_no, []).append(power)

    wanted: dict[tuple[int, int, datetime.date], PowerGrant] = {}
    rows = list(rows)
    for number, row in _numbered(rows, progress):
        with _Row(number, row) as cell:
            rule, lapse_days = _transition(cell)
            facts = {
                "form": cell.one_of("form", FORMS),
                "level": cell.one_of("level", _values(GrantLevel)),
                "decision_document": cell.text("decision_document"),
                "decided_on": cell.date("decision_date"),
                "accepted_on": cell.date("acceptance_date"),
                "valid_to": cell.optional("valid_to", cell.date),
                "transition_rule": rule,
                "lapse_days": lapse_days,
            }
            power = _power(powers, cell.text("catalogue_no"), facts["accepted_on"], number)
            _check_grant(cell, PowerGrant(power=power, **facts))
            for township in groups.get(cell.one_of("township_group", GROUPS), []):
                grant = PowerGrant(power=power, township=township, **facts)
                _refuse_twice(wanted, (grant.power_id, township.pk, grant.accepted_on), grant, number)

    stored = {
        (grant.power_id, grant.township_id, grant.accepted_on): grant
        for grant in PowerGrant.objects.filter(township__path__startswith=county.path).select_related(
            "power", "township"
        )
    }
    _refuse_overlap([*wanted.values(), *(grant for key, grant in stored.items() if key not in wanted)])
    return _store("load_grants", county, stored, wanted, by=by)


FINES = ("fine_citizen_min", "fine_citizen_max", "fine_organisation_min", "fine_organisation_max")


def _store(
    action: str, county: Organisation, stored: Mapping[Any, M], wanted: Mapping[Any, M], *, by: Account
) -> Loaded:
    """Add what is new, correct what differs, and record both; rows alike are left alone."""
    if not wanted:
        return Loaded(0, 0, 0)
    model = type(next(iter(wanted.values())))
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    added = [row for key, row in wanted.items() if key not in stored]
    changed = []
    before, after = {}, {}
    for key, row in wanted.items():
        if key not in stored:
            continue
        old, new = audit.snapshot(stored[key], *fields), audit.snapshot(row, *fields)
        if old == new:
            continue
        row.pk = stored[key].pk
        changed.append(row)
        differing = [field for field in fields if old[field] != new[field]]
        before[str(row)] = {field: old[field] for field in differing}
        after[str(row)] = {field: new[field] for field in differing}
    model._default_manager.bulk_create(added, batch_size=BATCH)
    model._default_manager.bulk_update(changed, fields, batch_size=BATCH)
    if added or changed:
        audit.record(
            action,
            county,
            by=by,
            organisation=county,
            before=before,
            after={"added": len(added), "changed": after},
        )
    return Loaded(len(added), len(changed), len(wanted) - len(added) - len(changed))


class _Row:
    """One row of a file being read; a fault inside its block is refused with the row's number."""

    def __init__(self, number: int, row: Row) -> None:
        self.number = number
        self.row = row

    def __enter__(self) -> "_Row":
        return self

    def __exit__(self, kind, fault, trace) -> None:
        if isinstance(fault, KeyError | ValueError):
            raise RuleViolation(
                "row_invalid",
                _("Row %(row)s: %(fault)s") % {"row": self.number, "fault": fault.args[0]},
                field="rows",
            ) from fault

    def fits(self, row: models.Model) -> None:
        """Lengths and choices; SQLite would store what PostgreSQL refuses."""
        try:
            check_shape(row, skip={field.name for field in row._meta.concrete_fields if field.is_relation})
        except RuleViolation as fault:
            raise ValueError(fault.message) from fault

    def in_order(self, row: models.Model, first: str, last: str) -> None:
        low, high = getattr(row, first), getattr(row, last)
        if low is not None and high is not None and high < low:
            raise ValueError(_("%(last)s lies before %(first)s.") % {"first": first, "last": last})

    def text(self, column: str) -> str:
        value = self.row[column].strip()
        if not value:
            raise ValueError(_("%(column)s is empty.") % {"column": column})
        return value

    def words(self, column: str) -> list[str]:
        return [word for word in self.row[column].split("、") if word]

    def date(self, column: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(self.text(column))
        except ValueError:
            raise ValueError(
                _("%(column)s needs a date like 2026-05-01, not “%(value)s”.")
                % {"column": column, "value": self.row[column]}
            ) from None

    def yuan(self, column: str) -> int:
        value = self.text(column)
        if not value.isdecimal():
            raise ValueError(_("%(column)s needs whole yuan, not “%(value)s”.") % {"column": column, "value": value})
        return int(value)

    def optional(self, column: str, read: Callable[[str], Any]) -> Any:
        return read(column) if self.row[column].strip() else None

    def one_of(self, column: str, meanings: Mapping[str, Any]) -> Any:
        value = self.text(column)
        if value not in meanings:
            raise ValueError(
                _("%(column)s is one of %(values)s, not “%(value)s”.")
                % {"column": column, "values": "、".join(meanings), "value": value}
            )
        return meanings[value]


def _numbered(rows: list[Row], progress: Progress | None) -> Iterable[tuple[int, Row]]:
    """The rows with their numbers in the file, whose first line is the header."""
    for done, row in enumerate(rows, start=1):
        yield done + 1, row
        if progress:
            progress(done, len(rows))


def _values(choices: type[models.TextChoices]) -> dict[str, str]:
    return {value: value for value in choices.values}


def _transition(cell: _Row) -> tuple[str, int | None]:
    text = cell.row["transition_rule"].strip()
    if lapse := LAPSE.fullmatch(text):
        return TransitionRule.LAPSE_AFTER, int(lapse[1])
    return (cell.one_of("transition_rule", _values(TransitionRule)) if text else "", None)


def _check_grant(cell: _Row, grant: PowerGrant) -> None:
    cell.in_order(grant, "decided_on", "accepted_on")
    cell.in_order(grant, "accepted_on", "valid_to")
    cell.fits(grant)
    if grant.form == GrantForm.ENTRUSTMENT and grant.valid_to is None:
        raise RuleViolation(
            "entrustment_without_term",
            _("Row %(row)s: an entrustment states its term.") % {"row": cell.number},
            field="rows",
            basis="《行政处罚法》第二十条",
        )
    if grant.valid_to is not None and not grant.transition_rule:
        raise RuleViolation(
            "transition_rule_missing",
            _("Row %(row)s: a grant that ends says what becomes of its open cases.") % {"row": cell.number},
            field="rows",
        )


def _power(powers: Mapping[str, list[PenaltyPower]], catalogue_no: str, on: datetime.date, number: int) -> PenaltyPower:
    """Grants cite the catalogue by number alone: the edition whose basis was in force that day is meant."""
    for power in powers.get(catalogue_no, []):
        if power.is_in_force(on):
            return power
    raise RuleViolation(
        "power_unknown",
        _("Row %(row)s: the catalogue has no power %(number)s whose basis was in force on %(date)s.")
        % {"row": number, "number": catalogue_no, "date": on},
        field="rows",
    )


def _unknown_body(number: int, name: str, similar: list[str]) -> RuleViolation:
    message = _("Row %(row)s: there is no department called “%(name)s”.") % {"row": number, "name": name}
    if similar:
        message += _(" Similar names: %(names)s.") % {"names": "、".join(similar)}
    return RuleViolation("body_unknown", message, field="rows")


def _refuse_twice(wanted: dict[Any, M], key: Any, row: M, number: int) -> None:
    if key in wanted:
        raise RuleViolation(
            "number_twice",
            _("Row %(row)s: %(object)s has already occurred in this file.") % {"row": number, "object": row},
            field="rows",
        )
    wanted[key] = row


def _refuse_overlap(grants: list[PowerGrant]) -> None:
    """A township holds a power once at a time: two grants in force on one day would leave open which counts."""
    held: dict[tuple[int, int], PowerGrant] = {}
    for grant in sorted(grants, key=lambda grant: grant.accepted_on):
        earlier = held.get((grant.power_id, grant.township_id))
        if earlier and (earlier.valid_to is None or earlier.valid_to >= grant.accepted_on):
            raise RuleViolation(
                "grants_overlap",
                _("%(grant)s: the grant accepted on %(earlier)s is still in force on %(later)s.")
                % {"grant": grant, "earlier": earlier.accepted_on, "later": grant.accepted_on},
                field="rows",
            )
        held[(grant.power_id, grant.township_id)] = grant
