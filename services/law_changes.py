"""What of services rests on laws: service items as they are done on the day, their fees and steps with a clock."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from responsibilities.law_changes import Citing, Naming, cites
from services.models import HandlingStep, Implementation


@cites
def service_items(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Service items by the basis of the item, of its fee, of the village's part and of each step."""
    in_force = Implementation.objects.for_user(account).in_force(on)
    steps = HandlingStep.objects.filter(naming.of("basis"), implementation__in=in_force.values("pk"))
    own = ("legal_basis", "fee_basis", "village_ground")
    named = Q(pk__in=steps.order_by().values("implementation"))
    for field in own:
        named |= naming.of(field)
    of_steps: dict[int, list[str]] = {}
    for key, basis in steps.order_by("pk").values_list("implementation_id", "basis"):
        of_steps.setdefault(key, []).append(basis)
    for key, name, *bases in in_force.filter(named).order_by("pk").values_list("pk", "name", *own):
        for basis in filter(None, (*bases, *of_steps.get(key, ()))):
            yield Citing("service_item", _("Service items"), key, name, basis, "")
