"""Bringing in the county's bodies from the table the portal ships with, through the operations people use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Alias, Organisation
from governance.operations.aliases import add_alias
from governance.operations.founding import found_county, portal_account
from governance.operations.organisations import open_organisation
from governance.shipped_tables import read_table
from governance.text import match_key

ORGANISATIONS = Path(__file__).resolve().parent.parent / "reference" / "organisations.csv"
COLUMNS = {
    "code", "name", "short_name", "aliases", "kind", "parent_code", "region_code", "managed_by", "rank", "notes",
}  # fmt: skip
FORMS = {
    "镇": Organisation.TownshipForm.TOWN,
    "乡": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "街道": Organisation.TownshipForm.SUB_DISTRICT,
}
# GB/T 10114-2003: third segment of a region code, 001-099 sub-districts, 100-199 towns, 200-399 rural townships.
FORM_DIGITS = {
    "0": Organisation.TownshipForm.SUB_DISTRICT,
    "1": Organisation.TownshipForm.TOWN,
    "2": Organisation.TownshipForm.RURAL_TOWNSHIP,
    "3": Organisation.TownshipForm.RURAL_TOWNSHIP,
}

Row = dict[str, str]


@dataclass
class Loaded:
    """What a load did: codes of bodies opened, aliases added, and where the portal says otherwise than the table."""

    opened: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def changed_nothing(self) -> bool:
        return not self.opened and not self.aliases


def ensure_county(file: Path = ORGANISATIONS) -> Account:
    """The portal's own account; in an empty portal the table's county is founded first."""
    if Organisation.objects.exists():
        return portal_account()
    county = next((row for row in read_table(file, columns=COLUMNS) if row["kind"] == Organisation.Kind.COUNTY), None)
    if county is None:
        raise RuleViolation("no_county", _("The table names no county."), "kind")
    facts = ("code", "name", "short_name", "region_code", "rank", "notes")
    return found_county(**{name: county[name] for name in facts})


@operation(_("Load organisations"))
def load_organisations(
    *, by: Account, file: Path = ORGANISATIONS, progress: Callable[[int, int], None] | None = None
) -> Loaded:
    """载入机构: every body of the table is there, with its aliases; all of it or nothing.

    What is there already stays as it is, also where it differs from the table: people's changes in the portal win, and
    the result names the differences. A second load therefore changes nothing. `progress(done, of)` is told after
    each row. Raises RuleViolation naming the row, or what `open_organisation` and `add_alias` raise.
    """
    rows = read_table(file, columns=COLUMNS)
    known = {body.code: body for body in Organisation.objects.select_related("managed_by")}
    by_name = {body.name: body for body in known.values()}
    keys = set(Alias.objects.values_list("organisation__code", "key"))
    county = known.get(rows[0]["code"]) if rows else None
    if county is None:
        raise RuleViolation("no_county", _("The table's first row is a county this portal does not serve."), "code")
    require(at=county)

    result = Loaded()
    for number, row in enumerate(rows, start=2):  # as a spreadsheet numbers them, below the header
        try:
            body = _load(row, by=by, known=known, by_name=by_name, keys=keys, result=result)
        except RuleViolation as refusal:
            raise RuleViolation(
                refusal.code,
                _("Row %(row)s, %(name)s: %(message)s")
                % {"row": number, "name": row["name"], "message": refusal.message},
                refusal.field,
                refusal.basis,
            ) from refusal
        known[body.code] = by_name[row["name"]] = body  # the table's own name for it, whatever it is called by now
        if progress is not None:
            progress(number - 1, len(rows))
    if not result.changed_nothing:
        audit.record(county, after={"opened": result.opened, "aliases": result.aliases})
    return result


def _load(
    row: Row,
    *,
    by: Account,
    known: dict[str, Organisation],
    by_name: dict[str, Organisation],
    keys: set[tuple[str, str]],
    result: Loaded,
) -> Organisation:
    parent = known.get(row["parent_code"])
    manager = by_name.get(row["managed_by"])
    if row["managed_by"] and manager is None:
        raise RuleViolation(
            "unknown_body", _("“%(name)s” is not above this row.") % {"name": row["managed_by"]}, "managed_by"
        )
    facts: dict[str, Any] = {
        "name": row["name"],
        "kind": row["kind"],
        "short_name": row["short_name"],
        "township_form": township_form(row),
        "region_code": row["region_code"],
        "rank": row["rank"],
        # The table names a manager for every body; only another one than the body above says something.
        "managed_by": None if manager == parent else manager,
        "notes": row["notes"],
    }
    aliases = [alias for alias in row["aliases"].split("、") if alias]
    body = known.get(row["code"])
    if body is None:
        if parent is None:
            raise RuleViolation(
                "unknown_body", _("“%(code)s” is not above this row.") % {"code": row["parent_code"]}, "parent_code"
            )
        body = open_organisation(parent, by=by, code=row["code"], aliases=aliases, **facts)
        result.opened.append(body.code)
        return body
    result.different += [f"{body.code}.{name}" for name, value in facts.items() if getattr(body, name) != value]
    for alias in aliases:
        key = match_key(alias)
        if (body.code, key) not in keys and key != match_key(body.name):
            add_alias(body, by=by, name=alias)
            result.aliases.append(alias)
    return body


def township_form(row: Row) -> str:
    """镇、乡或街道: by the name's ending, else by the region code; empty for what is not a township."""
    if row["kind"] != Organisation.Kind.TOWNSHIP:
        return ""
    for ending, form in FORMS.items():
        if row["name"].endswith(ending):
            return form
    return FORM_DIGITS.get(row["region_code"][6:7], "")
