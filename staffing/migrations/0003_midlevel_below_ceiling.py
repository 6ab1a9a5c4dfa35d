"""Mid-level posts are never above their ceiling, and ceilings and decided allocations stay as they are."""

from django.db import migrations

from governance import append_only

CEILING, PLAN, SHARE = "staffing_midlevelceiling", "staffing_midlevelplan", "staffing_midlevelshare"
ALSO = ("staffing_structurechange", "staffing_excludedagency", "staffing_arrival")  # what is never changed
TOTAL = f"(SELECT COALESCE(SUM(count), 0) FROM {SHARE} WHERE plan_id = {{plan}})"
# What an institution or an office has of it, where the ceiling is not pooled.
PART = (
    f"(SELECT COALESCE(SUM({SHARE}.count), 0) FROM {SHARE} JOIN governance_organisation AS body ON body.id = body_id "
    f"WHERE plan_id = {{plan}} AND body.kind {{is_it}} 'township_institution')"
)


def exceeds(plan: str, ceiling: str) -> str:
    institutions, offices = PART.format(plan=plan, is_it="="), PART.format(plan=plan, is_it="<>")
    return (
        f"({TOTAL.format(plan=plan)} > {ceiling}.count OR ({ceiling}.institution_count IS NOT NULL AND "
        f"({institutions} > {ceiling}.institution_count OR {offices} > {ceiling}.count - {ceiling}.institution_count)))"
    )


# A ceiling counts on some day of a plan: it begins before the plan ends, and no other begins between it and the plan.
COUNTS = f"""
    ceiling.township_id = plan.township_id AND (plan.ends_on IS NULL OR ceiling.effective_on <= plan.ends_on)
    AND NOT EXISTS (SELECT 1 FROM {CEILING} AS later WHERE later.township_id = plan.township_id
        AND later.effective_on > ceiling.effective_on AND later.effective_on <= plan.effective_on)
"""
ABOVE = f"""
    SELECT 1 FROM {PLAN} AS plan JOIN {CEILING} AS ceiling ON {COUNTS}
    WHERE plan.status = 'approved' AND plan.township_id = NEW.township_id AND {exceeds("plan.id", "ceiling")}
    UNION ALL
    SELECT 1 FROM {PLAN} AS plan WHERE plan.status = 'approved' AND plan.township_id = NEW.township_id
    AND NOT EXISTS (SELECT 1 FROM {CEILING} AS ceiling WHERE ceiling.township_id = plan.township_id
        AND ceiling.effective_on <= plan.effective_on)
"""
WORDS = "mid-level posts are never above their ceiling"
DECIDED = f"SELECT 1 FROM {PLAN} WHERE id = {{row}}.plan_id AND status <> 'proposed'"


def protect(apps, editor):
    append_only.protect(editor, CEILING, *ALSO)
    append_only.freeze(editor, SHARE, DECIDED)
    events = {f"{CEILING}_fits": f"INSERT ON {CEILING}", f"{PLAN}_fits": f"UPDATE ON {PLAN}", f"{PLAN}_new": f"INSERT ON {PLAN}"}
    if editor.connection.vendor != "postgresql":
        for name, event in events.items():
            editor.execute(
                f"CREATE TRIGGER {name} AFTER {event} WHEN EXISTS ({ABOVE}) BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
        return
    # Whoever changes something of a township's posts waits for the other, so that neither overlooks the other.
    editor.execute(
        "CREATE FUNCTION midlevel_fits() RETURNS trigger AS $$ BEGIN "
        f"PERFORM pg_advisory_xact_lock(hashtext('{PLAN}'), NEW.township_id::integer); "
        f"IF EXISTS ({ABOVE}) THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NULL; END; $$ LANGUAGE plpgsql",
        None,
    )
    for name, event in events.items():
        editor.execute(f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW EXECUTE FUNCTION midlevel_fits()")


def unprotect(apps, editor):
    append_only.unprotect(editor, CEILING, *ALSO)
    append_only.unfreeze(editor, SHARE)
    for name, table in ((f"{CEILING}_fits", CEILING), (f"{PLAN}_fits", PLAN), (f"{PLAN}_new", PLAN)):
        editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if editor.connection.vendor == "postgresql" else ""))
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION midlevel_fits()")


class Migration(migrations.Migration):
    dependencies = [("staffing", "0002_ledger_holds")]
    operations = [migrations.RunPython(protect, unprotect)]
