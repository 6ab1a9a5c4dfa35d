"""Versions of a law do not overlap and successors do not lead back; in the database itself."""

from django.db import migrations

TABLE = "responsibilities_lawversion"
# One that is not yet in force takes no day; an unknown beginning reaches back, an unknown end forward.
_OVERLAPS = f"""
    NEW.commencement <> 'not_yet' AND EXISTS (
        SELECT 1 FROM {TABLE} AS v
        WHERE v.law_id = NEW.law_id AND v.id <> COALESCE(NEW.id, -1) AND v.commencement <> 'not_yet'
          AND COALESCE(v.in_force_from, '0001-01-01') <= COALESCE(NEW.in_force_to, '9999-12-31')
          AND COALESCE(NEW.in_force_from, '0001-01-01') <= COALESCE(v.in_force_to, '9999-12-31')
    )
"""
_CIRCLE = f"""
    EXISTS (
        WITH RECURSIVE chain(id) AS (
            SELECT NEW.successor_id
            UNION
            SELECT v.successor_id FROM {TABLE} AS v JOIN chain ON v.id = chain.id WHERE v.successor_id IS NOT NULL
        )
        SELECT 1 FROM chain WHERE id = NEW.id
    )
"""
_RULES = {
    "law_versions_apart": (_OVERLAPS, "versions of a law do not overlap"),
    "law_successors_forward": (_CIRCLE, "a successor does not lead back"),
}


def protect(apps, editor):
    if editor.connection.vendor != "postgresql":
        for name, (condition, message) in _RULES.items():
            for event in ("INSERT", "UPDATE"):
                editor.execute(
                    f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
                    None,
                )
        return
    for name, (condition, message) in _RULES.items():
        # Two who write at once would not see each other's rows.
        editor.execute(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock('{TABLE}'::regclass::bigint);
                IF {condition} THEN
                    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END; $$ LANGUAGE plpgsql
            """,
            None,
        )
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()", None
        )


def unprotect(apps, editor):
    for name in _RULES:
        if editor.connection.vendor != "postgresql":
            for event in ("insert", "update"):
                editor.execute(f"DROP TRIGGER {name}_{event}")
        else:
            editor.execute(f"DROP TRIGGER {name} ON {TABLE}")
            editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("responsibilities", "0003_headings_are_searched")]
    operations = [migrations.RunPython(protect, unprotect)]
