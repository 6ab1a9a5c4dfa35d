"""Is nobody let act on what they saw when it has changed since, or when it could not be found out."""

import datetime
import random
from dataclasses import dataclass
from functools import partial

import pytest
from django.utils import translation

from governance.freshness import NAMED_ROWS, check_fresh, look, seal
from governance.models import Organisation
from tests.factories import AccountFactory, CountyFactory
from tests.governance.test_seldom_refused import violates

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Line:
    code: str
    text: str
    rows: tuple = ()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def by():
    return AccountFactory()


def act(token, by, *now, what="close"):
    check_fresh(token, "test", by, what, now)


def test_what_was_seen_and_is_still_so_may_be_acted_on(by):
    cases = Line("cases", "Open cases", ((1, "filed"), (2, "filed")))
    act(seal("test", by, "close", [cases]), by, Line("cases", "未结案件", cases.rows[::-1]))


def test_what_was_seen_by_somebody_else_of_something_else_or_long_ago_is_not(by, time_machine):
    token = seal("test", by, "close", [])
    for stale in (lambda: act(token, AccountFactory()), lambda: act(token, by, what="merge"), lambda: act("", by)):
        with violates("not_rehearsed"):
            stale()
    time_machine.move_to(datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=25))
    with violates("not_rehearsed"):
        act(token, by)


def test_what_came_went_and_changed_is_told(by):
    token = seal("test", by, "close", [Line("cases", "Open cases", ((1, "filed"), (2, "filed"), (3, "filed")))])
    with violates("rehearsal_stale") as refusal:
        act(token, by, Line("cases", "Open cases", ((1, "filed"), (3, "decided"), (4, "filed"), (5, "filed"))))
    assert "Open cases (3 → 4): 2 came, 1 went, 1 is otherwise." in str(refusal.value)


def test_a_line_that_is_no_longer_there_is_told(by):
    token = seal("test", by, "close", [Line("cases", "Open cases", (1,))])
    with violates("rehearsal_stale") as refusal:
        act(token, by)
    assert "Open cases (1 → 0): 1 went" in str(refusal.value)


def test_of_very_many_rows_a_change_is_still_seen(by):
    rows = tuple((key, "filed") for key in range(5 * NAMED_ROWS))
    token = seal("test", by, "close", [Line("cases", "Open cases", rows)])
    assert len(token) < 500
    act(token, by, Line("cases", "Open cases", rows))
    with violates("rehearsal_stale"):
        act(token, by, Line("cases", "Open cases", (*rows[:-1], (rows[-1][0], "decided"))))


def test_any_change_of_any_row_is_seen(by):
    draw = random.Random(20261128)
    for _ in range(300):
        rows = {key: draw.choice("abc") for key in draw.sample(range(50), draw.randint(1, 12))}
        other = dict(rows)
        for _ in range(draw.randint(0, 2)):
            other[draw.choice(list(rows))] = draw.choice("abc")
        if draw.random() < 0.2:
            other[99] = "a"
        token = seal("test", by, "close", [Line("cases", "Open cases", tuple(rows.items()))])
        now = Line("cases", "Open cases", tuple(sorted(other.items(), key=lambda _row: draw.random())))
        if other == rows:
            act(token, by, now)
        else:
            with violates("rehearsal_stale"):
                act(token, by, now)


def test_a_check_that_crashes_is_told_and_leaves_the_others_their_database(caplog):
    CountyFactory()

    def broken():
        yield Line("half", "What it had found until then")
        Organisation.objects.extra(where=["nonsense"]).count()  # an error of the database itself

    def whole(word):
        yield Line("whole", word, tuple(Organisation.objects.values_list("pk")))

    found = list(look([broken, partial(whole, "All")], lambda name: Line("crashed", name)))
    assert [(line.code, line.text) for line in found] == [("crashed", "broken"), ("whole", "All")]
    assert found[1].rows and "nonsense" in caplog.text
