"""Custody rows follow each other without gap or overlap, and a closed one stays as it is; in the database itself."""

from django.db import migrations

TABLE = "enforcement_custody"

SQLITE = [
    f"""
    CREATE TRIGGER custody_follows BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE case_id = NEW.case_id)
     AND NEW.since IS NOT (SELECT until FROM {TABLE} WHERE case_id = NEW.case_id ORDER BY since DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'custody must begin when the one before it ends'); END
    """,
    f"""
    CREATE TRIGGER custody_over BEFORE INSERT ON {TABLE}
    WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE case_id = NEW.case_id AND ended_because = 'voided')
    BEGIN SELECT RAISE(ABORT, 'nobody holds a voided case'); END
    """,
    f"""
    CREATE TRIGGER custody_stays BEFORE UPDATE ON {TABLE}
    WHEN OLD.until IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.holder_id <> OLD.holder_id
      OR NEW.since <> OLD.since
    BEGIN SELECT RAISE(ABORT, 'of custody only the end can be written, once'); END
    """,
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION custody_follows() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM {TABLE} WHERE case_id = NEW.case_id) AND NEW.since IS DISTINCT FROM
           (SELECT until FROM {TABLE} WHERE case_id = NEW.case_id ORDER BY since DESC LIMIT 1) THEN
            RAISE EXCEPTION 'custody must begin when the one before it ends' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF EXISTS (SELECT 1 FROM {TABLE} WHERE case_id = NEW.case_id AND ended_because = 'voided') THEN
            RAISE EXCEPTION 'nobody holds a voided case' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END; $$ LANGUAGE plpgsql
    """,
    f"CREATE TRIGGER custody_follows BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION custody_follows()",
    f"""
    CREATE FUNCTION custody_stays() RETURNS trigger AS $$
    BEGIN
        IF OLD.until IS NOT NULL OR NEW.case_id <> OLD.case_id OR NEW.holder_id <> OLD.holder_id
           OR NEW.since <> OLD.since THEN
            RAISE EXCEPTION 'of custody only the end can be written, once' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END; $$ LANGUAGE plpgsql
    """,
    f"CREATE TRIGGER custody_stays BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION custody_stays()",
]


def protect(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def unprotect(apps, editor):
    if editor.connection.vendor != "postgresql":
        for name in ("custody_follows", "custody_over", "custody_stays"):
            editor.execute(f"DROP TRIGGER {name}")
        return
    for name in ("custody_follows", "custody_stays"):
        editor.execute(f"DROP TRIGGER {name} ON {TABLE}")
        editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
