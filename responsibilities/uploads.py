"""Spreadsheets between the page that shows what is in them and the yes that imports them."""

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
KEPT_FOR = datetime.timedelta(hours=24)
EXPIRED = _("The file is no longer here. Choose it again.")


@dataclass(frozen=True)
class Held:
    """A waiting file with its name, and what was entered with it."""

    file: BinaryIO
    name: str
    facts: dict[str, Any]


def keep(upload: File, *, by: Account, purpose: str, facts: dict[str, Any]) -> str:
    """Let a file wait for at most a day; returns the token under which `by` gets it back, for this purpose only."""
    _forget_old()
    upload.seek(0)
    path = default_storage.save(f"{FOLDER}/{uuid4().hex}", upload)
    return signing.dumps([path, upload.name, facts], salt=_salt(by, purpose))


def is_held(token: str, *, by: Account, purpose: str) -> bool:
    """Whether `held` would find the file."""
    found = _read(token, by, purpose)
    return found is not None and default_storage.exists(found[0])


@contextmanager
def held(token: str, *, by: Account, purpose: str, keep: bool = False) -> Iterator[Held]:
    """The file behind a token; deleted afterwards if all went well, unless it is to be kept. Raises RuleViolation
    `upload_expired`."""
    found = _read(token, by, purpose)
    if found is None or not default_storage.exists(found[0]):
        raise RuleViolation("upload_expired", EXPIRED, "upload")
    path, name, facts = found
    with default_storage.open(path) as file:
        yield Held(file, name, facts)  # type: ignore[arg-type]
    if not keep:
        default_storage.delete(path)


def _read(token: str, by: Account, purpose: str) -> tuple[str, str, dict[str, Any]] | None:
    try:
        path, name, facts = signing.loads(token, salt=_salt(by, purpose), max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return path, name, facts


def _salt(by: Account, purpose: str) -> str:
    return f"responsibilities.uploads:{by.pk}:{purpose}"


def _forget_old() -> None:
    """Delete what nobody came back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT_FOR:
            default_storage.delete(path)
