"""Does the home page show each person what waits for them, and nothing of others', at a cost that does not grow."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.operations.cases import file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from governance.models import Account, Organisation
from governance.roles import Role
from tests.factories import OrganisationFactory, member


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


def test_what_waits_comes_first_and_by_date(client, world, case, facts, letter):
    sent = transfer_case(file_case(world.township, by=world.clerk, **facts), by=world.clerk, **letter)
    panels = home(client, world.clerk).context["home"].panels
    assert [panel.count for panel in panels] == sorted((panel.count for panel in panels), key=lambda count: count == 0)
    # The answer is due in five working days, the case in ninety.
    assert [panel.url.split("view=")[1] for panel in panels[:2]] == ["outbox", "held"]
    assert panels[0].lines[0].at == sent.due_at < panels[1].lines[0].at == case.due_at


def test_an_answer_is_one_click_away(client, world, transfer):
    inbox = next(p for p in home(client, world.department_clerk).context["home"].panels if "view=inbox" in p.url)
    address = f"/enforcement/transfer/{transfer.pk}"
    assert [url for _verb, url in inbox.lines[0].verbs] == [f"{address}/accept/", f"{address}/send-back/"]


def test_what_came_back_shows_its_reason_and_can_be_sent_on(client, world, case, transfer, letter):
    send_back_transfer(
        transfer, by=world.department_clerk, reason_code="package_incomplete", explanation="缺询问笔录。"
    )
    page = home(client, world.clerk)
    returned = page.context["home"].panels[0]
    assert returned.url.endswith("?view=sent-back"), "what came back is first"
    assert "缺询问笔录。" in returned.lines[0].reason and "缺询问笔录。" in page.content.decode()
    assert [url for _verb, url in returned.lines[0].verbs] == [f"/enforcement/case/{case.pk}/transfer/"]
    assert list(client.get(returned.url).context["cl"].result_list) == [transfer]
    case.refresh_from_db()
    transfer_case(case, by=world.clerk, **letter)
    panels = {p.url.split("view=")[1]: p for p in home(client, world.clerk).context["home"].panels}
    assert panels["sent-back"].count == 0
    inbox = next(p for p in home(client, world.department_clerk).context["home"].panels if "view=inbox" in p.url)
    assert len(inbox.lines[0].verbs) == 1, "a case is not sent back twice"


TRANSFERS = "/enforcement/transfer/?view="
FIRST = {
    Role.TOWNSHIP_CLERK: "/enforcement/case/file/",
    Role.OFFICER: "/enforcement/case/file/",
    Role.CAPTAIN: "/enforcement/case/file/",
    Role.DEPUTY_HEAD: f"{TRANSFERS}inbox",
    Role.TOWNSHIP_HEAD: f"{TRANSFERS}inbox",
    Role.DEPARTMENT_CLERK: f"{TRANSFERS}inbox",
    Role.DEPARTMENT_HEAD: f"{TRANSFERS}inbox",
    Role.LEGAL_REVIEWER: f"{TRANSFERS}overdue",
    Role.SUPERVISOR: f"{TRANSFERS}overdue",
    Role.LEADER: f"{TRANSFERS}overdue",
    Role.LIST_EDITOR: "/responsibilities/list/",
    Role.LIST_APPROVER: "/responsibilities/edition/?view=review",
    Role.WINDOW_CLERK: "/services/application/receive/",
    Role.VILLAGE_AGENT: "/services/application/receive/",
    Role.SERVICES_OFFICER: "/services/item/",
    Role.PERSONNEL_OFFICER: "/staffing/approval/request/",
    Role.PARTY_OFFICER: "/staffing/balance/establishment/",
    Role.STAFFING_OFFICER: "/staffing/document/register/",
    Role.ORGANISATION_OFFICER: "/staffing/balance/establishment/",
    Role.HR_OFFICER: "/staffing/balance/establishment/",
    Role.SYSTEM_ADMIN: "/governance/account/open/",
    Role.SECURITY_ADMIN: "/governance/account/?view=without-post",
    Role.AUDIT_ADMIN: "/governance/audit/",
}


def test_every_role_finds_its_most_usual_act_first_and_pages_that_open(client, world, transfer):
    assert set(FIRST) == set(Role) - {Role.PORTAL}
    for role, first in FIRST.items():
        page = home(client, member(world.township, role))
        acts = [url for _verb, url in page.context["home"].acts]
        assert acts[0] == first, role
        assert not any("report" in url for url in acts), role
        panels = page.context["home"].panels
        links = {*acts, *(panel.url for panel in panels), *(figure.url for figure in page.context["home"].figures)}
        links |= {
            url for panel in panels for line in panel.lines for url in (line.url, *(to for _verb, to in line.verbs))
        }
        for url in links:
            assert client.get(url).status_code == 200, f"{role}: {url}"


def test_who_has_no_work_here_yet_reads_what_the_lists_ask_of_the_township(client, world):
    hall = OrganisationFactory(parent=world.township, kind=Organisation.Kind.INSTITUTION, name="便民服务中心")
    duties = home(client, member(hall, Role.SERVICES_OFFICER)).context["home"].panels[0]
    assert [str(line.title) for line in duties.lines] == [f"{world.entry.seq_no} {world.entry.title}"]
    assert client.get(duties.url).context["cl"].result_count == 1


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
            transfer_case(file_case(world.township, by=world.clerk, **facts), by=world.clerk, **letter)
            held = transfer_case(file_case(world.township, by=world.clerk, **facts), by=world.clerk, **letter)
            accept_transfer(held, by=world.department_clerk)

    more(1)
    few = cost()
    more(4)
    assert cost() == few
