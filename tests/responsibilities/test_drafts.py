"""Are lists opened once, drafts copied whole, and only one edition prepared at a time."""

import pytest

from governance.models import AuditEntry
from responsibilities.contents import contents
from responsibilities.models import Crosswalk, Item, LegalBasis
from responsibilities.operations.drafts import discard_draft, open_list, start_draft
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory, member
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db


def test_a_list_is_opened_for_the_county_or_a_township(county, township, editor):
    ours = open_list(county, by=editor, kind="territorial_list", title=" 属地管理清单 ")
    theirs = open_list(township, by=editor, kind="basic_list", title="基本履职清单")
    assert (ours.title, ours.owner, theirs.owner) == ("属地管理清单", county, township)
    assert AuditEntry.objects.filter(action="open_list", target_id=str(ours.pk)).count() == 1


def test_a_list_is_not_opened_twice_nor_of_no_kind_nor_for_a_bureau(county, bureaus, editor):
    open_list(county, by=editor, kind="territorial_list", title="属地管理清单")
    with refused("list_exists", "kind"):
        open_list(county, by=editor, kind="territorial_list", title="另一份")
    with refused("unknown_kind", "kind"):
        open_list(county, by=editor, kind="wish_list", title="愿望清单")
    with refused("title_missing", "title"):
        open_list(county, by=editor, kind="township_list", title=" ")
    with refused("wrong_owner", "owner"):
        open_list(bureaus["公安局"], by=editor, kind="basic_list", title="基本履职清单")


def test_only_a_list_editor_of_the_county_opens_lists(county, approver):
    stranger = member(CountyFactory(), "list_editor")
    for account in (approver, stranger):
        with refused("not_permitted"):
            open_list(county, by=account, kind="territorial_list", title="属地管理清单")


def test_the_first_draft_is_empty(county, editor):
    draft = start_draft(DutyListFactory(owner=county), by=editor)
    assert (draft.status, draft.based_on, draft.entries.count()) == (EditionStatus.DRAFT, None, 0)


def test_a_draft_is_a_copy_of_the_last_published_edition(county, township, bureaus, editor):
    base = EditionFactory(duty_list__owner=county)
    for number in range(3):
        entry = EntryFactory(
            edition=base,
            content=f"内容{number}",
            process_note="流程",
            office="党政办",
            internal_note="内部",
            group="小类",
            source={"序号": f" {number}"},
            bodies={"lead": bureaus["公安局"], "support": "townships"},
        )
        LegalBasis.objects.create(entry=entry, position=1, text="《森林法》第三十九条", law="森林法")
        Crosswalk.objects.create(entry=entry, item=Item.objects.create(duty_list=base.duty_list), source_text="D-1")
    publish_rows(base)

    draft = start_draft(base.duty_list, by=editor)

    assert draft.based_on == base
    assert contents(draft) == contents(base)
    assert [entry.item_id for entry in draft.entries.order_by("position")] == [
        entry.item_id for entry in base.entries.order_by("position")
    ]
    assert not set(draft.entries.values_list("pk")) & set(base.entries.values_list("pk"))
    assert not set(draft.headings.values_list("pk")) & set(base.headings.values_list("pk"))
    copied, original = draft.entries.first(), base.entries.first()
    same = ("seq_no", "title", "content", "process_note", "office", "internal_note", "group", "source", "position")
    assert [getattr(copied, name) for name in same] == [getattr(original, name) for name in same]


def test_a_draft_may_begin_empty_beside_an_edition_in_force(editor, county):
    base = EntryFactory(edition__duty_list__owner=county).edition
    publish_rows(base)
    assert start_draft(base.duty_list, by=editor, empty=True).entries.count() == 0


@pytest.mark.parametrize("status", [EditionStatus.DRAFT, EditionStatus.REVIEW, EditionStatus.APPROVED])
def test_no_second_edition_is_prepared_beside_one(county, editor, status):
    edition = EditionFactory(duty_list__owner=county, status=status)
    with refused("draft_exists"):
        start_draft(edition.duty_list, by=editor)


def test_a_discarded_draft_makes_room_and_keeps_its_rows(county, editor):
    entry = EntryFactory(edition__duty_list__owner=county)
    draft = discard_draft(entry.edition, by=editor, reason="重新整理")
    assert draft.status == EditionStatus.DISCARDED
    assert draft.entries.count() == 1
    assert AuditEntry.objects.get(action="discard_draft").reason == "重新整理"
    start_draft(draft.duty_list, by=editor)


def test_a_draft_is_discarded_with_a_reason_and_only_as_a_draft(county, editor):
    edition = EditionFactory(duty_list__owner=county)
    with refused("reason_missing", "reason"):
        discard_draft(edition, by=editor, reason=" ")
    edition.status = EditionStatus.REVIEW
    edition.save()
    with refused("wrong_state"):
        discard_draft(edition, by=editor, reason="不要了")


def test_whoever_saw_an_older_version_is_told(county, editor):
    edition = EditionFactory(duty_list__owner=county, version=3)
    with refused("stale_version"):
        discard_draft(edition, by=editor, reason="不要了", version=2)
    assert discard_draft(edition, by=editor, reason="不要了", version=3).version == 4
