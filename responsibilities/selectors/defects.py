"""What is wrong with an edition, read in a constant number of queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from governance.directory import Directory, directory
from governance.models import Organisation
from governance.spreadsheets.splitting import split_named_texts
from governance.text import match_key
from responsibilities.contents import Part, read_entries
from responsibilities.defects.checks import Finding, find
from responsibilities.defects.rows import TOWNSHIP, TOWNSHIPS, Duty, Lists, Row
from responsibilities.models import Edition, Entry, Explanation, Participation
from responsibilities.spreadsheets.layouts import TERRITORIAL_WIDE, means_townships

# Which imported cells name bodies, under whatever heading they had.
_CELLS = {
    match_key(title): column.key
    for column in TERRITORIAL_WIDE.columns
    if column.key in ("lead", "support")
    for title in (column.title, *column.synonyms)
}


@dataclass(frozen=True)
class Defect:
    """A finding with what an editor has said about it, if anything."""

    finding: Finding
    explanation: Explanation | None


def edition_defects(edition: Edition, on: datetime.date | None = None) -> list[Defect]:
    """缺陷检查: what stands open first, then what has been explained; each in the order of the list.

    The edition is compared with the lists of its county, and of its township, in force on the day it is read for:
    `on`, else the day it takes effect if that lies ahead or the edition has ended, else today.
    """
    found = find(_lists(edition, on or _day(edition)))
    explained = {row.fingerprint: row for row in edition.duty_list.explanations.select_related("by")}
    rows = [Defect(finding, explained.get(finding.fingerprint)) for finding in found]
    return sorted(rows, key=lambda row: row.explanation is not None)


def open_defects(edition: Edition, on: datetime.date | None = None) -> list[Defect]:
    """The findings that nobody has explained."""
    return [defect for defect in edition_defects(edition, on) if defect.explanation is None]


def _day(edition: Edition) -> datetime.date:
    today = timezone.localdate()
    begins = edition.effective_from
    return today if begins is None or edition.is_in_force(today) else begins


def _lists(edition: Edition, on: datetime.date) -> Lists:
    owner = edition.duty_list.owner
    own = Edition.objects.filter(duty_list__owner__path__in={owner.path, owner.county_path})
    beside = own.in_force(on).exclude(duty_list=edition.duty_list)
    bodies = {body.pk: body for body in Organisation.objects.filter(path__startswith=owner.county_path)}
    reader = _Reader(owner, bodies, on)
    return Lists(edition.duty_list.kind, reader.rows(Edition.objects.filter(pk=edition.pk)), reader.rows(beside))


_FIELDS = {"seq_no", "title", "source", "heading", "parts", "bases"}


class _Reader:
    """Reads entries as the checks see them; few queries for the entries of any number of editions."""

    def __init__(self, owner: Organisation, bodies: dict[int, Organisation], on: datetime.date) -> None:
        self.owner, self.bodies, self.on = owner, bodies, on
        self._names: Directory | None = None

    def rows(self, editions: QuerySet[Edition]) -> list[Row]:
        lists = {edition.pk: edition.duty_list for edition in editions.select_related("duty_list")}
        reading = read_entries(Entry.objects.filter(edition__in=lists), _FIELDS)
        elsewhere = Organisation.objects.in_bulk(reading.bodies.keys() - self.bodies.keys())
        return [
            Row(
                pk=entry.id,
                item=entry.uid,
                kind=lists[entry.edition].kind,
                list_title=lists[entry.edition].title,
                seq_no=entry.says.seq_no,
                heading=entry.says.heading,
                title=entry.says.title,
                duties=tuple(self._duty(part, elsewhere) for part in entry.says.parts),
                bases=tuple((law, text) for text, law in entry.says.bases),
                named=self._named(entry.says.source),
            )
            for entry in reading.entries
        ]

    def _duty(self, part: Part, elsewhere: dict[int, Organisation]) -> Duty:
        if part.body is None:
            return Duty(part.role, TOWNSHIPS, str(Participation.BodyClass(part.body_class).label), part.duty_text)
        body = self.bodies.get(part.body) or elsewhere[part.body]
        closed = not body.is_open(self.on)
        trouble = "unknown" if body.pk not in self.bodies else "closed" if closed else ""
        now = self._today(body)
        return Duty(
            part.role,
            self._party(now),
            body.name,
            part.duty_text,
            names=(body.short_name,),
            trouble=trouble,
            successor=now.name if closed and now.pk != body.pk else "",
        )

    def _today(self, body: Organisation) -> Organisation:
        """The body that a merged one has become."""
        seen = set()
        while body.merged_into_id in self.bodies and body.pk not in seen:
            seen.add(body.pk)
            body = self.bodies[body.merged_into_id]
        return body

    def _party(self, body: Organisation) -> str:
        if body.kind != Organisation.Kind.TOWNSHIP:
            return str(body.pk)
        # In its own lists the township is who “乡镇” means in the county's.
        return TOWNSHIPS if body.pk == self.owner.pk else f"{TOWNSHIP}{body.pk}"

    def _named(self, source: dict[str, str]) -> dict[str, frozenset[tuple[str, str]]]:
        """The parties that the imported cells 主体责任 and 配合责任 name before their texts."""
        cells = {_CELLS[match_key(title)]: text for title, text in source.items() if match_key(title) in _CELLS}
        if len(cells) < 2:
            return {}
        return {role: frozenset(self._named_in(text)) for role, text in cells.items()}

    def _named_in(self, cell: str) -> Iterable[tuple[str, str]]:
        if self._names is None:
            self._names = directory(self.on, within=self.bodies.values())
        names = self._names

        def known(name: str) -> bool:
            return means_townships(name) or names.find(name) is not None

        for piece in split_named_texts(cell, known=known):
            if piece.name and means_townships(piece.name):
                yield TOWNSHIPS, piece.name
            elif piece.name and (body := names.find(piece.name)):
                yield self._party(body), body.name
