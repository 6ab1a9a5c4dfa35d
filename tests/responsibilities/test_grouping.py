"""Are rows about the same matter put together, others kept apart; the same in every run, and well enough."""

import random

import pytest

from responsibilities.grouping import DecidedGroup, Text, as_one, cited, group, printed
from tests.responsibilities.inventories import inventories, judge, law_names, matters, texts

BASIS = "《土地管理法》第六十七条"


def sets(groups) -> set[frozenset[int]]:
    return {frozenset(each.rows) for each in groups}


def test_the_same_matter_in_other_words_is_one_group():
    rows = [
        Text(1, "负责违法占地巡查工作"),
        Text(2, "违法占用土地巡查"),
        Text(3, "开展违法占地的巡查"),
        Text(4, "农村生活垃圾清运"),
        Text(5, "做好农村生活垃圾清运工作"),
        Text(6, "党费收缴"),
    ]
    assert frozenset({4, 5}) in sets(group(rows))
    assert frozenset({6}) in sets(group(rows))
    assert any({1, 3} <= members for members in sets(group(rows)))


def test_every_row_is_in_exactly_one_group():
    rows = texts(row for inventory in inventories(3, 3, of=matters()[:60]) for row in inventory)
    grouped = [key for each in group(rows) for key in each.rows]
    assert sorted(grouped) == [row.key for row in rows]


def test_the_order_of_the_rows_does_not_matter():
    rows = texts(row for inventory in inventories(3, 4, of=matters()[:60]) for row in inventory)
    turned = list(rows)
    random.Random(5).shuffle(turned)
    assert group(turned) == group(rows)


def score_of(one: str, other: str) -> float:
    """How like two open rows are said to be, among others that make their words ordinary; both of one township, so
    that they stay apart."""
    rows = [
        Text(1, "耕地保护巡查制止", basis=one, author=1),
        Text(2, "耕地保护情况登记", basis=other, author=1),
        *(Text(10 + number, title, basis="《森林法》第三条") for number, title in enumerate(("造林绿化", "林区防火"))),
    ]
    return next(each.likeness for each in group(rows) if 1 in each.rows)


def test_a_shared_article_counts_for_and_another_law_against():
    assert score_of(BASIS, BASIS) > score_of(BASIS, "") > score_of(BASIS, "《农业法》第五条") > 0


def test_one_township_does_not_name_a_matter_twice_unless_it_says_the_same():
    rows = [
        ("秸秆禁烧巡查", 1),
        ("秸秆焚烧巡查劝阻", 1),
        ("秸秆禁烧巡查劝阻", 2),
        ("河道保洁", 2),
        ("秸秆禁烧 巡查", 1),
    ]
    texts_of = [Text(number, title, author=author) for number, (title, author) in enumerate(rows)]
    assert frozenset({0, 2, 4}) in sets(group(texts_of))


def test_a_chain_of_neighbours_does_not_join_its_ends():
    words = ["河道", "巡查", "保洁", "垃圾", "清运", "车辆", "管理", "停放", "秩序", "市场", "摊位", "登记"]
    rows = [Text(number, "".join(words[number : number + 4])) for number in range(len(words) - 3)]
    assert not any({0, len(rows) - 1} <= members for members in sets(group(rows)))


def test_what_is_kept_stays_out_and_is_named_as_most_alike():
    kept = DecidedGroup(7, [Text(1, "违法占地巡查"), Text(2, "违法占地的巡查制止")])
    groups = group([Text(3, "违法占地巡查"), Text(4, "党费收缴"), Text(5, "水库移民")], [kept])
    found = next(each for each in groups if 3 in each.rows)
    assert (found.like_kept, found.like_row) == (7, None)
    assert found.likeness > 0.6
    assert all(key not in each.rows for each in groups for key in (1, 2))


def test_nothing_and_empty_words_make_no_trouble():
    assert group([]) == []
    assert sets(group([Text(1, "工作"), Text(2, ""), Text(3, "、、")])) == {
        frozenset({1}),
        frozenset({2}),
        frozenset({3}),
    }


def test_progress_runs_to_its_end():
    told: list[float] = []
    group([Text(1, "违法占地巡查")], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_most_central_wording_comes_first():
    rows = [Text(1, "违法占地巡查、制止、报告和卫片核查"), Text(2, "违法占地巡查制止"), Text(3, "违法占地巡查制止报告")]
    found = as_one(rows)
    assert found.rows[0] in (2, 3)
    assert found.similarity[found.rows[0]] == max(found.similarity.values())


@pytest.mark.parametrize(
    ("basis", "articles"),
    [
        ("《土地管理法》第六十七条、第七十七条；《森林法》", {"土地管理法67", "土地管理法77", "森林法"}),
        ("《中华人民共和国土地管理法》第67条", {"土地管理法67"}),
        ("土地管理法第六十七条", {"土地管理法67"}),
        ("水法第33条、消费者权益保护法；未成年人保护法", {"水法33", "消费者权益保护法", "未成年人保护法"}),
        ("《宗教事务条例》第二十条及《村民委员会组织法》", {"宗教事务条例20", "村民委员会组织法"}),
        ("上级文件要求", set()),
        ("", set()),
    ],
)
def test_laws_are_known_however_they_are_written(basis, articles):
    assert cited(basis, law_names()) == articles


def test_articles_are_printed_as_people_write_them():
    assert [printed(one) for one in ("土地管理法67", "森林法")] == ["《土地管理法》第67条", "《森林法》"]


def test_grouping_is_good_enough():
    """Bounds well below what docs/performance.md measures on whole lists, so that only a real loss breaks them."""
    rows = [row for inventory in inventories(4, 8, of=matters()[:150]) for row in inventory]
    figures = judge(rows, group(texts(rows), laws=law_names()))
    assert figures.precision > 0.9
    assert figures.recall > 0.82
