"""What every test shares: an emptied database also where the audit log refuses deletion, and files of its own."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from governance import append_only
from responsibilities.finder.answers import forget

# How long one example takes says more about a busy machine than about the code.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")

AUDIT_TABLES = ("governance_auditentry", "governance_auditblock", "governance_auditseal")

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
            append_only.unprotect(editor, *AUDIT_TABLES)
    try:
        _flush(self)
    finally:
        with connection.schema_editor() as editor:
            for _, statement in triggers:
                editor.execute(statement)
            if connection.vendor == "postgresql":
                append_only.protect(editor, *AUDIT_TABLES)


TransactionTestCase._fixture_teardown = _flush_append_only_tables  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test stores files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def own_throttle_counts():
    """No test is slowed down by what another asked for."""
    cache.clear()


@pytest.fixture(autouse=True)
def own_indexes():
    """Each test's lists are looked through anew: undone rows come again under the same numbers."""
    forget()
