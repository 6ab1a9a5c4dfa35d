"""A county with a counter: township, village, department, those who work there, and applications at each stage."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from governance.models import Organisation
from governance.roles import Role
from services.models import Application, Implementation
from services.operations.applications import accept_application, receive_application
from services.operations.hand_overs import hand_over_application, receive_papers
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of
from tests.services.factories import ImplementationFactory, ServiceItemFactory

NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=timezone.get_default_timezone())
PERSON = {
    "applicant_kind": "citizen",
    "applicant_name": "张三丰",
    "identity_number": "110101199003078515",
    "telephone": "13800001234",
    "address": "前街12号",
}


def item_of(county: Organisation, body: Organisation, name: str, **said) -> Implementation:
    """An item in force since long ago, by default a licence of the department, ten working days promised."""
    values = {"effective_from": datetime.date(2024, 1, 1), "item_type": "licence", "level": "county", "audience": [],
              "legal_limit": None, "legal_unit": ""}  # fmt: skip
    number = ServiceItemFactory(county=county)
    return ImplementationFactory(item__service_item=number, body=body, name=name, **{**values, **said})


def counter() -> SimpleNamespace:
    county = CountyFactory(name="澜山市", code="LS")
    township = TownshipFactory(parent=county, name="汀砚镇", code="LS-T03")
    village = OrganisationFactory(parent=township, name="前街村", kind=Organisation.Kind.VILLAGE)
    department = OrganisationFactory(parent=county, name="市市场监督管理局")
    water = OrganisationFactory(parent=county, name="市水利局")
    licence = item_of(county, department, "食品经营许可", legal_limit=20, legal_unit="working_days")
    allowance = item_of(
        county, township, "高龄津贴", item_type="payment", level="township", promised_limit=15,
        promised_unit="natural_days", audience=["persons"],
    )  # fmt: skip
    return SimpleNamespace(
        county=county,
        township=township,
        village=village,
        department=department,
        water=water,
        licence=licence,
        allowance=allowance,
        clerk=member(township, Role.WINDOW_CLERK, name="林窗口"),
        agent=member(village, Role.VILLAGE_AGENT, name="何代办"),
        officer=member(department, Role.DEPARTMENT_CLERK, name="许承办"),
        head=member(department, Role.DEPARTMENT_HEAD, name="梁局长"),
        watcher=member(water, Role.DEPARTMENT_CLERK, name="沈水利"),
        portal=portal_of(county),
        nobody=AccountFactory(),
    )


def received(world: SimpleNamespace, **said) -> Application:
    return receive_application(world.township, **{"by": world.clerk, "item": world.licence, **PERSON, **said})


def accepted(world: SimpleNamespace, **said) -> Application:
    return accept_application(received(world, **said), by=world.clerk)


def at_the_department(world: SimpleNamespace, **said) -> Application:
    """Accepted at the window, its papers with the department that decides."""
    application = accepted(world, **said)
    hand_over_application(application, by=world.clerk, receiver=world.department, reason="转审批部门")
    return receive_papers(application, by=world.officer)
