"""The rules of bodies, accounts, calendars, files and tables, each with its source; see governance.rulebook."""

import datetime

from governance.rulebook import state

state("governance", [], checked_on=datetime.date(2026, 11, 28))
