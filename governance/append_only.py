"""Database triggers that make rows append-only or frozen, for SQLite and PostgreSQL alike; used by migrations."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BODY = """
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END;
"""
# In SQLite, INSERT OR REPLACE and UPDATE OR REPLACE delete the rows in their way past every trigger for deletion.
# (Not named `old`, which in a trigger is the row before the change.)
_IN_THE_WAY = "EXISTS (SELECT 1 FROM {table} AS present WHERE {condition})"
_PART = "(SELECT * FROM {table} WHERE {condition})"  # the rows that a unique constraint with a condition is about


def _postgresql_triggers(table: str) -> dict[str, str]:
    """By name, in the words in which PostgreSQL itself repeats them (`pg_get_triggerdef`)."""
    kinds = {
        "append_only_rows": f"BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW",
        "append_only_table": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }
    return {name: f"CREATE TRIGGER {name} {kind} EXECUTE FUNCTION portal_append_only()" for name, kind in kinds.items()}


def _sqlite_triggers(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """By name."""
    in_the_way = " OR ".join(
        _IN_THE_WAY.format(
            table=_PART.format(table=table, condition=only_for) if only_for else table,
            condition=" AND ".join(f"present.{column} = NEW.{column}" for column in columns),
        )
        for columns, only_for in _unique_constraints(connection, table)
    )
    events = {
        f"{table}_no_update": f"BEFORE UPDATE ON {table}",
        f"{table}_no_delete": f"BEFORE DELETE ON {table}",
        f"{table}_no_replace": f"BEFORE INSERT ON {table} WHEN {in_the_way}",
    }
    refuse = f"BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END"
    return {name: f"CREATE TRIGGER {name} {event} {refuse}" for name, event in events.items()}


def _unique_constraints(connection: BaseDatabaseWrapper, table: str) -> list[tuple[tuple[str, ...], str]]:
    """The columns of each, and the condition of those that hold for some of the rows only."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s", [table])
        conditions = {name: (sql or "").partition(" WHERE ")[2] for name, sql in cursor.fetchall()}
    return sorted(
        {
            (tuple(each["columns"]), conditions.get(name, ""))
            for name, each in constraints.items()
            if each["unique"] or each["primary_key"]
        }
    )


def protect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """From now on the database itself refuses to change or delete rows of the tables.

    On PostgreSQL every role but the tables' owner also loses the right to do so, whatever triggers there are.
    """
    if editor.connection.vendor == "postgresql":
        # No parameters: its % is PostgreSQL's own.
        editor.execute(
            f"CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger AS $${_BODY}$$ LANGUAGE plpgsql", None
        )
        for table in tables:
            for statement in _postgresql_triggers(table).values():
                editor.execute(statement)
            for role in _others_with_rights(editor.connection, table):
                editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
        return
    for table in tables:
        for statement in _sqlite_triggers(editor.connection, table).values():
            editor.execute(statement)


def _others_with_rights(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Roles that were granted something on the table, besides its owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END "
            "FROM pg_class, aclexplode(relacl) WHERE oid = %s::regclass AND grantee <> relowner",
            [table],
        )
        return [role for (role,) in cursor.fetchall()]


def unprotect(editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Reverse of `protect`, for undoing the migration (and for emptying a test database between tests)."""
    for table in tables:
        if editor.connection.vendor == "postgresql":
            for name in _postgresql_triggers(table):
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in _sqlite_triggers(editor.connection, table):
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def unguarded(connection: BaseDatabaseWrapper, *tables: str) -> list[str]:
    """Those of the tables whose triggers are gone, switched off, or do something else than refuse."""
    return [table for table in tables if not _is_guarded(connection, table)]


def _is_guarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) FROM pg_trigger "
                "JOIN pg_proc ON pg_proc.oid = tgfoid "
                "WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A') AND prosrc = %s",
                [table, _BODY],
            )
            wanted = _postgresql_triggers(table)
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            wanted = _sqlite_triggers(connection, table)
        return wanted.items() <= set(cursor.fetchall())


def strangers(connection: BaseDatabaseWrapper, *tables: str) -> list[str]:
    """What else acts on the tables, as `table: name`: other triggers, and on PostgreSQL rules and row security."""
    return [f"{table}: {name}" for table in tables for name in _strangers(connection, table)]


def _strangers(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal "
                "UNION ALL SELECT rulename FROM pg_rewrite WHERE ev_class = %(table)s::regclass "
                "UNION ALL SELECT 'row security' FROM pg_class WHERE oid = %(table)s::regclass AND relrowsecurity",
                {"table": table},
            )
            ours = _postgresql_triggers(table)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            ours = _sqlite_triggers(connection, table)
        return sorted(name for (name,) in cursor.fetchall() if name not in ours)


# What runs as a replica fires no trigger. Set for this session, or kept for those to come: for a database, a role or
# both, or while a function runs.
_AS_A_REPLICA = """
WITH kept (place, settings) AS (
    SELECT concat_ws(' IN DATABASE ',
               'ROLE ' || CASE setrole WHEN 0 THEN 'ALL' ELSE setrole::regrole::text END,
               (SELECT quote_ident(datname) FROM pg_database WHERE oid = setdatabase)),
           setconfig
    FROM pg_db_role_setting
    WHERE setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    UNION ALL
    SELECT 'FUNCTION ' || oid::regprocedure::text, proconfig FROM pg_proc WHERE proconfig IS NOT NULL
)
SELECT 'SET session_replication_role=replica' WHERE current_setting('session_replication_role') = 'replica'
UNION ALL
SELECT 'ALTER ' || place || ' SET ' || setting FROM kept, unnest(settings) AS setting
WHERE lower(setting) = 'session_replication_role=replica'
"""


def switched_off(connection: BaseDatabaseWrapper) -> list[str]:
    """The settings that switch all triggers off, now or in sessions to come, as the statements that made them."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_AS_A_REPLICA)
        return sorted(statement for (statement,) in cursor.fetchall())


def may_be_lifted(connection: BaseDatabaseWrapper, *tables: str) -> bool:
    """Whether the role that the portal connects with could change the tables itself, or lift the triggers
    or switch them off."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(pg_has_role(relowner, 'MEMBER') OR has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')) "
            "OR has_parameter_privilege('session_replication_role', 'SET') "
            "FROM pg_class WHERE oid = ANY(%s::regclass[])",
            [list(tables)],
        )
        return cursor.fetchone()[0]


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
    before, after = when.format(row="OLD"), when.format(row="NEW")
    condition = f"present.id = NEW.id AND EXISTS ({when.format(row='present')})"
    replaced = _IN_THE_WAY.format(table=table, condition=condition)
    frozen = {
        "INSERT": f"EXISTS ({after}) OR {replaced}",
        "UPDATE": f"EXISTS ({before}) OR EXISTS ({after}) OR {replaced}",
        "DELETE": f"EXISTS ({before})",
    }
    for action, is_frozen in frozen.items():
        editor.execute(
            f"CREATE TRIGGER {table}_frozen_{action.lower()} BEFORE {action} ON {table} "
            f"WHEN {is_frozen} BEGIN SELECT RAISE(ABORT, 'this row of {table} is frozen'); END"
        )


def unfreeze(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Reverse of `freeze`, for undoing the migration."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP TRIGGER IF EXISTS frozen_rows ON {table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen()")
        return
    for action in ("insert", "update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{action}")
