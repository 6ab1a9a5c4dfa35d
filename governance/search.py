"""Searching long tables for words, also for words of two characters, as most Chinese ones are.

A row keeps the folded text that is searched (`FoldedTextField`). Whatever holds many such rows and never changes again
keeps the characters and pairs of characters in them (`TokensField`): with the index of `index_tokens` PostgreSQL finds
those that can hold a word without reading a text. SQLite looks through the tokens instead.
"""

import itertools
from collections.abc import Iterable

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from governance.text import match_key, words_of

MOST_CHARACTERS = 100  # of a query


def search_words(asked: str) -> list[str]:
    """The words of a query, in the form in which `FoldedTextField` keeps texts."""
    return list(dict.fromkeys(word for word in map(match_key, words_of(asked)) if word))


def tokens(texts: Iterable[str]) -> set[str]:
    """The characters of the folded texts, and the pairs of them that stand side by side."""
    found: set[str] = set()
    for text in texts:
        for line in text.split("\n"):
            found.update(line)
            found.update(left + right for left, right in itertools.pairwise(line))
    return found


def joined(found: set[str]) -> str:
    """The tokens as a `TokensField` keeps them; a space is none of them."""
    return " ".join(sorted(found - {" "}))


class FoldedTextField(models.TextField):
    """What is searched of a row: the fields named in `of`, folded, each a line. Written whenever the row is saved."""

    def __init__(self, *args, of: tuple[str, ...] = (), **kwargs) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        folded = "\n".join(match_key(getattr(model_instance, name)) for name in self.of)
        setattr(model_instance, self.attname, folded)
        return folded


class TokensField(models.TextField):
    """Tokens with a space between them (`joined`); `__hold` asks for the rows that have all those named."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"editable": False, **kwargs})


@TokensField.register_lookup
class Hold(models.Lookup):
    lookup_name = "hold"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        conditions = " AND ".join([f"instr({column}, %s) > 0"] * len(self.rhs)) or "1 = 1"
        return f"({conditions})", [value for token in sorted(self.rhs) for value in (*parameters, token)]

    def as_postgresql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> %s::text[]", [*parameters, sorted(self.rhs)]


def index_tokens(editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """The index that `__hold` needs on a long table; for migrations."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"CREATE INDEX {table}_{column}_tokens ON {table} USING gin (string_to_array({column}, ' '))")


def unindex_tokens(editor: BaseDatabaseSchemaEditor, table: str, column: str) -> None:
    """Reverse of `index_tokens`."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {table}_{column}_tokens")
