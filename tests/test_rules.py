"""The register of rules: every code of a refusal stands in it once, with its source."""

import datetime

import pytest

from governance.errors import RuleViolation
from governance.rulebook import RULES, Rule, Source, state

DAY = datetime.date(2026, 11, 28)


def test_a_refusal_takes_its_basis_from_the_register():
    assert RuleViolation("not_enough_places", "…").basis == "《地方各级人民政府机构设置和编制管理条例》第六条"
    assert RuleViolation("same_body", "…").basis is None
    assert RuleViolation("not_enough_places", "…", basis="澜编发〔2026〕1号").basis == "澜编发〔2026〕1号"


def test_a_code_is_stated_once(monkeypatch):
    monkeypatch.setattr("governance.rulebook.RULES", dict(RULES))
    with pytest.raises(LookupError, match="not_enough_places"):
        state("services", [Rule("not_enough_places", "…")], checked_on=DAY)


@pytest.mark.parametrize("kind", [Source.LAW, Source.LOCAL])
def test_nearly_every_rule_of_law_or_of_a_local_document_names_it(kind):
    rules = [rule for rule in RULES.values() if rule.kind == kind]
    sourced = [rule for rule in rules if rule.source]
    assert len(sourced) >= 0.95 * len(rules)
