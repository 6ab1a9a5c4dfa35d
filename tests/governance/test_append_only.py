"""Do rows that only ever come stay, also where several columns together are unique, or some of the rows only?"""

import pytest
from django.db import DatabaseError, connection, transaction

from governance import append_only

TABLE = "kept_rows"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="only SQLite replaces rows on insertion"),
]


@pytest.fixture
def kept():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, owner text, number text)")
        cursor.execute(f"CREATE UNIQUE INDEX one_number ON {TABLE} (owner, number)")
        cursor.execute(f"CREATE UNIQUE INDEX one_open ON {TABLE} (owner) WHERE number = 'open'")
        append_only.protect(_Editor(cursor), TABLE)
        yield cursor
        cursor.execute(f"DROP TABLE {TABLE}")


class _Editor:
    """As migrations have one."""

    def __init__(self, cursor) -> None:
        self.connection, self.execute = connection, cursor.execute


def test_rows_that_share_one_column_of_several_come_in(kept):
    kept.execute(f"INSERT INTO {TABLE} (owner, number) VALUES ('a', '1'), ('a', '2'), ('b', '1'), ('b', 'open')")
    kept.execute(f"SELECT COUNT(*) FROM {TABLE}")
    assert kept.fetchone() == (4,)
    assert append_only.unguarded(connection, TABLE) == []


@pytest.mark.parametrize("values", ["('a', '1')", "('a', 'open')"])
def test_a_row_is_not_replaced_by_one_that_is_the_same_where_it_may_be_once(kept, values):
    kept.execute(f"INSERT INTO {TABLE} (owner, number) VALUES ('a', '1'), ('a', 'open')")
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.execute(f"INSERT OR REPLACE INTO {TABLE} (owner, number) VALUES {values}")
