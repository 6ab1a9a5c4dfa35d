"""The rules of duty lists, each with its source; see governance.rulebook."""

import datetime

from governance.rulebook import state

state("responsibilities", [], checked_on=datetime.date(2026, 11, 28))
