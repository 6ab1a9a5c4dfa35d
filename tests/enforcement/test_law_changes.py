"""法变推演: what rests on a law on a day, over lists, powers and open cases."""

import csv
import datetime
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enforcement.models import EnforcementCase, PenaltyPower
from enforcement.operations.cases import file_case
from enforcement.reference_data import POWERS
from enforcement.states import PartyKind
from governance.roles import Role
from governance.shipped_tables import read_table
from responsibilities.law_changes import (
    NO_SUCH_ARTICLE,
    NOT_IN_FORCE,
    NOT_REGISTERED,
    doubtful,
    law_on_day,
)
from responsibilities.models import Commencement, Law, LegalBasis
from responsibilities.models.law import law_key
from responsibilities.operations.laws import load_laws
from responsibilities.operations.reference import FOLDER
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, set_answer_terms
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, LawFactory, publish_rows

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)
CHANGE = datetime.date(2026, 8, 15)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+08:00")


@pytest.fixture
def county():
    return CountyFactory(name="澜山市", code="LS")


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county, name="汀砚镇")


@pytest.fixture
def clerk(township):
    return member(township, Role.TOWNSHIP_CLERK)


def touched(law, account, on=TODAY) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for one in law_on_day(law, account, on).touched:
        found.setdefault(one.citing.kind, set()).add(one.citing.key)
    return found


def entries_citing(texts, township):
    edition = EditionFactory(duty_list=DutyListFactory(owner=township))
    made = []
    for text in texts:
        entry = EntryFactory(edition=edition)
        LegalBasis.objects.create(entry=entry, position=1, text=text)
        made.append(entry)
    publish_rows(edition)
    return made


def case_under(power, township, clerk):
    PowerGrantFactory(power=power, township=township)
    return file_case(
        township,
        by=clerk,
        power=power,
        facts="当事人在河道内倾倒渣土。",
        place="前街12号",
        party_kind=PartyKind.CITIZEN,
        party_name="张三丰",
        found_at=timezone.now() - datetime.timedelta(hours=2),
    )


# Ways to cite 水资源法 that stands in the register with the short name 水源法, and what only looks like it.
PLANTED = ["《水资源法》第{n}条", "《中华人民共和国水资源法》第{n}条第一款", "水资源法第{n}条", "依据《水源法》第{n}条",
           "《行政许可法》第八条、《水资源法》第{n}条至第99条"]  # fmt: skip
DECOYS = ["《水资源法实施办法》第{n}条", "《某省〈水资源法〉办法》第{n}条", "某省水资源法实施细则第{n}条",
          "《节水条例》第{n}条", "《行政许可法》第{n}条"]  # fmt: skip


def spread(patterns, count):
    return [patterns[n % len(patterns)].format(n=n + 1) for n in range(count)]


def test_sixty_planted_citations_are_found_and_nothing_else(county, township, clerk):
    set_answer_terms(county)
    law = LawFactory(title="水资源法", names=["水源法"])
    LawFactory(title="行政许可法")
    planted, decoys = spread(PLANTED, 20), spread(DECOYS, 20)
    entries = entries_citing(planted, township)
    others = TownshipFactory(parent=county)
    entries_citing(decoys, others)
    bureau = OrganisationFactory(parent=county)
    powers = [PenaltyPowerFactory(department=bureau, legal_basis=text) for text in planted]
    mistaken = [PenaltyPowerFactory(department=bureau, legal_basis=text) for text in decoys]
    cases = [case_under(power, township, clerk) for power in powers]
    for power in mistaken:
        case_under(power, township, clerk)
    began = time.process_time()
    found = touched(law, clerk)
    assert time.process_time() - began < 5
    expected = {"entry": entries, "power": powers, "case": cases}
    assert found == {kind: {one.pk for one in rows} for kind, rows in expected.items()}
    assert sum(map(len, found.values())) == 60


def test_what_others_may_not_see_is_not_shown(county, township, clerk):
    set_answer_terms(county)
    law = LawFactory(title="水资源法")
    case_under(PenaltyPowerFactory(legal_basis="《水资源法》第三条"), township, clerk)
    stranger = member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK)
    assert set(touched(law, clerk)) == {"power", "case"}
    assert set(touched(law, stranger)) == {"power"}


def test_a_voided_or_ended_case_is_not_open(county, township, clerk):
    set_answer_terms(county)
    law = LawFactory(title="水资源法")
    case = case_under(PenaltyPowerFactory(legal_basis="《水资源法》第三条"), township, clerk)
    EnforcementCase.objects.filter(pk=case.pk).update(status="transferred")
    assert set(touched(law, clerk)) == {"power"}


# --- The change of 2026-08-15 in the reference data ------------------------------------------------------------------


@pytest.fixture
def reference(county):
    with (FOLDER / "laws.csv").open("rb") as file:
        load_laws(county, by=member(county, Role.LIST_EDITOR), file=file, filename="laws.csv")
    bureau = OrganisationFactory(parent=county)
    rows = read_table(POWERS)
    PenaltyPower.objects.bulk_create(
        PenaltyPower(
            catalogue_no=row["catalogue_no"],
            catalogue_edition=row["catalogue_edition"],
            title=row["title"],
            department=bureau,
            domain=row["domain"],
            legal_basis=row["legal_basis"],
            basis_valid_from=row["basis_valid_from"],
            basis_valid_to=row["basis_valid_to"] or None,
        )
        for row in rows
    )
    return rows


def numbers(law, account, on):
    keys = touched(law, account, on).get("power", set())
    return set(PenaltyPower.objects.filter(pk__in=keys).values_list("catalogue_no", "catalogue_edition"))


def applies(law, account, on):
    return {one.title for one, version in law_on_day(law, account, on).around if version}


def test_the_code_takes_the_place_of_ten_laws_on_its_day(reference, clerk):
    code = Law.objects.get(names__key="生态环境法典")
    key = ("catalogue_no", "catalogue_edition")
    old = {tuple(row[name] for name in key) for row in reference if row["basis_valid_to"] == "2026-08-14"}
    new = {tuple(row[name] for name in key) for row in reference if row["basis_valid_from"] == "2026-08-15"}
    assert (len(old), len(new)) == (38, 48)
    assert numbers(code, clerk, CHANGE - datetime.timedelta(days=1)) == old
    assert numbers(code, clerk, CHANGE) == new
    assert numbers(code, clerk, TODAY) == new


def test_asked_for_the_first_of_august_the_old_laws_answer(reference, clerk):
    code = Law.objects.get(names__key="生态环境法典")
    air = Law.objects.get(names__key="大气污染防治法")
    before = datetime.date(2026, 8, 1)
    assert len(applies(code, clerk, before)) == 10 and code.title not in applies(code, clerk, before)
    assert applies(code, clerk, CHANGE) == {code.title}
    assert applies(air, clerk, before) == {air.title} and applies(air, clerk, CHANGE) == {code.title}
    power = PenaltyPower.objects.filter(legal_basis__contains="大气污染防治法").first()
    assert power.pk in touched(air, clerk, before)["power"] and power.pk not in touched(air, clerk, CHANGE)["power"]


def test_no_power_of_the_reference_data_rests_on_what_does_not_apply(reference, clerk):
    for day in (datetime.date(2026, 8, 1), CHANGE, TODAY):
        assert [one.citing.title for one in doubtful(clerk, day)] == []


def test_every_law_that_the_reference_data_name_is_in_the_register(reference):
    known = set(Law.objects.values_list("names__key", flat=True))
    with (FOLDER.parent.parent / "tests/responsibilities/citations.csv").open(encoding="utf-8") as lines:
        cited = {part.split("|")[0] for row in csv.DictReader(lines) if row["source"] == "reference"
                 for part in row["reading"].split("; ")}  # fmt: skip
    assert {law_key(law) for law in cited} - known == set()


# --- What a person has to look at -------------------------------------------------------------------------------------


def test_what_does_not_hold_is_named_with_why(county, clerk):
    LawFactory(title="水资源法", versions=[{"in_force_from": datetime.date(2020, 1, 1), "last_article": 82}])
    LawFactory(title="旧水法", versions=[{"in_force_from": datetime.date(2000, 1, 1),
                                       "in_force_to": datetime.date(2019, 12, 31)}])  # fmt: skip
    LawFactory(title="新水法", versions=[{"commencement": Commencement.NOT_YET}])
    reasons = {
        "《水资源法》第八十三条": NO_SUCH_ARTICLE,
        "《旧水法》第三条": NOT_IN_FORCE,
        "《新水法》第三条": NOT_IN_FORCE,
        "《没有的法》第三条": NOT_REGISTERED,
    }
    for text in (*reasons, "《水资源法》第八十二条"):
        PenaltyPowerFactory(legal_basis=text)
    PenaltyPowerFactory(legal_basis="《水资源法》第三条，依照前款")
    rows = [one for one in doubtful(clerk, TODAY) if one.citing.kind == "power"]
    found = {one.citing.basis: [why for _citation, why in one.citations] for one in rows}
    assert {text: found[text] for text in reasons} == {text: [why] for text, why in reasons.items()}
    assert set(found) == {*reasons, "《水资源法》第三条，依照前款"}


def test_the_pages_show_both_for_any_day(client, county, clerk):
    law = LawFactory(title="水资源法")
    PenaltyPowerFactory(
        legal_basis="《水资源法》第三条", title="对取水的处罚", basis_valid_from=datetime.date(2021, 1, 1)
    )
    PenaltyPowerFactory(legal_basis="本办法第九条", title="对用水的处罚")
    client.force_login(clerk)
    client.cookies["django_language"] = "en"
    url = reverse("admin:responsibilities_law_citing", args=[law.pk])
    assert "对取水的处罚" in client.get(url).content.decode()
    before = client.get(url, {"on": "2020-06-01"}).content.decode()
    assert "对取水的处罚" not in before and "Nothing you may see rests on it on this day." in before
    answer = client.get(reverse("admin:responsibilities_law_doubtful")).content.decode()
    assert "对用水的处罚" in answer and "本办法第九条" in answer and "对取水的处罚" not in answer
    assert client.get(url, {"on": "some day"}).status_code == 400


def test_over_the_api(client, county, clerk):
    law = LawFactory(title="水资源法")
    power = PenaltyPowerFactory(legal_basis="《水资源法》第三条第一款")
    penalties = LawFactory(title="行政处罚法")
    client.force_login(clerk)
    assert client.get(reverse("law-citing", args=[penalties.pk])).json()["touched"] == []  # rules are no records
    found = client.get(reverse("law-citing", args=[law.pk]), {"on": "2026-01-01"}).json()
    assert found["laws"] == [{"law": {"id": law.pk, "title": "水资源法"}, "version": law.versions.get().pk}]
    assert found["touched"] == [
        {"kind": "power", "id": power.pk, "title": str(power),
         "citations": [{"text": "《水资源法》第三条第一款", "doubt": ""}]}
    ]  # fmt: skip


def test_queries_do_not_grow_with_rows(county, clerk, django_assert_num_queries):
    """Each kind of object that rests on laws is asked once, however many rows of it there are."""
    law = LawFactory(title="水资源法")
    PenaltyPowerFactory(legal_basis="《水资源法》第三条")
    law_on_day(law, clerk, TODAY)
    with CaptureQueriesContext(connection) as one_row:
        law_on_day(law, clerk, TODAY)
    for _ in range(40):
        PenaltyPowerFactory(legal_basis="《水资源法》第三条")
    with django_assert_num_queries(len(one_row)):
        law_on_day(law, clerk, TODAY)
