"""Does what editors make of clusters hold: nothing lost, counts balanced, entries with their sources, and undone."""

import pytest

from governance.errors import NotPermitted
from governance.job_worker import run_waiting
from governance.models import AuditEntry, Job
from governance.operations.jobs import start_job
from governance.roles import Role
from governance.text import match_key
from responsibilities.contents import contents
from responsibilities.jobs import groups_of
from responsibilities.kinds import ListKind
from responsibilities.models import Batch, Cluster, Entry, Inventory, InventoryRow
from responsibilities.operations.clusters import (
    accept_cluster,
    merge_clusters,
    move_rows,
    reopen_cluster,
    set_aside_cluster,
    split_cluster,
)
from responsibilities.operations.drafts import discard_draft, start_draft
from responsibilities.operations.grouping import cluster_inventories, write_groups
from responsibilities.operations.inventories import import_inventory
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.workshop import progress_of, sources
from tests.factories import TownshipFactory, member, portal_of
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows
from tests.responsibilities.files import table

pytestmark = pytest.mark.django_db

BASIS = "《土地管理法》第六十七条"
# What three townships wrote: four matters, the first of them in each.
WRITTEN = [
    [("违法占地巡查制止", BASIS), ("农村生活垃圾清运", ""), ("党费收缴使用管理", "")],
    [("负责违法占地巡查制止工作", BASIS), ("做好农村生活垃圾清运工作", "")],
    [("违法占地的巡查制止", BASIS), ("水库移民后期扶持", "")],
]


@pytest.fixture(autouse=True)
def portal(county):
    return portal_of(county)


@pytest.fixture
def duty_list(county):
    return DutyListFactory(owner=county, kind=ListKind.TOWNSHIP, title="澜山市乡镇职责清单")


@pytest.fixture
def draft(duty_list):
    return EditionFactory(duty_list=duty_list)


@pytest.fixture
def bring(county, duty_list, editor):
    def call(rows, **arguments):
        township = TownshipFactory(parent=county)
        file = table(["序号", "事项名称", "依据"], *([number, *row] for number, row in enumerate(rows, 1)))
        import_inventory(duty_list, by=editor, township=township, file=file, filename="摸底.xlsx")
        return Inventory.objects.get(township=township)

    return call


@pytest.fixture
def grouped(bring, duty_list, editor):
    for rows in WRITTEN:
        bring(rows)
    return regroup(duty_list, editor)


def regroup(duty_list, editor) -> Job:
    job = cluster_inventories(duty_list, by=editor)
    assert run_waiting() == 1
    job.refresh_from_db()
    return job


def cluster(words: str) -> Cluster:
    return InventoryRow.objects.filter(title__contains=words, cluster__isnull=False).first().cluster


def balanced(duty_list) -> tuple[int, int, int]:
    """Accepted, set aside, open; which are all rows there are, and each cluster counts its own."""
    progress = progress_of(duty_list)
    assert progress.accepted + progress.set_aside + progress.open == progress.rows == InventoryRow.objects.count()
    for one in Cluster.objects.all():
        rows = one.rows.values_list("inventory__township", flat=True)
        assert (one.size, one.townships) == (len(rows), len(set(rows)))
        assert one.size
    return progress.accepted, progress.set_aside, progress.open


def accept(one: Cluster, editor, **wording) -> Cluster:
    values = {"heading": "自然资源", "title": "违法占地巡查", "content": "每周巡查。", "legal_basis": BASIS, **wording}
    return accept_cluster(one, by=editor, **values)


# --- Grouping ---------------------------------------------------------------------------------------------------------


def test_rows_about_one_matter_stand_together(grouped, duty_list):
    assert (grouped.status, grouped.result) == ("done", {"rows": 7, "clusters": 4})
    land = cluster("违法占地")
    assert (land.size, land.townships) == (3, 3)
    assert cluster("垃圾").size == 2
    assert balanced(duty_list) == (0, 0, 7)


def test_another_inventory_groups_open_rows_only(grouped, bring, duty_list, draft, editor):
    accepted = accept(cluster("违法占地"), editor)
    aside = set_aside_cluster(cluster("党费"), by=editor, reason="党务不列入")
    by_hand = split_cluster(cluster("垃圾"), by=editor, rows=[cluster("垃圾").rows.first()])
    kept = {one.pk: set(one.rows.values_list("pk", flat=True)) for one in (accepted, aside, by_hand)}
    alone = cluster("水库")
    bring([("违法占地巡查制止", BASIS), ("水库移民后期扶持", "")])
    regroup(duty_list, editor)
    for key, rows in kept.items():
        assert set(InventoryRow.objects.filter(cluster=key).values_list("pk", flat=True)) == rows
    late = InventoryRow.objects.filter(title="违法占地巡查制止").last().cluster
    assert late.pk not in kept
    assert late.like == accepted
    assert cluster("水库") == alone, "a cluster keeps its number"
    assert cluster("水库").size == 2
    assert balanced(duty_list) == (3, 1, 5)


def test_rows_decided_while_grouping_stay_decided(grouped, duty_list, draft, editor, portal):
    again = cluster_inventories(duty_list, by=editor)
    start_job(again, by=portal)
    groups = groups_of(duty_list, again)
    accepted = accept(cluster("违法占地"), editor)
    write_groups(duty_list, by=portal, groups=groups)
    assert accepted.rows.count() == 3
    assert balanced(duty_list) == (3, 0, 4)


def test_grouping_is_asked_for_once_at_a_time(grouped, duty_list, editor):
    cluster_inventories(duty_list, by=editor)
    with refused("already_running"):
        cluster_inventories(duty_list, by=editor)
    assert run_waiting() == 1
    cluster_inventories(duty_list, by=editor)


def test_nothing_waits_to_be_grouped(duty_list, editor):
    with refused("nothing_to_group"):
        cluster_inventories(duty_list, by=editor)
    assert run_waiting() == 0


# --- Which rows belong together ---------------------------------------------------------------------------------------


def test_rows_are_split_off_and_merged_again(grouped, duty_list, editor):
    land = cluster("违法占地")
    first, *others = land.rows.order_by("pk")
    made = split_cluster(land, by=editor, rows=[first], version=land.version)
    assert (made.size, made.title, made.by_hand, made.like) == (1, first.title, True, land)
    land.refresh_from_db()
    assert (land.size, land.by_hand) == (2, True)
    assert land.title in {row.title for row in others}
    merge_clusters(made, by=editor, into=land)
    land.refresh_from_db()
    assert land.size == 3
    assert not Cluster.objects.filter(pk=made.pk).exists()
    assert balanced(duty_list) == (0, 0, 7)


def test_rows_moved_into_an_accepted_cluster_become_sources(grouped, duty_list, draft, editor):
    accepted = accept(cluster("违法占地"), editor)
    waste = cluster("垃圾")
    row = waste.rows.first()
    move_rows(waste, by=editor, rows=[row], into=accepted)
    assert row.pk in {source.pk for source in sources(accepted.item)}
    assert balanced(duty_list) == (4, 0, 3)
    assert Entry.objects.count() == 1


def test_what_splitting_and_moving_need(grouped, duty_list, draft, editor, county):
    land, waste = cluster("违法占地"), cluster("垃圾")
    rows = list(land.rows.all())
    with refused("rows_missing", "rows"):
        split_cluster(land, by=editor, rows=[])
    with refused("all_rows", "rows"):
        split_cluster(land, by=editor, rows=rows)
    with refused("not_its_rows", "rows"):
        split_cluster(land, by=editor, rows=[waste.rows.first()])
    with refused("same_cluster", "into"):
        move_rows(land, by=editor, rows=rows[:1], into=land)
    with refused("stale_version"):
        split_cluster(land, by=editor, rows=rows[:1], version=0)
    elsewhere = Cluster.objects.create(duty_list=DutyListFactory(owner=county, kind=ListKind.BASIC), title="别处")
    with refused("other_list", "into"):
        merge_clusters(land, by=editor, into=elsewhere)
    set_aside_cluster(waste, by=editor, reason="非职责")
    with refused("set_aside", "into"):
        merge_clusters(land, by=editor, into=waste)
    with refused("not_open"):
        merge_clusters(waste, by=editor, into=land)
    accept(land, editor)
    with refused("not_open"):
        split_cluster(land, by=editor, rows=rows[:1])


def test_a_cluster_that_is_no_more_is_said_to_be(grouped, editor):
    land, waste = cluster("违法占地"), cluster("垃圾")
    gone = Cluster.objects.get(pk=waste.pk)
    merge_clusters(waste, by=editor, into=land)
    with refused("gone"):
        set_aside_cluster(gone, by=editor, reason="非职责")


# --- Decisions --------------------------------------------------------------------------------------------------------


def test_accepting_writes_an_entry_with_its_sources(grouped, duty_list, draft, editor, approver):
    for position, (heading, title) in enumerate((("自然资源", "耕地保护"), ("环境", "村庄保洁")), 1):
        EntryFactory(
            edition=draft, title=title, heading=HeadingFactory(edition=draft, position=position, title=heading)
        )
    land = accept(cluster("违法占地"), editor)
    entry = Entry.objects.get(item=land.item)
    assert (entry.edition, entry.heading.title, entry.title, entry.content) == (
        draft,
        "自然资源",
        "违法占地巡查",
        "每周巡查。",
    )
    assert [(basis.text, basis.law) for basis in entry.legal_bases.all()] == [(BASIS, "土地管理法")]
    assert [(part.role, part.body_class) for part in entry.participations.all()] == [("lead", "townships")]
    assert [other.title for other in draft.entries.order_by("position")] == ["耕地保护", "违法占地巡查", "村庄保洁"]
    assert land.batch.kind == Batch.Kind.WORKSHOP
    assert editor in draft.authors.all()
    assert {source.title for source in sources(entry.item)} == {rows[0][0] for rows in WRITTEN}
    assert AuditEntry.objects.about(land).filter(action="accept_cluster").exists()
    assert balanced(duty_list) == (3, 0, 4)


def test_sources_survive_edits_and_later_editions(grouped, duty_list, draft, editor):
    land = accept(cluster("违法占地"), editor)
    publish_rows(draft)
    later = start_draft(duty_list, by=editor)
    entry = later.entries.get()
    Entry.objects.filter(pk=entry.pk).update(title="违法用地巡查")
    assert entry.item == land.item
    assert len(sources(entry.item)) == 3


def test_an_entry_that_is_there_already_gets_sources_and_is_not_written(grouped, duty_list, draft, editor):
    entry = EntryFactory(edition=draft, title="违法占地巡查")
    before = contents(draft)
    with refused("title_exists", "title"):
        accept(cluster("违法占地"), editor)
    land = accept_cluster(cluster("违法占地"), by=editor, entry=entry)
    assert (land.item, land.batch) == (entry.item, None)
    assert contents(draft) == before
    assert len(sources(entry.item)) == 3
    reopen_cluster(land, by=editor, reason="看错了")
    assert contents(draft) == before
    assert sources(entry.item) == []


def test_what_accepting_needs(grouped, duty_list, editor, county):
    land = cluster("违法占地")
    with refused("no_draft"):
        accept(land, editor)
    draft = EditionFactory(duty_list=duty_list)
    for code, wording in {
        "title_missing": {"title": " "},
        "heading_missing": {"heading": ""},
        "too_long": {"title": "长" * 301},
    }.items():
        with refused(code, code.split("_")[0] if code != "too_long" else "title"):
            accept(land, editor, **wording)
    elsewhere = EntryFactory()
    with refused("wrong_entry", "entry"):
        accept_cluster(land, by=editor, entry=elsewhere)
    with refused("stale_version"):
        accept(land, editor, version=0)
    accept(land, editor)
    with refused("wrong_state"):
        accept(land, editor)
    submit_edition(draft, by=editor)
    with refused("not_a_draft"):
        accept(cluster("垃圾"), editor, title="垃圾清运")


def test_a_decision_is_taken_back(grouped, duty_list, draft, editor):
    land = accept(cluster("违法占地"), editor)
    aside = set_aside_cluster(cluster("党费"), by=editor, reason="党务不列入")
    assert aside.set_aside_reason == "党务不列入"
    assert balanced(duty_list) == (3, 1, 3)
    with refused("reason_missing", "reason"):
        reopen_cluster(land, by=editor, reason="")
    reopen_cluster(land, by=editor, reason="并入另一条")
    reopen_cluster(aside, by=editor, reason="再议")
    assert (land.status, land.item, aside.set_aside_reason) == ("open", None, "")
    assert not draft.entries.exists()
    assert balanced(duty_list) == (0, 0, 7)
    accept(land, editor)
    assert draft.entries.count() == 1


def test_what_was_built_on_is_not_taken_back(grouped, duty_list, draft, editor):
    land = accept(cluster("违法占地"), editor)
    entry = Entry.objects.get(item=land.item)
    waste = accept_cluster(cluster("垃圾"), by=editor, entry=entry)
    with refused("other_sources") as caught:
        reopen_cluster(land, by=editor, reason="再议")
    assert waste.title in str(caught.value)
    reopen_cluster(waste, by=editor, reason="再议")
    Entry.objects.filter(pk=entry.pk).update(content="每日巡查。")
    with refused("entry_edited") as caught:
        reopen_cluster(land, by=editor, reason="再议")
    assert "违法占地巡查" in str(caught.value)
    publish_rows(draft)
    with refused("entry_published") as caught:
        reopen_cluster(land, by=editor, reason="再议")
    assert "违法占地巡查" in str(caught.value)


def test_a_draft_given_up_leaves_its_clusters_to_be_opened_again(grouped, duty_list, draft, editor):
    land = accept(cluster("违法占地"), editor)
    discard_draft(draft, by=editor, reason="重来")
    reopen_cluster(land, by=editor, reason="草稿作废")
    EditionFactory(duty_list=duty_list)
    assert accept(land, editor).status == "accepted"


def test_setting_aside_needs_a_reason(grouped, editor):
    with refused("reason_missing", "reason"):
        set_aside_cluster(cluster("党费"), by=editor, reason=" ")


def test_only_editors_decide(grouped, draft, approver, township, editor):
    land = cluster("违法占地")
    rows = list(land.rows.all())[:1]
    for account in (approver, member(township, Role.TOWNSHIP_CLERK), member(TownshipFactory(), Role.LIST_EDITOR)):
        for call in (
            lambda by: cluster_inventories(land.duty_list, by=by),
            lambda by: split_cluster(land, by=by, rows=rows),
            lambda by: move_rows(land, by=by, rows=rows, into=cluster("垃圾")),
            lambda by: merge_clusters(land, by=by, into=cluster("垃圾")),
            lambda by: set_aside_cluster(land, by=by, reason="非职责"),
            lambda by: accept(land, by),
            lambda by: reopen_cluster(land, by=by, reason="再议"),
        ):
            with pytest.raises(NotPermitted):
                call(account)
    assert land in Cluster.objects.for_user(approver)
    assert not Cluster.objects.for_user(member(township, Role.TOWNSHIP_HEAD))


def test_titles_of_clusters_are_wordings_of_their_rows(grouped):
    for one in Cluster.objects.all():
        assert match_key(one.title) in {match_key(row.title) for row in one.rows.all()}
