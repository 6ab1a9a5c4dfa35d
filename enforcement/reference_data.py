"""Bringing in the data the app ships with, through the operations people use."""

import csv
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enforcement.operations import Loaded, load_grants, load_powers
from governance.models import Account, LocalTerm, Organisation
from governance.operations.calendar import set_local_term
from governance.workdays import Regime, Unit

REFERENCE = Path(__file__).parent / "reference"
POWERS = REFERENCE / "penalty-powers.csv"
GRANTS = REFERENCE / "power-grants.csv"
TERMS = REFERENCE / "local-terms.csv"

# what is being loaded, how much of it is done, out of how much
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class LoadedReference:
    """What a load did: powers, grants, and the codes of local terms that were set."""

    powers: Loaded
    grants: Loaded
    terms: list[str]


def load_reference(
    county: Organisation,
    *,
    by: Account,
    powers: Path = POWERS,
    grants: Path = GRANTS,
    progress: Progress | None = None,
) -> LoadedReference:
    """The catalogue, the grants and the county's terms are there; running it again changes nothing.

    Each of the three is loaded as a whole or not at all. Raises what the operations raise.
    """

    def telling(what: str) -> Callable[[int, int], None] | None:
        return None if progress is None else lambda done, of: progress(what, done, of)

    return LoadedReference(
        load_powers(county, by=by, rows=_read(powers), progress=telling("powers")),
        load_grants(county, by=by, rows=_read(grants), progress=telling("grants")),
        _load_terms(county, by=by),
    )


def _load_terms(county: Organisation, *, by: Account) -> list[str]:
    """A term the county has already set stays as it is, whatever the file says."""
    known = set(LocalTerm.objects.filter(organisation=county).values_list("code", flat=True))
    rows = [row for row in _read(TERMS) if row["code"] not in known]
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


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
