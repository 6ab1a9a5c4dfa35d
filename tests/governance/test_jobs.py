"""Long work as rows: done by a worker, followed, cancelled, and done anew when a worker dies."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from governance import jobs
from governance.errors import RuleViolation
from governance.job_worker import LOST_AFTER, run_waiting
from governance.jobs import Result, note_progress
from governance.models import AuditEntry, Job, Organisation
from governance.operations.jobs import cancel_job, finish_job, start_job
from governance.roles import Role
from governance.running import run
from tests.clients import signed_in
from tests.factories import CountyFactory, OrganisationFactory, member, portal_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(db):
    return CountyFactory(name="澜山市", code="LS")


@pytest.fixture(autouse=True)
def portal(county):
    return portal_of(county)


@pytest.fixture
def asker(county):
    return member(county, Role.LIST_EDITOR, name="沈白露")


@pytest.fixture
def work(monkeypatch):
    """A kind of job whose work each test says."""

    def put(function, right="view_drafts"):
        kind = jobs.Kind("counting", "Counting", right, lambda counts: f"{counts['rows']} rows", function)
        monkeypatch.setitem(jobs.KINDS, "counting", kind)

    put(lambda job: lambda: Result({"rows": 3}))
    return put


def ask(body: Organisation, by) -> Job:
    """As an operation of an app does."""
    with run("cluster_inventories", by):
        return jobs.start("counting", about=body, at=body, total=200)


def lose(job: Job, **changes) -> None:
    """Its worker gave no sign of life for too long."""
    Job.objects.filter(pk=job.pk).update(seen_at=timezone.now() - LOST_AFTER - datetime.timedelta(seconds=1), **changes)


def test_a_worker_does_what_was_asked_for_and_says_what_came_of_it(county, asker, work):
    job = ask(county, asker)
    assert (job.status, job.requested_by, job.total) == ("waiting", asker, 200)
    assert run_waiting() == 1
    job.refresh_from_db()
    assert (job.status, job.result, job.percent) == ("done", {"rows": 3}, 100)
    assert run_waiting() == 0
    assert [entry.action for entry in AuditEntry.objects.filter(action__endswith="_job").order_by("pk")] == [
        "start_job",
        "finish_job",
    ]


def test_what_is_being_done_is_not_asked_for_twice(county, asker, work):
    ask(county, asker)
    with pytest.raises(RuleViolation) as caught:
        ask(county, asker)
    assert caught.value.code == "already_running"
    assert Job.objects.count() == 1
    ask(OrganisationFactory(parent=county), asker)
    run_waiting()
    ask(county, asker)


def test_it_says_how_far_it_is_while_it_is_done(county, asker, work):
    seen = []

    def count(job):
        for done in (50, 150):
            note_progress(job, done)
            seen.append(Job.objects.get(pk=job.pk).percent)
        return Result

    work(count)
    ask(county, asker)
    run_waiting()
    assert seen == [25, 75]


def test_cancelled_it_writes_nothing(county, asker, work):
    def count(job):
        cancel_job(Job.objects.get(pk=job.pk), by=asker)
        note_progress(job, 50)
        raise AssertionError("it goes on although it was cancelled")

    work(count)
    job = ask(county, asker)
    assert run_waiting() == 0
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_cancelled_at_the_last_moment_it_writes_nothing(county, asker, work):
    def write():
        raise AssertionError("it is written although it was cancelled")

    def count(job):
        cancel_job(Job.objects.get(pk=job.pk), by=asker)
        return write

    work(count)
    job = ask(county, asker)
    assert run_waiting() == 0
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_only_who_asked_for_it_cancels_it(county, asker, work):
    job = ask(county, asker)
    with pytest.raises(RuleViolation):
        cancel_job(job, by=member(county, Role.LIST_EDITOR))
    cancel_job(job, by=asker)
    with refused("wrong_state"):
        cancel_job(job, by=asker)


def test_what_breaks_off_says_so_and_may_be_asked_for_again(county, asker, work):
    def count(job):
        raise ZeroDivisionError

    work(count)
    job = ask(county, asker)
    with pytest.raises(ZeroDivisionError):
        run_waiting()
    job.refresh_from_db()
    assert job.status == "failed"
    assert job.failure, "it says why"
    ask(county, asker)


def test_a_refusal_of_the_result_is_its_reason_and_nothing_is_written(county, asker, work):
    def write():
        Organisation.objects.filter(pk=county.pk).update(short_name="变")
        raise RuleViolation("full", "清单已满。")

    before = county.short_name

    work(lambda job: write)
    job = ask(county, asker)
    assert run_waiting() == 0
    job.refresh_from_db()
    county.refresh_from_db()
    assert (job.status, job.failure, county.short_name) == ("failed", "清单已满。", before)


def test_what_a_dead_worker_left_is_done_by_another(county, asker, work, portal):
    job = ask(county, asker)
    start_job(job, by=portal)
    assert run_waiting() == 0, "it is alive"
    lose(job)
    assert run_waiting() == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)


def test_three_dead_workers_are_enough(county, asker, work, portal):
    job = ask(county, asker)
    start_job(job, by=portal)
    lose(job, attempts=3)
    assert run_waiting() == 0
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("failed", 3)


def test_a_worker_that_comes_back_late_writes_nothing(county, asker, work, portal):
    job = ask(county, asker)
    start_job(job, by=portal)
    Job.objects.filter(pk=job.pk).update(attempts=2)  # another worker has it now

    def write():
        raise AssertionError("two workers wrote")

    with refused("wrong_state"):
        finish_job(job, by=portal, attempt=1, write=write)
    with pytest.raises(jobs.Cancelled):
        note_progress(Job(pk=job.pk, attempts=1), 10)


def test_who_has_the_right_of_its_kind_sees_it_and_others_do_not(county, asker, work):
    job = ask(county, asker)
    assert job in Job.objects.for_user(member(county, Role.LIST_APPROVER))
    assert job not in Job.objects.for_user(member(county, Role.SYSTEM_ADMIN))
    assert job in Job.objects.for_user(asker)


def test_its_page_follows_it_and_then_says_what_came_of_it(county, asker, work, client):
    job = ask(county, asker)
    client.force_login(asker)
    page = reverse("admin:governance_job_change", args=[job.pk])
    waiting = client.get(page)
    assert waiting["Refresh"] == "5"
    assert "<progress" in waiting.content.decode()
    run_waiting()
    done = client.get(page)
    assert "Refresh" not in done
    assert "3 rows" in done.content.decode()


def test_over_rest_it_is_followed_and_cancelled(county, asker, work):
    job = ask(county, asker)
    api = signed_in(asker)
    assert api.get("/api/v1/governance/jobs/?status=waiting").json()["results"][0]["id"] == job.pk
    cancelled = api.post(f"/api/v1/governance/jobs/{job.pk}/cancel/", HTTP_IDEMPOTENCY_KEY="1")
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
