"""The local values an app ships with, laid down for a county that has none of their code yet."""

import datetime
from decimal import Decimal
from pathlib import Path

from governance.models import Account, LocalValue, Organisation
from governance.models.local_values import TIMES
from governance.operations.calendar import set_local_term
from governance.operations.local_values import set_local_value
from governance.shipped_tables import read_table
from governance.workdays.terms import Regime, Unit

COLUMNS = ("code", "number", "unit", "regime", "effective_from", "document_no", "note")


def load_shipped_values(county: Organisation, table: Path, *, by: Account) -> list[str]:
    """The codes that were laid down; what the county has laid down itself stays, whatever the file says."""
    known = set(LocalValue.objects.filter(organisation=county).values_list("code", flat=True))
    rows = [row for row in read_table(table, columns=COLUMNS) if row["code"] not in known]
    for row in rows:
        since = datetime.date.fromisoformat(row["effective_from"])
        if row["unit"] in TIMES:
            set_local_term(
                county,
                by=by,
                code=row["code"],
                number=int(row["number"]),
                unit=Unit(row["unit"]),
                regime=Regime(row["regime"]),
                effective_from=since,
                document_no=row["document_no"],
                note=row["note"],
            )
        else:
            set_local_value(
                county,
                by=by,
                code=row["code"],
                number=Decimal(row["number"]),
                unit=row["unit"],
                effective_from=since,
                document_no=row["document_no"],
                note=row["note"],
            )
    return [row["code"] for row in rows]
