"""Are sentences and lists put together as the reader's language does it."""

from django.utils import translation

from governance.wording import listed, sentences


def test_sentences_are_apart_in_english_and_not_in_chinese():
    with translation.override("en"):
        assert sentences("It is closed.", "", "B follows it.") == "It is closed. B follows it."
    with translation.override("zh-hans"):
        assert sentences("该单位已撤销。", "", "其职责由乙局承继。") == "该单位已撤销。其职责由乙局承继。"


def test_names_stand_in_a_list():
    with translation.override("en"):
        assert listed(["A", "B"]) == "A, B"
    with translation.override("zh-hans"):
        assert listed(["甲局", "乙局"]) == "甲局、乙局"
