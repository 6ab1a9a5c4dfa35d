"""Are the marked words those that changed, and do the pieces always join to the texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from responsibilities.differences import differences, marked_against

WORDS = st.lists(
    st.sampled_from(["巡查", "制止", "上报", "。", "；", "\n", "15日", "2026", "law", " ", "镇"]), max_size=40
)


def marked(before: str, after: str) -> tuple[str, str]:
    """Both texts with their changed stretches in brackets."""
    sides = differences(before, after)
    return tuple("".join(f"[{piece.text}]" if piece.changed else piece.text for piece in side) for side in sides)


def test_only_the_words_that_changed_are_marked():
    assert marked("负责日常巡查和上报", "负责日常巡查、劝阻和上报") == (
        "负责日常巡查和上报",
        "负责日常巡查[、劝阻]和上报",
    )
    assert marked("15日内答复", "20日内答复") == ("[15]日内答复", "[20]日内答复")
    assert marked("同样的话", "同样的话") == ("同样的话", "同样的话")
    assert marked("", "新的内容") == ("", "[新的内容]")


def test_a_number_is_never_cut_in_two():
    assert marked("自2026年起", "自2025年起") == ("自[2026]年起", "自[2025]年起")


def test_a_single_character_in_common_does_not_make_confetti():
    before, after = marked("由林业部门负责牵头查处", "由公安机关协助牵头查处")
    assert before == "由[林业部门负责]牵头查处"
    assert after == "由[公安机关协助]牵头查处"


def test_two_texts_with_nothing_in_common_are_two_texts():
    assert marked("违法占地的查处", "养老金申领，由民政办受理并当日办结") == (
        "[违法占地的查处]",
        "[养老金申领，由民政办受理并当日办结]",
    )


@given(WORDS, WORDS)
def test_pieces_join_to_the_texts_and_what_is_not_marked_is_the_same(one, other):
    before, after = "".join(one), "".join(other)
    old, new = differences(before, after)
    assert ("".join(piece.text for piece in old), "".join(piece.text for piece in new)) == (before, after)
    kept = ["".join(piece.text for piece in side if not piece.changed) for side in (old, new)]
    assert kept[0] == kept[1]


def test_a_long_text_is_compared_quickly_and_by_sentences():
    sentences = [f"{number}.负责第{number}类事项的日常巡查和信息上报；" for number in range(400)]
    changed = [
        sentence.replace("巡查", "检查") if number == 200 else sentence for number, sentence in enumerate(sentences)
    ]
    old, new = differences("".join(sentences[1:]), "".join(["新增一句；", *changed]))
    assert [piece.text for piece in old if piece.changed] == ["巡"]
    assert [piece.text for piece in new if piece.changed][-1] == "检"


def test_what_stands_anywhere_in_the_others_is_not_new():
    def new(text: str, *others: str) -> list[str]:
        pieces = marked_against(text, others)
        assert "".join(piece.text for piece in pieces) == text
        return [piece.text for piece in pieces if piece.changed]

    assert new("河道巡查保洁、生活垃圾清运", "生活垃圾清运", "河道巡查保洁") == []
    assert new("乙句。甲句。", "甲句。乙句。") == [], "in another order it is the same"
    assert new("甲句。丙句另说。", "甲句。乙句。") == ["丙句另说"]
    assert new("全新的话。", "") == ["全新的话。"]
    assert new("", "甲句。") == []


def test_one_sentence_over_and_over_is_compared_soon():
    began = time.process_time()
    for one, other in (("巡查；", "巡查。"), ("的", "地的"), ("1.甲；2.乙；", "1.甲；3.乙；")):
        before, after = (one * 20_000)[:20_000], (other * 20_000)[:20_000]
        sides = differences(before, after)
        assert ["".join(piece.text for piece in side) for side in sides] == [before, after]
    assert time.process_time() - began < 5
