"""Searching stored texts as people type: `title__mentions="村(社区)"` finds 村（社区）."""

from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField
from django.db.models.lookups import IContains, IExact

from governance.text import clean, spellings


def _translate(text: str | None, marks: str, others: str) -> str | None:
    """PostgreSQL's TRANSLATE for SQLite: characters beyond the length of `others` are taken out."""
    return text and text.translate({ord(mark): others[at : at + 1] for at, mark in enumerate(marks)})


def _add_translate(connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("TRANSLATE", 3, _translate, deterministic=True)


connection_created.connect(_add_translate)


class _Within(Lookup):
    """IContains for SQLite, whose LIKE refuses a pattern of more than 50,000 bytes."""

    lookup_name = "within"
    sql = "INSTR(LOWER(%s), LOWER(%%s)) > 0"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return self.sql % column, (*parameters, self.rhs)


class _Same(_Within):
    """IExact for SQLite, which it writes with LIKE, too."""

    lookup_name = "same"
    sql = "LOWER(%s) = LOWER(%%s)"


_BLANKS = " \t\n"  # of stored texts
_ON_SQLITE: dict[type[Lookup], type[Lookup]] = {IContains: _Within, IExact: _Same}


@CharField.register_lookup
@TextField.register_lookup
class Mentions(Lookup):
    """Contains the text, whatever its case, width, and kind of bracket, dot, dash or quotation mark; where it holds
    such a mark or a space, spaces do not count.

    Stored texts are clean (`governance.text.clean`), so only marks can differ. A text without marks is looked for as
    it is; else its longest run without them first, and then the whole, with each mark replaced by the first of its
    kind on both sides. No regular expression: both databases refuse long ones.
    """

    lookup_name = "mentions"
    plain: type[Lookup] = IContains
    whole = "{within}(LOWER({column}), LOWER(%s)) > 0"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        text = clean(str(self.rhs))[0]
        plain: type[Lookup] = self.plain
        contains: type[Lookup] = IContains
        if connection.vendor == "sqlite":
            plain, contains = _ON_SQLITE[plain], _ON_SQLITE[contains]
        kinds = {spellings(character) for character in set(text)}
        marks = {mark for kind in kinds if len(kind) > 1 for mark in kind} | {one for one in text if one.isspace()}
        if not marks:
            return compiler.compile(plain(self.lhs, text))
        first = {ord(mark): min(kind) for kind in kinds for mark in kind if mark != min(kind)}
        column, parameters = self.process_lhs(compiler, connection)
        within = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
        conditions = [
            (
                self.whole.format(column=f"TRANSLATE({column}, %s, %s)", within=within),
                (
                    *parameters,
                    "".join(map(chr, first)) + _BLANKS,
                    "".join(first.values()),
                    "".join(text.split()).translate(first),
                ),
            )
        ]
        if longest := max(text.translate(dict.fromkeys(map(ord, marks), "\n")).split("\n"), key=len):
            conditions.insert(0, compiler.compile(contains(self.lhs, longest)))
        return (
            f"({' AND '.join(sql for sql, _parameters in conditions)})",
            tuple(value for _sql, parameters in conditions for value in parameters),
        )


@CharField.register_lookup
@TextField.register_lookup
class Spelled(Mentions):
    """Equal to the text in the same sense."""

    lookup_name = "spelled"
    plain = IExact
    whole = "LOWER({column}) = LOWER(%s)"
