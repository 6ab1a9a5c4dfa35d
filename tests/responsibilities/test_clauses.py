"""Where does one clause of a text end and the next begin."""

import pytest

from responsibilities.clauses import clause_texts, numbered_clauses
from responsibilities.models import Participation
from responsibilities.spreadsheets.entries import split_bases

MEASURES = "1.划定范围。\n3.5公里以内禁止烧荒；2.巡查。0.5公顷以上上报；12.5万元以下自行处理。"


def test_a_measure_begins_no_clause():
    first, second = numbered_clauses(MEASURES)
    assert first == "1.划定范围。\n3.5公里以内禁止烧荒"
    assert second == "2.巡查。0.5公顷以上上报；12.5万元以下自行处理。"
    assert Participation(duty_text=MEASURES).clauses == [first, second]


def test_a_measure_stays_whole_in_a_clause_without_number():
    assert clause_texts(MEASURES) == [
        "划定范围", "3.5公里以内禁止烧荒", "巡查", "0.5公顷以上上报", "12.5万元以下自行处理",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["巡查、上报", "", "见第1、2项"])
def test_a_text_without_numbers_is_one_clause(text):
    assert numbered_clauses(text) == ([text] if text else [])


def test_a_measure_begins_no_basis():
    text = "1.《公路安全保护条例》第十一条 公路用地外缘起向外\n3.5米以内\n2.《公路法》第五十六条"
    assert [basis.text for basis in split_bases(text)] == [
        "《公路安全保护条例》第十一条 公路用地外缘起向外3.5米以内",
        "《公路法》第五十六条",
    ]
    text = "《公路安全保护条例》第十一条；3.5米以内的建筑控制区规定；3.《公路法》"
    assert [basis.text for basis in split_bases(text)][-1] == "《公路法》"
