"""What every test shares: an emptied database also where the audit log refuses deletion, and files of its own."""

import hashlib
import os
import shutil
from pathlib import Path

import django
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from governance import append_only
from responsibilities.finder.answers import forget
from tests import audit_log
from tests.clients import Browser

# Few examples while developing; `.ci/run` asks for `--hypothesis-profile=thorough`. No deadline: how long one example
# takes says more about a busy machine than about the code.
hypothesis_settings.register_profile("quick", deadline=None, max_examples=15)
hypothesis_settings.register_profile("thorough", deadline=None, max_examples=100)
hypothesis_settings.load_profile("quick")


def is_thorough() -> bool:
    """Whether every example is wanted, as in `.ci/run`, or few of them."""
    return hypothesis_settings.get_current_profile_name() == "thorough"


# What no transaction may empty, so that tests with real ones lift it afterwards.
APPEND_ONLY = (
    *audit_log.TABLES,
    "governance_checklist",
    "governance_criterion",
    "governance_sample",
    "staffing_arrival",
    "staffing_excludedagency",
    "staffing_midlevelceiling",
    "staffing_structurechange",
    "staffing_quotadocument",
    "staffing_quotaaccount",
    "staffing_headcount",
    "staffing_quotamovement",
)

_flush = TransactionTestCase._fixture_teardown


def _flush_append_only_tables(self) -> None:
    """Tests with real transactions empty the tables afterwards; lift the triggers just for that."""
    triggers = []
    if connection.vendor == "sqlite":  # which empties tables row by row, past every trigger there is
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
    else:
        with connection.schema_editor() as editor:
            append_only.unprotect(editor, *APPEND_ONLY)
    try:
        _flush(self)
    finally:
        with connection.schema_editor() as editor:
            for _, statement in triggers:
                editor.execute(statement)
            if connection.vendor == "postgresql":
                append_only.protect(editor, *APPEND_ONLY)


TransactionTestCase._fixture_teardown = _flush_append_only_tables  # type: ignore[method-assign]


def _migrated_database() -> Path:
    """Where an empty database lies that was migrated by the migrations as they are now."""
    from django.conf import settings

    root = settings.BASE_DIR
    said = hashlib.sha256(f"{django.VERSION}".encode())
    for file in sorted(
        [*root.glob("*/migrations/*.py"), root / "requirements.lock", root / "governance/append_only.py"]
    ):
        said.update(file.read_bytes())
    return root / "var" / "migrated" / f"{said.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request) -> bool:
    """SQLite begins with a copy of a migrated database, which `migrate` finds complete."""
    return bool(request.config.getvalue("reuse_db")) or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    own = Path(connection.settings_dict["TEST"]["NAME"] or "")
    if connection.vendor == "sqlite" and not own.exists() and _migrated_database().exists():
        shutil.copy(_migrated_database(), own)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The first run after a change of migrations leaves its empty database for the next ones to copy."""
    if connection.vendor == "sqlite" and not _migrated_database().exists():
        _migrated_database().parent.mkdir(parents=True, exist_ok=True)
        copy = _migrated_database().with_suffix(f".{os.getpid()}")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        copy.replace(_migrated_database())


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test stores files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def own_throttle_counts():
    """No test is slowed down by what another asked for."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_language(settings):
    """No test reads the language of the last request before it: LocaleMiddleware leaves it active in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def own_indexes():
    """Each test's lists are looked through anew: undone rows come again under the same numbers."""
    forget()


@pytest.fixture
def client() -> Browser:
    """A browser in which nobody has signed in."""
    return Browser()
