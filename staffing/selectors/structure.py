"""The structure of a township on two days, side by side."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from governance.models import Organisation
from staffing.models import StructureChange
from staffing.states import StructureChangeKind

KINDS = (Organisation.Kind.OFFICE, Organisation.Kind.INSTITUTION, Organisation.Kind.DISPATCHED)


@dataclass(frozen=True)
class BodyBeside:
    """One body on both days: whether it is there, with which rank, and the changes between."""

    body: Organisation
    before: str | None
    after: str | None
    changes: tuple[StructureChange, ...]

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_gone(self) -> bool:
        return self.after is None


@dataclass(frozen=True)
class KindBeside:
    """The bodies of one kind."""

    kind: str
    rows: tuple[BodyBeside, ...]


def side_by_side(township: Organisation, before: datetime.date, after: datetime.date) -> list[KindBeside]:
    """The township's offices, institutions and the agencies it manages, on the two days; two queries.

    An agency counts from the day on which it came under the township, where that is recorded.
    """
    changes: dict[int, list[StructureChange]] = {}
    for change in (
        StructureChange.objects.filter(township=township)
        .select_related("document", "into")
        .order_by("effective_on", "pk")
    ):
        changes.setdefault(change.body_id, []).append(change)
    inside = Q(path__startswith=township.path, kind__in=Organisation.INNER_UNITS)
    bodies = Organisation.objects.filter(inside | Q(managed_by=township, kind=Organisation.Kind.DISPATCHED))
    rows = []
    for body in bodies.order_by("path"):
        own = changes.get(body.pk, [])
        then, now = _rank_on(body, before, own), _rank_on(body, after, own)
        if then is not None or now is not None:
            between = tuple(change for change in own if before < change.effective_on <= after)
            rows.append(BodyBeside(body, then, now, between))
    rows.sort(key=lambda row: KINDS.index(Organisation.Kind(row.body.kind)))
    return [
        KindBeside(str(Organisation.Kind(kind).label), tuple(found))
        for kind, found in groupby(rows, lambda row: row.body.kind)
    ]


def _rank_on(body: Organisation, on: datetime.date, changes: list[StructureChange]) -> str | None:
    """The body's rank on the day; None if it is not the township's then."""
    if not body.is_open(on):
        return None
    moved = [change for change in changes if change.kind == StructureChangeKind.TERRITORIAL]
    if moved and on < moved[0].effective_on:
        return None
    later = [c for c in changes if c.kind == StructureChangeKind.UPGRADE and c.effective_on > on]
    return later[0].rank_before if later else body.rank
