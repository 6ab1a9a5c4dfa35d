"""发布预演: everything that publishing an edition brings about, in words, before it is done.

An app says in a module of its own, which its AppConfig loads, what a publication touches in its tables:

    @touches
    def open_matters(publication: Publication, account: Account) -> Iterator[RehearsalLine]: ...
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import access
from governance.errors import RuleViolation
from governance.freshness import CheckCrashed, check_fresh, look, seal
from governance.models import Account, Organisation, Subscription
from responsibilities.models import Crosswalk, Edition, Participation, SynonymSuggestion
from responsibilities.selectors.bodies import bodies_concerned
from responsibilities.selectors.comparison import Change, ChangeKind, Comparison, comparison
from responsibilities.selectors.texts import EntryText
from responsibilities.selectors.unsettled import Unsettled, unsettled
from responsibilities.states import EditionStatus, SuggestionStatus

PURPOSE = "responsibilities.publication"
CRASHED = "check_crashed:"


class RehearsalPart(models.TextChoices):
    """What a line is about; the parts in the order in which they are read."""

    VALIDITY = "validity", gettext_lazy("What begins and what ends")
    ENTRIES = "entries", gettext_lazy("What changes in the list")
    UNSETTLED = "unsettled", gettext_lazy("What is not settled")
    TOUCHED = "touched", gettext_lazy("What rests on the list")
    TOLD = "told", gettext_lazy("Who is told")


@dataclass(frozen=True)
class RehearsalLine:
    """One consequence: `code` says which to machines, `url` is the page that shows what was counted.

    `tone` is that of a chip: "neutral", "info", "warning" for what wants a look first, "danger" for what prevents it.
    """

    part: RehearsalPart
    code: str
    text: str
    count: int | None = None
    url: str = ""
    tone: str = "neutral"
    titles: tuple[str, ...] = ()
    rows: tuple[Any, ...] = ()  # what was counted (`governance.freshness`), for who publishes to have seen just that


@dataclass(frozen=True)
class Publication:
    """The publication that is rehearsed: which edition takes whose place, from which day."""

    edition: Edition
    replaces: Edition | None
    effective_from: datetime.date

    @classmethod
    def of(cls, edition: Edition, effective_from: datetime.date) -> "Publication":
        return cls(edition, edition.duty_list.editions.filter(status=EditionStatus.PUBLISHED).first(), effective_from)

    @cached_property
    def comparison(self) -> Comparison | None:
        return comparison(self.replaces, self.edition) if self.replaces else None

    @cached_property
    def changes(self) -> list[Change]:
        return self.comparison.changes if self.comparison else []

    @cached_property
    def unsettled(self) -> Unsettled:
        return unsettled(self.edition, self.effective_from)

    @cached_property
    def touched_items(self) -> frozenset[int]:
        """Items whose text does not stay as it is; one that only moves or gets another number is not touched."""
        moved = {ChangeKind.MOVED, ChangeKind.RENUMBERED}
        changed = [change for change in self.changes if not set(change.kinds) <= moved]
        return frozenset(text.item_id for change in changed for text in change.before)


Declared = Callable[[Publication, Account], Iterable[RehearsalLine]]
_declared: list[Declared] = []


def touches(function: Declared) -> Declared:
    """Declare what a publication touches in an app's own tables: lines of the rehearsal for one reader.

    They name and link only what that reader may see anyway, and count the rest; `rows` has all of them, each with what
    of it matters. Queries must not grow with rows.
    """
    _declared.append(function)
    return function


@dataclass(frozen=True)
class Rehearsal:
    publication: Publication
    lines: list[RehearsalLine]
    token: str  # without it the edition is not published for that day

    @property
    def parts(self) -> list[tuple[Any, list[RehearsalLine]]]:
        """The lines under the heading of each part that has any."""
        found = [(part.label, [line for line in self.lines if line.part == part]) for part in RehearsalPart]
        return [(label, lines) for label, lines in found if lines]


def rehearse(edition: Edition, account: Account, effective_from: datetime.date) -> Rehearsal:
    """What publishing the edition today, to apply from that day, would bring about, as far as the account may know.

    The caller has made sure that the account keeps the list. Writes nothing; what it costs does not grow with rows.
    """
    publication = Publication.of(edition, effective_from)
    to_see = _to_see(publication, account)
    lines = [
        *_validity(publication),
        *_entries(publication),
        *to_see,
        *audience(bodies_concerned(edition, publication.replaces)),
    ]
    token = seal(PURPOSE, account, _what(publication), to_see)
    return Rehearsal(publication, lines, token)


def _to_see(publication: Publication, account: Account) -> list[RehearsalLine]:
    """What is open and what rests on the list: it is published by who has seen all of it."""
    own = (partial(_unsettled, publication, account), partial(_other_lists, publication))
    return list(look([*own, *(partial(function, publication, account) for function in _declared)], _crashed))


def _crashed(name: str) -> RehearsalLine:
    text = _("“%(check)s” could not be found out. Until it is, the edition is not published.") % {"check": name}
    return RehearsalLine(RehearsalPart.TOUCHED, f"{CRASHED}{name}", text, tone="danger")


# --- Was it looked at before publishing ----------------------------------------------------------------------------


def check_rehearsed(token: str, publication: Publication, *, by: Account) -> None:
    """Raises RuleViolation `not_rehearsed` unless `by` saw what publishing this text for that day brings about,
    `check_crashed` if that cannot be found out now, and `rehearsal_stale` if something that is open or rests on the
    list has come, gone or changed since."""
    to_see = _to_see(publication, by)
    if crashed := next((line for line in to_see if line.code.startswith(CRASHED)), None):
        raise CheckCrashed(crashed.code.removeprefix(CRASHED))
    check_fresh(token, PURPOSE, by, _what(publication), to_see, field="effective_from")


def _what(publication: Publication) -> list[Any]:
    edition, replaces = publication.edition, publication.replaces
    return [edition.pk, edition.version, replaces and replaces.pk, publication.effective_from.isoformat()]


# --- The list itself ------------------------------------------------------------------------------------------------


def _validity(publication: Publication) -> Iterator[RehearsalLine]:
    edition, replaces, begins = publication.edition, publication.replaces, publication.effective_from
    today = timezone.localdate()
    try:
        check_first_day(edition, replaces, begins)
    except RuleViolation as refusal:
        yield RehearsalLine(RehearsalPart.VALIDITY, refusal.code, str(refusal), tone="danger")
        return
    days = {"date": begins.isoformat(), "last": (begins - datetime.timedelta(days=1)).isoformat()}
    yield RehearsalLine(RehearsalPart.VALIDITY, "begins", _("The edition applies from %(date)s.") % days)
    if replaces is None:
        yield RehearsalLine(
            RehearsalPart.VALIDITY, "first", _("It is the only edition of the list that applies; none ends.")
        )
    else:
        yield RehearsalLine(
            RehearsalPart.VALIDITY,
            "closes",
            _("%(edition)s ends on %(last)s.") % {"edition": replaces, **days},
            url=reverse("admin:responsibilities_edition_change", args=[replaces.pk]),
        )
    if begins > today and replaces is not None:
        text = _("Until %(last)s the present edition goes on applying; everybody can read the new one at once.") % days
        yield RehearsalLine(RehearsalPart.VALIDITY, "until_then", text, tone="info")
    elif begins > today:
        text = _("Until %(last)s no edition of this list applies; everybody can read the new one at once.") % days
        yield RehearsalLine(RehearsalPart.VALIDITY, "until_then", text, tone="info")
    elif begins < today:
        text = _("That day is past: it then counts as having applied since, and stays known as published today.")
        yield RehearsalLine(RehearsalPart.VALIDITY, "backdated", text, tone="warning")


def check_first_day(edition: Edition, predecessor: Edition | None, effective_from: datetime.date) -> None:
    """Raises RuleViolation `effective_before_decision` or `effective_before_predecessor`."""
    if edition.decided_on is not None and effective_from < edition.decided_on:
        raise RuleViolation(
            "effective_before_decision",
            _("It cannot apply before it was decided, on %(date)s.") % {"date": edition.decided_on.isoformat()},
            "effective_from",
        )
    began = predecessor and predecessor.effective_from
    if began and effective_from <= began:
        raise RuleViolation(
            "effective_before_predecessor",
            _("%(edition)s applies from %(date)s; its successor must apply from a later day.")
            % {"edition": predecessor, "date": began.isoformat()},
            "effective_from",
        )


def _entries(publication: Publication) -> Iterator[RehearsalLine]:
    found = publication.comparison
    if found is None:
        count = publication.edition.entries.count()
        text = _("Entries that become public")
        url = reverse("admin:responsibilities_entry_changelist") + f"?edition={publication.edition.pk}"
        yield RehearsalLine(RehearsalPart.ENTRIES, "entries", text, count, url)
        return
    url = _changes_url(publication)
    for kind in ChangeKind:
        count = found.counts[kind]
        if count:
            titles = _titles(found.of_kind(kind)) if kind == ChangeKind.REMOVED else ()
            yield RehearsalLine(
                RehearsalPart.ENTRIES, kind, f"{kind.label}", count, f"{url}&kind={kind}", titles=titles
            )
    leads = [change for change in found.changes if gets_another_lead(change)]
    if leads:
        yield RehearsalLine(
            RehearsalPart.ENTRIES, "lead", _("Get another lead"), len(leads), url, "warning", _titles(leads)
        )
    yield RehearsalLine(RehearsalPart.ENTRIES, "unchanged", _("Stay as they are"), found.unchanged)


def _changes_url(publication: Publication) -> str:
    url = reverse("admin:responsibilities_edition_comparison", args=[publication.edition.pk])
    return f"{url}?from={publication.replaces.pk}" if publication.replaces else url


def gets_another_lead(change: Change) -> bool:
    """Whether somebody else answers for the item, or for what it becomes, than did before."""
    roles = (Participation.Role.LEAD, Participation.Role.TAKEOVER)
    before, after = (
        {part.key for text in texts for part in text.named if part.role in roles}
        for texts in (change.before, change.after)
    )
    return bool(change.before and change.after) and before != after


def _titles(changes: list[Change]) -> tuple[str, ...]:
    return tuple(f"{text.seq_no} {text.title}" for change in changes for text in (change.before or change.after))


def _unsettled(publication: Publication, account: Account) -> Iterator[RehearsalLine]:
    edition = publication.edition
    if defects := publication.unsettled.findings:
        text = _("Findings that nobody has explained")
        url = reverse("admin:responsibilities_edition_defects", args=[edition.pk])
        rows = tuple(defect.finding.fingerprint for defect in defects)
        yield RehearsalLine(RehearsalPart.UNSETTLED, "open_findings", text, len(defects), url, "warning", rows=rows)
    if renames := publication.unsettled.renames:
        text = _("New entries that may be removed items under another name: nobody has said what they are")
        url = reverse("admin:responsibilities_edition_renames", args=[edition.pk])
        titles = tuple(f"{found.formers[0].entry.title} → {found.entry.title}" for found in renames)
        pairs = tuple((found.entry.pk, *(former.entry.pk for former in found.formers)) for found in renames)
        yield RehearsalLine(RehearsalPart.UNSETTLED, "identity", text, len(renames), url, "warning", titles, pairs)
    reports = SynonymSuggestion.objects.filter(
        models.Q(answered__item__in=publication.touched_items) | models.Q(proposed__item__in=publication.touched_items),
        status=SuggestionStatus.OPEN,
    )
    keys = tuple(reports.values_list("pk", flat=True))
    if keys:
        mine = access.may_anywhere(account, "accept_suggestion")
        url = reverse("admin:responsibilities_synonymsuggestion_changelist") if mine else ""
        text = _("Reports of wrong answers about these items, still to be decided")
        yield RehearsalLine(RehearsalPart.UNSETTLED, "open_reports", text, len(keys), url, "warning", rows=keys)


def _only(publication: Publication, kind: ChangeKind) -> list[EntryText]:
    return [text for change in publication.changes if kind in change.kinds for text in change.before or change.after]


def _other_lists(publication: Publication) -> Iterator[RehearsalLine]:
    """Entries of other lists in force that name an item which ends."""
    ends = {text.item_id for text in _only(publication, ChangeKind.REMOVED)}
    naming = Crosswalk.objects.filter(
        item__in=ends, entry__edition__in=Edition.objects.in_force(publication.effective_from)
    ).exclude(entry__edition__duty_list=publication.edition.duty_list_id)
    titles = naming.order_by("pk").values_list(
        "pk", "entry__edition__duty_list__title", "entry__seq_no", "entry__title"
    )
    found = list(titles)
    if found:
        named = tuple(f"{title} {number} {name}" for _pk, title, number, name in found)
        rows = tuple(found)
        text = _("Entries of other lists that refer to a removed item")
        yield RehearsalLine(
            RehearsalPart.TOUCHED, "references", text, len(named), tone="warning", titles=named, rows=rows
        )


# --- Who is told ----------------------------------------------------------------------------------------------------


def audience(bodies: list[Organisation]) -> Iterator[RehearsalLine]:
    """Who hears of an edition: the bodies, their people with a post that reads lists, their subscribed systems."""
    people = access.people_by_body("view_lists", bodies)
    yield RehearsalLine(
        RehearsalPart.TOLD, "bodies", _("Bodies that are told"), len(bodies), titles=tuple(body.name for body in bodies)
    )
    count = len({person for found in people.values() for person in found})
    yield RehearsalLine(RehearsalPart.TOLD, "people", _("People who find a notice"), count)
    silent = tuple(body.name for body in bodies if not people[body.pk])
    if silent:
        text = _("Bodies where nobody has a post that reads lists: there the notice is seen by nobody")
        yield RehearsalLine(RehearsalPart.TOLD, "nobody", text, len(silent), tone="info", titles=silent)
    count = Subscription.objects.filter(organisation__in=bodies, is_active=True).count()
    yield RehearsalLine(RehearsalPart.TOLD, "subscribers", _("Subscribed systems that are told"), count)
