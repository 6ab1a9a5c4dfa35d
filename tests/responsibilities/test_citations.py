"""引用的读取: what a text cites, held to readings that were written down beforehand.

`citations.csv`: a text and what it cites.
`水法|65.1.2.3` is 第六十五条第一款第（二）项第三目, with 0 for what is left out;
`水法|12-15` is a range, `刑法|120+1` 第一百二十条之一, `水法` the law as a whole, ? what a person has to look at.
"""

import csv
import itertools
import time
from collections import Counter
from pathlib import Path

import pytest

from responsibilities.citations import Citation, Doubt, provision, read_citations, spelled
from responsibilities.operations.reference import FOLDER

LABELLED = Path(__file__).parent / "citations.csv"


def labelled() -> list[dict[str, str]]:
    with LABELLED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names() -> set[str]:
    with (FOLDER / "laws.csv").open(encoding="utf-8") as lines:
        return {row["title"].removeprefix("中华人民共和国") for row in csv.DictReader(lines)}


KNOWN = names()


def written(one: Citation) -> str:
    """The reading as the table writes it."""
    if one.doubt:
        return "?"
    text = one.law
    if one.article:
        text += f"|{one.article}" + (f"+{one.insertion}" if one.insertion else "")
    if one.article_to:
        text += f"-{one.article_to}" + (f"+{one.insertion_to}" if one.insertion_to else "")
    below = [one.paragraph, one.item, one.subitem]
    while below and not below[-1]:
        below.pop()
    return text + "".join(f".{number}" for number in below)


def reading(text: str) -> list[str]:
    return [written(one) for one in read_citations(text, known=KNOWN)]


def test_enough_is_labelled():
    rows = labelled()
    assert len(rows) >= 400
    assert sum(row["source"] == "written" for row in rows) >= 150
    assert len({row["text"] for row in rows}) == len(rows)


def test_what_is_read_is_right_and_hardly_anything_is_missed():
    right = read = expected = doubtful = 0
    wrong = []
    for row in labelled():
        found, meant = Counter(reading(row["text"])), Counter(row["reading"].split("; "))
        del found["?"]
        doubtful += meant.pop("?", 0)
        right += (found & meant).total()
        read += found.total()
        expected += meant.total()
        if found != meant:
            wrong.append((row["text"], dict(found), dict(meant)))
    assert right / read >= 0.99, wrong
    assert right / expected >= 0.97, wrong
    assert doubtful >= 30


DOUBTFUL = [row for row in labelled() if "?" in row["reading"]]


@pytest.mark.parametrize("row", DOUBTFUL, ids=[row["text"] for row in DOUBTFUL])
def test_what_is_doubtful_is_never_guessed(row):
    assert reading(row["text"]) == row["reading"].split("; ")


def test_an_entry_takes_less_than_fifty_milliseconds_and_all_of_them_less_than_ten_seconds():
    rows = labelled()
    reading(rows[0]["text"])  # the names are made into one pattern once
    slowest, began = 0.0, time.process_time()
    for row in rows:
        start = time.process_time()
        reading(row["text"])
        slowest = max(slowest, time.process_time() - start)
    assert slowest < 0.05
    assert time.process_time() - began < 10


def test_a_hostile_text_takes_no_longer():
    for text in (
        "《" * 5_000,
        "第" * 5_000,
        "第一" * 5_000,
        "第一、" * 5_000,
        "（" * 5_000,
        "水法" * 5_000,
        " " * 5_000,
    ):
        start = time.process_time()
        read_citations(text[:5_000], known=KNOWN)
        assert time.process_time() - start < 1, text[:4]


def test_in_the_text_of_a_law_this_law_is_that_law():
    found = read_citations("违反本法第三十七条，依照《治安管理处罚法》第八十九条", within="土地管理法")
    assert [written(one) for one in found] == ["土地管理法|37", "治安管理处罚法|89"]


def test_a_citation_says_where_it_stands():
    text = "依据《水法》第六十五条第一款、第七十条"
    places = [text[one.start : one.end] for one in read_citations(text)]
    assert places == ["第六十五条第一款", "第七十条"]


def test_why_something_is_doubtful():
    doubts = {
        "第七十四条": Doubt.NO_LAW,
        "本法": Doubt.THIS_LAW,
        "依照前款规定": Doubt.PRECEDING,
        "《水法》第三章": Doubt.CHAPTER,
        "《水法》第十五条至第十二条": Doubt.RANGE,
        "新水法规定": Doubt.NAME,
    }
    assert {text: read_citations(text, known=KNOWN)[0].doubt for text in doubts} == doubts


def test_numbers_are_spelled_as_laws_spell_them():
    spellings = {1: "一", 10: "十", 12: "十二", 20: "二十", 100: "一百", 105: "一百零五", 110: "一百一十"}
    spellings |= {115: "一百一十五", 1005: "一千零五", 1100: "一千一百", 1242: "一千二百四十二"}
    assert {number: spelled(number) for number in spellings} == spellings


def test_what_is_read_is_written_as_it_was():
    for text in (
        "《刑法》第一百二十条之一",
        "《水法》第十二条至第十五条",
        "《水法》第六十五条第一款第（二）项第三目",
        "《水法》",
    ):
        (found,) = read_citations(text)
        assert str(found) == text
    assert provision(Citation("水法")) == ""


def test_every_article_of_a_long_law_is_read():
    for article, paragraph in itertools.product(range(1, 1243, 7), (0, 2)):
        text = f"《生态环境法典》第{spelled(article)}条" + (f"第{spelled(paragraph)}款" if paragraph else "")
        (found,) = read_citations(text)
        assert (found.article, found.paragraph) == (article, paragraph)
