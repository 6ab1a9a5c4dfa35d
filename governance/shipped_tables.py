"""The tables that come with the portal, as CSV in each app's `reference/`."""

import csv
from collections.abc import Collection
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.wording import listed


def read_table(path: Path, *, columns: Collection[str] = ()) -> list[dict[str, str]]:
    """The rows by the headings of their columns; texts without the spaces around them, empty where a row is short.

    Raises RuleViolation `missing_columns` if the table lacks one of the columns.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if missing := set(columns).difference(reader.fieldnames or ()):
            message = _("The table lacks the columns %(columns)s.") % {"columns": listed(sorted(missing))}
            raise RuleViolation("missing_columns", message)
        return [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
