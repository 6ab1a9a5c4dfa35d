"""Which local value applies on a day: the nearest body's own; where there is none, no rule is known."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.models import LocalValue, Organisation
from governance.value_names import value_name
from governance.wording import sentences


def local_value(code: str, *, at: Organisation, on: datetime.date | None = None) -> LocalValue | None:
    """The value in force on the day (today if not given) for an organisation: its own, else that of the nearest body
    above it, usually the county. None is the answer “no rule known”: the day before and the day after are no answer."""
    rows = LocalValue.objects.filter(code=code, organisation__path__in=_line(at))
    return rows.in_force(on).order_by("-organisation__depth").first()


def local_term(code: str, *, at: Organisation, on: datetime.date | None = None) -> LocalValue | None:
    """The same of a term; what is no number of days, months or the like is none."""
    value = local_value(code, at=at, on=on)
    return value if value and value.is_term else None


def known_value(code: str, *, at: Organisation, on: datetime.date | None = None) -> LocalValue:
    """The value a rule needs. Raises RuleViolation `no_rule_known`, which says which days have one."""
    value = local_value(code, at=at, on=on)
    if value is None:
        raise RuleViolation("no_rule_known", no_rule_known(code, at=at, on=on or timezone.localdate()))
    return value


def no_rule_known(code: str, *, at: Organisation, on: datetime.date) -> str:
    """The answer for a day without a row, in words: what is known before and after it."""
    rows = list(LocalValue.objects.filter(code=code, organisation__path__in=_line(at)).order_by("effective_from"))
    words = _("No rule is known for “%(name)s” on %(day)s.") % {"name": value_name(code), "day": on}
    before = [row for row in rows if row.effective_to is not None and row.effective_to < on]
    after = [row for row in rows if row.effective_from > on]
    if before:
        words = sentences(words, _("The last one ended on %(day)s.") % {"day": before[-1].effective_to})
    if after:
        words = sentences(words, _("The next one begins on %(day)s.") % {"day": after[0].effective_from})
    return words


def _line(at: Organisation) -> list[str]:
    """The paths of the body and of those above it."""
    return [at.path[:length] for length in range(at.steplen, len(at.path) + 1, at.steplen)]
