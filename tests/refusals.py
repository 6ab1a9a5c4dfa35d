"""Saying in one line that an operation is refused, and that the refusal left nothing but its trace."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection

from governance.errors import RuleViolation
from governance.models import AuditEntry


@contextmanager
def refused(code: str, field: str | None = None):
    """The block raises a RuleViolation with this code (at this field) and writes but the audit entry of the refusal."""
    before = _rows()
    with pytest.raises(RuleViolation) as caught:
        yield caught
    assert caught.value.code == code, f"refused as {caught.value.code}: {caught.value}"
    if field is not None:
        assert caught.value.field == field
    written = {model: count - before[model] for model, count in _rows().items() if count != before[model]}
    assert written == {AuditEntry._meta.label: 1}
    assert AuditEntry.objects.latest("pk").outcome == AuditEntry.Outcome.REFUSED


def _rows() -> dict[str, int]:
    """How many rows each table of the portal has, in one query."""
    own = [app.label for app in apps.get_app_configs() if not app.name.startswith("django.")]
    models = [model for model in apps.get_models() if model._meta.app_label in own and model._meta.managed]
    tables = {model._meta.label: connection.ops.quote_name(model._meta.db_table) for model in models}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in tables.values()))
        return dict(zip(tables, cursor.fetchone(), strict=True))
