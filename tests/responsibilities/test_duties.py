"""Does a body find everything it must do, in all lists in force on a date, and nothing that is another's."""

import base64
import io
import json

import pytest
from python_calamine import CalamineWorkbook
from rest_framework.test import APIClient

from governance.roles import Role
from responsibilities import views
from responsibilities.selectors.duties import Duties
from tests.factories import TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(county, bureaus, township):
    """A county list, the township's own list, another township's list, and a draft."""
    land, police = bureaus["自规局"], bureaus["公安局"]
    common = EditionFactory(duty_list=DutyListFactory(owner=county))
    EntryFactory(edition=common, title="占地", bodies={"lead": land, "support": "townships"})
    EntryFactory(edition=common, title="毁林", bodies={"lead": police, "support": land})
    publish_rows(common)
    for owner, title in ((township, "本镇事项"), (TownshipFactory(parent=county), "外镇事项")):
        own = EditionFactory(duty_list=DutyListFactory(owner=owner, kind="support_list", title=f"{owner}配合清单"))
        EntryFactory(edition=own, title=title, bodies={"lead": land, "support": "townships"})
        publish_rows(own)
    draft = EditionFactory(duty_list=DutyListFactory(owner=county, kind="township_list"))
    EntryFactory(edition=draft, title="草稿事项", bodies={"lead": land})


def told(answer) -> list[tuple]:
    return [(duty["role"], duty["entry"]["title"]) for duty in answer.json()["duties"]]


def test_a_bureau_finds_what_it_leads_before_what_it_supports(lists, bureaus):
    url = f"/api/v1/responsibilities/bodies/{bureaus['自规局'].code}/duties/"
    everything = told(APIClient().get(url))
    assert set(everything[:3]) == {("lead", "占地"), ("lead", "本镇事项"), ("lead", "外镇事项")}
    assert everything[3:] == [("support", "毁林")]
    assert told(APIClient().get(url, {"role": "support"})) == [("support", "毁林")]
    assert told(APIClient().get(url, {"on": "2026-08-31"})) == []
    assert told(APIClient().get(url, {"known": "2026-11-22"})) == []
    assert APIClient().get(url, {"roll": "lead"}).status_code == 400
    assert APIClient().get("/api/v1/responsibilities/bodies/XX/duties/").status_code == 404


def test_a_township_has_what_is_said_of_all_townships_but_not_of_another_one(lists, township):
    assert {part.entry.title for part in Duties(township)[:]} == {"占地", "本镇事项"}


def test_the_page_and_its_spreadsheet_say_the_same(lists, bureaus, client):
    client.cookies["django_language"] = "en"
    url = f"/public/bodies/{bureaus['自规局'].code}/duties"
    page = client.get(f"{url}/").content.decode()
    assert "草稿事项" not in page
    assert "<script" not in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{url}.xlsx").content)).get_sheet_by_index(0)
    cells = {str(cell) for row in rows.to_python() for cell in row}
    for title in ("占地", "本镇事项", "外镇事项", "毁林", "1.lead；2.反馈。"):
        assert title in page
        assert title in cells
    assert "No list in force" in client.get(f"{url}/", {"on": "2020-01-01"}).content.decode()


def test_staff_have_their_own_bodys_duties_one_click_away(lists, bureaus, client):
    client.force_login(member(bureaus["公安局"], Role.DEPARTMENT_CLERK))
    page = client.get("/responsibilities/entry/", {"view": "ours"}).content.decode()
    assert "毁林" in page
    assert "本镇事项" not in page


def test_the_queries_do_not_grow(lists, bureaus, django_assert_num_queries):
    with django_assert_num_queries(2):
        for part in Duties(bureaus["自规局"])[:]:
            assert part.entry.edition.duty_list.owner.name
            assert part.entry.heading.title


def test_a_bureau_that_many_lists_name_asks_for_one_owners_lists_and_turns_pages(
    lists, bureaus, township, client, monkeypatch
):
    code = bureaus["自规局"].code
    answer = APIClient().get(f"/api/v1/responsibilities/bodies/{code}/duties/", {"owner": township.code})
    assert told(answer) == [("lead", "本镇事项")]
    monkeypatch.setattr(views, "DUTIES_PAGE_SIZE", 3)
    client.cookies["django_language"] = "en"
    first, second = (client.get(f"/public/bodies/{code}/duties/", {"page": page}).content.decode() for page in (1, 2))
    assert "本镇事项" in first
    assert "毁林" not in first
    assert "Page 1 of 2" in first
    assert "毁林" in second


def test_pages_over_the_api_add_up_to_the_whole_and_back_again(lists, bureaus, township):
    for body in (bureaus["自规局"], township):
        client, url = APIClient(), f"/api/v1/responsibilities/bodies/{body.code}/duties/"
        whole = client.get(url).json()
        assert whole["count"] == len(whole["duties"]) == len(Duties(body)) > 1
        for size in (1, 2):
            answer = client.get(url, {"page_size": size}).json()
            there = told_rows(answer)
            while answer["next"]:
                answer = client.get(answer["next"]).json()
                there += told_rows(answer)
            assert there == told_rows(whole)
            back = told_rows(answer)
            while answer["previous"]:
                answer = client.get(answer["previous"]).json()
                back = told_rows(answer) + back
            assert back == there


def test_a_cursor_somebody_made_up_is_no_error_of_the_portal(lists, bureaus):
    url = f"/api/v1/responsibilities/bodies/{bureaus['自规局'].code}/duties/"
    for position, status in (
        ([0, "support_list", "0001", 1, 1, 1], 200),
        (["0", 5, 7, "1", 1, 1], 200),
        ([2**70, "", "", -(2**70), 1, 1], 200),
        (["x", "support_list", "0001", 1, 1, 1], 400),
        ([0, "support_list", "0001", "x", 1, 1], 400),
        ([0, "support_list"], 400),
    ):
        for direction in "np":
            cursor = base64.urlsafe_b64encode(json.dumps([direction, *position]).encode()).decode()
            assert APIClient().get(url, {"cursor": cursor}).status_code == status, position


def told_rows(answer: dict) -> list[tuple]:
    return [(duty["role"], duty["entry"]["id"]) for duty in answer["duties"]]


def test_a_file_holds_some_of_many_duties_and_the_page_says_which(lists, bureaus, client, monkeypatch):
    monkeypatch.setattr(views, "DUTIES_PAGE_SIZE", 2)
    monkeypatch.setattr(views, "DUTIES_FILE_SIZE", 2)
    client.cookies["django_language"] = "en"
    url = f"/public/bodies/{bureaus['自规局'].code}/duties"
    assert "Export 3 to 4 to Excel" in client.get(f"{url}/", {"page": 2}).content.decode()
    titles = []
    for page in (1, 2):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{url}.xlsx", {"page": page}).content))
        cells = {str(cell) for row in rows.get_sheet_by_index(0).to_python() for cell in row}
        titles.append({"占地", "本镇事项", "外镇事项", "毁林"} & cells)
    assert [len(found) for found in titles] == [2, 2]
    assert len(titles[0] | titles[1]) == 4
