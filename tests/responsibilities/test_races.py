"""Do two people who prepare or publish the same list at the same moment get one edition and one clear refusal."""

import datetime

import pytest

from governance.models import Event, EventDelivery
from governance.roles import Role
from responsibilities.contents import contents
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.models import Batch, Cluster, DutyList, Edition, Inventory, InventoryRow
from responsibilities.operations.batches import undo_batch
from responsibilities.operations.clusters import accept_cluster
from responsibilities.operations.drafts import copy_list, open_list, start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.operations.publication import revoke_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory, OrganisationFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory
from tests.responsibilities.files import FOREST, LAND, WIDE, table
from tests.responsibilities.publishing import publish_edition
from tests.test_races import on_postgresql, one_wins, race  # noqa: F401  (the fixture guards these tests too)

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SEPTEMBER = datetime.date(2026, 9, 1)


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def editors(county):
    return [member(county, Role.LIST_EDITOR) for _ in range(2)]


@pytest.fixture
def approvers(county):
    return [member(county, Role.LIST_APPROVER) for _ in range(3)]


def approved(duty_list: DutyList, editor, approver) -> Edition:
    draft = start_draft(duty_list, by=editor, empty=True)
    EntryFactory(edition=draft)
    submit_edition(draft, by=editor)
    return approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=SEPTEMBER)


def test_an_edition_is_published_once(county, editors, approvers):
    duty_list = DutyListFactory(owner=county)
    for month in range(1, 6):
        edition = approved(duty_list, editors[0], approvers[0])

        def publish(number: int, pk: int = edition.pk, month: int = month):
            begins = datetime.date(2027, month, 1 + number)
            return publish_edition(Edition.objects.get(pk=pk), by=approvers[number], effective_from=begins)

        one_wins(race(*[lambda number=number: publish(number) for number in range(3)]), "already_published")
        edition.refresh_from_db()
        assert (edition.status, edition.edition_no) == (EditionStatus.PUBLISHED, month)
        assert Edition.objects.filter(duty_list=duty_list, status=EditionStatus.PUBLISHED).get() == edition
        assert Edition.objects.filter(duty_list=duty_list).in_force(edition.effective_from).get() == edition
    told = Event.objects.filter(kind="responsibilities.edition.published")
    assert told.count() == 5
    assert EventDelivery.objects.filter(event__in=told, organisation=county).count() == 5


def test_an_edition_is_revoked_once(county, editors, approvers):
    edition = publish_edition(
        approved(DutyListFactory(owner=county), editors[0], approvers[0]), by=approvers[0], effective_from=SEPTEMBER
    )

    def revoke(number: int):
        return revoke_edition(Edition.objects.get(pk=edition.pk), by=approvers[number], reason="依据有误")

    one_wins(race(*[lambda number=number: revoke(number) for number in range(3)]), "wrong_state")
    assert Event.objects.filter(kind="responsibilities.edition.revoked").count() == 1


def test_a_publication_and_a_revocation_come_one_after_the_other(county, editors, approvers):
    """Whichever is first: the edition is closed and not revoked, or it is revoked.

    Then the new one is published only if its rehearsal has seen that.
    """
    for month in range(1, 6):
        duty_list = DutyListFactory(owner=OrganisationFactory(parent=county, kind="township"), kind="basic_list")
        first = publish_edition(
            approved(duty_list, editors[0], approvers[0]), by=approvers[0], effective_from=datetime.date(2027, month, 1)
        )
        second = approved(duty_list, editors[0], approvers[0])

        def revoke(pk: int = first.pk):
            return revoke_edition(Edition.objects.get(pk=pk), by=approvers[1], reason="依据有误")

        def publish(pk: int = second.pk, month: int = month):
            begins = datetime.date(2027, month, 2)
            return publish_edition(Edition.objects.get(pk=pk), by=approvers[2], effective_from=begins)

        race(revoke, publish)
        first.refresh_from_db(), second.refresh_from_db()
        refused = ("revoked", "approved")
        assert (first.status, second.status) in {("revoked", "published"), ("superseded", "published"), refused}
        assert (first.effective_to is None) == (first.status == "revoked")
        in_force = Edition.objects.filter(duty_list=duty_list).in_force(datetime.date(2027, month, 2))
        assert list(in_force) == ([] if second.status == "approved" else [second])


def test_a_template_is_copied_or_a_draft_started_but_not_both(county, editors, approvers):
    home, other = (OrganisationFactory(parent=county, kind="township") for _ in range(2))
    template = publish_edition(
        approved(DutyListFactory(owner=home, kind="basic_list"), editors[0], approvers[0]),
        by=approvers[0],
        effective_from=SEPTEMBER,
    )
    target = DutyListFactory(owner=other, kind="basic_list")
    done = race(
        lambda: copy_list(Edition.objects.get(pk=template.pk), by=editors[0], townships=[other]),
        lambda: start_draft(DutyList.objects.get(pk=target.pk), by=editors[1]),
    )
    one_wins(done, "draft_exists")
    assert target.editions.count() == 1


def test_one_draft_is_started(county, editors):
    for _ in range(5):
        duty_list = DutyListFactory(owner=CountyFactory())
        owner_editors = [member(duty_list.owner, Role.LIST_EDITOR) for _ in range(3)]
        starts = [
            lambda by=by, pk=duty_list.pk: start_draft(DutyList.objects.get(pk=pk), by=by) for by in owner_editors
        ]
        one_wins(race(*starts), "draft_exists")
        assert duty_list.editions.count() == 1


def test_one_list_of_a_kind_is_opened(county, editors):
    opens = [lambda by=by: open_list(county, by=by, kind="territorial_list", title="清单") for by in editors]
    one_wins(race(*opens), "list_exists")


def test_imports_at_the_same_moment_do_not_mix(county, editors):
    for name in ("市自然资源和规划局", "市公安局", "市林业局"):
        OrganisationFactory(parent=county, name=name)
    draft = EditionFactory(duty_list__owner=county)

    def load(by, row):
        return import_entries(Edition.objects.get(pk=draft.pk), by=by, file=table(WIDE, row), filename="清单.xlsx")

    for _ in range(3):
        results = race(lambda: load(editors[0], LAND), lambda: load(editors[1], FOREST))
        assert not [result for result in results if isinstance(result, Exception)], results
        assert len(contents(draft)) == 1


def test_two_editors_at_one_cell_are_told_of_each_other_and_at_two_cells_are_not(county, editors):
    for name in ("市自然资源和规划局", "市公安局"):
        OrganisationFactory(parent=county, name=name)
    draft = EditionFactory(duty_list__owner=county)
    import_entries(draft, by=editors[0], file=table(WIDE, LAND), filename="清单.xlsx")
    key = str(draft.entries.get().item.uid)

    def write(by, column, was, becomes):
        edit = RowEdit(key, {column: CellEdit(was, becomes)})
        return edit_entries(Edition.objects.get(pk=draft.pk), by=by, edits=[edit], reason="更正")

    title, note = LAND[2], "乡镇发现→部门立案。"
    for turn in range(4):
        said = [f"第{turn}回之{number}" for number in range(3)]
        writers = zip(editors, said, strict=False)
        one_wins(
            race(*[lambda by=by, text=text, was=title: write(by, "title", was, text) for by, text in writers]),
            "edit_conflict",
        )
        title = draft.entries.get().title
        assert title in said
        results = race(
            lambda was=title, turn=turn: write(editors[0], "title", was, f"{turn}甲"),
            lambda was=note, turn=turn: write(editors[1], "process_note", was, f"{turn}乙"),
        )
        assert not [result for result in results if isinstance(result, Exception)], results
        title, note = f"{turn}甲", f"{turn}乙"
        entry = draft.entries.get()
        assert (entry.title, entry.process_note) == (title, note)


def test_a_batch_is_undone_once(county, editors):
    for name in ("市自然资源和规划局", "市公安局"):
        OrganisationFactory(parent=county, name=name)
    draft = EditionFactory(duty_list__owner=county)
    import_entries(draft, by=editors[0], file=table(WIDE, LAND), filename="清单.xlsx")
    key = str(draft.entries.get().item.uid)
    for turn in range(3):
        edit = RowEdit(key, {"title": CellEdit(LAND[2], f"第{turn}回")})
        batch = edit_entries(draft, by=editors[0], edits=[edit], reason="更正").batch
        one_wins(
            race(*[lambda by=by, pk=batch.pk: undo_batch(Batch.objects.get(pk=pk), by=by) for by in editors]),
            "already_undone",
        )
        assert draft.entries.get().title == LAND[2]


def test_a_draft_is_submitted_or_written_but_not_both_unseen(county, editors):
    for name in ("市自然资源和规划局", "市公安局"):
        OrganisationFactory(parent=county, name=name)
    for _ in range(3):
        draft = EntryFactory(edition__duty_list=DutyListFactory(owner=county, kind="territorial_list")).edition
        version = draft.version

        def load(pk=draft.pk, version=version):
            edition = Edition.objects.get(pk=pk)
            return import_entries(edition, by=editors[0], file=table(WIDE, LAND), filename="清单.xlsx", version=version)

        def submit(pk=draft.pk, version=version):
            return submit_edition(Edition.objects.get(pk=pk), by=editors[1], version=version)

        one_wins(race(load, submit), "stale_version")
        draft.refresh_from_db()
        assert (draft.status == EditionStatus.REVIEW) != (draft.entries.get().title == LAND[2])
        DutyList.objects.filter(pk=draft.duty_list_id).update(owner=CountyFactory())  # room for the next round


def test_a_cluster_becomes_one_entry(county, editors):
    duty_list = DutyListFactory(owner=county)
    draft = EditionFactory(duty_list=duty_list)
    inventory = Inventory.objects.create(
        duty_list=duty_list,
        township=county,
        filename="摸底.xlsx",
        digest="sha256:0",
        row_count=5,
        uploaded_by=editors[0],
    )
    for number in range(1, 6):
        cluster = Cluster.objects.create(duty_list=duty_list, title=f"事项{number}", size=1, townships=1)
        InventoryRow.objects.create(inventory=inventory, number=number, title=cluster.title, cluster=cluster)

        def accept(who: int, pk: int = cluster.pk):
            one = Cluster.objects.get(pk=pk)
            return accept_cluster(one, by=editors[who], heading="领域", title=f"{one.title}之{who}")

        one_wins(race(lambda: accept(0), lambda: accept(1)), "wrong_state")
        assert draft.entries.count() == number
