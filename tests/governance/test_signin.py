"""Does the sign-in page let the right people in, and stop guessing."""

import pytest

from governance.models import Account, AuditEntry
from governance.roles import Role
from tests.clients import Browser
from tests.factories import AccountFactory, CountyFactory, member

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"


@pytest.fixture
def clerk():
    return member(CountyFactory(), Role.TOWNSHIP_CLERK, username="clerk")


def sign_in(username="clerk", password=PASSWORD, address="10.0.0.1"):
    client = Browser(REMOTE_ADDR=address)
    client.cookies["django_language"] = "en"
    return client.post("/login/", {"username": username, "password": password})


def test_right_password_leads_home_and_is_on_record(clerk):
    assert sign_in().headers["Location"] == "/"
    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.outcome, entry.after) == (AuditEntry.Outcome.DONE, {"address": "10.0.0.1"})


def test_wrong_password_is_refused_and_on_record(clerk):
    answer = sign_in(password="wrong")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    entry = AuditEntry.objects.get(action="sign_in")
    assert (entry.outcome, entry.account, entry.after["address"]) == (AuditEntry.Outcome.REFUSED, clerk, "10.0.0.1")


def test_user_name_is_found_however_it_is_typed(clerk):
    assert sign_in(" ＣＬＥＲＫ ").status_code == 302


def test_only_people_with_a_post_come_in(clerk):
    AccountFactory(username="idle")
    assert sign_in("idle").status_code == 200
    member(CountyFactory(), Role.DEPARTMENT_CLERK, username="system", kind=Account.Kind.SERVICE)
    assert sign_in("system").status_code == 200
