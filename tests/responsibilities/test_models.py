"""Does the database itself keep what must always be true of lists."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from responsibilities.models import Crosswalk, Edition, Entry, Heading, Item, LegalBasis, Participation
from responsibilities.states import EditionStatus
from tests.factories import OrganisationFactory
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db


def test_a_list_has_one_edition_in_preparation():
    edition = EditionFactory()
    for status in (EditionStatus.DRAFT, EditionStatus.REVIEW, EditionStatus.APPROVED):
        with pytest.raises(IntegrityError), transaction.atomic():
            EditionFactory(duty_list=edition.duty_list, status=status)
    EditionFactory(duty_list=edition.duty_list, status=EditionStatus.DISCARDED)


def test_a_list_has_one_edition_without_successor():
    edition = EditionFactory(published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionFactory(duty_list=edition.duty_list, published=True, edition_no=2)


@pytest.mark.parametrize(
    "change",
    [
        {"effective_from": None},
        {"published_at": None},
        {"edition_no": None},
        {"entry_count": None},
        {"document_no": ""},
        {"effective_to": datetime.date(2099, 1, 1)},
        {"status": EditionStatus.SUPERSEDED},
        {
            "status": EditionStatus.SUPERSEDED,
            "effective_to": datetime.date(2000, 1, 1),
            "superseded_at": timezone.now(),
        },
    ],
)
def test_dates_of_a_published_edition_are_complete_and_in_order(change):
    edition = EditionFactory(published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)


def test_numbers_and_items_occur_once_in_an_edition():
    entry = EntryFactory()
    for same in ({"seq_no": entry.seq_no}, {"item": entry.item}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EntryFactory(edition=entry.edition, **same)


def test_a_body_takes_part_in_an_entry_once_and_is_a_body_or_a_class():
    entry, body = EntryFactory(), OrganisationFactory()
    lead = {"entry": entry, "position": 1, "role": "lead"}
    Participation.objects.create(body=body, **lead)
    Participation.objects.create(body_class="townships", **lead)
    for wrong in ({"body": body}, {"body_class": "townships"}, {}, {"body": body, "body_class": "townships"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participation.objects.create(**{**lead, "role": "support"}, **wrong)


def test_what_a_published_edition_says_is_frozen_in_the_database():
    entry = EntryFactory(bodies={"lead": OrganisationFactory()})
    LegalBasis.objects.create(entry=entry, position=1, text="《土地管理法》第六十七条")
    Crosswalk.objects.create(entry=entry, item=Item.objects.create(duty_list=entry.edition.duty_list))
    draft_entry = EntryFactory()
    publish_rows(entry.edition)

    for model, changes in [
        (Entry, {"title": "另一个名称"}),
        (Entry, {"edition": draft_entry.edition}),
        (Heading, {"title": "另一个领域"}),
        (Participation, {"role": "support"}),
        (LegalBasis, {"text": "《森林法》"}),
        (Crosswalk, {"source_text": "D-2"}),
    ]:
        rows = model.objects.filter(**{"edition" if model in (Entry, Heading) else "entry__edition": entry.edition})
        assert rows.exists()
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.update(**changes)
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        EntryFactory(edition=entry.edition)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Participation.objects.create(entry=entry, position=9, role="support", body=OrganisationFactory())
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Entry.objects.filter(pk=draft_entry.pk).update(edition=entry.edition)

    if connection.vendor == "sqlite":  # which deletes for OR REPLACE without asking the triggers for deletion
        table = Entry._meta.db_table
        others = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields[1:])
        draft = f"SELECT {entry.pk}, {others} FROM {table} WHERE id = {draft_entry.pk}"
        for statement in (
            f"INSERT OR REPLACE INTO {table} (id, {others}) {draft}",
            f"UPDATE OR REPLACE {table} SET id = {entry.pk} WHERE id = {draft_entry.pk}",
        ):
            with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    Entry.objects.filter(pk=draft_entry.pk).update(title="草稿可以修改")
    draft_entry.delete()


def test_one_list_of_a_kind_for_each_owner():
    duty_list = DutyListFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyListFactory(owner=duty_list.owner, kind=duty_list.kind)
