"""Is one text the same however it was typed: what is stored of it, what is compared, what a search finds."""

import re
from pathlib import Path

import pytest

from governance.models import Organisation
from governance.roles import Role
from governance.text import clean, match_key, spellings, words_of
from tests.clients import signed_in
from tests.factories import CountyFactory, member

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("typed", "stored", "changes"),
    [
        ("违法⽤地查处", "违法用地查处", {"look_alikes"}),  # Kangxi radicals, as PDF readers copy them
        ("⺠⻔⻋⻅⻓", "民门车见长", {"look_alikes"}),  # of the supplement, which NFKC does not know
        ("\uf9c1", "\u7642", {"look_alikes"}),  # a compatibility ideograph
        ("\u202e违法\u202c占地\u200f", "违法占地", {"invisible"}),
        ("违法\u2028占地", "违法\n占地", {"line_ends"}),
        ("违法\x0b占地\x85处", "违法\n占地\n处", {"line_ends"}),
        ("辻\U000e0100某\ufe00", "辻某", {"invisible"}),
        ("市\ue5e5水利局", "市 水利局", {"spaces"}),
        ("买买提\u2060·\u00ad艾力", "买买提·艾力", {"invisible"}),
        ("Ａ－１２", "A－12", {"full_width"}),
        ("第（一）条：“甲”", "第（一）条：“甲”", set()),  # punctuation belongs to the text
        ("\u3164 甲 \u3000", "甲", {"invisible", "spaces"}),
    ],
)
def test_what_is_stored_is_what_people_see(typed, stored, changes):
    assert clean(typed) == (stored, changes)
    assert clean(stored) == (stored, set())


@pytest.mark.parametrize(
    "spelled",
    [
        (
            "澜综执立〔2026〕1号",
            "澜综执立[2026]1号",
            "澜综执立（２０２６）1号",
            "澜综执立【2026】 1号",
            "澜综执立(2026) 1号",
        ),
        ("村（社区）", "村(社区)", "村 （社区 )"),
        ("买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提.艾力", "买买提．艾力"),
        ("“一件事”", '"一件事"', "「一件事」"),
        ("1-1", "1－1", "1—1", "1–1"),
        ("二〇二六", "二○二六"),
        ("民政局", "⺠政局", "民\u200b政局", "民\ue5e5政局"),
        ("《森林法》", "〈森林法〉"),
    ],
)
def test_spellings_of_one_text_have_one_key(spelled):
    assert len({match_key(text) for text in spelled}) == 1


def test_different_texts_stay_different():
    texts = ["1.5", "15", "1-5", "1·5", "甲、乙", "甲，乙", "（甲）", "《甲》", "甲"]
    assert len({match_key(text) for text in texts}) == len(texts)


@pytest.mark.parametrize("mark", "(（[【〔·•.-—“\"'《〈/:：,，〇○%％")
def test_what_a_search_tries_for_a_mark_is_what_comparing_takes_for_the_same(mark):
    assert mark in spellings(mark)
    in_a_name = {match_key(f"甲{other}乙") for other in spellings(mark)}
    assert len(in_a_name) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("村（社区）办", "村(社区)"),
        ("村（社区）办", "【社区】"),
        ("买买提·艾力室", "买买提•艾力"),
        ("甲〔2026〕1号", "〔２０２６〕1号"),
        ("甲-乙中心", "甲—乙"),
        ("百分100%办", "100％"),
        ("甲_乙", "甲_"),
    ],
)
def test_a_search_finds_what_is_stored(stored, typed):
    county = CountyFactory()
    county.name = stored
    county.save()
    assert list(Organisation.objects.filter(name__mentions=typed)) == [county]
    assert list(Organisation.objects.filter(name__mentions=f"{typed}!")) == []
    assert list(Organisation.objects.filter(name__spelled=typed)) == []
    assert list(Organisation.objects.filter(name__spelled=f"{stored} \u200b")) == [county]


# Columns that hold folded text, which are asked with folded text.
FOLDED = r"\b(key__contains=match_key\(|search_text__contains=)"


def test_no_search_goes_by_the_bare_spelling():
    """`icontains` finds 村（社区） only for who types full-width brackets; `mentions` is what searches use."""
    bare = re.compile(r"__i?contains=|[\"']i?contains[\"']")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for app in ("governance", "responsibilities", "enforcement", "services", "staffing")
        for path in (ROOT / app).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line) and not re.search(FOLDED, line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("〔2026〕 6 号", ["〔2026〕6号"]),
        ("澜综执罚 〔 2026 〕 第 6 号 烟花", ["澜综执罚〔2026〕第6号", "烟花"]),
        ("（2026）　６　号", ["（2026）6号"]),
        ("第 6 条 森林法", ["第6条", "森林法"]),
        ("占地 2026 村(社区)", ["占地", "2026", "村(社区)"]),
    ],
)
def test_a_number_with_spaces_in_it_is_one_word(asked, words):
    assert words_of(asked) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["执" * 18_000, "执（" * 9_000, " ".join(map(str, range(4_000)))], ids=["one word", "marks", "many words"]
)
def test_a_text_of_any_length_is_looked_for_and_not_found(typed):
    """SQLite refuses patterns of more than 50,000 bytes, and conditions nested more than a thousand deep."""
    api = signed_in(member(CountyFactory(name="澜山市"), Role.LEADER))
    for question in ("enforcement/cases/?search=", "enforcement/cases/?external_ref="):
        assert api.get(f"/api/v1/{question}{typed}").status_code in (200, 400)
    assert not Organisation.objects.filter(name__mentions=typed)
    assert not Organisation.objects.filter(name__spelled=typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "asked", "found"),
    [
        ("村（社区）委员会", "村(社区〕", "within"),
        ("村（社区）委员会", "(社区)委员会(", ""),
        ("村（社区）委员会", "（社区)", "within"),
        ("第6条 森林法", "第 6 条 森林法", "whole"),
        ("第6条森林法", "6条 森", "within"),
        ("买买提·艾力", "买买提.艾力", "whole"),
        ("〈森林法〉{试行}", "<森林法>(试行﹞", "whole"),
        ("艾力ㆍ买买提", "艾力˙买", "within"),
        ("A-b镇", "a—B", "within"),
        ("50%_镇（乡）", "%(", ""),
        ("50%_镇（乡）", "％_镇(", "within"),
    ],
)
def test_marks_of_one_kind_are_the_same_where_a_text_is_looked_for(stored, asked, found):
    CountyFactory(name=stored)
    assert Organisation.objects.filter(name__mentions=asked).exists() is bool(found)
    assert Organisation.objects.filter(name__spelled=asked).exists() is (found == "whole")


def test_each_mark_belongs_to_one_kind():
    """The lookups replace each mark by the first of its kind, so no mark may be of two."""
    kinds = {spellings(chr(code)) for code in range(0x20, 0x10000) if len(spellings(chr(code))) > 1}
    for kind in kinds:
        assert {frozenset(spellings(mark)) for mark in kind} == {frozenset(kind)}
