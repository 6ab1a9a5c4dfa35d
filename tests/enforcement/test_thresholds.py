"""From which amount may a party ask for a hearing, by the rows of the county that were in force on the day?"""

import datetime

import pytest

from enforcement.models.powers import ProcedureRuleset
from enforcement.reference_data import VALUES
from enforcement.states import PartyKind
from enforcement.thresholds import Heard, hearing_threshold, may_be_heard
from governance.errors import RuleViolation
from governance.models import LocalValue
from governance.operations.local_values import set_local_value
from governance.shipped_values import load_shipped_values
from tests.factories import CountyFactory, TownshipFactory, portal_of

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 28)


@pytest.fixture
def portal():
    return portal_of(CountyFactory())


@pytest.fixture
def county(portal):
    county = portal.current_memberships[0].organisation
    load_shipped_values(county, VALUES, by=portal)
    return county


@pytest.fixture
def township(county):
    return TownshipFactory(parent=county)


@pytest.mark.parametrize(
    ("ruleset", "party", "threshold"),
    [
        (ProcedureRuleset.GENERAL, PartyKind.CITIZEN, 5_000),
        (ProcedureRuleset.GENERAL, PartyKind.ORGANISATION, 50_000),
        (ProcedureRuleset.MARKET, PartyKind.CITIZEN, 10_000),
        (ProcedureRuleset.MARKET, PartyKind.ORGANISATION, 100_000),
        (ProcedureRuleset.GENERAL, PartyKind.INDIVIDUAL_BUSINESS, 5_000),
        (ProcedureRuleset.URBAN, PartyKind.CITIZEN, 5_000),  # no figure of its own: the general one
    ],
)
@pytest.mark.parametrize("what", list(Heard))
def test_the_amount_itself_opens_a_hearing(township, what, ruleset, party, threshold):
    asked = {"ruleset": ruleset, "at": township, "on": DAY}
    assert hearing_threshold(what, party, **asked).number == threshold
    assert may_be_heard(threshold, what, party, **asked)
    assert not may_be_heard(threshold - 1, what, party, **asked)


def test_before_the_first_document_no_rule_is_known(township):
    before = datetime.date(2021, 7, 14)
    with pytest.raises(RuleViolation) as refusal:
        may_be_heard(1, Heard.FINE, PartyKind.CITIZEN, ruleset=ProcedureRuleset.MARKET, at=township, on=before)
    assert refusal.value.code == "no_rule_known"


def test_a_new_document_counts_from_its_day_and_a_second_load_leaves_it(portal, county, township):
    code = "enforcement.hearing.fine.GEN.citizen"
    new = {"number": 8000, "unit": "yuan", "effective_from": DAY, "document_no": "澜政办发〔2026〕40号"}
    set_local_value(county, by=portal, code=code, **new)

    assert load_shipped_values(county, VALUES, by=portal) == []
    asked = {"ruleset": ProcedureRuleset.GENERAL, "at": township}
    assert may_be_heard(5000, Heard.FINE, PartyKind.CITIZEN, on=DAY - datetime.timedelta(days=1), **asked)
    assert not may_be_heard(5000, Heard.FINE, PartyKind.CITIZEN, on=DAY, **asked)


def test_every_row_that_ships_has_a_name_people_read(township):
    rows = LocalValue.objects.filter(code__startswith="enforcement.")
    assert rows.count() == 10
    assert [row.code for row in rows if row.name == row.code] == []
