"""Does the sign-in page let the right people in, and stop guessing."""

import datetime

import pytest
import time_machine
from django.test import Client

from governance.models import Account, AuditEntry
from governance.roles import Role
from tests.factories import AccountFactory, CountyFactory, member

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"


@pytest.fixture(autouse=True)
def own_cache(settings, tmp_path):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }


@pytest.fixture
def clerk():
    return member(CountyFactory(), Role.TOWNSHIP_CLERK, username="clerk")


def sign_in(username="clerk", password=PASSWORD, address="10.0.0.1"):
    client = Client(REMOTE_ADDR=address)
    client.cookies["django_language"] = "en"
    return client.post("/login/", {"username": username, "password": password})


def test_right_password_leads_home_and_is_on_record(clerk):
    assert sign_in().headers["Location"] == "/"
    assert AuditEntry.objects.get(action="sign_in").outcome == AuditEntry.Outcome.DONE


def test_wrong_password_is_refused_and_on_record(clerk):
    answer = sign_in(password="wrong")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert AuditEntry.objects.get(action="sign_in").outcome == AuditEntry.Outcome.REFUSED


def test_name_that_is_nobodys_leaves_no_row():
    sign_in(username="nobody", password="wrong")
    assert not AuditEntry.objects.exists()


def test_guessing_pauses_for_a_quarter_of_an_hour_here_and_not_elsewhere(clerk):
    with time_machine.travel("2026-11-23 09:00 +0800", tick=False) as clock:
        for _ in range(5):
            sign_in(password="wrong")
        answer = sign_in()
        assert "Try again after 09:15" in answer.content.decode()
        assert sign_in(address="10.0.0.2").status_code == 302
        clock.shift(datetime.timedelta(minutes=16))
        assert sign_in().status_code == 302


def test_right_password_forgets_the_wrong_ones(clerk):
    for _ in range(4):
        sign_in(password="wrong")
    sign_in()
    sign_in(password="wrong")
    assert sign_in().status_code == 302


def test_only_people_with_a_post_come_in(clerk):
    AccountFactory(username="idle")
    assert sign_in("idle").status_code == 200
    member(CountyFactory(), Role.DEPARTMENT_CLERK, username="system", kind=Account.Kind.SERVICE)
    assert sign_in("system").status_code == 200
