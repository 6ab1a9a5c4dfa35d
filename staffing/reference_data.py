"""Bringing in the data the app ships with, through the operations people use."""

import datetime
from pathlib import Path

from governance.models import Account, Organisation
from staffing.operations.taking_over import TakenOver, take_over_ledger

REFERENCE = Path(__file__).parent / "reference"
ESTABLISHMENT = REFERENCE / "staffing-establishment.csv"
PEOPLE = REFERENCE / "personnel.csv"
LEDGER = REFERENCE / "quota-ledger.csv"
# The tables state figures of 2019 and of “now”; these are the days they were drawn up for.
OPENED_ON = datetime.date(2019, 12, 31)
COUNTED_ON = datetime.date(2026, 11, 23)


def load_reference(county: Organisation, *, by: Account) -> TakenOver:
    """The county's quota ledger is there; running it again changes nothing."""
    return take_over_ledger(
        county, by=by, establishment=ESTABLISHMENT, ledger=LEDGER, opened_on=OPENED_ON, counted_on=COUNTED_ON
    )
