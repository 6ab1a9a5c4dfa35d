"""Does nothing slip through between the rehearsal of a publication and the act, whatever happens in between."""

import datetime
import random

import pytest
from django.db import transaction

from enforcement.models import PowerGrant
from enforcement.operations.cases import file_case, void_case
from enforcement.states import TransitionRule
from governance.errors import RuleViolation
from governance.roles import Role
from responsibilities import rehearsal
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.models import Participation
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.publication import publish_edition
from responsibilities.operations.workflow import approve_edition, send_back_edition, submit_edition
from responsibilities.rehearsal import rehearse
from tests.conftest import is_thorough
from tests.enforcement.conftest import NOW
from tests.factories import OrganisationFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db

JANUARY = datetime.date(2027, 1, 1)
RUNS = 200


class Stage:
    """A draft that gives the entry another lead, approved; a case that rests on the entry; and what can happen."""

    def __init__(self, world, facts) -> None:
        self.world, self.facts = world, facts
        self.editor = member(world.county, Role.LIST_EDITOR)
        self.approver = member(world.county, Role.LIST_APPROVER)
        self.draft = start_draft(world.entry.edition.duty_list, by=self.editor)
        Participation.objects.filter(entry__edition=self.draft, role="lead").update(body=world.other)
        self.case = self.file()
        submit_edition(self.draft, by=self.editor)
        self.approve()

    def approve(self) -> None:
        approve_edition(self.draft, by=self.approver, document_no="澜政发〔2026〕15号", decided_on=NOW.date())

    def file(self, **other):
        return file_case(self.world.township, by=self.world.clerk, **(self.facts | other))

    def publish(self, token: str) -> None:
        publish_edition(
            self.draft, by=self.approver, effective_from=JANUARY, rehearsal=token, accept_unsettled=True,
            unsettled_reason="另行处理。",
        )  # fmt: skip

    # --- What changes the consequences

    def a_case_is_filed(self) -> None:
        self.file()

    def an_entry_is_edited(self) -> None:
        send_back_edition(self.draft, by=self.approver, reason="再核")
        self.draft.refresh_from_db()
        row = self.draft.entries.get()
        edits = [RowEdit(str(row.item.uid), cells={"title": CellEdit(row.title, f"{row.title}（一）")})]
        edit_entries(self.draft, by=self.editor, edits=edits, reason="改名")
        submit_edition(self.draft, by=self.editor)
        self.approve()

    def a_grant_ends(self) -> None:
        PowerGrant.objects.filter(pk=self.world.grant.pk).update(
            valid_to=NOW.date(), transition_rule=TransitionRule.FINISH_IN_PLACE
        )

    def the_case_is_voided(self) -> None:
        void_case(self.case, by=self.world.clerk, duplicate_of=self.file(), reason="重复立案")

    def the_new_lead_closes(self) -> None:
        self.world.other.closed_on = NOW.date()
        self.world.other.save()

    # --- What changes nothing of them

    def a_case_of_nothing_in_the_list_is_filed(self) -> None:
        self.file(entry=None)

    def a_body_opens(self) -> None:
        OrganisationFactory(parent=self.world.county)

    MATTERS = (a_case_is_filed, an_entry_is_edited, a_grant_ends, the_case_is_voided, the_new_lead_closes)
    OTHERS = (a_case_of_nothing_in_the_list_is_filed, a_body_opens)


@pytest.fixture
def stage(world, facts):
    return Stage(world, facts)


def test_whatever_happens_between_rehearsal_and_act_none_slips_through(stage):
    draw = random.Random(20261128)
    published = 0
    for run in range(RUNS if is_thorough() else RUNS // 8):
        happens = draw.sample(Stage.OTHERS, draw.randint(0, 2))
        happens += draw.sample(Stage.MATTERS, draw.choice([0, 1, 1, 2]))
        draw.shuffle(happens)
        with transaction.atomic():
            token = rehearse(stage.draft, stage.approver, JANUARY).token
            for happen in happens:
                happen(stage)
            matters = [happen.__name__ for happen in happens if happen in Stage.MATTERS]
            try:
                stage.publish(token)
                outcome = "published"
            except RuleViolation as refusal:
                outcome = refusal.code
            expected = {"not_rehearsed", "rehearsal_stale"} if matters else {"published"}
            assert outcome in expected, (run, [happen.__name__ for happen in happens])
            published += outcome == "published"
            transaction.set_rollback(True)
        for row in (stage.draft, stage.case, stage.world.other):
            row.refresh_from_db()
    assert published, "what does not matter keeps nobody from publishing"


def test_a_check_that_crashes_has_not_been_passed(stage, monkeypatch):
    token = rehearse(stage.draft, stage.approver, JANUARY).token

    def powers_that_lapse(publication, account):
        raise ZeroDivisionError

    monkeypatch.setattr(rehearsal, "_declared", [*rehearsal._declared, powers_that_lapse])
    (line,) = [one for one in rehearse(stage.draft, stage.approver, JANUARY).lines if one.tone == "danger"]
    assert "powers_that_lapse" in line.text
    for seen in (token, rehearse(stage.draft, stage.approver, JANUARY).token):
        with refused("check_crashed"):
            stage.publish(seen)
