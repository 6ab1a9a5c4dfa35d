"""No two local values of one code at one body are in force on one day; in the database itself."""

from django.db import migrations

TABLE = "governance_localvalue"
NAME = "local_values_apart"
MESSAGE = "local values of one code do not overlap"
_OVERLAPS = f"""
    EXISTS (
        SELECT 1 FROM {TABLE} AS v
        WHERE v.organisation_id = NEW.organisation_id AND v.code = NEW.code AND v.id <> COALESCE(NEW.id, -1)
          AND v.effective_from <= COALESCE(NEW.effective_to, '9999-12-31')
          AND NEW.effective_from <= COALESCE(v.effective_to, '9999-12-31')
    )
"""


def protect(apps, editor):
    if editor.connection.vendor != "postgresql":
        for event in ("INSERT", "UPDATE"):
            editor.execute(
                f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON {TABLE} WHEN {_OVERLAPS} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
                None,
            )
        return
    # Two who write at once would not see each other's rows.
    editor.execute(
        f"""
        CREATE FUNCTION {NAME}() RETURNS trigger AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock('{TABLE}'::regclass::bigint);
            IF {_OVERLAPS} THEN
                RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END; $$ LANGUAGE plpgsql
        """,
        None,
    )
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT OR UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()", None
    )


def unprotect(apps, editor):
    if editor.connection.vendor != "postgresql":
        for event in ("insert", "update"):
            editor.execute(f"DROP TRIGGER {NAME}_{event}")
        return
    editor.execute(f"DROP TRIGGER {NAME} ON {TABLE}")
    editor.execute(f"DROP FUNCTION {NAME}()")


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_append_only_audit")]
    operations = [migrations.RunPython(protect, unprotect)]
