"""Database triggers that make rows append-only or frozen, for SQLite and PostgreSQL alike; used by migrations."""

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
        editor.execute(_POSTGRESQL_FUNCTION, None)  # no parameters: its % is PostgreSQL's own
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


def freeze(editor: BaseDatabaseSchemaEditor, table: str, when: str) -> None:
    """From now on the database itself refuses to add, change or delete rows of the table for which `when` finds a row.

    `when` is a query in which `{row}` stands for the row in question, before and after the change.
    """
    if editor.connection.vendor == "postgresql":
        before, after = when.format(row="OLD"), when.format(row="NEW")
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_frozen() RETURNS trigger AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' THEN IF EXISTS ({before}) THEN RAISE EXCEPTION 'this row of % is frozen', "
            "TG_TABLE_NAME; END IF; END IF; "
            f"IF TG_OP <> 'DELETE' THEN IF EXISTS ({after}) THEN RAISE EXCEPTION 'this row of % is frozen', "
            "TG_TABLE_NAME; END IF; RETURN NEW; END IF; RETURN OLD; END; $$ LANGUAGE plpgsql",
            None,  # no parameters: its % is PostgreSQL's own
        )
        editor.execute(
            f"CREATE TRIGGER frozen_rows BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
        )
        return
    for action, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
        for row in rows:
            editor.execute(
                f"CREATE TRIGGER {table}_frozen_{action.lower()}_{row.lower()} BEFORE {action} ON {table} "
                f"WHEN EXISTS ({when.format(row=row)}) "
                f"BEGIN SELECT RAISE(ABORT, 'this row of {table} is frozen'); END"
            )


def unfreeze(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Reverse of `freeze`, for undoing the migration."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS frozen_rows ON {table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen()")
        return
    for change in ("insert_new", "update_old", "update_new", "delete_old"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{change}")
