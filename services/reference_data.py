"""Bringing in the data the app ships with, through the operations people use."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from governance.models import Account, Organisation
from governance.operations.organisations import open_organisation
from governance.shipped_tables import read_table
from governance.shipped_values import load_shipped_values
from services.models import CodePattern
from services.operations.catalogue import ItemsLoaded, set_code_pattern, take_over_items
from services.operations.stationing import StationingLoaded, load_stationing

REFERENCE = Path(__file__).parent / "reference"
ITEMS = REFERENCE / "service-items.csv"
STATIONING = REFERENCE / "stationing.csv"
BODIES = REFERENCE / "outside-bodies.csv"
PATTERNS = REFERENCE / "code-patterns.csv"
TERMS = REFERENCE / "local-terms.csv"
EFFECTIVE_FROM = datetime.date(2026, 9, 1)  # the day of the lists that come with the portal


@dataclass(frozen=True)
class LoadedReference:
    """What a load did: items, matters of the centres, names of the bodies that were opened, codes of terms set."""

    items: ItemsLoaded
    stationing: StationingLoaded
    bodies: list[str]
    terms: list[str]


def load_reference(
    county: Organisation, *, by: Account, items: Path = ITEMS, stationing: Path = STATIONING
) -> LoadedReference:
    """The catalogue and what belongs in the centres are there, with the companies and outside bodies they name;
    running it again changes nothing. Raises what the operations raise.
    """
    bodies = _open_bodies(county, by=by)
    _set_patterns(county, by=by)
    with items.open("rb") as items_file, stationing.open("rb") as stationing_file:
        return LoadedReference(
            take_over_items(county, by=by, file=items_file, filename=items.name, effective_from=EFFECTIVE_FROM),
            load_stationing(county, by=by, file=stationing_file, filename=stationing.name),
            bodies,
            load_shipped_values(county, TERMS, by=by),
        )


def _open_bodies(county: Organisation, *, by: Account) -> list[str]:
    known = set(Organisation.objects.filter(path__startswith=county.path).values_list("name", flat=True))
    opened = [row for row in read_table(BODIES) if row["name"] not in known]
    for row in opened:
        open_organisation(
            county,
            by=by,
            kind=Organisation.Kind.PROVIDER,
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            notes=row["notes"],
        )
    return [row["name"] for row in opened]


def _set_patterns(county: Organisation, *, by: Account) -> None:
    """A pattern the county has already set stays as it is, whatever the file says."""
    known = set(CodePattern.objects.filter(county=county).values_list("kind", flat=True))
    for row in read_table(PATTERNS):
        if row["kind"] not in known:
            set_code_pattern(county, by=by, **row)
