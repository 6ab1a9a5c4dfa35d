"""What the register of rules rests on, held against the law register: citations of laws, and sources to look at."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.models import Account
from governance.rulebook import Rule, Source, rules_of
from responsibilities.law_changes import Citing, Naming, Register, cites

NOT_CHECKED = _("Nobody has compared it with its source for twelve months.")
NO_SOURCE = _("Its source has not been found yet.")


@dataclass(frozen=True)
class ToCheck:
    """A rule whose source wants a look, and why."""

    rule: Rule
    why: Any


def url_of(rule: Rule) -> str:
    return f"{reverse('admin:rules')}?app={rule.app}#{rule.code}"


@cites
def rules(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Rules of law, whatever the day: the portal refuses by them today."""
    if access.may_anywhere(account, "view_rules"):
        for rule in rules_of(Source.LAW):
            if rule.source and naming.may_be_in(rule.source):
                title = f"{rule.words} ({rule.code})"
                yield Citing("rule", _("Rules of the portal"), rule.code, title, rule.source, url_of(rule))


def to_check(on: datetime.date) -> list[ToCheck]:
    """Rules that nobody has checked for twelve months, whose source is missing, or whose law no longer applies."""
    register, found = Register.on(on), []
    for rule in rules_of():
        doubts = (register.doubt(one) for one in register.read(rule.law or ""))
        if rule.kind != Source.HOUSE and not rule.source:
            found.append(ToCheck(rule, NO_SOURCE))
        elif doubt := next(filter(None, doubts), ""):
            found.append(ToCheck(rule, doubt))
        elif rule.is_due(on):
            found.append(ToCheck(rule, NOT_CHECKED))
    return found
