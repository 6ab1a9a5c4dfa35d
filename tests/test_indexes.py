"""Is every index of the portal's tables needed: none may begin with the same columns as another."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection

OWN_APPS = {"governance", "responsibilities", "services", "enforcement", "staffing"}
POSTGRESQL = """
    SELECT t.relname, x.relname, i.indisunique, coalesce(pg_get_expr(i.indpred, i.indrelid), ''), m.amname,
           ARRAY(SELECT pg_get_indexdef(i.indexrelid, k + 1, true) || '/' || i.indclass[k]
                 FROM generate_series(0, i.indnkeyatts - 1) k ORDER BY k),
           ARRAY(SELECT i.indoption[k]::int FROM generate_series(0, i.indnkeyatts - 1) k ORDER BY k)
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_am m ON m.oid = x.relam
    WHERE t.relname = ANY(%s)
"""
SQLITE = """
    SELECT t.name, i.name, i."unique", CASE WHEN i.partial THEN substr(x.sql, instr(x.sql, ' WHERE ')) ELSE '' END
    FROM sqlite_master t JOIN pragma_index_list(t.name) i LEFT JOIN sqlite_master x ON x.name = i.name
    WHERE t.type = 'table'
"""


@dataclass(frozen=True)
class Index:
    """An index as the database keeps it."""

    table: str
    name: str
    unique: bool
    condition: str
    method: str
    columns: list[str]
    directions: list[int]

    def is_repeated_by(self, other: "Index") -> bool:
        """Does the other one answer whatever this one answers. A unique index is also a rule, so it stays."""
        if self == other or self.unique or (self.table, self.method) != (other.table, other.method):
            return False
        if self.method not in ("btree", "") or other.condition != self.condition:
            return False
        length = len(self.columns)
        if other.columns[:length] != self.columns:
            return False
        # An index of one column is read in both directions.
        if length > 1 and other.directions[:length] != self.directions:
            return False
        # Of two that are the same, one is named.
        return other.unique or len(other.columns) > length or other.name < self.name


def existing() -> list[Index]:
    # Django makes the tables of plain many-to-many fields itself, each with an index of this kind.
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in OWN_APPS}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, [sorted(tables)])
            return [Index(*row) for row in cursor.fetchall()]
        cursor.execute(SQLITE)
        found = [row for row in cursor.fetchall() if row[0] in tables]
        indexes = []
        for table, name, unique, condition in found:
            cursor.execute('SELECT name, "desc" FROM pragma_index_xinfo(%s) WHERE key ORDER BY seqno', [name])
            columns = cursor.fetchall()
            indexes.append(
                Index(table, name, bool(unique), condition, "", [c for c, _ in columns], [d for _, d in columns])
            )
        return indexes


@pytest.mark.django_db
def test_no_index_repeats_the_beginning_of_another():
    indexes = existing()
    assert len(indexes) > 80  # the database was read
    repeated = [
        f"{index.table}: {index.name} on {index.columns} is the beginning of {other.name} on {other.columns}"
        for index in indexes
        for other in indexes
        if index.is_repeated_by(other)
    ]
    assert not repeated, "give the foreign key db_index=False, or drop the index:\n" + "\n".join(sorted(repeated))


def an_index(name: str, *columns: str, unique=False, condition="", directions=()) -> Index:
    return Index("cases", name, unique, condition, "", list(columns), list(directions) or [0] * len(columns))


def test_what_repeats_another_is_found():
    by_case = an_index("a", "case")
    assert by_case.is_repeated_by(an_index("b", "case", "round"))
    assert by_case.is_repeated_by(an_index("b", "case", "round", directions=[1, 0]))
    assert by_case.is_repeated_by(an_index("b", "case", unique=True))
    assert an_index("a", "case", "day").is_repeated_by(an_index("b", "case", "day", "id"))
    twice = an_index("b", "case")
    assert twice.is_repeated_by(by_case) and not by_case.is_repeated_by(twice)


def test_what_answers_something_of_its_own_is_not_found():
    by_case = an_index("a", "case")
    assert not by_case.is_repeated_by(an_index("b", "round", "case"))
    assert not by_case.is_repeated_by(an_index("b", "case", "round", condition="status = 'sent'"))
    assert not an_index("a", "case", unique=True).is_repeated_by(an_index("b", "case", "round"))
    assert not an_index("a", "case", "day").is_repeated_by(an_index("b", "case", "day", "id", directions=[0, 1, 0]))
