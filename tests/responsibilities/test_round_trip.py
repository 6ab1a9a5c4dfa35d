"""Does a draft that went to Excel come back as exactly the cells that were changed there, and nothing get lost."""

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from governance.imports import ImportRefused
from governance.spreadsheets.table import UnreadableSpreadsheet
from responsibilities.contents import contents
from responsibilities.edits import CellEdit, EditConflict, RowEdit
from responsibilities.models import Batch
from responsibilities.operations.batches import undo_batch
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.operations.round_trip import import_edits
from responsibilities.selectors.round_trip import exported_table, round_trip
from tests.refusals import refused
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, table
from tests.responsibilities.test_edit_entries import cell, key, titles

pytestmark = pytest.mark.django_db

FIRST = 4  # rows: title, headings, keys, then the entries


@pytest.fixture
def base(county, bureaus, township, editor):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
    return publish_rows(edition)


@pytest.fixture
def draft(base, editor):
    return start_draft(base.duty_list, by=editor)


class Workbook:
    """An exported edition opened in a spreadsheet program; cells go by the headings of their columns."""

    def __init__(self, edition) -> None:
        self.book = load_workbook(io.BytesIO(exported_table(edition)))
        self.sheet: Worksheet = self.book.worksheets[0]

    def column(self, heading: str) -> int:
        return next(cell.column for row in (2, 3) for cell in self.sheet[row] if cell.value == heading)

    def row(self, seq_no: str) -> int:
        at = self.column("序号")
        return next(n for n in range(FIRST, self.sheet.max_row) if str(self.sheet.cell(n, at).value) == seq_no)

    def set(self, seq_no: str, heading: str, text) -> None:
        self.sheet.cell(self.row(seq_no), self.column(heading), text)

    def add(self, at: int, *, seq_no: int, **cells) -> None:
        self.sheet.insert_rows(at)
        self.sheet.cell(at, self.column("序号"), seq_no)
        for name, text in cells.items():
            self.sheet.cell(at, self.column(f"#{name}"), text)

    def sort(self, order: list[str]) -> None:
        rows = {number: [cell.value for cell in self.sheet[self.row(number)]] for number in order}
        for at, number in enumerate(order, start=FIRST):
            for column, value in enumerate(rows[number], start=1):
                self.sheet.cell(at, column).value = value

    def file(self) -> io.BytesIO:
        file = io.BytesIO()
        self.book.save(file)
        file.seek(0)
        return file


def bring(draft, by, book: Workbook, **options):
    return import_edits(draft, by=by, file=book.file(), filename="回来.xlsx", **options)


def changes(draft, book: Workbook) -> list[tuple]:
    found = round_trip(draft, file=book.file(), filename="回来.xlsx")
    return [(change.party, change.label, change.after) for change in found.changes]


def test_untouched_it_changes_nothing(draft, editor):
    before = contents(draft)
    with refused("nothing_changed"):
        bring(draft, editor, Workbook(draft))
    assert contents(draft) == before


def test_only_the_changed_cells_come_back(draft, editor):
    before = contents(draft)
    book = Workbook(draft)
    book.set("1", "事项名称", "违法占用耕地的查处")
    book.set("2", "配合责任", "乡镇：1.巡查；2.上报。")
    assert changes(draft, book) == [
        ("1 违法占用土地行为的查处", "事项名称", "违法占用耕地的查处"),
        ("2 毁林开垦行为的查处", "配合责任", "乡镇：1.巡查；2.上报。"),
    ]
    bring(draft, editor, book)
    assert titles(draft) == ["违法占用耕地的查处", FOREST[2], RIVER[2]]
    batch = Batch.objects.latest("pk")
    assert (batch.kind, batch.rows.count(), batch.reason) == (Batch.Kind.ROUND_TRIP, 2, "回来.xlsx")
    undo_batch(batch, by=editor)
    assert contents(draft) == before


def test_sorted_with_a_column_put_in_and_headings_merged_it_is_the_same(draft, editor):
    book = Workbook(draft)
    book.sort(["3", "1", "2"])
    book.sheet.insert_cols(4)
    for letter, hidden in (("H", False), ("I", True)):  # which Excel moves along
        book.sheet.column_dimensions[letter].hidden = hidden
    book.sheet.cell(2, 4, "经办人意见")
    book.sheet.cell(FIRST, 4, "已核")
    book.sheet.merge_cells(start_row=2, start_column=book.column("主体责任"), end_row=2, end_column=7)
    book.set("3", "#support", "市民政局：1.指导督促。")
    assert changes(draft, book) == [("3 村级河道保洁", "配合责任", "市民政局：1.指导督促。")]
    with refused("file_needs_confirmation") as caught:
        bring(draft, editor, book)
    assert "经办人意见" in str(caught.value.tables[0].confirmations[0].message)
    bring(draft, editor, book, confirmed=True)
    assert titles(draft) == [LAND[2], FOREST[2], RIVER[2]], "sorting a file moves nothing"


def test_a_heading_misspelt_is_told_with_the_nearest(draft, editor):
    book = Workbook(draft)
    column = book.column("配合责任")
    book.sheet.cell(2, column, "配合责仼")
    book.sheet.cell(3, column).value = None
    with refused("file_has_faults") as caught:
        bring(draft, editor, book)
    assert isinstance(caught.value, ImportRefused)
    assert "配合责任" in str(caught.value.tables[0].faults[0].message)


def test_new_rows_stand_behind_those_they_were_put_behind(draft, editor):
    book = Workbook(draft)
    book.add(FIRST + 1, seq_no=9, heading="自然资源", title="新增事项", lead="市公安局：1.查处。")
    book.add(FIRST + 2, seq_no=10, heading="自然资源", title="再一事项", lead="乡镇：1.办理。")
    bring(draft, editor, book)
    assert titles(draft) == [LAND[2], "新增事项", "再一事项", FOREST[2], RIVER[2]]


def test_rows_left_out_stay_unless_somebody_wants_them_out(draft, editor):
    book = Workbook(draft)
    book.sheet.delete_rows(book.row("3"))
    book.set("1", "事项名称", "甲")
    found = round_trip(draft, file=book.file(), filename="回来.xlsx")
    assert [found.titles[key] for key in found.missing] == ["3 村级河道保洁"]
    bring(draft, editor, book)
    assert len(titles(draft)) == 3
    bring(draft, editor, book, remove_missing=True)
    assert titles(draft) == ["甲", FOREST[2]]


def test_a_row_left_out_that_was_changed_meanwhile_is_never_taken_out(draft, editor):
    book = Workbook(draft)
    book.sheet.delete_rows(book.row("3"))
    book.set("1", "事项名称", "甲")
    edit_entries(draft, by=editor, edits=[cell(draft, "3", "title", "乙")], reason="更正")
    bring(draft, editor, book, remove_missing=True)
    assert titles(draft) == ["甲", FOREST[2], "乙"]


def test_a_new_row_behind_one_that_is_gone_stands_behind_the_one_before(draft, editor):
    book = Workbook(draft)
    book.add(FIRST + 2, seq_no=9, heading="自然资源", title="新增事项", lead="市公安局：1.查处。")
    edit_entries(draft, by=editor, edits=[RowEdit(key(draft, "2"), removed=True, version=1)], reason="并入")
    bring(draft, editor, book)
    assert titles(draft) == [LAND[2], "新增事项", RIVER[2]]


# --- The list moved meanwhile ----------------------------------------------------------------------------------------


def test_where_only_one_side_changed_a_cell_both_changes_hold(draft, editor):
    book = Workbook(draft)
    book.set("1", "事项名称", "文件改名")
    edit_entries(draft, by=editor, edits=[cell(draft, "1", "process_note", "表格改注。")], reason="更正")
    edit_entries(draft, by=editor, edits=[cell(draft, "2", "title", "表格改名")], reason="更正")
    bring(draft, editor, book)
    assert titles(draft) == ["文件改名", "表格改名", RIVER[2]]
    assert draft.entries.get(seq_no="1").process_note == "表格改注。"


def test_where_both_changed_a_cell_somebody_chooses(draft, editor):
    book = Workbook(draft)
    for number in ("1", "2"):
        book.set(number, "事项名称", f"文件{number}")
        edit_entries(draft, by=editor, edits=[cell(draft, number, "title", f"表格{number}")], reason="更正")
    book.set("3", "事项名称", "文件3")
    with refused("edit_conflict") as caught:
        bring(draft, editor, book)
    assert isinstance(caught.value, EditConflict)
    assert [(c.was, c.theirs, c.yours) for c in caught.value.conflicts] == [
        (LAND[2], "表格1", "文件1"),
        (FOREST[2], "表格2", "文件2"),
    ]
    first, second = (f"{conflict.key}.title" for conflict in caught.value.conflicts)
    with refused("edit_conflict") as caught:
        bring(draft, editor, book, choices={first: "file"})
    assert len(caught.value.conflicts) == 1
    bring(draft, editor, book, choices={first: "file", second: "list"})
    assert titles(draft) == ["文件1", "表格2", "文件3"]


def test_a_row_changed_in_the_file_and_taken_out_of_the_list(draft, editor):
    book = Workbook(draft)
    book.set("1", "事项名称", "文件改名")
    item = key(draft, "1")
    edit_entries(draft, by=editor, edits=[RowEdit(item, removed=True, version=1)], reason="取消")
    with refused("edit_conflict") as caught:
        bring(draft, editor, book)
    assert caught.value.conflicts[0].kind == "gone"
    with refused("nothing_changed"):
        bring(draft, editor, book, choices={item: "list"})


def test_a_published_edition_can_be_edited_as_a_file_and_brought_to_its_draft(base, draft, editor):
    book = Workbook(base)
    book.set("1", "事项名称", "甲")
    edit_entries(draft, by=editor, edits=[cell(draft, "2", "title", "乙")], reason="更正")
    bring(draft, editor, book)
    assert titles(draft) == ["甲", "乙", RIVER[2]]


# --- Bad files -------------------------------------------------------------------------------------------------------


def test_files_without_keys_of_other_lists_or_of_later_versions_are_refused(draft, editor, county):
    with refused("no_row_keys"):
        import_edits(draft, by=editor, file=table(WIDE, LAND), filename="别的.xlsx")
    book = Workbook(draft)
    column = book.column("#row_key")
    for number in range(FIRST, FIRST + 3):
        text = book.sheet.cell(number, column).value
        book.sheet.cell(number, column, text.rsplit(".", 1)[0] + ".99")
    with refused("other_list"):
        bring(draft, editor, book)
    with pytest.raises(UnreadableSpreadsheet):
        import_edits(draft, by=editor, file=io.BytesIO(b"PK\x03\x04"), filename="坏.xlsx")


def test_keys_broken_doubled_or_of_nobody_are_named_by_row(draft, editor):
    book = Workbook(draft)
    column = book.column("#row_key")
    good = book.sheet.cell(FIRST, column).value
    book.sheet.cell(FIRST + 1, column, good)
    book.sheet.cell(FIRST + 2, column, "不是行键")
    with refused("file_has_faults") as caught:
        bring(draft, editor, book)
    found = [(fault.code, fault.row) for fault in caught.value.tables[0].faults]
    assert ("key_twice", FIRST + 1) in found
    assert ("broken_key", FIRST + 2) in found


def test_a_fault_in_a_changed_cell_is_named_by_row_and_column_and_nothing_is_written(draft, editor):
    before = contents(draft)
    book = Workbook(draft)
    book.set("1", "事项名称", "甲")
    book.set("3", "主体责任", "市林草局：1.保洁。")
    with refused("file_has_faults") as caught:
        bring(draft, editor, book)
    (fault,) = caught.value.tables[0].faults
    assert (fault.code, fault.row, fault.column) == ("unknown_body", book.row("3"), "D")
    assert contents(draft) == before


def test_a_file_of_a_draft_imported_as_a_list_says_the_same(draft, editor):
    """Whoever takes the wrong button loses nothing but the marks of what changed."""
    before = contents(draft)
    import_entries(draft, by=editor, file=Workbook(draft).file(), filename="回来.xlsx", confirmed=True)
    assert [c.title for c in contents(draft).values()] == [c.title for c in before.values()]


def test_an_edit_by_cells_equals_a_file(draft, editor):
    """The grid and the spreadsheet are one thing: the same cells give the same draft."""
    book = Workbook(draft)
    book.set("2", "主体责任", "市公安局：1.立案。\n市林业局：1.鉴定。")
    bring(draft, editor, book)
    by_file = contents(draft)
    undo_batch(Batch.objects.latest("pk"), by=editor)
    was = "市林业局：1.立案查处。"
    change = RowEdit(key(draft, "2"), {"lead": CellEdit(was, "市公安局：1.立案。\n市林业局：1.鉴定。")})
    edit_entries(draft, by=editor, edits=[change], reason="更正")
    assert contents(draft) == by_file
