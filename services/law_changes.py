"""What of the service centre rests on laws: items in force."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from responsibilities.law_changes import Citing, Naming, cites
from services.models import Implementation


@cites
def service_items(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Items in force on the day whose basis names the law."""
    rows = Implementation.objects.for_user(account).in_force(on).filter(naming.of("legal_basis"))
    for one in rows.order_by("item__base_code", "pk").only("name", "legal_basis"):
        url = reverse("admin:services_implementation_change", args=[one.pk])
        yield Citing("service item", _("Service items"), one.pk, one.name, one.legal_basis, url)
