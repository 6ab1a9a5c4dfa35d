"""From when the county may select a person from the townships, and why."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from staffing.models import Person
from staffing.service_terms import free_from

TOWNSHIP_YEARS = 3  # 乡招县选: full years in townships


@dataclass(frozen=True)
class Eligibility:
    """`eligible_from` is None while nobody can say, with the reason."""

    eligible_from: datetime.date | None
    explanation: Any


def selection_eligibility(person: Person) -> Eligibility:
    """“Eligible for county selection from …, because …”: the latest of all its conditions."""
    served = free_from(person.township_entered_on, TOWNSHIP_YEARS)
    words = {"years": TOWNSHIP_YEARS, "since": person.township_entered_on}
    latest, why = served, _("%(years)s full years in townships are counted from %(since)s") % words
    for term in person.service_terms.all():
        free = term.free_from
        if free is None:
            return Eligibility(None, _("Not eligible for county selection yet, because: %(why)s") % {"why": term})
        if free >= latest:
            latest, why = free, _("the service term binds until the day before (%(basis)s)") % {"basis": term.basis}
    said = _("Eligible for county selection from %(day)s, because %(why)s.") % {"day": latest, "why": why}
    return Eligibility(latest, said)
