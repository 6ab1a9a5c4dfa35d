"""How the portal's log is written."""

import logging


class LineFormatter(logging.Formatter):
    """A record begins a line, and whatever else it says is indented.

    So no text that somebody sends passes for a record of its own: `verify_audit --log` believes what it reads there.
    """

    def format(self, record: logging.LogRecord) -> str:
        return "\n\t".join(super().format(record).splitlines())
