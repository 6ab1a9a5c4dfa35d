"""Moving custody of a matter: the only writer of its rows, and the triggers that keep their line."""

import datetime
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from governance.models.custody import HANDED_OVER
from governance.models.organisation import Organisation


def begin_custody(subject: Any, holder: Organisation, *, at: datetime.datetime) -> None:
    """The holder has the new matter from `at`; nobody had it before."""
    subject.custodies.create(holder=holder, since=at)


def take_custody(subject: Any, holder: Organisation, *, at: datetime.datetime) -> datetime.datetime:
    """The holder has the matter from `at`, and whoever had it before has it until that same instant; returns it.

    Part of an operation that holds the matter's lock. If the clock has not moved since the last change, the instant
    lies one microsecond later, so that no custody is empty.
    """
    at = end_custody(subject, HANDED_OVER, at=at)
    begin_custody(subject, holder, at=at)
    return at


def end_custody(subject: Any, because: str, *, at: datetime.datetime) -> datetime.datetime:
    """Whoever has the matter has it until `at`, for this reason; returns the instant."""
    current = subject.custodies.filter(until=None).first()
    if current is not None:
        at = max(at, current.since + datetime.timedelta(microseconds=1))
        current.until, current.ended_because = at, because
        current.save(update_fields=["until", "ended_because"])
    return at


# What is refused, by its words: before which change, and when.
_REFUSED = {
    "custody must begin when the one before it ends": (
        "INSERT",
        "EXISTS (SELECT 1 FROM {table} WHERE subject_id = NEW.subject_id) AND NEW.since IS DISTINCT FROM "
        "(SELECT until FROM {table} WHERE subject_id = NEW.subject_id ORDER BY since DESC LIMIT 1)",
    ),
    "nobody holds what has ended": (
        "INSERT",
        "EXISTS (SELECT 1 FROM {table} "
        "WHERE subject_id = NEW.subject_id AND ended_because NOT IN ('', '{handed_over}'))",
    ),
    "of custody only the end can be written, once": (
        "UPDATE",
        "OLD.until IS NOT NULL OR NEW.subject_id <> OLD.subject_id OR NEW.holder_id <> OLD.holder_id "
        "OR NEW.since <> OLD.since",
    ),
}


def protect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """From now on the database itself keeps the line of custodies in the table; used by migrations."""
    for number, (words, (change, when)) in enumerate(_REFUSED.items()):
        name, condition = f"{table}_line_{number}", when.format(table=table, handed_over=HANDED_OVER)
        trigger = f"CREATE TRIGGER {name} BEFORE {change} ON {table}"
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN IF {condition} THEN RAISE EXCEPTION '{words}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END; $$ LANGUAGE plpgsql"
            )
            editor.execute(f"{trigger} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:  # older SQLite knows no IS DISTINCT FROM
            condition = condition.replace("IS DISTINCT FROM", "IS NOT")
            editor.execute(f"{trigger} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{words}'); END")


def unprotect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Reverse of `protect`, for undoing the migration."""
    for number in range(len(_REFUSED)):
        name = f"{table}_line_{number}"
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {name} ON {table}")
            editor.execute(f"DROP FUNCTION {name}()")
        else:
            editor.execute(f"DROP TRIGGER {name}")
