"""A county with a counter: township, village, department, those who work there, and applications at each stage."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from governance.models import Organisation
from governance.roles import Role
from services.models import Application, HandlingItem
from services.operations.applications import accept_application, receive_application
from services.operations.hand_overs import hand_over_application, receive_papers
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member, portal_of

NOW = datetime.datetime(2026, 3, 2, 10, 0, tzinfo=timezone.get_default_timezone())
PERSON = {
    "applicant_kind": "citizen",
    "applicant_name": "张三丰",
    "identity_number": "110101199003078515",
    "telephone": "13800001234",
    "address": "前街12号",
}


def counter() -> SimpleNamespace:
    county = CountyFactory(name="澜山市", code="LS")
    township = TownshipFactory(parent=county, name="汀砚镇", code="LS-T03")
    village = OrganisationFactory(parent=township, name="前街村", kind=Organisation.Kind.VILLAGE)
    department = OrganisationFactory(parent=county, name="市市场监督管理局")
    water = OrganisationFactory(parent=county, name="市水利局")
    licence = HandlingItem.objects.create(
        code="X1", name="食品经营许可", item_type="行政许可", body=department, legal_limit=20,
        legal_unit="working_days", promised_limit=10, promised_unit="working_days",
    )  # fmt: skip
    allowance = HandlingItem.objects.create(
        code="J1", name="高龄津贴", item_type="行政给付", body=township, legal_limit=None,
        legal_unit="", promised_limit=15, promised_unit="natural_days",
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
