"""Bringing in the data the app ships with, through the operations people use."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from enforcement.operations.powers import Loaded, load_grants, load_powers
from governance.models import Account, LocalTerm, Organisation
from governance.operations.calendar import set_local_term
from governance.shipped_tables import read_table
from governance.workdays.terms import Regime, Unit

REFERENCE = Path(__file__).parent / "reference"
POWERS = REFERENCE / "penalty-powers.csv"
GRANTS = REFERENCE / "power-grants.csv"
TERMS = REFERENCE / "local-terms.csv"


@dataclass(frozen=True)
class LoadedReference:
    """What a load did: powers, grants, and the codes of local terms that were set."""

    powers: Loaded
    grants: Loaded
    terms: list[str]


def load_reference(
    county: Organisation, *, by: Account, powers: Path = POWERS, grants: Path = GRANTS
) -> LoadedReference:
    """The catalogue, the grants and the county's terms are there; running it again changes nothing.

    Each of the three is loaded as a whole or not at all. Raises what the operations raise.
    """
    with powers.open("rb") as powers_file, grants.open("rb") as grants_file:
        return LoadedReference(
            load_powers(county, by=by, file=powers_file, filename=powers.name),
            load_grants(county, by=by, file=grants_file, filename=grants.name),
            _load_terms(county, by=by),
        )


def _load_terms(county: Organisation, *, by: Account) -> list[str]:
    """A term the county has already set stays as it is, whatever the file says."""
    known = set(LocalTerm.objects.filter(organisation=county).values_list("code", flat=True))
    rows = [row for row in read_table(TERMS) if row["code"] not in known]
    for row in rows:
        set_local_term(
            county,
            by=by,
            code=row["code"],
            number=int(row["number"]),
            unit=Unit(row["unit"]),
            regime=Regime(row["regime"]),
            effective_from=datetime.date.fromisoformat(row["effective_from"]),
            document_no=row["document_no"],
            note=row["note"],
        )
    return [row["code"] for row in rows]
