"""Is a local rule switched off by a document alone, for its days and below its body, and never a rule of law."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.models import AuditEntry, RuleSuspension
from governance.operations.rule_suspensions import restore_rule, suspend_rule
from governance.roles import Role
from governance.switches import applies
from tests.factories import CountyFactory, RuleSuspensionFactory, TownshipFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
CODE = "sent_back_before"
SAID = {
    "code": CODE,
    "document_no": "澜政办发〔2026〕33号",
    "approver": "市人民政府",
    "effective_from": TODAY,
    "reason": "试点期间",
}


def days(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-23T10:00+08:00")


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


def test_it_does_not_hold_on_its_days_at_the_body_and_below(county, admin):
    township, neighbour = TownshipFactory(parent=county), TownshipFactory(parent=county)
    suspend_rule(township, by=admin, **{**SAID, "effective_to": days(9)})
    assert [applies(CODE, at=township, on=days(n)) for n in (-1, 0, 9, 10)] == [True, False, False, True]
    assert applies(CODE, at=neighbour) and applies(CODE, at=county)
    suspend_rule(county, by=admin, **SAID)
    assert not applies(CODE, at=neighbour)
    entry = AuditEntry.objects.filter(action="suspend_rule", outcome="done").latest("pk")
    assert (entry.after["document_no"], entry.after["approver"]) == (SAID["document_no"], SAID["approver"])


@pytest.mark.parametrize("code", ["no_passing_on", "case_voided"])
def test_a_rule_of_law_or_of_the_house_is_never_switched_off(county, admin, code):
    with refused("not_a_local_rule", "code"):
        suspend_rule(county, by=admin, **SAID | {"code": code})
    RuleSuspensionFactory(organisation=county, code=code)  # not even by a row written past the operation
    with pytest.raises(LookupError):
        applies(code, at=county)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"code": "made_up"}, "unknown_rule", "code"),
        ({"document_no": " "}, "document_no_missing", "document_no"),
        ({"approver": " "}, "approver_missing", "approver"),
        ({"reason": " "}, "reason_missing", "reason"),
        ({"effective_from": days(-1)}, "suspension_backdated", "effective_from"),
        ({"effective_to": days(-1)}, "invalid", "effective_to"),
    ],
)
def test_it_needs_a_rule_a_document_an_approver_a_reason_and_a_day(county, admin, said, code, field):
    with refused(code, field):
        suspend_rule(county, by=admin, **SAID | said)


def test_once_for_a_day(county, admin):
    suspend_rule(county, by=admin, **{**SAID, "effective_from": days(5), "effective_to": days(9)})
    for first, last in ((5, 9), (3, 5), (9, None), (3, None), (6, 7)):
        with refused("already_suspended", "effective_from"):
            ends = last and days(last)
            suspend_rule(county, by=admin, **SAID | {"effective_from": days(first), "effective_to": ends})
    suspend_rule(county, by=admin, **{**SAID, "effective_to": days(4)})
    suspend_rule(county, by=admin, **{**SAID, "effective_from": days(10)})
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSuspensionFactory(organisation=county, effective_from=days(20))


def test_it_holds_again_from_the_day_one_says(county, admin):
    suspension = RuleSuspensionFactory(organisation=county)
    restore_rule(suspension, by=admin, on=days(3), reason="试点结束")
    assert [applies(CODE, at=county, on=days(n)) for n in (0, 2, 3)] == [False, False, True]
    with refused("ended"):
        restore_rule(suspension, by=admin, on=days(3), reason="再次")
    restore_rule(suspension, by=admin, reason="提前结束")
    assert applies(CODE, at=county)


def test_one_that_has_not_begun_never_does(county, admin):
    suspension = suspend_rule(county, by=admin, **SAID | {"effective_from": days(5)})
    restore_rule(suspension, by=admin, reason="不再试点")
    assert applies(CODE, at=county, on=days(6))
    with refused("ended"):
        restore_rule(suspension, by=admin, reason="再次")
    suspend_rule(county, by=admin, **SAID | {"effective_from": days(5)})  # another document may
    assert RuleSuspension.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "code"), [({"on": days(-1), "reason": "x"}, "suspension_backdated"), ({"reason": " "}, "reason_missing")]
)
def test_days_past_stay_as_they_were(county, admin, said, code):
    suspension = RuleSuspensionFactory(organisation=county)
    with refused(code):
        restore_rule(suspension, by=admin, **said)


def test_the_page_switches_it_off_and_on_and_the_register_says_so(client, county, admin):
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    step = reverse("admin:governance_rule-suspension_suspend")
    form = client.get(step).context["form"]
    offered = {code for code, _words in form.fields["code"].choices}
    assert CODE in offered and "no_passing_on" not in offered and "case_voided" not in offered
    said = {**SAID, "organisation": county.name, "effective_from": "2026-11-23", "effective_to": ""}
    assert client.post(step, said).status_code == 302
    assert not applies(CODE, at=county)
    assert "Switched off today" in client.get(reverse("admin:rules"), {"source": "local"}).content.decode()
    suspension = RuleSuspension.objects.get()
    step = reverse("admin:governance_rule-suspension_restore", args=[suspension.pk])
    assert client.post(step, {"on": "2026-11-23", "reason": "试点结束"}).status_code == 302
    assert applies(CODE, at=county)
