"""Do lists cost the same number of queries for 3 rows and for 30, and for 3 posts and 30."""

import datetime
import json
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.models import Alias, EventDelivery, LocalValue, Membership, Notification, SavedForm
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, Inventory, InventoryRow, LawVersion, SynonymSuggestion
from tests.access_world import World, add_photo, address, filed_case, sent_case
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory
from tests.factories import AccountFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, LawFactory, publish_rows

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


# --- How each list grows: so many more rows, named ------------------------------------------------------------------


def organisations(world: World, count: int) -> list[str]:
    bodies = [
        OrganisationFactory(
            parent=world.home["department"].obj, kind="dispatched", managed_by=world.home["organisation"].obj
        )
        for _ in range(count)
    ]
    Alias.objects.bulk_create(Alias(organisation=body, name=f"别名{body.pk}", key=f"别名{body.pk}") for body in bodies)
    return [body.name for body in bodies]


def accounts(world: World, count: int) -> list[str]:
    return [
        member(TownshipFactory(parent=world.county), Role.OFFICER, name=f"一览{count}之{number}").name
        for number in range(count)
    ]


def cases(world: World, count: int) -> list[str]:
    clerk = world.callers[Role.TOWNSHIP_CLERK].account
    township, power = world.home["organisation"].obj, world.home["power"].obj
    return [filed_case(township, clerk, power).case_no for _ in range(count)]


def files(world: World, count: int) -> list[str]:
    clerk, case = world.callers[Role.TOWNSHIP_CLERK].account, world.home["case"].obj
    return [
        add_photo(case, clerk, str(number).encode() + bytes([count])).attachment.digest.removeprefix("sha256:")
        for number in range(count)
    ]


def transfers(world: World, count: int) -> list[str]:
    clerk = world.callers[Role.TOWNSHIP_CLERK].account
    home = {name: world.home[name].obj for name in ("organisation", "power", "department")}
    return [sent_case(home["organisation"], clerk, home["power"], home["department"]).document_no for _ in range(count)]


def powers(world: World, count: int) -> list[str]:
    return [PenaltyPowerFactory(department=OrganisationFactory(parent=world.county)).catalogue_no for _ in range(count)]


def grants(world: World, count: int) -> list[str]:
    return [PowerGrantFactory(township=TownshipFactory(parent=world.county)).township.name for _ in range(count)]


def lists(world: World, count: int) -> list[str]:
    owners = [TownshipFactory(parent=world.county) for _ in range(count)]
    made = [DutyListFactory(owner=owner, kind=ListKind.BASIC, title=f"{owner}清单") for owner in owners]
    for duty_list in made:
        edition = EditionFactory(duty_list=duty_list)
        EntryFactory(edition=edition, bodies={"lead": duty_list.owner})
        publish_rows(edition)
    return [owner.name for owner in owners]  # which every title begins with


def entries(world: World, count: int) -> list[str]:
    """Entries of one more edition in force, each with several bodies."""
    owner = TownshipFactory(parent=world.county)
    edition = EditionFactory(duty_list=DutyListFactory(owner=owner, kind=ListKind.BASIC, title=f"{owner}清单"))
    made = [
        EntryFactory(
            edition=edition,
            title=f"第{edition.pk}版事项{number}",
            bodies={"lead": OrganisationFactory(parent=world.county), "support": "townships"},
        )
        for number in range(count)
    ]
    publish_rows(edition)
    return [entry.title for entry in made]


def suggestions(world: World, count: int) -> list[str]:
    made = []
    for number in range(count):
        body = TownshipFactory(parent=world.county)
        person = AccountFactory(organisation=body)
        known = {"reported_by": person, "answered": world.home["entry"].obj, "proposed": world.neighbours["entry"].obj}
        made.append(
            SynonymSuggestion.objects.create(organisation=body, question=f"{body}第{number}问", **known).question
        )
    return made


def laws(world: World, count: int) -> list[str]:
    made = [LawFactory() for _ in range(count)]
    for one in made:
        versions = {"commencement": "dated", "in_force_from": datetime.date(2019, 1, 1)}
        LawVersion.objects.create(
            law=one, in_force_to=datetime.date(2019, 12, 31), successor=one.versions.get(), **versions
        )
    return [one.title for one in made]


def local_values(world: World, count: int) -> list[str]:
    """Values of bodies of their own, all of them to be checked."""
    long_ago = datetime.date(2020, 1, 1)
    for number in range(count):
        LocalValue.objects.create(
            organisation=TownshipFactory(parent=world.county), code=f"ratio.{number}", number=number, unit="percent",
            document_no="澜编〔2020〕3号", effective_from=long_ago, checked_on=long_ago,
        )  # fmt: skip
    return [f"ratio.{number}" for number in range(count)]


def clusters(world: World, count: int) -> list[str]:
    """Clusters of one list, each like the first and with a row of a township of its own."""
    duty_list, like = world.home["hidden list"].obj, world.home["cluster"].obj
    named = []
    for _ in range(count):
        township = TownshipFactory(parent=world.county)
        inventory = Inventory.objects.create(
            duty_list=duty_list,
            township=township,
            filename=f"{township}.xlsx",
            digest="sha256:" + "0" * 64,
            row_count=1,
            uploaded_by=AccountFactory(organisation=township),
        )
        cluster = Cluster.objects.create(
            duty_list=duty_list, title=f"{township}之事", size=1, townships=1, like=like, likeness=0.5
        )
        InventoryRow.objects.create(inventory=inventory, number=2, title=cluster.title, cluster=cluster)
        named.append(township.name)
    return named


def cluster_rows(world: World, count: int) -> list[str]:
    """Rows of one cluster, each of a township of its own."""
    named = clusters(world, count)
    rows = InventoryRow.objects.filter(inventory__township__name__in=named)
    rows.update(cluster=world.home["cluster"].obj)
    return named


def saved_forms(world: World, count: int) -> list[str]:
    clerk = world.callers[Role.TOWNSHIP_CLERK].account
    for number in range(count):
        content = json.dumps({"about": f"甲{count}之{number}", "fields": {}}, ensure_ascii=False)
        path = f"/enforcement/case/file/?{count}-{number}"
        SavedForm.objects.create(account=clerk, key=f"{count}-{number}", path=path, content=content)
    return [f"甲{count}之{number}" for number in range(count)]


def notifications(world: World, count: int) -> list[str]:
    reader = world.callers[Role.TOWNSHIP_CLERK].account
    events = [world.event(f"{Notification.objects.count()}之{number}号") for number in range(count)]
    Notification.objects.bulk_create(Notification(account=reader, event=event) for event in events)
    return [event.label for event in events]


def deliveries(world: World, count: int) -> list[str]:
    subscription = world.home["subscription"].obj
    events = [world.event(f"{EventDelivery.objects.count()}之{number}号") for number in range(count)]
    EventDelivery.objects.bulk_create(
        EventDelivery(event=event, organisation=subscription.organisation, subscription=subscription)
        for event in events
    )
    return [event.label for event in events]


LISTS = [
    ("organisation-list", Role.TOWNSHIP_CLERK, organisations, "page_size=200"),
    ("duty_list-list", Role.TOWNSHIP_CLERK, lists, ""),
    ("edition-list", Role.LIST_EDITOR, lists, ""),
    ("entry-list", Role.TOWNSHIP_CLERK, entries, "page_size=200"),
    ("list_summary", Role.TOWNSHIP_CLERK, entries, ""),
    ("suggestion-list", Role.LIST_EDITOR, suggestions, ""),
    ("power-list", Role.TOWNSHIP_CLERK, powers, ""),
    ("grant-list", Role.TOWNSHIP_CLERK, grants, ""),
    ("case-list", Role.TOWNSHIP_CLERK, cases, ""),
    ("case-files", Role.TOWNSHIP_CLERK, files, ""),
    ("transfer-list", Role.DEPARTMENT_CLERK, transfers, ""),
    ("public_lists", Role.TOWNSHIP_CLERK, lists, ""),
    ("public_entries", Role.TOWNSHIP_CLERK, entries, "q=事项"),
    ("admin:index", Role.TOWNSHIP_CLERK, cases, ""),
    ("admin:index", Role.DEPARTMENT_CLERK, transfers, ""),
    ("admin:governance_organisation_changelist", Role.SYSTEM_ADMIN, organisations, "kind__exact=dispatched"),
    ("admin:governance_account_changelist", Role.SECURITY_ADMIN, accounts, "q=一览"),
    ("admin:governance_auditentry_changelist", Role.AUDIT_ADMIN, cases, ""),
    ("admin:governance_notification_changelist", Role.TOWNSHIP_CLERK, notifications, ""),
    ("admin:governance_savedform_changelist", Role.TOWNSHIP_CLERK, saved_forms, ""),
    ("admin:governance_issuednumber_changelist", Role.OFFICER, cases, ""),
    ("admin:governance_localvalue_changelist", Role.SYSTEM_ADMIN, local_values, "view=to-check"),
    ("local_value-list", Role.SYSTEM_ADMIN, local_values, ""),
    ("admin:governance_eventdelivery_changelist", Role.SECURITY_ADMIN, deliveries, ""),
    ("admin:responsibilities_dutylist_changelist", Role.LIST_EDITOR, lists, ""),
    ("admin:responsibilities_edition_changelist", Role.LIST_EDITOR, lists, ""),
    ("admin:responsibilities_entry_changelist", Role.LIST_EDITOR, entries, "view=in-force"),
    ("admin:responsibilities_synonymsuggestion_changelist", Role.LIST_EDITOR, suggestions, ""),
    ("admin:responsibilities_inventory_changelist", Role.LIST_EDITOR, clusters, ""),
    ("admin:responsibilities_inventoryrow_changelist", Role.LIST_EDITOR, clusters, ""),
    ("admin:responsibilities_cluster_changelist", Role.LIST_EDITOR, clusters, "view=open"),
    ("admin:responsibilities_law_changelist", Role.LIST_EDITOR, laws, ""),
    ("law-list", Role.LIST_EDITOR, laws, ""),
    ("inventory-list", Role.LIST_EDITOR, clusters, ""),
    ("inventory_row-list", Role.LIST_EDITOR, clusters, ""),
    ("cluster-list", Role.LIST_EDITOR, clusters, ""),
    ("admin:enforcement_penaltypower_changelist", Role.OFFICER, powers, ""),
    ("admin:enforcement_powergrant_changelist", Role.OFFICER, grants, ""),
    ("admin:enforcement_enforcementcase_changelist", Role.OFFICER, cases, ""),
    ("admin:enforcement_case_export", Role.OFFICER, cases, ""),
    ("admin:enforcement_transfer_changelist", Role.DEPARTMENT_CLERK, transfers, ""),
]
# They count, shorten or pack: not every row is named in them.
UNNAMED = {"list_summary", "admin:index", "admin:enforcement_case_export"}
# Home shows the first six of each kind, and counts them once there are more.
ENOUGH_FOR_HOME = 10


def queries(client, url: str) -> tuple[list[str], str]:
    """The statements a second request costs (the first fills caches), and what it answers."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    text = "" if response.streaming else response.content.decode(errors="replace")
    return [query["sql"] for query in captured.captured_queries], text


def compare(few: list[str], many: list[str]) -> None:
    last = "\n".join(many[-5:])
    assert len(few) == len(many), f"{len(few)} queries for few, {len(many)} for many; the last ones:\n{last}"


@pytest.mark.parametrize(("route", "role", "grow", "query"), LISTS, ids=lambda part: getattr(part, "__name__", None))
def test_thirty_rows_cost_as_many_queries_as_three(world: World, route: str, role: Role, grow: Callable, query: str):
    caller = world.callers[role]
    url = address(route, {"pk"} if route == "case-files" else set(), world.home["case"])
    url += f"?{query}" if query else ""
    client = caller.browser
    grow(world, ENOUGH_FOR_HOME if route == "admin:index" else FEW)
    few, _ = queries(client, url)
    names = grow(world, MANY - FEW)
    many, text = queries(client, url)
    if route not in UNNAMED:
        assert not [name for name in names if name not in text], "the list does not show the rows it is measured by"
    compare(few, many)


@pytest.mark.parametrize(
    ("route", "parameter", "thing", "grow"),
    [
        ("admin:responsibilities_list_workshop", "object_id", "hidden list", clusters),
        ("admin:responsibilities_cluster_change", "object_id", "cluster", cluster_rows),
        ("admin:responsibilities_cluster_split", "object_id", "cluster", cluster_rows),
        ("cluster-members", "pk", "cluster", cluster_rows),
    ],
)
def test_pages_of_the_workshop_cost_the_same_for_thirty_rows(
    world: World, route: str, parameter: str, thing: str, grow: Callable
):
    client = world.callers[Role.LIST_EDITOR].browser
    url = address(route, {parameter}, world.home[thing])
    grow(world, FEW)
    few, _ = queries(client, url)
    names = grow(world, MANY - FEW)
    many, text = queries(client, url)
    assert not [name for name in names if name not in text]
    compare(few, many)


@pytest.mark.parametrize(
    "route", ["case-list", "transfer-list", "admin:index", "admin:enforcement_enforcementcase_changelist"]
)
def test_thirty_posts_cost_as_many_queries_as_three(world: World, route: str, client):
    person = AccountFactory(organisation=world.county)

    def grant(count: int) -> None:
        for _ in range(count):
            Membership.objects.create(
                account=person, organisation=TownshipFactory(parent=world.county), role=Role.TOWNSHIP_CLERK
            )

    grant(FEW)
    client.force_login(person)
    few, _ = queries(client, address(route, set(), None))
    grant(MANY - FEW)
    many, _ = queries(client, address(route, set(), None))
    compare(few, many)
