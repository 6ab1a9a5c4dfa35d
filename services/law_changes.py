"""What of services rests on laws: service items as they are done on the day, special stages, answers to ratings."""

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from responsibilities.law_changes import Citing, Naming, cites
from services.models import Application, HandlingStep, Implementation, Rating, SpecialStage


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
        url = reverse("admin:services_implementation_change", args=[key])
        for basis in filter(None, (*bases, *of_steps.get(key, ()))):
            yield Citing("service_item", _("Service items"), key, name, basis, url)


@cites
def special_stages(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Special stages that last on the day, by what lets their days stand out of the limit."""
    seen = Application.objects.for_user(account).order_by().values("pk")
    lasting = Q(first_on__lte=on) & (Q(last_on=None) | Q(last_on__gte=on))
    rows = SpecialStage.objects.filter(naming.of("basis"), lasting, application__in=seen)
    for stage in rows.select_related("application").order_by("pk"):
        url = reverse("admin:services_application_change", args=[stage.application_id])
        yield Citing("special_stage", _("Special stages"), stage.pk, f"{stage.application} {stage}", stage.basis, url)


@cites
def answers_to_ratings(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """What poor ratings were answered with, once they are."""
    rows = Rating.objects.for_user(account).filter(naming.of("basis"), answered_at__date__lte=on)
    for rating in rows.select_related("application").order_by("pk"):
        url = reverse("admin:services_rating_change", args=[rating.pk])
        yield Citing("rating", _("Answers to ratings"), rating.pk, str(rating), rating.basis, url)
