"""What holds of every operation, of today and to come: who has no post performs none, and what is done is in the audit.

The calls are in tests/operations.py.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from governance import access
from governance.access import OPERATIONS
from governance.errors import RuleViolation
from governance.models import AuditEntry
from governance.rights_table import as_markdown
from governance.roles import PERMITTED, Role, name_of
from tests.conftest import is_thorough
from tests.factories import member
from tests.operations import CALLS, TODAY, Stage

pytestmark = pytest.mark.django_db

PRODUCT = ("governance", "responsibilities", "services", "enforcement", "staffing")
OWN = sorted(name for name, operation in OPERATIONS.items() if operation.__module__.split(".")[0] in PRODUCT)
# What is nobody's business but one's own leaves no entry.
UNRECORDED = {"read_notifications", "save_form", "discard_saved_form"}


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(f"{TODAY}T10:00:00+08:00")


def perform(name: str, stage: Stage, call, by) -> None:
    target, facts = call
    OPERATIONS[name](*([] if target is None else [target]), by=by, **facts)


def rows() -> dict[str, int]:
    own = [app.label for app in apps.get_app_configs() if not app.name.startswith("django.")]
    models = [model for model in apps.get_models() if model._meta.app_label in own and model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in models}


def test_every_operation_has_its_call():
    assert sorted(CALLS) == OWN, "see tests/operations.py"


@pytest.mark.parametrize("name", OWN)
def test_whoever_has_no_post_is_refused_and_nothing_is_written(name):
    stage = Stage()
    call = CALLS[name](stage)
    before = rows()
    with pytest.raises(access.NotPermitted) as refusal:
        perform(name, stage, call, stage.stranger)
    assert str(name_of(name)) in str(refusal.value)
    written = {model: count - before[model] for model, count in rows().items() if count != before[model]}
    assert written == {"governance.AuditEntry": 1}
    entry = AuditEntry.objects.latest("pk")
    assert (entry.outcome, entry.action, entry.account) == ("refused", name, stage.stranger)


@pytest.mark.parametrize("name", OWN)
def test_whoever_may_performs_it_and_the_audit_calls_it_by_its_name(name):
    stage = Stage()
    call = CALLS[name](stage)
    by, last = stage.one_who_may(name), AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    perform(name, stage, call, by)
    done = AuditEntry.objects.filter(pk__gt=last, account=by, outcome="done")
    assert (name in done.values_list("action", flat=True)) == (name not in UNRECORDED)


@pytest.mark.parametrize("name", OWN)
def test_without_the_frames_check_the_first_test_would_fail(name, monkeypatch):
    """The mutation: the check of the right is taken out, and whoever has no post gets through."""
    if not is_thorough() and OWN.index(name) % 8:
        return
    stage = Stage()
    call = CALLS[name](stage)

    def unchecked(*args, at=None, **kwargs):
        operation = access.running()
        operation.is_checked, operation.place = True, operation.place or at

    for check in ("require", "require_own"):
        for module in {OPERATIONS[name].__module__, "governance.access"}:
            monkeypatch.setattr(f"{module}.{check}", unchecked, raising=False)
    try:
        perform(name, stage, call, stage.stranger)
    except access.NotPermitted:
        pytest.fail("refused all the same: the first test asks something else than the frame")
    except RuleViolation:
        pass  # such as a rehearsal that was somebody else's: the right was not what refused it


def test_every_right_has_its_words_in_both_languages_and_in_the_docs():
    for name in {*OWN, *PERMITTED}:
        with translation.override("en"):
            english = str(name_of(name))
        with translation.override("zh-hans"):
            chinese = str(name_of(name))
        assert english != name and english != chinese, name
        assert re.search("[\u4e00-\u9fff]", chinese), name
    written = (Path(settings.BASE_DIR) / "docs/rights.md").read_text(encoding="utf-8")
    assert written == as_markdown(), "docs/rights.md is out of date: make rights"


def test_the_security_administrator_reads_the_whole_table(client):
    county = Stage().county
    client.force_login(member(county, Role.SECURITY_ADMIN))
    page = client.get("/governance/rights/").content.decode()
    assert [code for code in PERMITTED if f'id="{code}"' not in page] == []
