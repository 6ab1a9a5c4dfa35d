"""Do pages show only what the reader may see, and write only through operations."""

import pytest
from django.test import Client

from governance.models import Organisation
from governance.roles import Role
from tests.factories import CountyFactory, TownshipFactory, member

pytestmark = pytest.mark.django_db


def browser(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def clerk():
    return member(TownshipFactory(parent=CountyFactory()), Role.TOWNSHIP_CLERK)


def test_list_and_record_open_for_staff_and_not_for_others(clerk):
    body = Organisation.objects.first()
    pages = ["/governance/organisation/", f"/governance/organisation/{body.pk}/", "/"]
    for page in pages:
        assert browser(clerk).get(page).status_code == 200, page
        assert Client().get(page).status_code == 302, page


def test_record_page_takes_no_input(clerk):
    body = Organisation.objects.first()
    assert browser(clerk).post(f"/governance/organisation/{body.pk}/", {"name": "改名"}).status_code == 403
    assert browser(clerk).get("/governance/organisation/add/").status_code == 404
    assert browser(clerk).get(f"/governance/organisation/{body.pk}/delete/").status_code == 404
