"""Is what list and catalogue said of a case kept with the letter, and still the same after all of it has changed."""

import datetime

import pytest

from enforcement.models import PenaltyPower, Transfer
from enforcement.operations.cases import file_case
from enforcement.operations.transfers import transfer_case
from enforcement.states import TransferReason
from governance.judgements import Judgement, rule_consulted
from governance.models import AuditEntry, Organisation
from tests.enforcement.conftest import NOW
from tests.enforcement.factories import published_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(world, case, letter):
    return transfer_case(case, by=world.clerk, **letter | {"reason_code": TransferReason.NOT_OUR_ITEM})


def test_what_was_read_is_kept_with_day_sources_and_versions(world, sent):
    judged = sent.judged
    assert (judged.question, judged.answer, judged.on) == ("enforcement.whose_item", "receiver", NOW.date())
    assert judged.known == NOW
    by_kind = {one.what: one for one in judged.consulted}
    assert "power" not in by_kind, "the catalogue is asked where the list names nobody"
    assert world.department.name in by_kind["entry"].says
    assert by_kind["entry"].version == f"{world.entry.pk}"
    assert by_kind["sender_leads"].source == "《行政处罚法》第十七条"
    assert judged.inputs["receiver"] == world.department.name


def test_it_is_the_same_after_all_of_it_has_changed(world, sent, monkeypatch):
    before = Transfer.objects.get(pk=sent.pk).judged
    PenaltyPower.objects.filter(pk=world.power.pk).update(legal_basis="《新条例》第一条", department=world.other)
    Organisation.objects.filter(pk=world.department.pk).update(name="市新城管局")
    monkeypatch.setattr("governance.judgements.RULES", {})
    after = Transfer.objects.get(pk=sent.pk)
    assert after.judged == before
    digest = AuditEntry.objects.get(action="transfer_case", target_type="enforcement.transfer").after["judgement"]
    assert after.judged.digest == digest, "the sealed audit tells whether it is still what was answered"
    with pytest.raises(LookupError):
        after.keep(before)


def test_against_the_list_it_says_so(world, facts, letter):
    ours = published_entry(world.neighbour, lead="townships", support=world.department)
    case = file_case(world.township, by=world.clerk, **facts | {"entry": ours})
    argued = {"argument": "该处属城市建成区，不适用本条。"}
    sent = transfer_case(case, by=world.clerk, **letter | {"reason_code": TransferReason.NOT_OUR_ITEM, **argued})
    assert (sent.judged.answer, sent.judged.inputs["argued"]) == ("sender", True)


def test_other_reasons_rest_on_no_list(world, case, letter):
    said = letter | {"reason_code": TransferReason.NOT_OUR_TERRITORY, "territory": "石汀乡后街18号，以溪为界"}
    sent = transfer_case(case, by=world.clerk, **said | {"receiver": world.neighbour, "entry": None, "argument": ""})
    assert sent.judged is None


def test_the_page_shows_it_as_it_was(client, world, sent):
    was = world.department.name
    Organisation.objects.filter(pk=world.department.pk).update(name="市新城管局")
    client.force_login(world.department_clerk)
    client.cookies["django_language"] = "en"
    page = client.get(f"/enforcement/transfer/{sent.pk}/").content.decode()
    assert "The list gives it to the receiver (2026-09-14)" in page
    assert f"{world.entry.title}：{was}" in page


def test_as_json_and_back():
    judged = Judgement("q", "a", (rule_consulted("sender_leads"),), {"x": None, "n": 1}, datetime.date(2026, 1, 2), NOW)
    assert Judgement.from_json(judged.as_json()) == judged
