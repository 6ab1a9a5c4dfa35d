"""Lists from one body's side: everything it must lead, support or take over, in all lists in force."""

import bisect
import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When

from governance.models import Account, Organisation
from responsibilities.models import BodyTally, Entry, Participation
from responsibilities.querysets import EntryQuerySet, in_force

# In the order in which a body reads them: what it answers for first.
_ROLES = Participation.Role.values
_LIST = "entry__edition__duty_list"
SHARE_ORDER = ("role_place", f"{_LIST}__kind", f"{_LIST}__owner__path", f"{_LIST}__pk")


@dataclass(frozen=True)
class DutyShare:
    """How many duties one edition gives a body in one role. `place` says where they stand among all the body's."""

    place: tuple[int, str, str, int]
    role: str
    edition: int
    count: int


def duty_shares(
    body: Organisation,
    on: datetime.date | None = None,
    known: datetime.date | None = None,
    role: str = "",
    owner: str = "",
) -> list[DutyShare]:
    """Where the body's duties in force on the date (today), as known then (now), stand, by role, list and place.

    A township also has what county lists and its own lists say of “乡镇”, and not what other townships' lists say.
    `owner` is the code of the county or township whose lists count. One query over the tallies; no duty is read.
    """
    found = BodyTally.objects.filter(_ours(body, "edition__")).filter(in_force(on, known, edition="edition__"))
    if role:
        found = found.filter(role=role)
    if owner:
        found = found.filter(edition__duty_list__owner__code=owner)
    lists = "edition__duty_list"
    rows = found.values_list("role", f"{lists}__kind", f"{lists}__owner__path", lists, "edition", "entry_count")
    shares: dict[tuple[int, str, str, int], DutyShare] = {}
    for role, kind, path, duty_list, edition, count in rows:
        place = (_ROLES.index(role), kind, path, duty_list)
        both = shares.get(place)  # a township that is also named itself
        shares[place] = DutyShare(place, role, edition, count + (both.count if both else 0))
    return sorted(shares.values(), key=lambda share: share.place)


def of_shares(shares: Iterable[DutyShare]) -> Q:
    """Which participations are in these shares."""
    editions: dict[str, list[int]] = {}
    for share in shares:
        editions.setdefault(share.role, []).append(share.edition)
    found = Q(pk__in=[])
    for role, keys in editions.items():
        found |= Q(role=role, entry__edition__in=keys)
    return found


def duty_rows(body: Organisation) -> QuerySet[Participation]:
    """All participations of the body in the order of its shares; to be narrowed to some of them."""
    return _in_order(Participation.objects.filter(_ours(body, "entry__edition__")))


class Duties:
    """The body's duties in force on the date as a sequence: counted by the tallies; a slice reads its editions only."""

    def __init__(self, body: Organisation, on: datetime.date | None = None, known: datetime.date | None = None) -> None:
        self.rows, self.shares = duty_rows(body), duty_shares(body, on, known)
        self._ends = list(itertools.accumulate(share.count for share in self.shares))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, part: slice) -> list[Participation]:
        start, stop, _step = part.indices(len(self))
        first, last = bisect.bisect_right(self._ends, start), bisect.bisect_left(self._ends, stop)
        before = self._ends[first - 1] if first else 0
        rows = self.rows.filter(of_shares(self.shares[first : last + 1]))
        return list(rows[start - before : stop - before])


def _ours(body: Organisation, edition: str) -> Q:
    ours = Q(body=body)
    if body.kind == Organisation.Kind.TOWNSHIP:
        owners = {body.path, body.county_path}
        ours |= Q(**{"body_class": Participation.BodyClass.TOWNSHIPS, f"{edition}duty_list__owner__path__in": owners})
    return ours


def _in_order(parts: QuerySet[Participation]) -> QuerySet[Participation]:
    places = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(_ROLES)))
    rows = parts.annotate(role_place=places).select_related("entry__heading", "entry__edition__duty_list__owner")
    rows = rows.defer("source_text", *(f"entry__{name}" for name in Entry.LONG_TEXTS))
    return rows.order_by(*SHARE_ORDER, "entry__position", "pk")


def of_posts(entries: EntryQuerySet, account: Account) -> EntryQuerySet:
    """Of the entries, those in force that give a duty to the body of a post, or to the government it acts for."""
    paths = {post.organisation.path for post in account.current_memberships}
    paths |= {post.organisation.government_path for post in account.current_memberships}
    found = Q(pk__in=[])
    for body in Organisation.objects.filter(path__in=paths):
        found |= Q(pk__in=Entry.objects.involving(body).values("pk"))
    return entries.in_force().filter(found)
