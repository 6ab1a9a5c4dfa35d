"""Applications over REST: the same steps by other means."""

import pytest
from rest_framework.test import APIClient

from services.admin.application_steps import STEPS
from services.api.views.applications import ApplicationViewSet
from services.models import Application
from tests.services.counter import PERSON, accepted, received

URL = "/api/v1/services/applications/"


@pytest.fixture
def api(world):
    def as_(account):
        client = APIClient()
        client.force_login(account)
        return client

    return as_


def post(client, path, body=None, key="k1"):
    return client.post(f"{URL}{path}", body or {}, format="json", headers={"Idempotency-Key": key})


def test_from_receipt_to_the_result(world, api):
    window, officer = api(world.clerk), api(world.officer)
    said = {"place": world.township.code, "item": world.licence.pk, **PERSON}
    made = post(window, "", said).json()
    assert made["status"] == "submitted" and made["applicant_name"] == "张三丰"
    assert "check_word" not in made
    again = post(window, "", said).json()
    assert again["id"] == made["id"]
    own = f"{made['id']}/"
    assert post(window, f"{own}accept/", key="k2").json()["standing"]["main"]["due_on"] == "2026-03-16"
    sent = post(window, f"{own}hand-over/", {"receiver": world.department.code, "reason": "转部门"}, "k3").json()
    assert sent["offered_to"]["code"] == world.department.code
    post(officer, f"{own}receive-papers/", key="k4")
    refused = post(officer, f"{own}decide/", {"decision": "refuse"}, "k5")
    assert (refused.status_code, refused.json()["code"]) == (409, "refusal_without_reasons")
    assert "第三十八条" in refused.json()["basis"]
    done = post(officer, f"{own}decide/", {"decision": "grant", "result": "许可证1号"}, "k6").json()
    assert (done["status"], done["clock"]) == ("decided_grant", "issue")


def test_lists_name_nobody(world, api):
    received(world)
    rows = api(world.clerk).get(URL).json()["results"]
    assert rows[0]["applicant"] == "张**"
    assert "张三丰" not in str(rows) and "1380000" not in str(rows)


def test_only_concerned_bodies_see_it(world, api):
    application = accepted(world)
    assert api(world.watcher).get(f"{URL}{application.pk}/").status_code == 404
    assert api(world.agent).get(f"{URL}{application.pk}/").status_code == 404
    assert not Application.objects.for_user(world.watcher).exists()


def test_every_step_takes_over_the_api_what_its_page_takes():
    paths = {}
    for action in ApplicationViewSet.get_extra_actions():
        paths[action.__name__] = action.url_path
    assert {step.operation.__name__ for step in STEPS} == paths.keys()
