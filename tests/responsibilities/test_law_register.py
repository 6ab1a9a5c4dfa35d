"""法规库: what the database holds of laws, their names and versions."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from responsibilities.models import Commencement, Law, LawName, LawVersion
from responsibilities.models.law import law_key

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def law(title="中华人民共和国水法"):
    made = Law.objects.create(title=title)
    LawName.objects.create(law=made, kind=LawName.Kind.TITLE, name=title, key=law_key(title))
    return made


def version(of, begins="", ends="", commencement="", **fields):
    commencement = commencement or (Commencement.DATED if begins else Commencement.UNKNOWN)
    return LawVersion.objects.create(
        law=of, commencement=commencement, in_force_from=day(begins), in_force_to=day(ends), **fields
    )


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("2002-10-01", "2016-07-01"), ("2016-07-02", ""), False),
        (("2002-10-01", "2016-07-02"), ("2016-07-02", ""), True),
        (("2002-10-01", ""), ("2016-07-02", ""), True),
        (("2016-07-02", ""), ("2002-10-01", "2016-07-01"), False),
        (("", "2016-07-01"), ("2016-07-02", ""), False),
        (("", ""), ("2016-07-02", ""), True),
        (("", "2016-07-02"), ("2016-07-02", ""), True),
    ],
)
def test_versions_of_a_law_never_overlap(first, second, overlap):
    of = law()
    version(of, *first)
    if not overlap:
        version(of, *second)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        version(of, *second)
    assert of.versions.count() == 1


def test_a_version_moved_over_another_is_refused_too():
    of = law()
    version(of, "2002-10-01", "2016-07-01")
    later = version(of, "2016-07-02")
    later.in_force_from = day("2016-07-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()


def test_a_text_adopted_but_not_yet_in_force_overlaps_nothing():
    of = law()
    now = version(of, "2016-07-02")
    waiting = version(of, commencement=Commencement.NOT_YET)
    assert list(LawVersion.objects.in_force(day("2030-01-01"))) == [now]
    assert not waiting.is_in_force(day("2030-01-01"))


def test_other_laws_have_versions_of_their_own():
    version(law(), "2016-07-02")
    version(law("中华人民共和国森林法"), "2020-07-01")


def test_a_successor_never_leads_back():
    one, two, three = (version(law(f"某市管理办法{n}"), f"200{n}-01-01") for n in range(3))
    one.successor, two.successor = two, three
    one.save()
    two.save()
    for back in (one, two, three):
        three.successor = back
        with pytest.raises(IntegrityError), transaction.atomic():
            three.save()


@pytest.mark.parametrize("again", ["中华人民共和国水法", "水法", "《水法》", " 《中华人民共和国水法》 "])
def test_a_name_means_one_law(again):
    law()
    with pytest.raises(IntegrityError), transaction.atomic():
        law(again)


@pytest.mark.parametrize(
    ("commencement", "begins", "ends"),
    [("dated", "", ""), ("unknown", "2020-01-01", ""), ("not_yet", "2020-01-01", ""), ("not_yet", "", "2020-01-01"),
     ("dated", "2020-01-02", "2020-01-01")],
)  # fmt: skip
def test_what_is_known_of_the_days_agrees(commencement, begins, ends):
    of = law()
    with pytest.raises(IntegrityError), transaction.atomic():
        version(of, begins, ends, commencement)


def test_which_text_applies_on_a_day():
    of = law()
    old, new = version(of, "", "2016-07-01"), version(of, "2016-07-02")
    for asked, answer in (("1999-01-01", old), ("2016-07-01", old), ("2016-07-02", new), ("2026-01-01", new)):
        assert list(LawVersion.objects.in_force(day(asked))) == [answer], asked
        assert [one for one in (old, new) if one.is_in_force(day(asked))] == [answer]
