"""What of enforcement rests on laws: powers in force, and open cases through the power they were filed under."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enforcement.models import EnforcementCase, PenaltyPower
from governance.models import Account
from responsibilities.law_changes import Citing, Naming, cites


@cites
def powers(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Powers whose basis is in force on the day."""
    rows = PenaltyPower.objects.for_user(account).in_force(on).filter(naming.of("legal_basis"))
    for power in rows.order_by("catalogue_no").only("catalogue_no", "title", "legal_basis"):
        url = reverse("admin:enforcement_penaltypower_change", args=[power.pk])
        yield Citing("power", _("Penalty powers"), power.pk, str(power), power.legal_basis, url)


@cites
def open_cases(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Open cases, whatever the day: the law of the day of the act goes on deciding them (行政处罚法 37)."""
    bases = PenaltyPower.objects.filter(naming.of("legal_basis"))
    rows = EnforcementCase.objects.for_user(account).open().filter(power__in=bases.values("pk")).order_by("pk")
    for pk, number, cause, basis in rows.values_list("pk", "case_no", "cause", "power__legal_basis"):
        url = reverse("admin:enforcement_enforcementcase_change", args=[pk])
        yield Citing("case", _("Open cases you may see"), pk, f"{number} {cause}", basis, url, rests_through=True)
