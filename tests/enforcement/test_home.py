"""Does the home page show each person what waits for them, and nothing of others', at a cost that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.operations import accept_transfer, log_case, transfer_case
from governance.models import Account
from governance.roles import Role
from tests.factories import member


def home(client, account):
    client.force_login(Account.objects.get(pk=account.pk))
    client.cookies["django_language"] = "en"
    return client.get("/")


def test_department_sees_the_transfer_it_must_answer(client, world, transfer):
    inbox = next(p for p in home(client, world.department_clerk).context["home"].panels if "view=inbox" in p.url)
    assert [line.url for line in inbox.lines] == [f"/enforcement/transfer/{transfer.pk}/"]
    assert "5 working days left" in inbox.lines[0].clock
    shown = client.get(inbox.url).context["cl"].result_list
    assert list(shown) == [transfer]


def test_township_sees_what_it_waits_for_and_holds(client, world, transfer):
    by_view = {panel.url.split("view=")[1]: panel for panel in home(client, world.clerk).context["home"].panels}
    assert by_view["outbox"].count == 1
    assert by_view["inbox"].count == 0
    assert by_view["held"].count == 0  # it is in transfer


def test_others_see_nothing_of_it(client, world, transfer):
    for account in [world.other_clerk, world.neighbour_clerk]:
        page = home(client, account)
        assert all(panel.count == 0 for panel in page.context["home"].panels)
        assert transfer.document_no not in page.content.decode()


def test_what_waits_comes_first(client, world, case):
    counts = [panel.count for panel in home(client, world.clerk).context["home"].panels]
    assert counts == sorted(counts, key=lambda count: count == 0)


def test_actions_are_what_the_role_may_begin(client, world):
    assert "/enforcement/case/log/" in home(client, world.clerk).content.decode()
    assert "/enforcement/case/log/" not in home(client, world.department_clerk).content.decode()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.WINDOW_CLERK, Role.LEADER])
def test_every_role_has_a_home(client, world, role):
    assert home(client, member(world.county, role)).status_code == 200


def test_queries_do_not_grow_with_what_waits(client, world, facts, letter):
    def cost() -> int:
        home(client, world.department_clerk)  # what is read once for each process
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/")
        return len(queries)

    def more(number: int) -> None:
        for _ in range(number):
            transfer_case(log_case(world.township, by=world.clerk, **facts), by=world.clerk, **letter)
            held = transfer_case(log_case(world.township, by=world.clerk, **facts), by=world.clerk, **letter)
            accept_transfer(held, by=world.department_clerk)

    more(1)
    few = cost()
    more(4)
    assert cost() == few
