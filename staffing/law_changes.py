"""What of staffing rests on laws: service terms that bind on the day."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from responsibilities.law_changes import Citing, Naming, cites
from staffing.models import Person, ServiceTerm


@cites
def service_terms(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Service terms by what laid them down, of people the reader may see."""
    people = Person.objects.for_user(account).order_by()
    rows = ServiceTerm.objects.filter(naming.of("basis"), person__in=people.values("pk"), starts_on__lte=on)
    rows = rows.select_related("person__county").order_by("pk")
    for term in rows.prefetch_related("person__absences", "person__county__term_interruptions"):
        if term.binds(on):
            url = reverse("admin:staffing_person_change", args=[term.person_id])
            yield Citing("service_term", _("Service terms"), term.pk, str(term.person), term.basis, url)
