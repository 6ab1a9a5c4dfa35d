"""Database triggers that make a table append-only, for SQLite and PostgreSQL alike; used by migrations."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql;
"""


def protect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """From now on the database itself refuses to change or delete rows of the tables."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL_FUNCTION)
        for table in tables:
            editor.execute(
                f"CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
            )
            editor.execute(
                f"CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()"
            )
        return
    for table in tables:
        for action in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
            )


def unprotect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Reverse of `protect`, for undoing the migration (and for emptying a test database between tests)."""
    for table in tables:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS append_only_rows ON {table}")
            editor.execute(f"DROP TRIGGER IF EXISTS append_only_table ON {table}")
        else:
            for action in ("update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}")
