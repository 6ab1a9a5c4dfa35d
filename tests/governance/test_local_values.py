"""Does a value hold on its days and on no other, and is nothing answered where no rule is known?"""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from rest_framework.test import APIClient

from governance.errors import NotPermitted, RuleViolation
from governance.imports import ImportRefused
from governance.local_value_tables import write_local_values
from governance.local_values import known_value, local_term, local_value
from governance.models import AuditEntry, LocalValue
from governance.operations.calendar import set_local_term
from governance.operations.local_values import load_local_values, mark_checked, set_local_value
from governance.roles import Role
from governance.workdays.terms import Unit
from tests.clients import Browser, signed_in
from tests.factories import CountyFactory, TownshipFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db
HEARING = "hearing.citizen"
TODAY = date(2026, 11, 28)


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


def browser(account) -> Browser:
    client = Browser()
    client.force_login(account)
    return client


def set_hearing(organisation, admin, number, since: date, **rest) -> LocalValue:
    given = {"unit": "yuan", "document_no": f"澜政办发〔{since.year}〕{number}号"} | rest
    return set_local_value(organisation, by=admin, code=HEARING, number=Decimal(number), effective_from=since, **given)


def test_no_rule_is_known_before_the_first_and_after_the_last_row(county, admin):
    old = set_hearing(county, admin, 3000, date(2021, 7, 15), effective_to=date(2023, 12, 31))
    new = set_hearing(county, admin, 5000, date(2024, 7, 1), effective_to=date(2025, 6, 30))

    answers = {
        day: local_value(HEARING, at=county, on=date.fromisoformat(day))
        for day in (
            "2021-07-14", "2021-07-15", "2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01", "2025-06-30",
            "2025-07-01",
        )
    }  # fmt: skip

    assert list(answers.values()) == [None, old, old, None, None, new, new, None]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2021-07-14", "No rule is known for “hearing.citizen” on 2021-07-14. The next one begins on 2021-07-15."),
        ("2024-03-01", "No rule is known for “hearing.citizen” on 2024-03-01. The last one ended on 2023-12-31. "
                       "The next one begins on 2024-07-01."),
        ("2025-07-01", "No rule is known for “hearing.citizen” on 2025-07-01. The last one ended on 2025-06-30."),
    ],
)  # fmt: skip
def test_a_rule_that_needs_a_value_says_what_is_known(county, admin, on, words):
    set_hearing(county, admin, 3000, date(2021, 7, 15), effective_to=date(2023, 12, 31))
    set_hearing(county, admin, 5000, date(2024, 7, 1), effective_to=date(2025, 6, 30))

    with translation.override("en"), pytest.raises(RuleViolation) as refusal:
        known_value(HEARING, at=county, on=date.fromisoformat(on))

    assert (refusal.value.code, str(refusal.value)) == ("no_rule_known", words)


def test_a_new_value_ends_the_one_before_and_keeps_to_the_one_after(county, admin):
    set_hearing(county, admin, 3000, date(2021, 7, 15))
    set_hearing(county, admin, 8000, date(2027, 1, 1))
    set_hearing(county, admin, 5000, date(2024, 7, 1))

    assert [(int(row.number), row.effective_to) for row in LocalValue.objects.all()] == [
        (3000, date(2024, 6, 30)),
        (5000, date(2026, 12, 31)),
        (8000, None),
    ]
    entry = AuditEntry.objects.filter(action="set_local_value", outcome="done").latest("pk")
    assert (entry.before["effective_to"], entry.after["number"]) == ("2026-12-31", "5000")


def test_a_township_may_have_a_value_of_its_own(county, admin):
    township, neighbour = TownshipFactory(parent=county), TownshipFactory(parent=county)
    of_county = set_hearing(county, admin, 5000, date(2021, 7, 15))
    of_township = set_hearing(township, admin, 2000, date(2026, 1, 1))

    assert local_value(HEARING, at=township, on=TODAY) == of_township
    assert local_value(HEARING, at=township, on=date(2025, 12, 31)) == of_county
    assert local_value(HEARING, at=neighbour, on=TODAY) == of_county


def test_terms_are_local_values_too(county, admin):
    term = set_local_term(
        county,
        by=admin,
        code="answer",
        number=5,
        unit=Unit.WORKING_DAYS,
        effective_from=date(2026, 1, 1),
        document_no="x",
    )
    set_hearing(county, admin, 5000, date(2021, 7, 15))

    assert term == local_value("answer", at=county, on=TODAY) == local_term("answer", at=county, on=TODAY)
    page = browser(admin).get(reverse("admin:governance_localterm_changelist")).content.decode()
    assert "answer" in page
    assert HEARING not in page
    assert local_term(HEARING, at=county, on=TODAY) is None, "an amount is no term"
    with refused("local_value_already_set"):
        set_local_value(
            county, by=admin, code="answer", number=Decimal(1), unit="yuan", effective_from=date(2026, 1, 1),
            document_no="x",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document_no": " "}, "document_no_missing"),
        ({"effective_to": date(2025, 12, 31)}, "local_value_ends_before_start"),
        ({"number": Decimal(-1)}, "local_value_invalid"),
        ({"unit": "working_days"}, "local_value_invalid"),
        ({"effective_from": date(2021, 7, 15)}, "local_value_already_set"),
    ],
)
def test_what_cannot_be_writes_nothing(county, admin, change, code):
    standing = set_hearing(county, admin, 5000, date(2021, 7, 15))
    given = {"code": HEARING, "number": Decimal(1), "unit": "yuan", "effective_from": date(2026, 1, 1)}

    with refused(code):
        set_local_value(county, by=admin, **{**given, "document_no": "x", **change})

    standing.refresh_from_db()
    assert (LocalValue.objects.get(), standing.effective_to) == (standing, None)


def test_only_who_keeps_them_may_set_check_and_load(county, admin):
    value = set_hearing(county, admin, 5000, date(2021, 7, 15), effective_to=None)
    clerk = member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK)
    with pytest.raises(NotPermitted):
        set_hearing(county, clerk, 1, date(2026, 1, 1))
    with pytest.raises(NotPermitted):
        mark_checked(value, by=clerk)
    with pytest.raises(NotPermitted):
        load_local_values(county, by=clerk, file=io.BytesIO(table()), filename="values.csv")
    assert LocalValue.objects.get() == value


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024-06-30", None), ("2020-01-01", "2021-07-15"), ("2022-01-01", "2022-01-01"), ("2020-01-01", None)],
)
def test_the_database_itself_keeps_rows_of_one_code_apart(county, first, last):
    says = {"organisation": county, "code": HEARING, "number": 1, "unit": "yuan", "document_no": "x"}
    LocalValue.objects.create(**says, effective_from=date(2021, 7, 15), effective_to=date(2024, 6, 30))
    first, last = date.fromisoformat(first), last and date.fromisoformat(last)

    with pytest.raises(IntegrityError), transaction.atomic():
        LocalValue.objects.create(**says, effective_from=first, effective_to=last)
    apart = LocalValue.objects.create(**says, effective_from=date(2024, 7, 1), effective_to=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalValue.objects.filter(pk=apart.pk).update(effective_from=date(2024, 6, 30))
    assert connection.is_usable()


# --- Checking -------------------------------------------------------------------------------------------------------


def test_after_twelve_months_a_value_is_to_be_checked(county, admin, time_machine):
    time_machine.move_to("2025-11-28T09:00:00+08:00")
    value = set_hearing(county, admin, 5000, date(2021, 7, 15))
    ended = set_hearing(county, admin, 1, date(2020, 1, 1))  # ends the day before
    assert not LocalValue.objects.to_check().exists()

    time_machine.move_to("2026-11-28T09:00:00+08:00")
    assert list(LocalValue.objects.to_check()) == [value]
    assert HEARING in browser(admin).get("/").content.decode()

    mark_checked(value, by=admin)
    assert not LocalValue.objects.to_check().exists()
    assert AuditEntry.objects.get(action="mark_checked", outcome="done").before == {"checked_on": "2025-11-28"}
    with refused("already_checked"):
        mark_checked(value, by=admin)
    assert ended.effective_to == date(2021, 7, 14)


# --- As a table -----------------------------------------------------------------------------------------------------


HEADINGS = "适用单位,名称代码,数值,单位,日的计算,机关期限顺延,可以中止,生效日期,有效截止日期,依据文件,核对日期,备注"


def table(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *(rows or ("",))]).encode()


def load(county, admin, *rows):
    return load_local_values(county, by=admin, file=io.BytesIO(table(*rows)), filename="values.csv")


def faults(refusal) -> list[tuple[str, int | None]]:
    return [(fault.code, fault.row) for one in refusal.value.tables for fault in one.faults]


def test_a_table_is_read_exported_and_read_again(county, admin):
    township = TownshipFactory(parent=county)
    loaded = load(
        county,
        admin,
        ",hearing.citizen,5000,元,,,,2021-07-15,2024-06-30,澜政办发〔2021〕1号,2026-01-05,含本数",
        ",hearing.citizen,8000,元,,,,2024-07-01,,澜政办发〔2024〕31号,,",
        f"{township.name},posts.ratio,37.5,%,,,,2026-01-01,,澜编〔2026〕3号,,",
        ",answer,5,工作日,按自然日,是,是,2022-05-10,,澜政办发〔2022〕31号,,",
    )

    assert (loaded.added, loaded.changed, loaded.unchanged) == (4, 0, 0)
    ratio = LocalValue.objects.get(code="posts.ratio")
    assert (ratio.organisation, ratio.number) == (township, Decimal("37.5"))
    first = local_value(HEARING, at=county, on=date(2022, 1, 1))
    assert (first.number, first.checked_on, first.note) == (5000, date(2026, 1, 5), "含本数")
    assert local_term("answer", at=county, on=TODAY).as_term().pausable

    again = write_local_values(LocalValue.objects.select_related("organisation"))
    loaded = load_local_values(county, by=admin, file=io.BytesIO(again), filename="values.xlsx")
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, 0, 4)


def test_a_table_corrects_and_continues_what_is_stored(county, admin):
    set_hearing(county, admin, 5000, date(2021, 7, 15))

    loaded = load(
        county,
        admin,
        ",hearing.citizen,5000,元,,,,2021-07-15,2026-06-30,澜政办发〔2021〕5000号,,",
        ",hearing.citizen,9000,元,,,,2026-07-01,,澜政办发〔2026〕2号,,",
    )

    assert (loaded.added, loaded.changed) == (1, 1)
    assert local_value(HEARING, at=county, on=date(2026, 6, 30)).number == 5000
    assert local_value(HEARING, at=county, on=date(2026, 7, 1)).number == 9000


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",hearing.citizen,9000,元,,,,2026-07-01,,澜政办发〔2026〕2号,,", "values_overlap"),
        (",other,九千,元,,,,2026-07-01,,澜政办发〔2026〕2号,,", "not_a_number"),
        (",other,9000,斤,,,,2026-07-01,,澜政办发〔2026〕2号,,", "unknown_word"),
        (",other,2.5,工作日,,,,2026-07-01,,澜政办发〔2026〕2号,,", "not_a_term"),
        (",other,24,小时,,,是,2026-07-01,,澜政办发〔2026〕2号,,", "hours_pause"),
        (",other,7,自然日,按行政处罚法,,,2026-07-01,,澜政办发〔2026〕2号,,", "against_the_law"),
        (",other,1,元,,,,2026-07-01,2026-06-01,澜政办发〔2026〕2号,,", "out_of_order"),
        (",other,1,元,,,,2026-07-01,,澜政办发〔2026〕2号,2199-01-01,", "checked_later"),
        ("某县林业所,other,1,元,,,,2026-07-01,,澜政办发〔2026〕2号,,", "unknown_body"),
    ],
)
def test_a_faulty_table_loads_nothing(county, admin, row, code):
    standing = set_hearing(county, admin, 5000, date(2021, 7, 15))
    sound = ",third,1,元,,,,2026-01-01,,澜政办发〔2026〕1号,,"

    with pytest.raises(ImportRefused) as refusal:
        load(county, admin, sound, row)

    assert (code, 3) in faults(refusal)
    assert LocalValue.objects.get() == standing


# --- Pages and API --------------------------------------------------------------------------------------------------


def test_the_pages_set_and_check(county, admin, time_machine):
    time_machine.move_to("2025-11-01T09:00:00+08:00")
    here = reverse("admin:governance_value_set")
    sent = {
        "organisation": county.name, "code": HEARING, "number": "5000", "unit": "yuan", "effective_from": "2025-01-01",
        "document_no": "澜政办发〔2025〕1号", "note": "",
    }  # fmt: skip
    assert browser(admin).post(here, sent).status_code == 302
    value = LocalValue.objects.get()
    assert (value.number, value.checked_on) == (5000, date(2025, 11, 1))

    time_machine.move_to("2026-11-02T09:00:00+08:00")
    assert browser(admin).post(reverse("admin:governance_value_check", args=[value.pk]), {}).status_code == 302
    value.refresh_from_db()
    assert value.checked_on == date(2026, 11, 2)


def test_the_api_answers_for_a_day_or_says_that_no_rule_is_known(county, admin):
    township = TownshipFactory(parent=county)
    set_hearing(county, admin, 5000, date(2021, 7, 15), effective_to=date(2025, 6, 30))
    client = signed_in(member(township, Role.TOWNSHIP_CLERK))
    asked = {"code": HEARING, "at": township.code}

    assert APIClient().get(reverse("local_value-known"), asked).status_code == 401
    assert client.get(reverse("local_value-known"), {"code": HEARING}).status_code == 400
    known = client.get(reverse("local_value-known"), {**asked, "on": "2022-01-01"}).json()
    unknown = client.get(reverse("local_value-known"), {**asked, "on": "2025-07-01"}).json()

    assert (known["value"]["number"], known["value"]["unit"]) == ("5000", "yuan")
    assert unknown["value"] is None
    assert "2025-06-30" in unknown["words"]
    listed = client.get(reverse("local_value-list"), {"on": "2022-01-01", "code": HEARING}).json()["results"]
    assert [row["number"] for row in listed] == ["5000"]
    assert client.get(reverse("local_value-list"), {"on": "2025-07-01"}).json()["results"] == []


def test_leap_days_and_single_days_are_days_as_others(county, admin):
    set_hearing(county, admin, 1, date(2028, 2, 29), effective_to=date(2028, 2, 29))
    around = [date(2028, 2, 29) + timedelta(days=n) for n in (-1, 0, 1)]

    assert [bool(local_value(HEARING, at=county, on=day)) for day in around] == [False, True, False]
