"""Do locks and constraints hold when two connections ask at the same moment; on PostgreSQL, with real commits."""

import datetime
import threading
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from governance import audit
from governance.audit.sealing import seal
from governance.audit.verification import verify
from governance.errors import RuleViolation
from governance.models import Account, AuditSeal, LocalValue, Membership, Organisation, SignInAttempt
from governance.numbering import next_number
from governance.operations.accounts import grant_membership, open_account
from governance.operations.aliases import add_alias
from governance.operations.local_values import set_local_value
from governance.operations.organisations import move_organisation, open_organisation
from governance.roles import SECURITY_ROLES, Role
from governance.sign_in_attempts import CountedAttempt, TooManyAttempts
from tests.clients import signed_in
from tests.factories import AccountFactory, CountyFactory, OrganisationFactory, TownshipFactory, member

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ADMINISTRATORS = sorted(SECURITY_ROLES)


@pytest.fixture(autouse=True)
def on_postgresql():
    assert connection.vendor == "postgresql", "races need DATABASE_URL to name a PostgreSQL database"


def race(*contenders: Callable[[], object]) -> list[object]:
    """Run each contender in a thread and connection of its own, released together; their results or exceptions."""
    start = threading.Barrier(len(contenders))
    results: list[object] = [None] * len(contenders)

    def run(number: int, contender: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            results[number] = contender()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test judges it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(contenders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a contender never came back"
    return results


def one_wins(results: list[object], code: str) -> None:
    """All but one were refused with the code, in words, not by a crash."""
    refusals = [result for result in results if isinstance(result, Exception)]
    assert len(refusals) == len(results) - 1, results
    assert all(isinstance(refusal, RuleViolation) and refusal.code == code for refusal in refusals), refusals


def test_number_takers_get_neither_gaps_nor_doubles():
    body = OrganisationFactory()

    def take():
        with transaction.atomic():
            return next_number(body, "移", 2026)

    numbers = [number for _ in range(10) for number in race(*[take] * 4)]
    assert sorted(numbers) == list(range(1, 41))


def test_a_number_waits_for_the_transaction_before_and_is_not_lost_with_it():
    body = OrganisationFactory()
    taken, may_fail = threading.Event(), threading.Event()

    def fail():
        with transaction.atomic():
            assert next_number(body, "移", 2026) == 1
            taken.set()
            may_fail.wait(timeout=20)
            raise ValueError("the letter could not be written")

    def follow():
        taken.wait(timeout=20)
        threading.Timer(0.3, may_fail.set).start()
        with transaction.atomic():
            return next_number(body, "移", 2026)

    failed, number = race(fail, follow)
    assert isinstance(failed, ValueError)
    assert number == 1


def test_sealers_seal_every_entry_once_in_one_chain():
    account = member(CountyFactory(), Role.SYSTEM_ADMIN)
    for _ in range(5):
        for number in range(20):
            audit.record(account, action="add_alias", by=account, after={"n": number})
        results = race(*[seal] * 4)
        assert not [result for result in results if isinstance(result, Exception)], results
        assert any(isinstance(result, AuditSeal) for result in results)
    while seal():
        pass
    verdict = verify()
    assert (verdict.faults, verdict.sealed, verdict.unsealed) == ([], 100, 0)


def test_sealing_while_entries_are_written_seals_them_all_in_the_end():
    account = member(CountyFactory(), Role.SYSTEM_ADMIN)

    def write():
        for number in range(50):
            audit.record(account, action="add_alias", by=account, after={"n": number})

    def keep_sealing():
        for _ in range(30):
            seal()

    race(write, write, keep_sealing)
    while seal():
        pass
    verdict = verify()
    assert (verdict.faults, verdict.sealed, verdict.unsealed) == ([], 100, 0)


@pytest.mark.parametrize("days", [None, 30], ids=["open-ended", "dated"])
def test_nobody_becomes_two_administrators_at_once(days):
    """Two security administrators grant different administrators' roles to one person at the same moment.

    Dated posts are outside the database's constraint: there only the lock keeps them apart.
    """
    ends_on = days and timezone.localdate() + datetime.timedelta(days=days)
    county = CountyFactory()
    granters = [member(county, Role.SECURITY_ADMIN) for _ in range(3)]
    for _ in range(5):
        person = AccountFactory(organisation=county)
        grant = partial(grant_membership, person, organisation=county, ends_on=ends_on)
        results = race(*[partial(grant, by=by, role=role) for by, role in zip(granters, ADMINISTRATORS, strict=True)])
        one_wins(results, "not_separated")
        assert Membership.objects.filter(account=person).count() == 1


def test_one_user_name_is_opened_once():
    county = CountyFactory()
    by = member(county, Role.SYSTEM_ADMIN)
    results = race(*[partial(open_account, county, by=by, username="chen.min", name="陈敏")] * 3)
    one_wins(results, "username_taken")
    assert Account.objects.filter(username="chen.min").count() == 1


def test_one_alias_comes_to_mean_one_body():
    county = CountyFactory()
    by = member(county, Role.SYSTEM_ADMIN)
    bodies = [OrganisationFactory(parent=county) for _ in range(3)]
    one_wins(race(*[partial(add_alias, body, by=by, name="水办") for body in bodies]), "name_taken")


def test_bodies_opened_and_moved_at_the_same_moment_stay_in_the_tree():
    county = CountyFactory()
    by = member(county, Role.SYSTEM_ADMIN)
    here, there = OrganisationFactory(parent=county), OrganisationFactory(parent=county)
    dispatched = Organisation.Kind.DISPATCHED
    for number in range(5):
        unit = OrganisationFactory(parent=here, kind=dispatched)
        results = race(
            partial(open_organisation, here, by=by, code=f"H{number}", name=f"甲站{number}", kind=dispatched),
            partial(open_organisation, there, by=by, code=f"T{number}", name=f"乙站{number}", kind=dispatched),
            partial(move_organisation, unit, by=by, to=there),
        )
        assert not [result for result in results if isinstance(result, Exception)], results
    assert not any(Organisation.objects.find_problems())
    counts = dict(Organisation.objects.filter(pk__in=[here.pk, there.pk]).values_list("pk", "numchild"))
    assert counts == {here.pk: 5, there.pk: 10}


@pytest.mark.urls("tests.governance.api_urls")
def test_one_idempotency_key_creates_once_however_many_ask_at_once():
    county = CountyFactory()
    account = member(county, Role.SYSTEM_ADMIN)
    township = TownshipFactory(parent=county)

    def ask(number: int):
        village = {"township": township.code, "code": f"V{number}", "name": f"临波{number}村"}
        answer = signed_in(account).post(
            "/api/test/villages/", village, format="json", HTTP_IDEMPOTENCY_KEY=f"k-{number}"
        )
        return answer.status_code, answer.json().get("code"), answer.has_header("Idempotency-Replayed")

    for number in range(5):
        answers = race(*[partial(ask, number)] * 3)
        made = (201, f"V{number}", False)
        again = [(201, f"V{number}", True), (409, "idempotency_key_in_use", False)]
        assert answers.count(made) == 1 and all(answer == made or answer in again for answer in answers), answers
        assert Organisation.objects.filter(code=f"V{number}").count() == 1


def test_passwords_tried_at_once_are_no_more_than_those_tried_in_turn():
    clerk = AccountFactory(username="clerk")
    attempt = partial(CountedAttempt, "person clerk", {"REMOTE_ADDR": "192.0.2.1"}, action="sign_in", account=clerk)
    results = race(*[attempt] * 12)
    looked_at = [result for result in results if isinstance(result, CountedAttempt)]
    assert len(looked_at) <= 5
    assert all(isinstance(result, TooManyAttempts) for result in results if result not in looked_at)
    assert SignInAttempt.objects.count() == len(looked_at)


def test_two_values_for_the_same_days_are_not_laid_down_at_once():
    county = CountyFactory()
    admins = [member(county, Role.SYSTEM_ADMIN) for _number in range(2)]
    says = {"code": "hearing.citizen", "unit": "yuan", "document_no": "澜政办发〔2026〕1号"}

    def lay_down(number: int, by: Account):
        since = datetime.date(2026, 1, 1)
        return set_local_value(county, by=by, number=Decimal(number), effective_from=since, **says)

    one_wins(
        race(*(partial(lay_down, 1000 * number, by) for number, by in enumerate(admins, 1))), "local_value_already_set"
    )
    assert LocalValue.objects.get().effective_to is None


def test_overlapping_values_written_past_the_operation_at_once_meet_the_database():
    county = CountyFactory()

    def write(month: int):
        return LocalValue.objects.create(
            organisation=county, code="hearing.citizen", number=1, unit="yuan", document_no="x",
            effective_from=datetime.date(2026, month, 1), effective_to=datetime.date(2026, month + 6, 1),
        )  # fmt: skip

    results = race(*(partial(write, month) for month in (1, 2, 3, 4)))
    assert sum(isinstance(result, IntegrityError) for result in results) == 3, results
    assert LocalValue.objects.count() == 1
