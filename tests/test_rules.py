"""The register of rules: every code of a refusal stands in it once, with its source, its words and its operations."""

import ast
import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from governance.errors import RuleViolation
from governance.roles import Role
from governance.rule_walk import Module, walk, walk_modules
from governance.rulebook import RULES, Rule, Source, state
from governance.rules_table import as_markdown
from responsibilities.law_changes import Naming, Register, law_on_day
from responsibilities.operations.laws import load_laws
from responsibilities.operations.reference import FOLDER
from responsibilities.rule_sources import rules, to_check
from tests.factories import CountyFactory, member
from tests.responsibilities.factories import LawFactory

DAY = datetime.date(2026, 11, 28)


def test_a_refusal_takes_its_basis_from_the_register():
    assert RuleViolation("not_enough_places", "…").basis == "《地方各级人民政府机构设置和编制管理条例》第六条"
    assert RuleViolation("same_body", "…").basis is None
    assert RuleViolation("not_enough_places", "…", basis="澜编发〔2026〕1号").basis == "澜编发〔2026〕1号"


def test_a_code_is_stated_once(monkeypatch):
    monkeypatch.setattr("governance.rulebook.RULES", dict(RULES))
    with pytest.raises(LookupError, match="not_enough_places"):
        state("services", [Rule("not_enough_places", "…")], checked_on=DAY)
    with pytest.raises(LookupError, match="two sources"):
        state("services", [Rule("new", "…", law="《…》第一条", local="…")], checked_on=DAY)


@pytest.mark.parametrize("kind", [Source.LAW, Source.LOCAL])
def test_nearly_every_rule_of_law_or_of_a_local_document_names_it(kind):
    rules = [rule for rule in RULES.values() if rule.kind == kind]
    sourced = [rule for rule in rules if rule.source]
    assert len(sourced) >= 0.95 * len(rules)


# --- The code and the register ----------------------------------------------------------------------------------------


def test_every_code_that_the_code_can_raise_is_registered_and_no_other():
    found = walk()
    assert not found.unclear, "the code of a refusal is written out where it is raised"
    assert found.codes - RULES.keys() == set(), "state them in the app's rules.py"
    assert RULES.keys() - found.codes == set(), "nothing raises these any more"


def test_every_code_stands_in_a_test():
    texts = [path.read_text(encoding="utf-8") for path in (Path(settings.BASE_DIR) / "tests").rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'"([a-z_]+)"', text)}
    assert sorted(RULES.keys() - named) == []


def modules(**sources: str) -> list[Module]:
    errors = "class RuleViolation(Exception):\n    def __init__(self, code, message): ...\n"
    named = {"governance.errors": errors, **{f"app.{name}": source for name, source in sources.items()}}
    return [Module(name, ast.parse(source)) for name, source in named.items()]


HEAD = "from governance.errors import RuleViolation\nfrom governance.access import operation\n"


def test_a_code_is_found_through_helpers_classes_and_other_files():
    found = walk_modules(
        modules(
            rules=HEAD + "def refuse(code):\n    return RuleViolation(code, 'no')\n"
            "class Stale(RuleViolation):\n    def __init__(self):\n        super().__init__('stale', 'no')\n"
            "def check(row):\n    if row:\n        raise refuse('taken')\n    raise Stale()\n",
            operations=HEAD + "from app.rules import Stale, check\n"
            "@operation('Do')\ndef do_it(row, *, by):\n    check(row)\n    raise RuleViolation('done', 'no')\n"
            "@operation('Undo')\ndef undo_it(row, *, by):\n    raise Stale()\n",
        )
    )
    assert found.operations == {"taken": {"do_it"}, "done": {"do_it"}, "stale": {"do_it", "undo_it"}}


def test_a_code_that_is_put_together_is_no_plain_text():
    found = walk_modules(modules(rules=HEAD + "def check(side):\n    raise RuleViolation(f'no_{side}', 'no')\n"))
    assert found.unclear == ["app.rules.check:4"]


def test_a_refusal_that_is_made_anew_is_the_first_one():
    source = HEAD + "def load(rows):\n    except_ = rows.refusal\n    raise RuleViolation(except_.code, 'row 3')\n"
    assert walk_modules(modules(rules=source)).unclear == []


def test_a_local_rule_is_asked_for_where_it_is_applied():
    """So the county can switch it off by a document; a rule of law or of the house cannot be asked for."""
    local = {rule.code for rule in RULES.values() if rule.kind == Source.LOCAL}
    assert local
    places = [place for place in walk().raised if place.code in local]
    assert [place for place in places if not place.guarded] == [], "if applies(code, at=…) and …: raise"
    assert {place.code for place in walk().raised if place.guarded} <= local


# --- What people read -------------------------------------------------------------------------------------------------


def test_every_rule_has_its_words_in_both_languages_and_in_the_docs():
    for rule in RULES.values():
        with translation.override("en"):
            english = str(rule.words)
        with translation.override("zh-hans"):
            chinese = str(rule.words)
        assert re.search("[\u4e00-\u9fff]", chinese) and not re.search("[\u4e00-\u9fff]", english), rule.code
    written = (Path(settings.BASE_DIR) / "docs/rules.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "docs/rules.md is out of date: make rules"


@pytest.mark.django_db
def test_the_page_shows_the_rules_one_asks_for(client):
    client.force_login(member(CountyFactory(), Role.LEADER))
    page = client.get(reverse("admin:rules"), {"app": "staffing", "source": "law"}).content.decode()
    assert "not_enough_places" in page and "《地方各级人民政府机构设置和编制管理条例》第六条" in page
    assert "same_body" not in page and "power_not_held" not in page
    assert client.get(reverse("admin:rules"), {"app": "kitchen"}).status_code == 400
    assert len(client.get(reverse("admin:rules")).content) < 200_000


@pytest.mark.django_db
def test_rules_nobody_checked_for_twelve_months_are_found(client, time_machine):
    leader = member(CountyFactory(), Role.LEADER)
    time_machine.move_to("2026-11-29T10:00+08:00")
    client.force_login(leader)
    assert "power_not_held" not in client.get(reverse("admin:rules"), {"due": "1"}).content.decode()
    time_machine.move_to("2028-01-03T10:00+08:00")
    client.force_login(leader)
    page = client.get(reverse("admin:rules"), {"due": "1"}).content.decode()
    assert "power_not_held" in page and "case_voided" not in page  # nobody compares a house rule with a source


# --- The law register -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_laws_page_shows_the_rules_that_rest_on_it():
    leader = member(CountyFactory(), Role.LEADER)
    law = LawFactory(title="中华人民共和国行政处罚法")
    citing = {one.citing.key for one in law_on_day(law, leader, DAY).touched if one.citing.kind == "rule"}
    assert {"power_not_held", "no_passing_on"} <= citing
    assert citing == {rule.code for rule in RULES.values() if rule.law and "行政处罚法" in rule.law}


@pytest.mark.django_db
def test_every_law_that_a_rule_rests_on_is_in_the_register_and_in_force():
    editor = member(CountyFactory(), Role.LIST_EDITOR)
    with (FOLDER / "laws.csv").open("rb") as file:
        load_laws(editor.organisation, by=editor, file=file, filename="laws.csv")
    register = Register.on(DAY)
    for citing in rules(editor, DAY, Naming()):
        assert [register.doubt(one) for one in register.read(citing.basis) if register.doubt(one)] == [], citing
    assert [one for one in to_check(DAY) if one.rule.source] == []
