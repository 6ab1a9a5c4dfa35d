"""Bringing in the data the app ships with, through the operations people use."""

from dataclasses import dataclass
from pathlib import Path

from enforcement.operations.powers import Loaded, load_grants, load_powers
from governance.models import Account, Organisation
from governance.shipped_values import load_shipped_values

REFERENCE = Path(__file__).parent / "reference"
POWERS = REFERENCE / "penalty-powers.csv"
GRANTS = REFERENCE / "power-grants.csv"
VALUES = REFERENCE / "local-values.csv"


@dataclass(frozen=True)
class LoadedReference:
    """What a load did: powers, grants, and the codes of local terms and thresholds that were set."""

    powers: Loaded
    grants: Loaded
    values: list[str]


def load_reference(
    county: Organisation, *, by: Account, powers: Path = POWERS, grants: Path = GRANTS
) -> LoadedReference:
    """The catalogue, the grants and the county's terms and thresholds are there; running it again changes nothing.

    Each of the three is loaded as a whole or not at all. Raises what the operations raise.
    """
    with powers.open("rb") as powers_file, grants.open("rb") as grants_file:
        return LoadedReference(
            load_powers(county, by=by, file=powers_file, filename=powers.name),
            load_grants(county, by=by, file=grants_file, filename=grants.name),
            load_shipped_values(county, VALUES, by=by),
        )
