"""Whatever editors do to a draft: its comparison says all of it, and undone backwards nothing of it is left."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responsibilities.contents import contents
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.models import Batch, Edition, Entry, Lineage
from responsibilities.operations.batches import undo_batch
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.imports import import_entries
from responsibilities.selectors.comparison import comparison
from responsibilities.selectors.table import table_rows
from responsibilities.selectors.texts import EntryText, entry_texts
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import WIDE, table

pytestmark = pytest.mark.django_db

BODIES = ["市自然资源和规划局", "市公安局", "市林业局", "市民政局", "乡镇"]
HEADINGS = ["自然资源", "生态环境", "应急安全"]
SIZE = 8

texts = st.text("查处巡反馈上报立案", min_size=1, max_size=6)
duties = st.builds(lambda *parts: "".join(f"{n}.{part}；" for n, part in enumerate(parts, 1)), texts, texts)


@st.composite
def responsibilities(draw, least: int = 0) -> str:
    bodies = draw(st.lists(st.sampled_from(BODIES[:2] if least else BODIES[2:]), min_size=least, unique=True))
    return "\n".join(f"{body}：{draw(duties)}" for body in bodies)


VALUES = {
    "heading": st.sampled_from(HEADINGS),
    "title": texts,
    "lead": responsibilities(least=1),
    "support": responsibilities(),
    "legal_basis": st.lists(texts.map("《{}法》第三条".format), max_size=2, unique=True).map("；".join),
    "process_note": st.one_of(st.just(""), texts),
}


@st.composite
def actions(draw):
    """One thing an editor does, at the n-th row of whatever the draft has then."""
    what = draw(st.sampled_from(["cell", "cell", "cell", "add", "move", "remove", "split", "merge", "number"]))
    column = draw(st.sampled_from(sorted(VALUES)))
    return (
        what,
        draw(st.integers(0, 99)),
        draw(st.integers(0, 99)),
        column,
        draw(VALUES[column]),
        {name: draw(values) for name, values in VALUES.items()} if what in ("add", "split") else {},
    )


@pytest.fixture
def base(county, bureaus, township, editor) -> Edition:
    edition = EditionFactory(duty_list__owner=county)
    rows = [
        [number, HEADINGS[number % 2], f"事项{number}", f"市公安局：1.第{number}项。", "乡镇：1.巡查。", ""]
        for number in range(1, SIZE + 1)
    ]
    import_entries(edition, by=editor, file=table(WIDE, *rows), filename="清单.xlsx")
    return publish_rows(edition)


def perform(draft: Edition, by, action, serial: int) -> None:
    what, one, other, column, value, cells = action
    rows = table_rows(draft)
    row, place = rows[one % len(rows)], rows[other % len(rows)]
    edits: list[RowEdit] = []
    if what == "cell":
        edits = [RowEdit(row.key, {column: CellEdit(row.cells[column], value)})]
    elif what == "number":
        pair = {row.key: place.cells["seq_no"], place.key: row.cells["seq_no"]}
        seen = {row.key: row, place.key: place}
        edits = [RowEdit(key, {"seq_no": CellEdit(seen[key].cells["seq_no"], no)}) for key, no in pair.items()]
    elif what in ("add", "split"):
        new = {"seq_no": CellEdit("", f"9{serial}"), **{name: CellEdit("", text) for name, text in cells.items()}}
        edits = [RowEdit("new", new, after=place.key, split_from=row.key if what == "split" else "")]
    elif what == "move" and row.key != place.key:
        edits = [RowEdit(row.key, after=place.key)]
    elif what in ("remove", "merge") and len(rows) > 2 and row.key != place.key:
        into = place.key if what == "merge" else ""
        edits = [RowEdit(row.key, removed=True, version=row.version, merged_into=into)]
    edit_entries(draft, by=by, edits=edits, reason=what)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(actions(), min_size=1, max_size=8))
def test_a_comparison_applied_gives_the_target_and_undoing_gives_the_start(base, editor, done):
    with transaction.atomic():
        draft = start_draft(base.duty_list, by=editor)
        start = contents(draft)
        for serial, action in enumerate(done):
            perform(draft, editor, action, serial)

        assert applied(base, draft) == [plain(text) for text in read(draft)]

        for batch in Batch.objects.filter(edition=draft).order_by("-pk"):
            assert not undo_batch(batch, by=editor).kept
        assert list(contents(draft).items()) == list(start.items())
        assert not Lineage.objects.filter(edition=draft).exists()
        transaction.set_rollback(True)


# --- Applying a comparison -------------------------------------------------------------------------------------------


def read(edition: Edition) -> list[EntryText]:
    return entry_texts(Entry.objects.filter(edition=edition))


def plain(text: EntryText) -> tuple:
    return (text.item_id, text.seq_no, text.heading, text.group, *text.says())


def applied(before: Edition, after: Edition) -> list[tuple]:
    """The earlier edition's entries with everything done to them that the comparison names, and no more."""
    found = comparison(before, after)
    entries = {text.item_id: text for text in read(before)}
    order = list(entries)
    placed = []
    for change in found.changes:
        kinds = {kind.value for kind in change.kinds}
        for text in change.before:
            if len(change.after) != 1 or text.item_id != change.after[0].item_id:
                entries.pop(text.item_id)
        if change.fields:
            assert {text.item_id for text in change.before} == {text.item_id for text in change.after}
            said = dict(
                zip(["".join(p.text for p in f.pieces_after) for f in change.fields], change.fields, strict=False)
            )
            assert all(text == field.after for text, field in said.items())
        for text in change.after:
            if kinds & {"added", "split", "merged", "moved"} or text.item_id not in entries:
                placed.append(text)
            entries[text.item_id] = text
    order = [item for item in order if item in entries and item not in {text.item_id for text in placed}]
    for text in sorted(placed, key=lambda text: text.position):
        order.insert(text.position - 1, text.item_id)
    return [plain(entries[item]) for item in order]
