"""What tests of the service centre build. Names are invented."""

import datetime

import factory

from governance.models import LocalTerm, Organisation
from governance.workdays.terms import Regime, Unit
from services.item_choices import HandlingKind, ItemLevel, ItemType, LimitUnit, VillageRole
from services.models import (
    CentreMatter,
    HandlingItem,
    Implementation,
    PointItem,
    ServiceItem,
    ServicePoint,
    Stationing,
)
from services.models.stationing import WindowKind
from services.operations.points import ASSURANCE
from tests.factories import CountyFactory, OrganisationFactory


class ServiceItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceItem

    county = factory.SubFactory(CountyFactory)
    code = factory.Sequence(lambda n: f"GG{n:05}")
    name = factory.Sequence(lambda n: f"测试主项{n}")


class HandlingItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HandlingItem

    service_item = factory.SubFactory(ServiceItemFactory)
    base_code = factory.LazyAttribute(lambda item: f"{item.service_item.code}001")
    code = factory.LazyAttribute(lambda item: f"{item.base_code}-4-379981-A09")


class ImplementationFactory(factory.django.DjangoModelFactory):
    """A public service of the township in force since 2026-01-01, for twenty working days by law and ten by promise."""

    class Meta:
        model = Implementation

    item = factory.SubFactory(HandlingItemFactory)
    effective_from = datetime.date(2026, 1, 1)
    name = factory.Sequence(lambda n: f"测试事项{n}")
    item_type = ItemType.PUBLIC_SERVICE
    level = ItemLevel.TOWNSHIP
    audience = ["persons"]
    legal_limit = 20
    legal_unit = LimitUnit.WORKING_DAYS
    promised_limit = 10
    promised_unit = LimitUnit.WORKING_DAYS
    handling_kind = HandlingKind.PROMISED
    legal_basis = "《测试办法》"
    visits = 1
    result = "测试结果"

    @factory.lazy_attribute
    def body(self):
        county = Organisation.objects.get(pk=self.item.service_item.county_id)
        return OrganisationFactory(parent=county)


def village_item(county: Organisation, **facts) -> Implementation:
    """An item of the county in force of which villages have a part: they take the papers."""
    says = {"village_role": VillageRole.AGENT, "village_steps": "村（社区）收件"} | facts
    return ImplementationFactory(item__service_item__county=county, **says)


def stationing_of(centre: Organisation, **facts) -> Stationing:
    """A matter of a department that belongs in the centre and has entered it."""
    county = Organisation.objects.get(path=centre.county_path)
    body = facts.pop("body", None) or OrganisationFactory(parent=county)
    matter, _new = CentreMatter.objects.get_or_create(
        county=county,
        body=body,
        name=facts.pop("name", "测试受理"),
        defaults={"should_enter": True, "window_kind": WindowKind.GENERAL},
    )
    says = {"has_entered": True, "window_kind": WindowKind.GENERAL} | facts
    return Stationing.objects.create(centre=centre, matter=matter, **says)


def point_of(village: Organisation, **facts) -> ServicePoint:
    says = {
        "place": "村委会一楼",
        "hours": "周一至周五 8:30—17:00",
        "telephone": "0000-1234567",
        "opened_on": datetime.date(2026, 1, 1),
    } | facts
    return ServicePoint.objects.create(village=village, township=Organisation.objects.get_parent(village), **says)


def point_item_of(point: ServicePoint, **facts) -> PointItem:
    """An item of the catalogue that the point takes papers for, not confirmed by anybody."""
    county = Organisation.objects.get(path=point.village.county_path)
    says = {"role": VillageRole.AGENT, "steps": "村（社区）收件", "person": "何代办"} | facts
    if "item" not in says:
        says["item"] = village_item(county).item
    return PointItem.objects.create(point=point, **says)


def set_assurance_term(county: Organisation, days: int = 90) -> None:
    LocalTerm.objects.create(
        organisation=county,
        code=ASSURANCE,
        number=days,
        unit=Unit.NATURAL_DAYS,
        regime=Regime.NATURAL,
        effective_from=datetime.date(2020, 1, 1),
        document_no="测试办法",
    )
