"""Keeping the law register: loading laws with their versions from a table."""

import bisect
import datetime
import itertools
import operator
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import audit
from governance.access import operation
from governance.imports import check_file, check_holds_items, origin_of
from governance.models import Account, Organisation
from governance.record_tables import RecordTable
from governance.spreadsheets.table import Fault
from responsibilities.models import Commencement, Law, LawArticle, LawName, LawVersion
from responsibilities.models.law import law_key
from responsibilities.spreadsheets.laws import LawRow, read_laws

FIELDS = ("issuer", "document_no", "commencement", "in_force_from", "in_force_to", "last_article")
# Rows that only correct a text are written before those that begin, and ends before beginnings: so versions never
# overlap in between.
_FIRST, _LAST = datetime.date.min, datetime.date.max


@dataclass
class PlannedVersion:
    """A version as it will be: stored already, told by a row of the table, or both."""

    law: str  # its key
    stored: LawVersion | None = None
    row: LawRow | None = None
    number: int = 0  # of the row
    successor: "PlannedVersion | None" = None

    @property
    def told(self) -> LawRow:
        """The row, of a version that the table tells."""
        return cast(LawRow, self.row)

    @property
    def kept(self) -> LawVersion:
        """What is stored, of a version that is or was just written."""
        return cast(LawVersion, self.stored)

    @property
    def says(self) -> LawVersion:
        return self.row.version if self.row else self.kept

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        if self.says.commencement == Commencement.NOT_YET:
            return None
        return self.says.in_force_from or _FIRST, self.says.in_force_to or _LAST

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields in which the row differs from what is stored."""
        if self.row is None or self.stored is None:
            return ()
        differing = [name for name in FIELDS if getattr(self.stored, name) != getattr(self.row.version, name)]
        if _told(self.stored.articles.all()) != _told(self.row.articles):
            differing.append("articles")
        target = self.successor.stored if self.successor else None
        if self.stored.successor_id != (target.pk if target else None) or (self.successor and not target):
            differing.append("successor")
        return tuple(differing)


def _told(articles: Any) -> list[tuple[Any, ...]]:
    return sorted((one.number, one.insertion, one.commencement, str(one.in_force_from)) for one in articles)


@dataclass
class LawsEffect:
    """What loading the table does to the register."""

    added: list[PlannedVersion] = field(default_factory=list)
    corrected: list[PlannedVersion] = field(default_factory=list)
    unchanged: int = 0
    new_laws: dict[str, LawRow] = field(default_factory=dict)
    new_names: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # by key: law, kind, name
    laws: dict[str, Law] = field(default_factory=dict)


def what_loading_laws_does(table: RecordTable) -> LawsEffect:
    """What `load_laws` would do; writes nothing. What cannot be becomes a fault of the table."""
    effect = LawsEffect()
    laws = Law.objects.prefetch_related("names", "versions__articles", "versions__successor")
    owners: dict[str, str] = {}
    versions: dict[str, list[PlannedVersion]] = {}
    for law in laws:
        key = law_key(law.title)
        effect.laws[key] = law
        owners |= {name.key: key for name in law.names.all()}
        versions[key] = [PlannedVersion(key, stored=version) for version in law.versions.all()]
    by_day = {_day(key, one.kept): one for key, several in versions.items() for one in several}
    stored_names = set(owners)
    by_pk = {one.stored.pk: one for several in versions.values() for one in several if one.stored}
    for one in by_pk.values():
        one.successor = by_pk.get(one.stored.successor_id) if one.stored else None  # type: ignore[arg-type]

    planned = [_place(record, table.rows[key], versions, by_day, effect) for key, record in table.records.items()]
    for one in planned:
        _name(table, one, owners, stored_names, effect)
    in_order = {key: sorted(several, key=_begins) for key, several in versions.items()}
    for one in planned:
        _succeed(table, one, owners, in_order)
    _check_apart(table, versions)
    _check_forward(table, planned)
    for one in planned:
        if one.stored is None:
            effect.added.append(one)
        elif one.changed:
            effect.corrected.append(one)
        else:
            effect.unchanged += 1
    table.faults.sort(key=lambda fault: (fault.row or 0, fault.column))
    return effect


def _fault(table: RecordTable, one: PlannedVersion, code: str, column: str, message: str) -> None:
    heading = table.sheet.headings.get(column)
    table.faults.append(Fault(code, message, one.number, heading.column if heading else "", str(one.row), ()))


def _day(law: str, version: LawVersion) -> tuple[Any, ...]:
    """By what a version is known: its law and first day, or why it has none."""
    return law, version.in_force_from, "" if version.in_force_from else version.commencement


def _begins(one: PlannedVersion) -> datetime.date:
    return one.says.in_force_from or _LAST


def _place(
    row: LawRow,
    number: int,
    versions: dict[str, list[PlannedVersion]],
    by_day: dict[tuple[Any, ...], PlannedVersion],
    effect: LawsEffect,
) -> PlannedVersion:
    """The version the row is about: that of the same day, else the only one whose day was not known, else a new one."""
    known = versions.setdefault(row.key, [])
    if row.key not in effect.laws:
        effect.new_laws.setdefault(row.key, row)
    one = by_day.get(_day(row.key, row.version))
    if one is None and len(known) == 1 and known[0].row is None and known[0].kept.in_force_from is None:
        one = known[0]
    if one is None:
        one = PlannedVersion(row.key)
        known.append(one)
    one.row, one.number = row, number
    return one


def _name(
    table: RecordTable, one: PlannedVersion, owners: dict[str, str], stored: set[str], effect: LawsEffect
) -> None:
    for kind, name in one.told.names:
        key = law_key(name)
        owner = owners.setdefault(key, one.law)
        if owner != one.law:
            message = _("“%(name)s” is a name of %(law)s already; a name means one law.")
            title = effect.laws[owner].title if owner in effect.laws else effect.new_laws[owner].title
            _fault(table, one, "name_taken", "title", message % {"name": name, "law": title})
        elif key not in stored:
            effect.new_names.setdefault(key, (one.law, kind, name))


def _succeed(
    table: RecordTable, one: PlannedVersion, owners: dict[str, str], in_order: dict[str, list[PlannedVersion]]
) -> None:
    """The successor by its law's name: of that law the first text that begins after this one ends."""
    one.successor = None
    if not one.told.successor:
        return
    law = owners.get(law_key(one.told.successor), "")
    ends, texts = one.says.in_force_to, in_order.get(law, [])
    begin = 0 if ends is None else bisect.bisect_right(texts, ends, key=_begins)
    one.successor = next((other for other in texts[begin : begin + 2] if other is not one), None)
    if one.successor is None:
        message = _("The register has no text of “%(law)s” that could come after it.")
        _fault(table, one, "successor_unknown", "successor", message % {"law": one.told.successor})


def _check_apart(table: RecordTable, versions: dict[str, list[PlannedVersion]]) -> None:
    for several in versions.values():
        dated = sorted(((one.days, one.number, one) for one in several if one.days), key=lambda found: found[:2])
        for (before, _number, earlier), (after, _other, later) in itertools.pairwise(dated):
            if after[0] <= before[1]:
                told = later if later.row else earlier
                if told.row is None:
                    continue  # neither is of this file
                message = _("Two versions of %(law)s would be in force on one day. End the earlier one first.")
                _fault(table, told, "versions_overlap", "in_force_from", message % {"law": told.row.title})


def _check_forward(table: RecordTable, planned: list[PlannedVersion]) -> None:
    _heights, circles = _chains(planned)
    for one in planned:
        if id(one) in circles:
            message = _("The successors of %(law)s lead back to itself.") % {"law": one.told.title}
            _fault(table, one, "successor_leads_back", "successor", message)


def _chains(planned: list[PlannedVersion]) -> tuple[dict[int, int], set[int]]:
    """How many versions there are from each one to the end of its chain, and those that follow upon themselves."""
    heights: dict[int, int] = {}
    circles: set[int] = set()
    for one in planned:
        path: dict[int, PlannedVersion] = {}
        follows: PlannedVersion | None = one
        while follows is not None and id(follows) not in heights and id(follows) not in path:
            path[id(follows)] = follows
            follows = follows.successor
        if follows is not None and id(follows) in path:
            circles.update(itertools.dropwhile(partial(operator.ne, id(follows)), path))
        height = heights.get(id(follows), 0)
        for passed in reversed(path):
            height += 1
            heights[passed] = height
    return heights, circles


@dataclass(frozen=True)
class LoadedLaws:
    """How many versions a load added, changed and found as they were."""

    added: int
    changed: int
    unchanged: int


@operation(gettext_lazy("Load laws"), at="self")
def load_laws(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
) -> LoadedLaws:
    """导入法律法规: every row of the table is a version in the register; all of the file or nothing.

    A version is known by its law and first day; a row that differs corrects it, and one with a day that was unknown
    gives the day. Nothing is deleted. Raises UnreadableSpreadsheet, ImportRefused, `nothing_to_import`.
    """
    table = read_laws(file, filename, sheet=sheet)
    check_holds_items([table], filename)
    effect = what_loading_laws_does(table)
    check_file([table], filename, confirmed)
    before = {str(one.stored): audit.snapshot(one.stored, *FIELDS) for one in effect.corrected if one.stored}
    _write(effect)
    if effect.added or effect.corrected or effect.new_names:
        after = {str(one.row): audit.snapshot(one.says, *FIELDS) for one in effect.corrected}
        audit.record(
            county, before=before, after={"added": len(effect.added), "changed": after, **origin_of(file, filename)}
        )
    return LoadedLaws(len(effect.added), len(effect.corrected), effect.unchanged)


def _write(effect: LawsEffect) -> None:
    new = {key: Law(title=row.title) for key, row in effect.new_laws.items()}
    Law.objects.bulk_create(new.values())
    laws = {**effect.laws, **new}
    LawName.objects.bulk_create(
        LawName(law=laws[law], kind=kind, name=name, key=key) for key, (law, kind, name) in effect.new_names.items()
    )
    retold = [one for one in effect.corrected if _told(one.kept.articles.all()) != _told(one.told.articles)]
    LawArticle.objects.filter(version__in=[one.kept for one in retold]).delete()
    retold += effect.added
    # Those that end before those that begin: so no two overlap in between.
    for one in effect.corrected:
        for name in FIELDS:
            setattr(one.kept, name, getattr(one.told.version, name))
    by_end = sorted(effect.corrected, key=lambda one: one.says.in_force_to or _LAST)
    _rewrite([one.kept for one in by_end], FIELDS)
    for one in effect.added:
        one.stored = one.told.version
        one.stored.law = laws[one.law]
    LawVersion.objects.bulk_create(one.kept for one in effect.added)
    for one in retold:
        for article in one.told.articles:
            article.version = one.kept
    LawArticle.objects.bulk_create(article for one in retold for article in one.told.articles)
    _write_successors([*effect.corrected, *effect.added])


def _write_successors(written: list[PlannedVersion]) -> None:
    """Old links are cut before new ones are made, so that none leads back in between; and who comes first in a chain is
    linked first, for the database follows each new link to its end."""
    changed = [one for one in written if one.kept.successor_id != (one.successor.kept.pk if one.successor else None)]
    cut = [one.kept for one in changed if one.kept.successor_id is not None]
    for version in cut:
        version.successor = None
    _rewrite(cut, ["successor"])
    heights, _circles = _chains(changed)
    linked = sorted((one for one in changed if one.successor), key=lambda one: -heights[id(one)])
    for one in linked:
        one.kept.successor = one.successor.kept if one.successor else None
    _rewrite([one.kept for one in linked], ["successor"])


def _rewrite(versions: list[LawVersion], fields: Sequence[str]) -> None:
    """In this order, by one statement: `bulk_update` keeps none, and takes ten times as long."""
    LawVersion.objects.bulk_create(versions, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
