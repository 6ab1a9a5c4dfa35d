"""A copy of the database, restored somewhere else, sends no webhook to anybody before somebody says so."""

import logging
import shutil
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from governance import installation
from governance.event_delivery import deliver_due
from governance.models import AuditEntry, EventDelivery, Installation, Notification
from governance.operations.installation import send_from_here
from governance.roles import Role
from tests.clients import Browser, signed_in
from tests.factories import CountyFactory, OrganisationFactory, member, portal_of
from tests.receiver import Receiver
from tests.refusals import refused
from tests.telling import connect, tell, webhook_of

pytestmark = pytest.mark.django_db

LIST, STEP = "/governance/eventdelivery/", "/governance/eventdelivery/send-from-here/"
HELD = "governance.event_delivery.held"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


@pytest.fixture
def department(county):
    return OrganisationFactory(parent=county)


@pytest.fixture
def receiver(county, department):
    with Receiver() as receiver:
        connect(department, receiver, portal_of(county))
        yield receiver


def restored_elsewhere() -> None:
    """What a dump holds once it has been loaded into another database."""
    Installation.objects.update(place="https://portal.example · PostgreSQL 1/1")


def test_the_first_run_writes_down_where_it_is_and_sends(department, receiver):
    event = tell(department)
    deliver_due()
    assert webhook_of(event).status == EventDelivery.Status.DELIVERED
    assert Installation.objects.get().place == installation.here()


def test_a_copy_holds_webhooks_tells_people_once_and_still_fills_the_inboxes(admin, department, receiver, caplog):
    clerk = member(department, Role.DEPARTMENT_CLERK)
    deliver_due()
    restored_elsewhere()
    event = tell(department)
    with caplog.at_level(logging.ERROR):
        deliver_due()
        deliver_due()
    assert not receiver.received
    waiting = webhook_of(event)
    assert (waiting.status, waiting.attempts_made, waiting.leased_until) == ("waiting", 0, None)
    assert Notification.objects.filter(account=clerk, event=event).exists()
    assert Notification.objects.get(account=admin).event.kind == HELD
    assert sum("held back" in record.message for record in caplog.records) == 1


def test_when_the_system_administrator_says_so_what_waits_goes_out(admin, department, receiver):
    deliver_due()
    restored_elsewhere()
    event = tell(department)
    browser = Browser()
    browser.force_login(admin)
    page = browser.post(STEP, {"reason": "迁移到新服务器"})
    assert page.status_code == 302
    deliver_due()
    assert [request.id for request in receiver.received] == [str(event.pk)]
    entry = AuditEntry.objects.get(action="send_from_here")
    assert entry.before == {"place": "https://portal.example · PostgreSQL 1/1"}
    assert entry.after == {"place": installation.here()}
    assert entry.reason == "迁移到新服务器"


def test_only_while_something_is_held_and_only_the_system_administrator(county, admin, department):
    other = member(county, Role.SECURITY_ADMIN)
    deliver_due()
    with refused("not_held"):
        send_from_here(by=admin, reason="–")
    restored_elsewhere()
    with refused("not_permitted"):
        send_from_here(by=other, reason="–")


def test_the_list_of_deliveries_says_so_only_then(admin, department):
    browser = signed_in(admin)
    deliver_due()
    page = browser.get(LIST)
    assert STEP not in page.content.decode() and not list(page.context["messages"])
    restored_elsewhere()
    page = browser.get(LIST)
    assert STEP in page.content.decode() and len(list(page.context["messages"])) == 1


def test_a_backup_made_before_anything_was_delivered_knows_that_it_is_one(department, receiver):
    assert Installation.objects.get().place == installation.here()
    restored_elsewhere()
    event = tell(department)
    deliver_due()
    assert not receiver.received and webhook_of(event).status == EventDelivery.Status.WAITING


def test_a_database_with_subscriptions_and_no_place_is_held(department, receiver):
    Installation.objects.all().delete()
    event = tell(department)
    deliver_due()
    assert not receiver.received and webhook_of(event).status == EventDelivery.Status.WAITING


def test_a_copy_of_the_file_is_another_place_wherever_it_is_and_another_address_is_not(settings, tmp_path, monkeypatch):
    if connection.vendor == "postgresql":
        return  # asked below
    file = tmp_path / "portal.sqlite3"
    file.write_bytes(b"")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    mine = installation.here()
    settings.PORTAL_URL = "http://127.0.0.1:8100"
    assert installation.here() == mine, "make run PORT=8100"
    copied = Path(shutil.copy(file, tmp_path / "copy.sqlite3"))
    copied.replace(file)  # under the same path, as on another machine
    assert installation.here() != mine


@pytest.mark.services
def test_another_database_of_the_same_server_is_another_place():
    """As `pg_restore` into a new database makes it, with everything else as it was."""
    mine = installation.here()
    settings = connection.settings_dict
    address = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    with psycopg2.connect(dbname="postgres", password=settings["PASSWORD"], **address).cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        [other] = cursor.fetchone()
    assert mine.split("/")[-1] != str(other)
    assert mine == installation.here()
