"""Does one file with three lists become three drafts of the township, with their correspondences, or nothing."""

import pytest

from responsibilities.models import Crosswalk, DutyList, Edition
from responsibilities.operations.drafts import discard_draft
from responsibilities.operations.imports import import_entries, import_township_lists
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.bodies import competent_bodies
from responsibilities.selectors.entries import correspondences
from responsibilities.selectors.imports import preview_import
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import THREE, table

pytestmark = pytest.mark.django_db

BASIC = ["基本", 1, "党的建设", "发展党员", "", "", "制定计划。", "", "", "D-1"]
SUPPORT = ["配合", 1, "自然资源", "查处违法占地", "自规局、林业局", "1.立案。", "1.巡查；2.劝阻。", "", "", "D-2|T-1"]
WITHDRAWN = ["收回", 1, "民生服务", "等级评定", "", "", "", "民政局", "委托第三方评审。", ""]


@pytest.fixture(autouse=True)
def county_lists(county, bureaus):
    """The published lists that D-n and T-n refer to."""
    for kind, count in (("township_list", 2), ("territorial_list", 1)):
        edition = EditionFactory(duty_list__kind=kind, duty_list__owner=county)
        for number in range(1, count + 1):
            EntryFactory(edition=edition, position=number, title=f"{kind} {number}", bodies={"lead": "townships"})
        publish_rows(edition)


def load(township, by, *rows, **options):
    return import_township_lists(township, by=by, file=table(THREE, *rows), filename="三张清单.xlsx", **options)


def test_one_file_becomes_three_drafts(township, bureaus, editor):
    drafts = load(township, editor, BASIC, SUPPORT, WITHDRAWN)

    assert [draft.duty_list.kind for draft in drafts] == ["basic_list", "support_list", "withdrawn_list"]
    assert {draft.duty_list.owner for draft in drafts} == {township}
    basic, support, withdrawn = (draft.entries.get() for draft in drafts)
    assert basic.content == "制定计划。"
    parts = [
        [(part.role, part.body, part.duty_text) for part in entry.participations.select_related("body")]
        for entry in (basic, support, withdrawn)
    ]
    assert parts == [
        [("lead", township, "")],
        [
            ("lead", bureaus["自规局"], "1.立案。"),
            ("lead", bureaus["林业局"], "1.立案。"),
            ("support", township, "1.巡查；2.劝阻。"),
        ],
        [("takeover", bureaus["民政局"], "委托第三方评审。")],
    ]
    assert support.content == ""


def test_competent_are_those_who_lead_or_took_over(township, bureaus, editor):
    drafts = load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    competent = [competent_bodies(draft.entries.get(), township=township) for draft in drafts]
    assert competent == [[township], [bureaus["自规局"], bureaus["林业局"]], [bureaus["民政局"]]]


def test_every_township_means_the_one_that_asks(township, county):
    entry = EntryFactory(
        edition__duty_list__owner=county, edition__duty_list__kind="basic_list", bodies={"lead": "townships"}
    )
    assert competent_bodies(entry, township=township) == [township]


def test_references_lead_to_items_in_both_directions(township, editor):
    drafts = load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    assert list(Crosswalk.objects.order_by("entry_id", "pk").values_list("source_text", flat=True)) == [
        "D-1",
        "D-2",
        "T-1",
    ]
    for draft in drafts:
        publish_rows(draft)
    support = drafts[1].entries.get()
    named = correspondences(support).named
    assert [entry.title for entry in named] == ["township_list 2", "territorial_list 1"]
    assert correspondences(named[0]).naming == [support]


def test_a_reference_to_nothing_is_a_fault(township, editor):
    rows = [[*BASIC[:-1], "D-3"], [*SUPPORT[:-1], "D-1|X-9"], WITHDRAWN]
    lists = preview_import(township, file=table(THREE, *rows), filename="三张清单.xlsx")
    found = [(fault.code, fault.row, fault.column, fault.value) for parsed in lists for fault in parsed.faults]
    assert found == [("unknown_reference", 2, "J", "D-3"), ("unknown_reference", 3, "J", "X-9")]
    with refused("file_has_faults"):
        load(township, editor, *rows)


def test_a_row_of_no_list_is_a_fault(township, editor):
    with refused("file_has_faults") as refusal:
        load(township, editor, BASIC, ["负面", *SUPPORT[1:]])
    (fault,) = refusal.value.tables[0].faults
    assert (fault.code, fault.row, fault.column, fault.value) == ("unknown_list", 3, "A", "负面")


def test_numbers_run_in_each_list_by_itself(township, editor):
    with refused("file_has_faults") as refusal:
        load(township, editor, BASIC, SUPPORT, SUPPORT, WITHDRAWN)
    faults = [(fault.code, fault.row) for parsed in refusal.value.tables for fault in parsed.faults]
    assert faults == [("duplicate_number", 4)]


def test_one_fault_in_one_list_and_none_is_touched(township, editor):
    load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    titles = set(DutyList.objects.filter(owner=township).values_list("editions__entries__title", flat=True))
    with refused("file_has_faults"):
        load(township, editor, [*BASIC[:3], "另一事项", *BASIC[4:]], [*WITHDRAWN[:7], "无此局", *WITHDRAWN[8:]])
    assert set(DutyList.objects.filter(owner=township).values_list("editions__entries__title", flat=True)) == titles


def test_lists_and_drafts_that_are_there_are_used(township, editor):
    first = load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    second = load(township, editor, [*BASIC[:3], "教育管理党员", *BASIC[4:]], SUPPORT, WITHDRAWN)
    assert [draft.pk for draft in first] == [draft.pk for draft in second]
    assert Edition.objects.filter(duty_list__owner=township).count() == 3
    discard_draft(second[0], by=editor, reason="重来")
    third = load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    assert third[0].pk != second[0].pk


def test_a_list_in_review_is_not_written_into(township, editor):
    drafts = load(township, editor, BASIC, SUPPORT, WITHDRAWN)
    submit_edition(drafts[2], by=editor)
    with refused("not_a_draft"):
        load(township, editor, [*BASIC[:3], "教育管理党员", *BASIC[4:]], SUPPORT, WITHDRAWN)
    assert drafts[0].entries.get().title == BASIC[3]


def test_one_of_the_lists_may_be_taken_from_the_file_of_three(township, editor):
    draft = EditionFactory(duty_list=DutyListFactory(owner=township, kind="withdrawn_list"))
    rows = table(THREE, BASIC, SUPPORT, WITHDRAWN)
    import_entries(draft, by=editor, file=rows, filename="三张清单.xlsx")
    assert [entry.title for entry in draft.entries.all()] == ["等级评定"]


def test_only_a_township_has_the_three_lists(county, editor):
    with refused("wrong_owner"):
        load(county, editor, BASIC, SUPPORT, WITHDRAWN)
