"""Encrypted fields, the indexes beside them, and the rotation of both keys."""

import io

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from governance.fields import EncryptedTextField, KeyedIndexField, keyed_indexes
from governance.models import SavedForm
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def people(transactional_db):
    with isolate_apps("governance"):

        class Person(models.Model):
            number = EncryptedTextField(blank=True)
            number_index = KeyedIndexField(of="number", db_index=True)

            class Meta:
                app_label = "governance"

            def __str__(self):
                return str(self.pk)

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person
        with connection.schema_editor() as editor:
            editor.delete_model(Person)


def stored(model, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table}")
        return cursor.fetchone()[0]


def test_a_person_is_found_by_a_number_nobody_can_read(people):
    person = people.objects.create(number=NUMBER)
    people.objects.create(number="")
    for typed in (NUMBER, NUMBER.lower(), "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"):
        assert people.objects.get(number_index__in=keyed_indexes(typed)) == person
    assert not people.objects.filter(number_index__in=keyed_indexes("110105194912310021")).exists()
    for column in ("number", "number_index"):
        assert "19491231" not in stored(people, column)


def test_the_index_follows_the_number(people):
    person = people.objects.create(number=NUMBER)
    person.number = "110105194912310021"
    person.save()
    assert not people.objects.filter(number_index__in=keyed_indexes(NUMBER)).exists()
    people.objects.all().delete()
    people.objects.bulk_create([people(number=NUMBER)])
    assert people.objects.filter(number_index__in=keyed_indexes(NUMBER)).exists()


def test_without_its_key_an_index_tells_nothing(people, settings):
    people.objects.create(number=NUMBER)
    settings.INDEX_KEYS = ["another key"]
    assert stored(people, "number_index") not in keyed_indexes(NUMBER)
    assert not people.objects.filter(number_index__in=keyed_indexes(NUMBER)).exists()


def test_a_new_key_in_front_finds_what_the_old_one_wrote_and_then_needs_it_no_more(people, settings, monkeypatch):
    person = people.objects.create(number=NUMBER)
    settings.INDEX_KEYS = ["a new key", *settings.INDEX_KEYS]
    assert people.objects.get(number_index__in=keyed_indexes(NUMBER)) == person
    monkeypatch.setattr("django.apps.apps.get_models", lambda: [people])
    call_command("rotate_keys", stdout=(said := io.StringIO()))
    assert "1 of 1" in said.getvalue()
    settings.INDEX_KEYS = ["a new key"]
    assert people.objects.get(number_index__in=keyed_indexes(NUMBER)) == person


def test_rotated_encryption_needs_the_old_key_no_more(settings):
    kept = [
        SavedForm.objects.create(account=AccountFactory(), path="/", key=str(key), content=f"{key}") for key in range(3)
    ]
    old, new = settings.FIELD_ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new]
    with pytest.raises(InvalidToken):
        SavedForm.objects.get(pk=kept[0].pk)
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    call_command("rotate_keys", stdout=(said := io.StringIO()))
    assert "governance.SavedForm: 3 of 3" in said.getvalue()
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert [SavedForm.objects.get(pk=one.pk).content for one in kept] == ["0", "1", "2"]
