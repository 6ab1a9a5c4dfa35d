"""Is a register or a ledger that says something strange refused as a whole, by the rule it breaks."""

import pytest

from staffing.models import Person, QuotaMovement
from staffing.operations.people import take_over_people
from staffing.operations.taking_over import take_over_ledger
from staffing.reference_data import COUNTED_ON, ESTABLISHMENT, LEDGER, OPENED_ON, PEOPLE
from tests.factories import CountyFactory, TownshipFactory, portal_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = CountyFactory()
    TownshipFactory(parent=county, code="LS-T01")
    return county


def changed(source, folder, was="", becomes="", rows=2):
    """The first rows of a shipped table, with another word in one of them."""
    text = "\n".join(source.read_text(encoding="utf-8").splitlines()[: rows + 1])
    assert was in text
    file = folder / source.name
    file.write_text(text.replace(was, becomes), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        (",男,", ",公,", "unknown_word"),
        (",行政编制,", ",临时编制,", "unknown_category"),
        (",LS-T01,", ",LS-T99,", "unknown_body"),
    ],
)
def test_of_people(county, tmp_path, was, becomes, code):
    portal, file = portal_of(county), changed(PEOPLE, tmp_path, was, becomes)
    with refused(code):
        take_over_people(county, by=portal, file=file)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("LS-T01,事业编制", "LS-T01,临时编制", "unknown_category"),
        ("LS-T01,事业编制", "LS-T99,事业编制", "unknown_body"),
    ],
)
def test_of_places(county, tmp_path, was, becomes, code):
    establishment, ledger = changed(ESTABLISHMENT, tmp_path, was, becomes), changed(LEDGER, tmp_path, rows=0)
    portal = portal_of(county)
    days = {"opened_on": OPENED_ON, "counted_on": COUNTED_ON}
    with refused(code):
        take_over_ledger(county, by=portal, establishment=establishment, ledger=ledger, **days)
    assert not QuotaMovement.objects.exists()
