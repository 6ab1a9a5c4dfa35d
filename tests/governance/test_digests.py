"""Does every stored digest and every encrypted text say by which algorithm it was made."""

import hashlib
import io

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models, transaction

from governance.digests import keyed, sha256_of, sha256_of_file
from governance.fields import DigestField, EncryptedTextField
from governance.models import IdempotentRequest, SavedForm
from governance.models.signin import SignInAttempt
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

PORTAL = {"governance", "responsibilities", "enforcement", "services", "staffing"}
FIELDS = [
    field
    for model in apps.get_models()
    if model._meta.app_label in PORTAL
    for field in model._meta.concrete_fields
    if not field.is_relation
]
OF_DIGESTS = ("digest", "hash", "fingerprint", "checksum", "sha256", "hmac", "md5")


def test_a_digest_says_how_it_was_made():
    data = "正文".encode()
    said = f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert sha256_of([data[:2], data[2:]]) == said == sha256_of_file(ContentFile(data))
    file = io.BytesIO(data)
    assert sha256_of(iter(lambda: file.read(2), b"")) == said
    assert keyed("one purpose", "x").startswith("hmac-sha256:")
    assert keyed("one purpose", "x") != keyed("another", "x")


def test_every_column_of_digests_is_one_that_names_the_algorithm():
    named = [field for field in FIELDS if field.name.endswith(OF_DIGESTS)]
    assert len(named) > 6
    for field in (*named, SignInAttempt._meta.get_field("name")):
        assert isinstance(field, DigestField), f"{field} is no DigestField"


@pytest.mark.parametrize("wrong", ["0" * 64, "md5:0", "sha256"])
def test_a_digest_without_its_algorithm_is_not_stored(wrong):
    with pytest.raises(ValueError, match="without its algorithm"), transaction.atomic():
        SignInAttempt.objects.create(name=wrong, network="127.0.0.1", at="2026-11-28T00:00:00Z")
    SignInAttempt.objects.create(name=keyed("test", "x"), network="127.0.0.1", at="2026-11-28T00:00:00Z")
    with pytest.raises(ValueError, match="without its algorithm"):
        SignInAttempt.objects.update(name=wrong)


def stored(field: models.Field) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field.column} FROM {field.model._meta.db_table}")
        return cursor.fetchone()[0]


def test_an_encrypted_text_says_how_it_was_encrypted():
    SavedForm.objects.create(account=AccountFactory(), path="/", key="a", content="正文")
    content = SavedForm._meta.get_field("content")
    assert stored(content).startswith("fernet:") and "正文" not in stored(content)
    assert SavedForm.objects.get().content == "正文"
    assert {field.name for field in FIELDS if isinstance(field, EncryptedTextField)} >= {"content", "body", "secret"}


def test_an_encrypted_text_of_an_unknown_kind_is_not_read():
    IdempotentRequest.objects.create(
        account=AccountFactory(), key="a", method="POST", path="/", body_digest="sha256:0", body="{}"
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE governance_idempotentrequest SET body = replace(body, 'fernet:', '')")
    with pytest.raises(ValueError, match=r"IdempotentRequest\.body is encrypted in no way"):
        IdempotentRequest.objects.get()
