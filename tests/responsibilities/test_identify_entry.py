"""Is a new name asked about once, and does the item's history go on when somebody has said that it is the same."""

import pytest

from responsibilities.contents import contents
from responsibilities.models import Batch, Item, Lineage
from responsibilities.operations.batches import undo_batch
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.identities import identify_entry
from responsibilities.operations.imports import import_entries
from responsibilities.selectors.comparison import comparison
from responsibilities.selectors.history import history
from responsibilities.selectors.renames import possible_renames
from tests.refusals import refused
from tests.responsibilities.factories import EditionFactory, publish_rows
from tests.responsibilities.files import FOREST, LAND, RIVER, WIDE, changed, table
from tests.responsibilities.test_edit_entries import cell, titles

pytestmark = pytest.mark.django_db

RENAMED = changed(LAND, title="非法占用土地的查处")
STRANGE = [4, "应急安全", "森林防火宣传", "市林业局：1.宣传。", "", ""]


@pytest.fixture
def base(county, bureaus, township, editor):
    edition = EditionFactory(duty_list__owner=county)
    import_entries(edition, by=editor, file=table(WIDE, LAND, FOREST, RIVER), filename="清单.xlsx")
    return publish_rows(edition)


@pytest.fixture
def draft(base, editor):
    """The next edition comes from a file in which one item has another name and one is new."""
    draft = start_draft(base.duty_list, by=editor)
    import_entries(draft, by=editor, file=table(WIDE, RENAMED, FOREST, RIVER, STRANGE), filename="新版.xlsx")
    return draft


def asked(draft) -> list[tuple[str, list[str]]]:
    return [(row.entry.title, [former.entry.title for former in row.formers]) for row in possible_renames(draft)]


def land(base) -> Item:
    return base.entries.get(title=LAND[2]).item


def test_a_new_name_is_asked_about_with_what_it_may_have_been(base, draft):
    assert asked(draft) == [(RENAMED[2], [LAND[2]])]
    assert possible_renames(base) == []


def test_said_to_be_the_same_it_has_one_history(base, draft, editor):
    entry = draft.entries.get(title=RENAMED[2])
    identify_entry(entry, by=editor, former=land(base))
    assert asked(draft) == []
    assert draft.entries.get(title=RENAMED[2]).item == land(base)
    found = {change.title: [kind.value for kind in change.kinds] for change in comparison(base, draft).changes}
    assert found == {RENAMED[2]: ["renamed"], STRANGE[2]: ["added"]}
    steps = history(land(base), draft.duty_list.editions.all())
    assert [step.change.title for step in steps] == [RENAMED[2], LAND[2]]
    assert titles(draft)[0] == RENAMED[2], "it stands where it stood"


def test_said_to_be_new_it_is_not_asked_about_again(base, draft, editor):
    entry = draft.entries.get(title=RENAMED[2])
    identify_entry(entry, by=editor, former=None)
    assert asked(draft) == []
    assert Lineage.objects.get(edition=draft).kind == Lineage.Kind.NEW
    undo_batch(Batch.objects.latest("pk"), by=editor)
    assert asked(draft) == [(RENAMED[2], [LAND[2]])]


def test_undone_it_is_two_items_again(base, draft, editor):
    before = contents(draft)
    identify_entry(draft.entries.get(title=RENAMED[2]), by=editor, former=land(base))
    undo_batch(Batch.objects.latest("pk"), by=editor)
    assert contents(draft) == before


def test_what_cannot_be_said(base, draft, editor, approver):
    new, old = draft.entries.get(title=RENAMED[2]), draft.entries.get(title=FOREST[2])
    stranger = EditionFactory().duty_list.items.create()
    with refused("not_permitted"):
        identify_entry(new, by=approver, former=None)
    with refused("not_new"):
        identify_entry(old, by=editor, former=land(base))
    with refused("former_in_use", "former"):
        identify_entry(new, by=editor, former=old.item)
    with refused("other_list", "former"):
        identify_entry(new, by=editor, former=stranger)


def test_an_item_is_asked_about_no_more_once_it_is_known_to_be_merged(base, draft, editor):
    edit_entries(draft, by=editor, edits=[cell(draft, "1", "title", LAND[2])], reason="恢复原名")
    assert asked(draft) == [(LAND[2], [LAND[2]])], "a name alone is no identity"


def test_alike_says_how_much_is_the_same_and_all_only_of_the_same_text(draft):
    (row,) = possible_renames(draft)
    (former,) = row.formers
    assert 80 <= former.percent < 100, "the duties are the same, the title is not"
