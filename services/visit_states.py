"""Which state of a visit may follow which: tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitStatus(models.TextChoices):
    """到窗口办事的一次来访."""

    WAITING = "waiting", _("Waiting")
    SERVED = "served", _("At the window")
    ON_HOLD = "on_hold", _("On hold")
    DONE = "done", _("Done")
    LEFT = "left", _("Left unserved")


V = VisitStatus
VISIT_MOVES: dict[str, frozenset[str]] = {
    V.WAITING: frozenset({V.SERVED, V.LEFT}),
    V.SERVED: frozenset({V.ON_HOLD, V.DONE, V.LEFT}),
    V.ON_HOLD: frozenset({V.SERVED, V.LEFT}),
}
# What an interval may be; what ends a visit is no interval.
INTERVALS = [(status.value, status.label) for status in (V.WAITING, V.SERVED, V.ON_HOLD)]
PRESENT = frozenset({V.WAITING, V.SERVED, V.ON_HOLD})
