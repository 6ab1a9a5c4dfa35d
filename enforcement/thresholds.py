"""听证标准: from which amount a party may ask for a hearing (行政处罚法 63), by the dated rows of the county."""

import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from enforcement.models.powers import ProcedureRuleset
from enforcement.states import PartyKind
from governance.local_values import known_value, local_value
from governance.models import LocalValue, Organisation
from governance.value_names import name_values


class Heard(StrEnum):
    """What is large enough to be heard about."""

    FINE = "fine"
    CONFISCATION = "confiscation"


def _code(what: Heard, party: PartyKind, ruleset: ProcedureRuleset) -> str:
    if party is PartyKind.INDIVIDUAL_BUSINESS:
        party = PartyKind.CITIZEN  # the documents know citizens and organisations; this is in the party's favour
    return f"enforcement.hearing.{what.value}.{ruleset.value}.{party.value}"


name_values(
    {
        _code(what, party, ruleset): format_lazy(
            _("Hearing from this amount on: {what}, {party}, {ruleset}"),
            what=label,
            party=party.label,
            ruleset=ruleset.label,
        )
        for what, label in ((Heard.FINE, _("fine")), (Heard.CONFISCATION, _("confiscation")))
        for party in (PartyKind.CITIZEN, PartyKind.ORGANISATION)
        for ruleset in ProcedureRuleset
    }
)


def hearing_threshold(
    what: Heard, party: PartyKind, *, ruleset: ProcedureRuleset, at: Organisation, on: datetime.date
) -> LocalValue:
    """The least amount in force on the day: the rule set's own figure, which a ministry has set and which prevails,
    else the general one. Raises RuleViolation `no_rule_known`."""
    own = local_value(_code(what, party, ruleset), at=at, on=on)
    return own or known_value(_code(what, party, ProcedureRuleset.GENERAL), at=at, on=on)


def may_be_heard(
    amount: Decimal | int,
    what: Heard,
    party: PartyKind,
    *,
    ruleset: ProcedureRuleset,
    at: Organisation,
    on: datetime.date,
) -> bool:
    """Whether the amount opens a hearing; “以上” includes the number. Raises RuleViolation `no_rule_known`."""
    return amount >= hearing_threshold(what, party, ruleset=ruleset, at=at, on=on).number
