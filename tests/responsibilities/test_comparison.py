"""Does a comparison of two editions say everything that is different, and nothing else, to whom it may."""

import datetime
import random

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from governance.errors import RuleViolation
from governance.roles import Role
from responsibilities.models import Edition, Entry, Item, LegalBasis, Lineage
from responsibilities.orders import moved
from responsibilities.selectors.comparison import comparison, predecessor
from responsibilities.selectors.texts import entry_texts
from tests.factories import member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows

pytestmark = pytest.mark.django_db

API = "/api/v1/responsibilities/comparisons/"


@pytest.fixture
def old(county, bureaus):
    """Five entries under two headings, published in September."""
    edition = EditionFactory(duty_list=DutyListFactory(owner=county))
    nature, river = HeadingFactory(edition=edition, title="自然资源"), HeadingFactory(edition=edition, title="生态环境")
    bodies = {"lead": bureaus["自规局"], "support": "townships"}
    for number, title in enumerate(["占地", "毁林", "采砂", "河道", "垃圾"], 1):
        heading = nature if number < 4 else river
        content = f"负责{title}的日常巡查和上报。"
        EntryFactory(
            edition=edition, heading=heading, position=number, seq_no=str(number), title=title, content=content,
            bodies=bodies,
        )  # fmt: skip
    return publish_rows(edition)


@pytest.fixture
def following(old, bureaus):
    """Makes a draft of the next edition: each row is the earlier entry's title, or a new one, with what is changed."""

    def make(*rows) -> Edition:
        draft = EditionFactory(duty_list=old.duty_list, based_on=old)
        headings = {row.title: HeadingFactory(edition=draft, title=row.title) for row in old.headings.all()}
        before = {entry.title: entry for entry in old.entries.select_related("heading")}
        for position, row in enumerate(rows, 1):
            title, changes = row if isinstance(row, tuple) else (row, {})
            entry = before.get(title)
            bodies = changes.pop("bodies", {"lead": bureaus["自规局"], "support": "townships"})
            heading = changes.pop("heading", entry.heading.title if entry else "自然资源")
            same = {"title": title, "seq_no": entry.seq_no if entry else f"新{position}"}
            if entry:
                same |= {"item": entry.item, "content": entry.content}
            values = {**same, **changes}
            EntryFactory(edition=draft, position=position, heading=headings[heading], bodies=bodies, **values)
        return draft

    return make


def said(found) -> list[tuple]:
    return [(change.title, *change.kinds) for change in found.changes]


def test_editions_that_say_the_same_have_no_changes(old, following):
    found = comparison(old, following("占地", "毁林", "采砂", "河道", "垃圾"))
    assert (said(found), found.unchanged) == ([], 5)


def test_each_kind_of_change_is_told(old, following, bureaus):
    draft = following(
        "占地",
        ("毁林", {"title": "毁林开垦"}),
        ("河道", {"content": "负责河道的日常巡查、劝阻和上报。", "seq_no": "3"}),
        ("垃圾", {"heading": "自然资源"}),
        ("扬尘", {}),
    )
    found = comparison(old, draft)
    assert said(found) == [
        ("毁林开垦", "renamed"),
        ("采砂", "removed"),
        ("河道", "changed", "renumbered"),
        ("垃圾", "moved"),
        ("扬尘", "added"),
    ]
    assert found.unchanged == 1
    assert found.counts == {
        "added": 1, "removed": 1, "split": 0, "merged": 0, "renamed": 1, "changed": 1, "moved": 1, "renumbered": 1,
    }  # fmt: skip
    (content,) = [field for field in found.changes[2].fields if field.name == "content"]
    assert [piece.text for piece in content.pieces_after if piece.changed] == ["、劝阻"]


def test_bodies_and_duties_are_compared_body_by_body(old, following, bureaus):
    draft = following(
        ("占地", {"bodies": {"lead": bureaus["林业局"], "support": "townships"}}), "毁林", "采砂", "河道", "垃圾"
    )
    (change,) = comparison(old, draft).changes
    assert change.kinds == ("changed",)
    told = [(field.name, field.party, field.before, field.after) for field in change.fields]
    assert told == [
        ("lead", "", "市自然资源和规划局", "市林业局"),
        ("duty_text", "市林业局", "", "1.lead；2.反馈。"),
        ("duty_text", "市自然资源和规划局", "1.lead；2.反馈。", ""),
    ]


def test_a_legal_basis_that_changes_is_told(old, following):
    draft = following("占地", "毁林", "采砂", "河道", "垃圾")
    LegalBasis.objects.create(entry=draft.entries.get(title="占地"), position=1, text="《土地管理法》第七十四条")
    (change,) = comparison(old, draft).changes
    assert [(field.name, field.after) for field in change.fields] == [("legal_bases", "《土地管理法》第七十四条")]


def test_one_entry_put_elsewhere_is_one_that_moved(old, following):
    found = comparison(old, following("占地", "采砂", "毁林", "河道", "垃圾"))
    assert len(found.changes) == 1
    (change,) = found.changes
    assert change.kinds == ("moved",)
    before, after = change.places
    assert (before.heading, before.position, before.behind) == ("自然资源", 2, "1 占地")
    assert (after.heading, after.position, after.behind) == ("自然资源", 3, "3 采砂")


def test_pages_say_from_where_to_where_an_entry_was_moved(old, following, client, editor):
    draft = following("毁林", "采砂", "河道", "垃圾", ("占地", {"heading": "生态环境"}))
    client.force_login(editor)
    client.cookies["django_language"] = "zh-hans"
    page = client.get(reverse("admin:responsibilities_edition_comparison", args=[draft.pk])).content.decode()
    assert "自然资源 · 第1位，居首" in page
    assert "生态环境 · 第5位，在“5 垃圾”之后" in page


@given(st.permutations(range(12)))
def test_what_did_not_move_keeps_its_order_and_nothing_more_could_have(order):
    elsewhere = moved(sorted(order), order)
    kept = [item for item in order if item not in elsewhere]
    assert kept == sorted(kept)
    longest = [1] * len(order)
    for i, item in enumerate(order):
        longest[i] += max((longest[j] for j in range(i) if order[j] < item), default=0)
    assert len(kept) == max(longest)


# --- Split and merged -------------------------------------------------------------------------------------------------


def test_split_and_merged_entries_are_shown_together(old, following):
    draft = following("占地", ("占地之二", {}), "采砂", "河道")
    items = {entry.title: entry.item for entry in [*old.entries.all(), *draft.entries.all()]}

    def lineage(kind: str, before: str, after: str) -> None:
        Lineage.objects.create(edition=draft, kind=kind, from_item=items[before], to_item=items[after])

    lineage("split", "占地", "占地"), lineage("split", "占地", "占地之二")
    lineage("merged", "河道", "河道"), lineage("merged", "垃圾", "河道")
    found = comparison(old, draft)
    assert said(found) == [("占地", "split"), ("毁林", "removed"), ("河道", "merged")]
    split, _removed, merged = found.changes
    assert [text.title for text in split.after] == ["占地", "占地之二"]
    assert [text.title for text in merged.before] == ["河道", "垃圾"]
    back = comparison(draft, old)
    assert said(back) == [("占地", "merged"), ("毁林", "added"), ("河道", "split")]


def test_in_a_split_and_a_merger_the_words_are_marked_that_the_other_side_has_not(old, following, bureaus):
    first = {"content": "负责占地的日常巡查和上报。", "bodies": {"lead": bureaus["自规局"]}}
    second = {"content": "负责违建的劝阻。", "item": Item.objects.create(duty_list=old.duty_list)}
    draft = following(
        ("占地", first), ("违建", second), "毁林", "采砂", ("河道", {"content": "负责河道的日常巡查和上报。负责清运。"})
    )
    items = {entry.title: entry.item for entry in [*old.entries.all(), *draft.entries.all()]}
    for kind, before, after in (
        *(("split", "占地", "占地"), ("split", "占地", "违建")),
        *(("merged", "河道", "河道"), ("merged", "垃圾", "河道")),
    ):
        Lineage.objects.create(edition=draft, kind=kind, from_item=items[before], to_item=items[after])
    split, merged = comparison(old, draft).changes

    def changed(pieces):
        return [piece.text for piece in pieces if piece.changed]

    (land,) = split.marked_before
    same, new = split.marked_after
    assert changed(same.content) == []
    assert changed(new.title) == ["违建"]
    assert "劝阻" in "".join(changed(new.content))
    assert "".join(piece.text for piece in new.content) == second["content"]
    assert changed(land.content) == []
    river, waste = merged.marked_before
    assert changed(river.content) == []
    assert changed(waste.content) == ["垃圾"]
    assert changed(merged.marked_after[0].content) == ["负责清运。"]


def test_a_split_is_seen_across_several_editions(old, following):
    second = following("占地", ("占地之二", {}), "毁林", "采砂", "河道", "垃圾")
    items = {entry.title: entry.item for entry in second.entries.all()}
    for title in ("占地", "占地之二"):
        Lineage.objects.create(edition=second, kind="split", from_item=items["占地"], to_item=items[title])
    end = {"effective_to": datetime.date(2026, 12, 31), "superseded_at": timezone.now()}
    Edition.objects.filter(pk=old.pk).update(status="superseded", **end)
    publish_rows(second, datetime.date(2027, 1, 1))
    third = following("占地", ("甲", {"item": items["占地之二"], "title": "占地之二"}), "毁林", "采砂", "河道", "垃圾")
    assert ("占地", "split") in said(comparison(Edition.objects.get(pk=old.pk), third))
    assert "split" not in {kind for change in comparison(second, third).changes for kind in change.kinds}
    assert predecessor(third) == old, "a draft is compared with the edition it was copied from"
    assert predecessor(second) == old


# --- Completeness -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_the_changes_applied_to_one_edition_give_the_other(old, following, bureaus, seed):
    chance = random.Random(seed)
    rows = []
    titles = ["占地", "毁林", "采砂", "河道", "垃圾", "扬尘", "噪声"]
    for title in chance.sample(titles, chance.randint(0, 7)):
        changes = {}
        if chance.random() < 0.4:
            changes["title"] = f"{title}（改）"
        if chance.random() < 0.4:
            changes["content"] = chance.choice(["", "负责巡查。", f"负责{title}的日常监督和上报。"])
        if chance.random() < 0.4:
            changes["bodies"] = {"lead": bureaus[chance.choice(["公安局", "林业局"])]}
        changes["seq_no"] = f"{len(rows) + 1}"
        rows.append((title, changes))
    draft = following(*rows)
    found = comparison(old, draft)
    entries = {text.item_id: text for text in _texts(old)}
    for change in found.changes:
        for text in change.before:
            del entries[text.item_id]
        for text in change.after:
            entries[text.item_id] = text
    assert {item: (text.title, text.says()) for item, text in entries.items()} == {
        text.item_id: (text.title, text.says()) for text in _texts(draft)
    }
    for change in found.changes:
        for field in change.fields:
            assert "".join(piece.text for piece in field.pieces_before) == field.before
            assert "".join(piece.text for piece in field.pieces_after) == field.after


def _texts(edition):
    return entry_texts(Entry.objects.filter(edition=edition))


# --- Who may see it ---------------------------------------------------------------------------------------------------


def test_editions_of_two_lists_are_not_compared(old, township):
    other = publish_rows(EditionFactory(duty_list=DutyListFactory(owner=township, kind="basic_list")))
    with pytest.raises(RuleViolation) as refusal:
        comparison(old, other)
    assert refusal.value.code == "different_lists"
    answer = APIClient().get(API, {"from": old.pk, "to": other.pk})
    assert (answer.status_code, answer.json()["code"]) == (409, "different_lists")


def test_a_comparison_with_a_draft_is_not_found_by_others(old, following, editor, approver, county):
    draft = following("占地")
    for account, status in [(None, 404), (member(county, Role.TOWNSHIP_CLERK), 404), (editor, 200), (approver, 200)]:
        client = APIClient()
        client.force_login(account) if account else None
        for asked in ({"from": old.pk, "to": draft.pk}, {"from": draft.pk, "to": old.pk}, {"to": draft.pk}):
            assert client.get(API, asked).status_code == status, (account, asked)


def test_the_api_says_what_changed_word_by_word(old, following, editor):
    draft = following(("占地", {"content": "负责占地的日常检查和上报。"}), "毁林", "采砂", "河道", ("垃圾", {}))
    client = APIClient()
    client.force_login(editor)
    body = client.get(API, {"from": old.pk, "to": draft.pk}).json()
    assert (body["before"]["id"], body["after"]["id"], body["unchanged"], body["counts"]["changed"]) == (
        old.pk, draft.pk, 4, 1,
    )  # fmt: skip
    (change,) = body["changes"]
    assert change["kinds"] == ["changed"]
    assert [(piece["text"], piece["changed"]) for piece in change["fields_changed"][0]["after"]] == [
        ("负责占地的日常", False), ("检", True), ("查和上报。", False),
    ]  # fmt: skip
    assert client.get(API, {"to": draft.pk, "kind": "removed"}).json()["changes"] == []
    assert client.get(API, {"to": old.pk}).status_code == 404, "the first edition has no predecessor"
    assert client.get(API, {"form": old.pk, "to": draft.pk}).status_code == 400
    assert client.get(API).status_code == 400


def test_pages_mark_the_words_and_filter_by_kind(old, following, client, editor):
    draft = following(("占地", {"content": "负责占地的日常巡查、劝阻和上报。"}), "毁林", "采砂", "河道", "扬尘")
    client.force_login(editor)
    client.cookies["django_language"] = "en"
    page = client.get(f"/responsibilities/edition/{draft.pk}/comparison/").content.decode()
    assert "<ins>、劝阻</ins>" in page
    assert "扬尘" in page
    assert client.get(f"/public/editions/{draft.pk}/comparison/").status_code == 404
    end = {"effective_to": datetime.date(2026, 12, 31), "superseded_at": timezone.now()}
    Edition.objects.filter(pk=old.pk).update(status="superseded", **end)
    publish_rows(draft, datetime.date(2027, 1, 1))
    client.logout()
    client.cookies["django_language"] = "en"
    url = f"/public/editions/{draft.pk}/comparison/"
    page = client.get(url).content.decode()
    assert "<ins>、劝阻</ins>" in page
    assert "<script" not in page
    assert "扬尘" not in client.get(url, {"kind": "changed"}).content.decode()
    assert url in client.get(f"/public/editions/{draft.pk}/").content.decode()
    assert "first edition" in client.get(f"/public/editions/{old.pk}/comparison/").content.decode()
    assert client.get(url, {"from": Item.objects.count() + 10**6}).status_code == 404


def test_the_queries_do_not_grow_with_the_list(old, following, django_assert_num_queries):
    draft = following("占地", ("毁林", {"title": "毁林开垦"}), "采砂", "河道")
    with django_assert_num_queries(5):
        assert comparison(old, draft).changes


def test_changes_come_in_pages_that_lead_on_and_back(old, following, editor):
    draft = following("占地")  # without the other four
    client = APIClient()
    client.force_login(editor)
    whole = client.get(API, {"to": draft.pk}).json()
    assert (len(whole["changes"]), whole["next"], whole["previous"]) == (4, None, None)
    pages = [client.get(API, {"to": draft.pk, "page_size": 3}).json()]
    pages.append(client.get(pages[0]["next"]).json())
    assert [*pages[0]["changes"], *pages[1]["changes"]] == whole["changes"]
    assert (pages[0]["previous"], pages[1]["next"], pages[1]["counts"]) == (None, None, whole["counts"])
    assert client.get(pages[1]["previous"]).json()["changes"] == pages[0]["changes"]
    for wrong in ({"page_size": 101}, {"cursor": "WyJuIiwieCJd"}, {"cursor": "WyJuIiwxLDJd"}):
        assert client.get(API, {"to": draft.pk, **wrong}).status_code == 400, wrong
