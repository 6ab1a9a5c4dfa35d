"""Does the page of the grid hold what the script needs, for whoever keeps the list, and for nobody else."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.roles import Role
from responsibilities.admin.grid_texts import TEXTS
from responsibilities.kinds import ListKind
from responsibilities.models import Batch, Edition
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.table import table_rows
from tests.factories import CountyFactory, member
from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(county, bureaus, township, editor):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
    return publish_rows(edition)


@pytest.fixture
def draft(base, editor):
    return start_draft(base.duty_list, by=editor)


def address(edition: Edition) -> str:
    return reverse("admin:responsibilities_edition_grid", args=[edition.pk])


@pytest.fixture
def open_grid(client):
    def open_as(account, edition: Edition, language: str = "en"):
        client.force_login(account)
        client.cookies["django_language"] = language
        return client.get(address(edition))

    return open_as


def embedded(response, name: str):
    page = response.content.decode()
    found = re.search(rf'<script id="grid-{name}" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def test_an_editor_gets_the_draft_and_the_edition_in_force(open_grid, editor, draft, base):
    response = open_grid(editor, draft)
    assert response.status_code == 200
    data = embedded(response, "data")
    assert data["editable"]
    assert data["version"] == draft.version
    assert [column["key"] for column in data["columns"]][:4] == ["seq_no", "heading", "title", "lead"]
    assert data["rows"] == [row.as_json() for row in table_rows(draft)]
    heads = [[row.key, row.version, row.cells["seq_no"], row.cells["title"]] for row in table_rows(draft)]
    assert [[key, version, number, title] for key, version, number, _at, title in data["heads"]] == heads
    assert [data["headings"][head[3]] for head in data["heads"]] == [row.cells["heading"] for row in table_rows(draft)]
    assert data["before"] == [0, 1, 2]
    assert data["before_rows"] == [row.as_json() for row in table_rows(base)]
    gone = draft.entries.get(seq_no="2")
    gone.delete()
    before = embedded(open_grid(editor, draft), "data")["before"]
    assert before[0] == 0
    assert (before[1][0], before[1][4]) == (str(gone.item.uid), gone.title), "what is no longer there is named"
    assert before[2] == 1
    assert data["urls"]["edits"] == reverse("edition-edit-entries", args=[draft.pk])


def test_texts_come_in_the_readers_language(open_grid, editor, draft):
    assert embedded(open_grid(editor, draft), "texts")["all_saved"] == "Everything is saved"
    chinese = embedded(open_grid(editor, draft, "zh-hans"), "texts")
    assert chinese.keys() == TEXTS.keys()
    assert chinese["all_saved"] == "全部已保存"


def test_who_approves_reads_and_everybody_else_finds_nothing(open_grid, approver, draft, base, county, township):
    response = open_grid(approver, draft)
    assert response.status_code == 200
    assert not embedded(response, "data")["editable"]
    assert "list editors of" in response.content.decode()
    for stranger in (member(CountyFactory(), Role.LIST_EDITOR), member(township, Role.TOWNSHIP_CLERK)):
        assert open_grid(stranger, draft).status_code == 404
        assert open_grid(stranger, base).status_code == 404, "the table has what is not published, such as notes"


def test_what_is_no_draft_is_shown_with_the_reason_why_it_is_fixed(open_grid, editor, draft, base):
    submit_edition(draft, by=editor)
    for edition in (draft, base):
        response = open_grid(editor, edition)
        assert not embedded(response, "data")["editable"]
        assert "no draft" in response.content.decode()
        beside = "Before:" if edition == base else "In force:"
        assert embedded(response, "texts")["in_force_short"] == beside, "what a published edition follows, it replaced"


def test_a_text_cannot_leave_its_place_in_the_page(open_grid, editor, draft):
    entry = draft.entries.get(seq_no="1")
    entry.title = "</script><script>alert(1)</script>"
    entry.save()
    response = open_grid(editor, draft)
    assert "<script>alert" not in response.content.decode()
    assert embedded(response, "data")["rows"][0]["cells"]["title"] == entry.title


def test_without_a_script_the_page_says_where_entries_are_edited(open_grid, editor, draft):
    fallback = re.search(r"<noscript>(.*?)</noscript>", open_grid(editor, draft).content.decode(), re.S)
    assert fallback
    assert f"edition={draft.pk}" in fallback[1]


def test_the_record_and_the_home_page_lead_to_the_grid(client, editor, approver, draft, base):
    client.cookies["django_language"] = "en"
    record = reverse("admin:responsibilities_edition_change", args=[draft.pk])
    client.force_login(editor)
    assert "Edit in the grid" in client.get(record).content.decode()
    assert address(draft) in client.get(reverse("admin:index")).content.decode()
    client.force_login(approver)
    assert "Show as a table" in client.get(record).content.decode()
    home = client.get(reverse("admin:index")).content.decode()
    assert "Show as a table" in home
    assert "Edit in the grid" not in home, "who only reads the table is not told to write in it"
    client.force_login(member(CountyFactory(), Role.LIST_EDITOR))
    public = client.get(reverse("admin:responsibilities_edition_change", args=[base.pk])).content.decode()
    assert address(base) not in public


def test_thirty_rows_cost_as_many_queries_as_three(client, editor, county, bureaus):
    def queries(kind: str, count: int) -> int:
        base = EditionFactory(duty_list__owner=county, duty_list__kind=kind)
        for _ in range(count):
            EntryFactory(edition=base, bodies={"lead": bureaus["林业局"], "support": "townships"})
        publish_rows(base)
        draft = start_draft(base.duty_list, by=editor)
        client.get(address(draft))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address(draft))
        data = embedded(response, "data")
        assert len(data["heads"]) == len(data["before"]) == count
        return len(captured)

    client.force_login(editor)
    assert queries(ListKind.TERRITORIAL, 3) == queries(ListKind.SUPPORT, 30)


# --- Only what is seen ------------------------------------------------------------------------------------------------

LONG = 400


@pytest.fixture
def long_draft(county, bureaus, editor):
    """A draft of a long list whose cells are full, copied from an edition of its own."""
    base = EditionFactory(duty_list__owner=county)
    duties = "市林业局：1." + "负责查处违法行为，依法作出处理决定并公布。" * 40
    rows = [
        [str(number), LAND[1], f"{LAND[2]}（第{number}片区）", duties, "", *LAND[5:]] for number in range(1, LONG + 1)
    ]
    import_entries(base, by=editor, file=table(WIDE, *rows), filename="清单.xlsx")
    return start_draft(publish_rows(base).duty_list, by=editor)


def _edit(client, draft, cells, number="", key=""):
    key = key or str(draft.entries.get(seq_no=number).item.uid)
    body = {"reason": "依据新条例", "edits": [{"key": key, "cells": cells}]}
    return client.post(reverse("edition-edit-entries", args=[draft.pk]), body, content_type="application/json")


def test_the_page_of_a_long_list_and_a_saved_cell_are_light(open_grid, client, editor, long_draft):
    page = open_grid(editor, long_draft)
    data = embedded(page, "data")
    assert len(data["heads"]) == LONG
    assert len(data["rows"]) < 50, "the rest is asked for when it comes into sight"
    all_cells = len(json.dumps([row.as_json() for row in table_rows(long_draft)], ensure_ascii=False).encode())
    assert len(page.content) < 1_000_000 / 3000 * LONG + 150_000 < all_cells
    row = table_rows(long_draft)[6]
    with CaptureQueriesContext(connection) as captured:
        answer = _edit(client, long_draft, {"title": {"was": row.cells["title"], "becomes": "改名"}}, key=row.key)
    assert answer.status_code == 200
    assert len(answer.content) <= 5_000
    assert answer.json()["order"] is None
    long_texts = [query["sql"] for query in captured if '"responsibilities_entry"."content"' in query["sql"]]
    assert long_texts
    assert all('"item_id" IN (' in sql or sql.startswith("INSERT") for sql in long_texts), "only what is named is read"


def test_rows_come_by_their_keys(client, editor, long_draft):
    client.force_login(editor)
    url = reverse("edition-table", args=[long_draft.pk])
    wanted = table_rows(long_draft)[200:202]
    answer = client.get(url, {"keys": ",".join(row.key for row in wanted)})
    assert answer.json()["rows"] == [row.as_json() for row in wanted]
    assert client.get(url, {"keys": "1,2"}).status_code == 400
    assert client.get(url, {"keys": "0" * 5000}).status_code == 400


def test_what_colleagues_saved_comes_with_their_names_and_nothing_else_does(client, editor, county, draft):
    colleague = member(county, Role.LIST_EDITOR, name="温同修")
    seen = draft.version
    client.force_login(colleague)
    keys = {row.cells["seq_no"]: row.key for row in table_rows(draft)}
    assert _edit(client, draft, {"title": {"was": FOREST[2], "becomes": "改名"}}, "2").status_code == 200
    third = draft.entries.get(seq_no="3")
    edits = [{"key": keys["3"], "removed": True, "version": third.version}]
    url = reverse("edition-edit-entries", args=[draft.pk])
    assert client.post(url, {"reason": "重复", "edits": edits}, content_type="application/json").status_code == 200
    client.force_login(editor)
    address = reverse("edition-table-changes", args=[draft.pk])
    answer = client.get(address, {"since": seen})
    assert [row["cells"]["title"] for row in answer.json()["rows"]] == ["改名"]
    assert answer.json()["order"] == [keys["1"], keys["2"]]
    (renamed,), (removed,) = answer.json()["changes"][keys["2"]], answer.json()["changes"][keys["3"]]
    assert (renamed["by"], renamed["reason"], renamed["columns"]) == ("温同修", "依据新条例", ["title"])
    assert (removed["by"], removed["reason"]) == ("温同修", "重复")
    draft.refresh_from_db()
    nothing = client.get(address, {"since": draft.version}).json()
    assert (nothing["rows"], nothing["changes"]) == ([], {})
    refused = _edit(client, draft, {"title": {"was": FOREST[2], "becomes": "另一名"}}, "2").json()
    (conflict,) = refused["conflicts"]
    assert (conflict["by"], conflict["reason"], conflict["at"][:10]) == ("温同修", "依据新条例", renamed["at"][:10])


def test_the_conflict_names_who_changed_this_cell_not_who_was_last_at_the_row(client, editor, county, draft):
    first, second = (member(county, Role.LIST_EDITOR, name=name) for name in ("温同修", "贺共事"))
    for account, column in ((first, "title"), (second, "process_note")):
        client.force_login(account)
        row = table_rows(draft)[1]
        assert _edit(client, draft, {column: {"was": row.cells[column], "becomes": "改过"}}, "2").status_code == 200
    client.force_login(editor)
    (conflict,) = _edit(client, draft, {"title": {"was": FOREST[2], "becomes": "另一名"}}, "2").json()["conflicts"]
    assert conflict["by"] == "温同修"


def test_rows_are_found_by_what_their_cells_say(client, editor, draft):
    client.force_login(editor)
    keys = {row.cells["seq_no"]: row.key for row in table_rows(draft)}

    def found(**asked):
        return client.get(reverse("edition-search-table", args=[draft.pk]), asked).json()["keys"]

    assert found(words=FOREST[2]) == [keys["2"]]
    assert found(words="市林业局") == [key for key in keys.values() if key in found(words="林业局")]
    assert found(words="没有 这些词") == []
    assert found(different="true") == []
    assert _edit(client, draft, {"title": {"was": FOREST[2], "becomes": "改名"}}, "2").status_code == 200
    assert found(different="true") == [keys["2"]]
    assert found(different="true", words=LAND[2]) == []


def test_edits_sent_twice_under_one_key_are_done_once(client, editor, draft):
    client.force_login(editor)
    cells = {"seq_no": "9", "heading": "生态环境", "title": "新事项", "lead": "市公安局：1.查处。"}
    new = {"key": "new-1", "after": None, "cells": {name: {"was": "", "becomes": text} for name, text in cells.items()}}
    url = reverse("edition-edit-entries", args=[draft.pk])
    body = {"reason": "依据新条例", "edits": [new]}
    answers = [
        client.post(url, body, content_type="application/json", headers={"Idempotency-Key": "one"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert draft.entries.filter(title="新事项").count() == 1
    assert Batch.objects.filter(edition=draft, kind=Batch.Kind.EDIT).count() == 1


def test_a_fault_names_the_part_of_the_cell_that_is_meant(client, editor, draft):
    client.force_login(editor)
    key = str(draft.entries.get(seq_no="2").item.uid)
    was = table_rows(draft)[1].cells["lead"]
    edit = {"key": key, "cells": {"lead": {"was": was, "becomes": "市公安局：1.立案。\n市林草局：1.查处。"}}}
    url = reverse("edition-edit-entries", args=[draft.pk])
    answer = client.post(url, {"reason": "依据新条例", "edits": [edit]}, content_type="application/json")
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert (fault["key"], fault["column"], fault["value"]) == (key, "lead", "市林草局")
    assert "市林业局" in fault["suggestions"]
