"""Do pages and lists cost the same number of queries for 3 rows and for 30, for one township and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import transfer_case
from governance.models import Membership
from governance.roles import Role
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo
from tests.factories import AccountFactory, TownshipFactory, member

API = "/api/v1/enforcement"
LISTS = [
    f"{API}/cases/",
    f"{API}/cases/?search=果皮&overdue=false",
    f"{API}/transfers/",
    f"{API}/transfers/?box=out&overdue=false",
    f"{API}/powers/",
    f"{API}/grants/",
    "/enforcement/case/",
    "/enforcement/case/?view=held",
    "/enforcement/case/export/",
    "/enforcement/transfer/",
    "/enforcement/power/",
    "/enforcement/grant/",
]


@pytest.fixture
def rows(world, facts, letter):
    """More of everything: cases, every other one in transfer, powers and grants."""

    def add(count: int) -> None:
        for number in range(count):
            case = file_case(world.township, by=world.clerk, **facts)
            if number % 2:
                transfer_case(case, by=world.clerk, **letter)
            PowerGrantFactory(power=PenaltyPowerFactory(department=world.department), township=world.township)

    return add


def queries(account, address: str) -> int:
    """Queries of one request, each with an account read afresh as a real request does."""
    account = type(account).objects.get(pk=account.pk)
    client = APIClient()
    if address.startswith("/api/"):
        client.force_authenticate(account)
    else:
        client.force_login(account)
    client.get(address)  # what is read once for each process is read now
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", LISTS)
def test_rows_cost_nothing(world, rows, address):
    rows(3)
    few = queries(world.clerk, address)
    rows(27)
    assert queries(world.clerk, address) == few


@pytest.mark.parametrize("address", ["/enforcement/case/{}/", f"{API}/cases/{{}}/"])
def test_files_cost_nothing(world, case, address):
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            attach_file(case, by=world.clerk, file=photo(extra=str(number).encode()))

    add(0, 3)
    few = queries(world.clerk, address.format(case.pk))
    add(3, 30)
    assert queries(world.clerk, address.format(case.pk)) == few


@pytest.mark.parametrize("address", ["/enforcement/transfer/{}/", f"{API}/transfers/{{}}/"])
def test_manifest_costs_nothing(world, facts, letter, address):
    def sent(files: int):
        case = file_case(world.township, by=world.clerk, **facts)
        for number in range(files):
            attach_file(case, by=world.clerk, file=photo(extra=str(number).encode()))
        return transfer_case(case, by=world.clerk, **letter)

    few = queries(world.department_clerk, address.format(sent(3).pk))
    assert queries(world.department_clerk, address.format(sent(30).pk)) == few


@pytest.mark.parametrize("address", LISTS)
def test_scope_costs_nothing(world, rows, address):
    rows(3)
    one = member(world.township, Role.TOWNSHIP_CLERK)
    many = AccountFactory()
    for body in [world.township, *(TownshipFactory(parent=world.county) for _ in range(10))]:
        Membership.objects.create(account=many, organisation=body, role=Role.TOWNSHIP_CLERK)
    assert queries(many, address) == queries(one, address)
