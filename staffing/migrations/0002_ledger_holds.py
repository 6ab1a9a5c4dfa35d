"""The quota ledger is append-only, and what holds of every movement holds in the database itself."""

from django.db import migrations

from governance import append_only

ACCOUNT, MOVEMENT = "staffing_quotaaccount", "staffing_quotamovement"
TABLES = ("staffing_quotadocument", ACCOUNT, "staffing_headcount", MOVEMENT)

BODIES = "('body', 'unregistered')"
# By kind: who gives, who receives.
HOLDERS = f"""
    (said.kind IN ('opening', 'approve') AND giver.kind = 'superior' AND receiver.kind <> 'superior')
    OR (said.kind IN ('merge_unit', 'reclaim') AND giver.kind IN {BODIES} AND receiver.kind = 'pool')
    OR (said.kind = 'downshift' AND giver.kind = 'pool' AND receiver.kind = 'body')
    OR (said.kind IN ('transfer_between', 'counted', 'reserve', 'release', 'occupy', 'vacate')
        AND giver.kind IN {BODIES} AND receiver.kind IN {BODIES})
"""
# Each is a query that finds a row where the movement {row} breaks the rule. A counter-entry has giver and receiver the
# other way round than its kind says.
BEFORE = {
    "both sides of a movement are of one category and county, and of holders that its kind allows": f"""
        SELECT 1 WHERE NOT EXISTS (
            SELECT 1 FROM (SELECT {{row}}.kind AS kind) AS said
            JOIN {ACCOUNT} AS giver
              ON giver.id = CASE WHEN {{row}}.counters_id IS NULL THEN {{row}}.giver_id ELSE {{row}}.receiver_id END
            JOIN {ACCOUNT} AS receiver
              ON receiver.id = CASE WHEN {{row}}.counters_id IS NULL THEN {{row}}.receiver_id ELSE {{row}}.giver_id END
            JOIN staffing_quotadocument AS document ON document.id = {{row}}.document_id
            WHERE giver.category = receiver.category AND giver.county_id = receiver.county_id
              AND giver.county_id = document.county_id AND ({HOLDERS})
        )
    """,
    "the ledger learns of movements in the order of days": f"""
        SELECT 1 WHERE {{row}}.known_on < (SELECT MAX(known_on) FROM {MOVEMENT})
    """,
    "a counter-entry takes back, from the same accounts and not before it counted, no more than there was": f"""
        SELECT 1 WHERE {{row}}.counters_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {MOVEMENT} AS wrong
            WHERE wrong.id = {{row}}.counters_id AND wrong.counters_id IS NULL AND wrong.kind = {{row}}.kind
              AND wrong.giver_id = {{row}}.receiver_id AND wrong.receiver_id = {{row}}.giver_id
              AND wrong.quota_source = {{row}}.quota_source AND wrong.effective_on <= {{row}}.effective_on
              AND {{row}}.count + (SELECT COALESCE(SUM(count), 0) FROM {MOVEMENT} AS other
                                   WHERE other.counters_id = wrong.id) <= wrong.count
        )
    """,
    "an administrative quota moves between levels with its approval only": f"""
        SELECT 1 FROM {ACCOUNT} AS giver, {ACCOUNT} AS receiver
        WHERE giver.id = {{row}}.giver_id AND receiver.id = {{row}}.receiver_id
          AND giver.category = 'admin_quota' AND giver.level <> receiver.level
          AND giver.level <> 'superior' AND receiver.level <> 'superior'
          AND {{row}}.counters_id IS NULL AND {{row}}.origin = 'recorded' AND {{row}}.level_approval_id IS NULL
    """,
}
# Both sides of every movement, for sums.
ENTRIES = f"""
    CREATE VIEW staffing_quotaentry AS
    SELECT id AS movement_id, receiver_id AS account_id, receiver_standing AS standing, count AS change, effective_on,
        known_on FROM {MOVEMENT}
    UNION ALL
    SELECT id, giver_id, giver_standing, -count, effective_on, known_on FROM {MOVEMENT}
"""
SHORT = "no account is short of places on any day"
# The row is there already. Entries of one day count together.
IS_SHORT = f"""
    SELECT 1 FROM (
        SELECT day, SUM(change) OVER (ORDER BY day) AS balance FROM (
            SELECT day, SUM(change) AS change FROM (
                SELECT effective_on AS day, count AS change FROM {MOVEMENT}
                WHERE receiver_id = NEW.giver_id AND receiver_standing = NEW.giver_standing
                UNION ALL
                SELECT effective_on, -count FROM {MOVEMENT}
                WHERE giver_id = NEW.giver_id AND giver_standing = NEW.giver_standing
            ) AS entries GROUP BY day
        ) AS days
    ) AS balances
    WHERE day >= NEW.effective_on AND balance < 0
      AND (SELECT kind FROM {ACCOUNT} WHERE id = NEW.giver_id) <> 'superior'
"""


def protect(apps, editor):
    editor.execute(ENTRIES, None)
    append_only.protect(editor, *TABLES)
    if editor.connection.vendor != "postgresql":
        for number, (message, query) in enumerate(BEFORE.items()):
            editor.execute(
                f"CREATE TRIGGER quota_movement_rule_{number} BEFORE INSERT ON {MOVEMENT} "
                f"WHEN EXISTS ({query.format(row='NEW')}) BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        editor.execute(
            f"CREATE TRIGGER quota_movement_short AFTER INSERT ON {MOVEMENT} WHEN EXISTS ({IS_SHORT}) "
            f"BEGIN SELECT RAISE(ABORT, '{SHORT}'); END"
        )
        return
    # Two movements out of one account wait for each other, so that neither overlooks the other. No row is locked: the
    # portal's role may change none of these tables.
    checks = "".join(
        f"IF EXISTS ({query.format(row='NEW')}) THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        for message, query in BEFORE.items()
    )
    editor.execute(
        "CREATE FUNCTION quota_movement_rules() RETURNS trigger AS $$ BEGIN "
        "PERFORM pg_advisory_xact_lock(hashtext('staffing_quotamovement'), NEW.giver_id::integer); "
        f"{checks} RETURN NEW; END; $$ LANGUAGE plpgsql",
        None,
    )
    editor.execute(
        "CREATE FUNCTION quota_movement_short() RETURNS trigger AS $$ BEGIN "
        f"IF EXISTS ({IS_SHORT}) THEN RAISE EXCEPTION '{SHORT}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END; $$ LANGUAGE plpgsql",
        None,
    )
    editor.execute(
        f"CREATE TRIGGER quota_movement_rules BEFORE INSERT ON {MOVEMENT} "
        "FOR EACH ROW EXECUTE FUNCTION quota_movement_rules()"
    )
    editor.execute(
        f"CREATE TRIGGER quota_movement_short AFTER INSERT ON {MOVEMENT} "
        "FOR EACH ROW EXECUTE FUNCTION quota_movement_short()"
    )


def unprotect(apps, editor):
    editor.execute("DROP VIEW staffing_quotaentry")
    append_only.unprotect(editor, *TABLES)
    if editor.connection.vendor != "postgresql":
        for name in (*(f"quota_movement_rule_{number}" for number in range(len(BEFORE))), "quota_movement_short"):
            editor.execute(f"DROP TRIGGER {name}")
        return
    for name in ("quota_movement_rules", "quota_movement_short"):
        editor.execute(f"DROP TRIGGER {name} ON {MOVEMENT}")
        editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
