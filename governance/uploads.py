"""Uploaded files between the page that previews them and the confirmation that imports them."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import uuid4

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.models import Account

FOLDER = "uploads"
WAITS_FOR = datetime.timedelta(hours=24)
EXPIRED = _("The file is no longer available. Choose it again.")


@dataclass(frozen=True)
class WaitingFile:
    """An uploaded file with its name, and the facts entered with it."""

    file: BinaryIO
    name: str
    facts: dict[str, Any]


def store(upload: File, *, by: Account, purpose: str, facts: dict[str, Any]) -> str:
    """Store a file for at most a day; returns the token with which `by` can open it, for this purpose only."""
    _delete_expired()
    upload.seek(0)
    path = default_storage.save(f"{FOLDER}/{uuid4().hex}", upload)
    return signing.dumps([path, upload.name, facts], salt=_salt(by, purpose))


def change_facts(token: str, *, by: Account, purpose: str, **changed: Any) -> str:
    """A token for the same file with some facts changed. Raises RuleViolation `upload_expired`."""
    found = _read(token, by, purpose)
    if found is None:
        raise RuleViolation("upload_expired", EXPIRED, "upload")
    path, name, facts = found
    return signing.dumps([path, name, {**facts, **changed}], salt=_salt(by, purpose))


def is_waiting(token: str, *, by: Account, purpose: str) -> bool:
    """Whether `open_waiting` would find the file."""
    found = _read(token, by, purpose)
    return found is not None and default_storage.exists(found[0])


@contextmanager
def open_waiting(token: str, *, by: Account, purpose: str, keep: bool = False) -> Iterator[WaitingFile]:
    """The file of a token; deleted after success unless `keep`. Raises RuleViolation `upload_expired`."""
    found = _read(token, by, purpose)
    if found is None or not default_storage.exists(found[0]):
        raise RuleViolation("upload_expired", EXPIRED, "upload")
    path, name, facts = found
    with default_storage.open(path) as file:
        yield WaitingFile(file, name, facts)  # type: ignore[arg-type]
    if not keep:
        default_storage.delete(path)


def _read(token: str, by: Account, purpose: str) -> tuple[str, str, dict[str, Any]] | None:
    try:
        path, name, facts = signing.loads(token, salt=_salt(by, purpose), max_age=WAITS_FOR)
    except signing.BadSignature:
        return None
    return path, name, facts


def _salt(by: Account, purpose: str) -> str:
    return f"governance.uploads:{by.pk}:{purpose}"


def _delete_expired() -> None:
    """Delete expired files."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - WAITS_FOR:
            default_storage.delete(path)
