"""Does a creating request that is sent again create once, whatever happened to the first answer."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.api import idempotency
from governance.models import AuditEntry, IdempotentRequest, Organisation
from governance.roles import Role
from governance.tasks import purge_idempotent_requests
from tests.clients import signed_in
from tests.factories import CountyFactory, TownshipFactory, member

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.governance.api_urls")]

URL = "/api/test/villages/"


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    return signed_in(member(county, Role.SYSTEM_ADMIN))


@pytest.fixture
def village(county):
    township = TownshipFactory(parent=county)
    return {"township": township.code, "code": "V1", "name": "临波村"}


def post(client, body, key="k-1", **headers):
    return client.post(URL, body, format="json", HTTP_IDEMPOTENCY_KEY=key, **headers)


def test_the_second_request_creates_nothing_and_gets_the_first_answer(admin, village):
    first = post(admin, village)
    second = post(admin, dict(reversed(village.items())))  # the same object in another order
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert "Idempotency-Replayed" not in first and second["Idempotency-Replayed"] == "true"
    assert Organisation.objects.filter(code="V1").count() == 1
    assert AuditEntry.objects.count() == 1


def test_without_a_key_every_request_counts(admin, village):
    assert admin.post(URL, village, format="json").status_code == 201
    assert admin.post(URL, village, format="json").status_code == 409
    assert not IdempotentRequest.objects.exists()


def test_a_key_used_for_something_else_is_refused(admin, village):
    post(admin, village)
    response = post(admin, village | {"code": "V2"})
    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert not Organisation.objects.filter(code="V2").exists()


def test_keys_belong_to_their_account(county, admin, village):
    other = signed_in(member(CountyFactory(), Role.SYSTEM_ADMIN))
    post(admin, village)
    assert post(other, village).status_code == 403  # asked in its own right, not shown another's answer
    assert post(admin, village, key="k-2").json()["code"] == "code_taken"


def test_what_was_refused_is_asked_anew(admin, village):
    taken = TownshipFactory(code="V1")
    assert post(admin, village).status_code == 409
    assert AuditEntry.objects.filter(outcome="refused").count() == 1
    taken.code = "X"
    taken.save()
    response = post(admin, village)
    assert response.status_code == 201 and "Idempotency-Replayed" not in response


def test_a_request_that_failed_half_way_left_nothing_and_may_come_again(admin, village):
    admin.raise_request_exception = False
    assert post(admin, village, HTTP_X_TEST_FAIL="1").status_code == 500
    assert not Organisation.objects.filter(code="V1").exists()
    assert post(admin, village).status_code == 201


def test_while_the_first_is_running_the_second_is_told_to_wait(admin, village):
    post(admin, village)
    IdempotentRequest.objects.update(answer_status=None, body="")  # as other connections see it before the first ends
    response = post(admin, village)
    assert (response.status_code, response.json()["code"]) == (409, "idempotency_key_in_use")
    assert int(response["Retry-After"]) > 0


def test_a_request_that_died_is_taken_over(admin, village):
    post(admin, village, key="k-0")
    Organisation.objects.filter(code="V1").update(code="X", name="x")  # its transaction was undone
    long_ago = timezone.now() - idempotency.DEAD_AFTER - datetime.timedelta(seconds=1)
    IdempotentRequest.objects.update(answer_status=None, created_at=long_ago)
    assert post(admin, village, key="k-0").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 101, "密", "a\tb"])
def test_a_key_that_is_none_is_refused(admin, village, key):
    response = post(admin, village, key=key)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "Idempotency-Key"


def test_the_same_files_are_the_same_request(admin, village):
    def post_form(content):
        file = SimpleUploadedFile("a.txt", content)
        return admin.post(URL, village | {"file": file}, format="multipart", HTTP_IDEMPOTENCY_KEY="k-1")

    assert post_form(b"one").status_code == 201
    assert post_form(b"one")["Idempotency-Replayed"] == "true"
    assert post_form(b"two").status_code == 422


def test_answers_are_forgotten_after_a_day(admin, village):
    post(admin, village)
    purge_idempotent_requests()
    assert IdempotentRequest.objects.count() == 1
    yesterday = timezone.now() - idempotency.KEPT_FOR - datetime.timedelta(seconds=1)
    IdempotentRequest.objects.update(created_at=yesterday)
    assert post(admin, village).json()["code"] == "code_taken"  # not replayed, even before the purge
    post(admin, village | {"code": "V2", "name": "临岚村"}, key="k-2")
    IdempotentRequest.objects.update(created_at=yesterday)
    purge_idempotent_requests()
    assert not IdempotentRequest.objects.exists()
