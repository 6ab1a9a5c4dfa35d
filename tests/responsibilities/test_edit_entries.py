"""Does a draft say what its editors typed, whoever else was typing, and can every batch be taken back."""

import datetime

import pytest

from governance.models import AuditEntry
from governance.roles import Role
from responsibilities.contents import contents, contents_at
from responsibilities.edits import CellEdit, EditConflict, FaultyCells, RowEdit
from responsibilities.models import Batch, Lineage
from responsibilities.operations.batches import undo_batch
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.operations.workflow import submit_edition
from responsibilities.selectors.comparison import comparison
from responsibilities.spreadsheets.cells import cell_writer
from tests.factories import CountyFactory, member
from tests.refusals import refused
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(county, bureaus, township, editor):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
    return publish_rows(edition)


@pytest.fixture
def draft(base, editor):
    return start_draft(base.duty_list, by=editor)


def key(draft, seq_no: str) -> str:
    return str(draft.entries.get(seq_no=seq_no).item.uid)


def cells(draft, seq_no: str) -> dict[str, str]:
    says = contents(draft)
    writer = cell_writer(draft.duty_list.kind, says.values())
    return writer.cells(says[draft.entries.get(seq_no=seq_no).item_id])


def cell(draft, seq_no: str, column: str, becomes: str, **more) -> RowEdit:
    was = cells(draft, seq_no)[column]
    return RowEdit(key(draft, seq_no), {column: CellEdit(was, becomes)}, **more)


def row(name: str, *, after=None, **texts) -> RowEdit:
    return RowEdit(name, {column: CellEdit("", text) for column, text in texts.items()}, after=after)


def edit(draft, by, *edits, reason="依据新条例") -> Batch | None:
    return edit_entries(draft, by=by, edits=list(edits), reason=reason).batch


def titles(draft) -> list[str]:
    return list(draft.entries.order_by("position").values_list("title", flat=True))


def parts(draft, seq_no: str) -> list[tuple]:
    rows = draft.entries.get(seq_no=seq_no).participations.select_related("body").order_by("position")
    return [(part.role, part.party, part.duty_text) for part in rows]


NEW = {"seq_no": "4", "heading": "生态环境", "title": "秸秆焚烧的查处", "lead": "市公安局：1.查处。"}

# --- Cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_is_read_as_a_file_would_be(draft, editor):
    land = draft.entries.get(seq_no="1")
    edit(draft, editor, cell(draft, "1", "lead", "林业局：1.立案。\n市民政局：1.配合查处。"))
    assert parts(draft, "1")[:2] == [
        ("lead", "市林业局", "1.立案。"),
        ("lead", "市民政局", "1.配合查处。"),
    ]
    assert [role for role, _party, _text in parts(draft, "1")[2:]] == ["support", "support"], (
        "the other cell is as it was"
    )
    after = draft.entries.get(seq_no="1")
    assert (after.pk, after.version) == (land.pk, land.version + 1)
    assert after.source["主体责任"] == "林业局：1.立案。\n市民政局：1.配合查处。"
    assert draft.entries.get(seq_no="2").version == 1
    assert editor in draft.authors.all()
    assert AuditEntry.objects.about(draft).filter(action="edit_entries", reason="依据新条例").exists()


def test_every_cell_that_is_written_reads_back_as_the_same(draft, editor):
    before = contents(draft)
    for seq_no in ("1", "2", "3"):
        for column, text in cells(draft, seq_no).items():
            assert edit(draft, editor, RowEdit(key(draft, seq_no), {column: CellEdit("?", text)})) is None
    assert contents(draft) == before


def test_an_unknown_body_is_a_fault_of_its_cell_and_nothing_is_written(draft, editor):
    with refused("faulty_cells") as caught:
        edit(draft, editor, cell(draft, "1", "title", "改名"), cell(draft, "2", "lead", "市林草局：1.查处。"))
    assert isinstance(caught.value, FaultyCells)
    (fault,) = caught.value.faults
    assert (fault.key, fault.column, fault.code) == (key(draft, "2"), "lead", "unknown_body")
    assert "市林业局" in fault.suggestions


def test_a_fault_that_was_there_does_not_stand_in_the_way_of_another_cell(draft, editor, bureaus, county):
    closed = bureaus["林业局"]
    closed.closed_on = datetime.date(2026, 11, 1)
    closed.save()
    edit(draft, editor, cell(draft, "2", "title", "毁林行为的查处"))
    assert draft.entries.get(seq_no="2").title == "毁林行为的查处"
    with refused("faulty_cells"):
        edit(draft, editor, cell(draft, "2", "lead", "市林业局：1.立案。"))


def test_a_body_has_one_part_in_an_entry(draft, editor):
    with refused("faulty_cells"):
        edit(draft, editor, cell(draft, "1", "lead", "市公安局：1.立案。"))


@pytest.mark.parametrize("column", ["seq_no", "title", "heading"])
def test_what_an_entry_cannot_be_without(draft, editor, column):
    with refused("faulty_cells") as caught:
        edit(draft, editor, cell(draft, "1", column, " "))
    assert column in {fault.column for fault in caught.value.faults}
    assert "一、" not in str(caught.value), "a section above is a matter of files"


def test_numbers_can_be_exchanged_but_not_doubled(draft, editor):
    edit(draft, editor, cell(draft, "1", "seq_no", "2"), cell(draft, "2", "seq_no", "1"))
    assert titles(draft) == [LAND[2], FOREST[2], RIVER[2]]
    assert draft.entries.get(seq_no="2").title == LAND[2]
    with refused("duplicate_number"):
        edit(draft, editor, cell(draft, "3", "seq_no", "2"))


def test_every_change_has_a_reason(draft, editor):
    with refused("reason_missing", "reason"):
        edit(draft, editor, cell(draft, "1", "title", "改名"), reason=" ")
    edit(draft, editor, cell(draft, "1", "title", "改名", reason="统一名称"), reason="")
    assert Batch.objects.latest("pk").rows.get().reason == "统一名称"


def test_only_a_draft_is_edited_and_only_by_its_editors(draft, editor, approver):
    change, elsewhere = cell(draft, "1", "title", "改名"), member(CountyFactory(), Role.LIST_EDITOR)
    for stranger in (approver, elsewhere):
        with refused("not_permitted"):
            edit(draft, stranger, change)
    submit_edition(draft, by=editor)
    with refused("not_a_draft"):
        edit(draft, editor, change)


# --- Rows ------------------------------------------------------------------------------------------------------------


def test_rows_are_added_moved_and_taken_out(draft, editor):
    first = key(draft, "1")
    edit(draft, editor, row("new-1", after=first, **NEW))
    assert titles(draft) == [LAND[2], NEW["title"], FOREST[2], RIVER[2]]
    edit(draft, editor, RowEdit(key(draft, "3"), after=None))
    assert titles(draft) == [RIVER[2], LAND[2], NEW["title"], FOREST[2]]
    assert [heading.title for heading in draft.headings.all()] == ["生态环境", "自然资源"]
    edit(draft, editor, RowEdit(key(draft, "2"), removed=True, version=1))
    assert titles(draft) == [RIVER[2], LAND[2], NEW["title"]]


def test_a_row_of_another_list_is_not_known(draft, editor):
    other = EditionFactory()
    import_entries(
        other,
        by=member(other.duty_list.owner, Role.LIST_EDITOR),
        file=table(WIDE, [1, "甲", "乙", "乡镇：1.做。", "", ""]),
        filename="清单.xlsx",
    )
    with refused("unknown_row"):
        edit(draft, editor, RowEdit(key(other, "1"), {"title": CellEdit("乙", "丙")}))
    with refused("unknown_row"):
        edit(draft, editor, RowEdit(key(draft, "1"), after="new-7"))
    with refused("unknown_column"):
        edit(draft, editor, RowEdit(key(draft, "1"), {"takeover_body": CellEdit("", "市林业局")}))


def test_what_would_be_lost_in_silence_is_refused(draft, editor):
    with refused("row_twice", "key"):
        edit(draft, editor, cell(draft, "1", "title", "甲"), cell(draft, "1", "process_note", "乙"))
    with refused("version_missing", "version"):
        edit(draft, editor, RowEdit(key(draft, "2"), removed=True))


def test_a_split_and_a_merger_are_known_to_the_comparison(base, draft, editor):
    land = key(draft, "1")
    edit(
        draft,
        editor,
        cell(draft, "1", "title", "违法占用耕地行为的查处"),
        RowEdit("new-1", {c: CellEdit("", t) for c, t in NEW.items()}, after=land, split_from=land),
        RowEdit(key(draft, "3"), removed=True, version=1, merged_into=key(draft, "2")),
    )
    found = {change.kinds[0]: change for change in comparison(base, draft).changes}
    assert {kind.value for kind in found} == {"split", "merged"}
    assert [text.title for text in found["split"].after] == ["违法占用耕地行为的查处", NEW["title"]]
    assert [text.title for text in found["merged"].before] == [FOREST[2], RIVER[2]]


# --- Two people ------------------------------------------------------------------------------------------------------


def test_two_people_at_different_cells_of_one_row_both_have_their_way(draft, editor, county):
    colleague = member(county, Role.LIST_EDITOR)
    mine, hers = cell(draft, "1", "title", "甲"), cell(draft, "1", "process_note", "乙")
    edit(draft, editor, mine)
    edit(draft, colleague, hers)
    entry = draft.entries.get(seq_no="1")
    assert (entry.title, entry.process_note) == ("甲", "乙")


def test_two_people_at_one_cell_see_both_versions_and_nothing_is_overwritten(draft, editor, county):
    colleague = member(county, Role.LIST_EDITOR)
    mine, hers = cell(draft, "1", "title", "甲"), cell(draft, "1", "title", "乙")
    edit(draft, editor, mine)
    with refused("edit_conflict") as caught:
        edit(draft, colleague, hers, cell(draft, "2", "title", "丙"))
    assert isinstance(caught.value, EditConflict)
    (conflict,) = caught.value.conflicts
    assert (conflict.was, conflict.theirs, conflict.yours) == (LAND[2], "甲", "乙")
    assert titles(draft)[:2] == ["甲", FOREST[2]]


def test_the_same_change_by_two_people_is_no_conflict(draft, editor, county):
    mine, hers = cell(draft, "1", "title", "甲"), cell(draft, "1", "title", "甲 ")
    edit(draft, editor, mine)
    assert edit(draft, member(county, Role.LIST_EDITOR), hers) is None


def test_a_row_that_is_gone_and_a_row_changed_before_it_goes(draft, editor):
    stale, removal = cell(draft, "1", "title", "甲"), RowEdit(key(draft, "2"), removed=True, version=1)
    edit(draft, editor, RowEdit(key(draft, "1"), removed=True, version=1))
    with refused("edit_conflict") as caught:
        edit(draft, editor, stale)
    assert caught.value.conflicts[0].kind == "gone"
    edit(draft, editor, cell(draft, "2", "title", "乙"))
    with refused("edit_conflict") as caught:
        edit(draft, editor, removal)
    assert caught.value.conflicts[0].kind == "changed"
    assert edit(draft, editor, RowEdit(stale.key, removed=True, version=1)) is None, "gone is gone"


# --- Undo ------------------------------------------------------------------------------------------------------------


def test_an_undone_batch_leaves_the_draft_as_it_was(draft, editor):
    before, order = contents(draft), titles(draft)
    land = key(draft, "1")
    batch = edit(
        draft,
        editor,
        cell(draft, "1", "lead", "市林业局：1.立案。"),
        RowEdit("new-1", {c: CellEdit("", t) for c, t in NEW.items()}, after=land, split_from=land),
        RowEdit(key(draft, "2"), removed=True, version=1),
        RowEdit(key(draft, "3"), after=None),
    )
    undone = undo_batch(batch, by=editor)
    assert not undone.kept
    assert (contents(draft), titles(draft)) == (before, order)
    assert not Lineage.objects.filter(edition=draft).exists()
    with refused("already_undone"):
        undo_batch(batch, by=editor)
    undo_batch(Batch.objects.get(undoes=batch), by=editor)
    assert titles(draft) == [RIVER[2], LAND[2], NEW["title"]]
    assert Lineage.objects.get(edition=draft).kind == Lineage.Kind.SPLIT


def test_an_undo_names_what_was_edited_since_and_leaves_it(draft, editor):
    batch = edit(
        draft,
        editor,
        cell(draft, "1", "title", "甲"),
        cell(draft, "2", "title", "乙"),
        RowEdit(key(draft, "3"), removed=True, version=1),
    )
    edit(draft, editor, cell(draft, "1", "process_note", "此后又改。"))
    undone = undo_batch(batch, by=editor)
    assert [name.split("：")[0] for name in undone.kept_titles] == ["1 甲"]
    assert titles(draft) == ["甲", FOREST[2], RIVER[2]]


def test_an_undo_of_what_others_have_changed_altogether_is_refused(draft, editor):
    batch = edit(draft, editor, cell(draft, "1", "title", "甲"))
    edit(draft, editor, cell(draft, "1", "title", "乙"))
    with refused("edited_since") as caught:
        undo_batch(batch, by=editor)
    assert "1 甲" in str(caught.value)


def test_an_undo_does_not_take_a_number_that_is_held_by_now(draft, editor):
    batch = edit(draft, editor, RowEdit(key(draft, "3"), removed=True, version=1), cell(draft, "1", "title", "甲"))
    edit(draft, editor, row("new-1", after=key(draft, "2"), **{**NEW, "seq_no": "3"}))
    undone = undo_batch(batch, by=editor)
    assert "3" in undone.kept_titles[0]
    assert titles(draft) == [LAND[2], FOREST[2], NEW["title"]]


def test_an_import_is_undone_as_a_whole(draft, editor):
    before = contents(draft)
    import_entries(draft, by=editor, file=table(WIDE, RIVER, LAND), filename="又一版.xlsx", confirmed=True)
    assert len(contents(draft)) == 2
    undo_batch(Batch.objects.latest("pk"), by=editor)
    assert contents(draft) == before
    assert titles(draft) == [LAND[2], FOREST[2], RIVER[2]]


def test_an_undo_is_for_editors_of_the_draft(draft, editor, approver):
    batch = edit(draft, editor, cell(draft, "1", "title", "甲"))
    with refused("not_permitted"):
        undo_batch(batch, by=approver)
    submit_edition(draft, by=editor)
    with refused("not_a_draft"):
        undo_batch(batch, by=editor)


def test_what_a_draft_said_at_an_earlier_version_can_be_told(draft, editor):
    versions = {}
    for number in range(3):
        versions[draft.version] = contents(draft)
        edit(
            draft,
            editor,
            cell(draft, "1", "title", f"第{number}次"),
            row(f"new-{number}", **{**NEW, "seq_no": f"9{number}"}),
        )
    for version, then in versions.items():
        assert contents_at(draft, version) == then
