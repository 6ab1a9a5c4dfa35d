"""法变推演: what rests on a law on a day, in every app, and on which laws that took its place or gave way to it.

An app says in a module of its own, which its AppConfig loads, what of its rows cites laws:

    @cites
    def powers(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]: ...
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from governance.text import match_key
from responsibilities.citations import Citation, Doubt, read_citations
from responsibilities.models import Commencement, Entry, Law, LawArticle, LawName, LawVersion, LegalBasis
from responsibilities.models.law import law_key

DOUBTS = {
    Doubt.NO_LAW: _("It is not said of which law this is an article."),
    Doubt.THIS_LAW: _("“This law” says nothing where the text is no law."),
    Doubt.PRECEDING: _("It is not clear to what this refers."),
    Doubt.NAME: _("Where the name of the law begins or ends is not clear. Write it in 《》."),
    Doubt.CHAPTER: _("A chapter is no article. Name the articles."),
    Doubt.RANGE: _("The last article does not come after the first."),
    Doubt.NUMBER: _("This is not understood as a number."),
}
NOT_REGISTERED = _("No law of this name is in the register.")
NO_SUCH_ARTICLE = _("The text in force has no such article.")
NOT_IN_FORCE = _("No text of this law is in force on this day.")
ARTICLE_WAITS = _("This article is not yet in force on this day.")


@dataclass(frozen=True)
class Citing:
    """One row of an app, or a rule, that rests on `basis`: its key within the kind, how it is called, its page if any.

    A row `rests_through` another has no basis of its own, as a case has that of its power.
    """

    kind: str
    kind_name: Any
    key: int | str
    title: str
    basis: str
    url: str
    rests_through: bool = False


@dataclass(frozen=True)
class Touched:
    """A row and which of its citations are meant, each with why it is doubtful, if it is."""

    citing: Citing
    citations: list[tuple[Citation, Any]]


@dataclass(frozen=True)
class Naming:
    """Which rows are wanted: all, or those whose basis may name one of these laws."""

    keys: frozenset[str] | None = None

    def of(self, field_name: str) -> Q:
        """A condition on a field that holds a basis; it lets through what only looks alike, and nothing less."""
        if self.keys is None:
            return ~Q(**{field_name: ""})
        condition = Q(pk__in=[])
        for key in self.keys:
            condition |= Q(**{f"{field_name}__mentions": key})
        return condition

    def may_be_in(self, text: str) -> bool:
        """The same of a text that stands in no field."""
        return self.keys is None or any(key in match_key(text) for key in self.keys)


Declared = Callable[[Account, datetime.date, Naming], Iterable[Citing]]
_declared: list[Declared] = []


def cites(function: Declared) -> Declared:
    """Declare what of an app's rows rests on laws on a day: those the reader may see. Queries do not grow with rows."""
    _declared.append(function)
    return function


def _all_citing(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    for function in _declared:
        yield from function(account, on, naming)


@cites
def entries(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Entries of the lists in force on the day, by each basis that they name."""
    in_force = Entry.objects.for_user(account).in_force(on)
    rows = LegalBasis.objects.filter(naming.of("text"), entry__in=in_force.values("pk")).order_by(
        "entry_id", "position"
    )
    names = ("entry_id", "entry__edition__duty_list__title", "entry__seq_no", "entry__title", "text")
    for entry, duty_list, number, title, text in rows.values_list(*names):
        url = reverse("admin:responsibilities_entry_change", args=[entry])
        yield Citing("entry", _("Entries of duty lists"), entry, f"{duty_list} {number} {title}", text, url)


# --- A law on a day -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Register:
    """What the citations are held against: names, and the texts in force on the day."""

    laws: dict[str, int]  # by key of a name
    in_force: dict[int, LawVersion]  # by law
    waiting: frozenset[tuple[int, int, int]] = frozenset()  # articles of them that begin later: version, number, 之几

    @classmethod
    def on(cls, day: datetime.date) -> "Register":
        names = dict(LawName.objects.values_list("key", "law_id"))
        in_force = {version.law_id: version for version in LawVersion.objects.in_force(day)}
        later = LawArticle.objects.filter(Q(commencement=Commencement.NOT_YET) | Q(in_force_from__gt=day))
        waiting = later.filter(version__in=[version.pk for version in in_force.values()])
        return cls(names, in_force, frozenset(waiting.values_list("version_id", "number", "insertion")))

    def read(self, basis: str) -> list[Citation]:
        return read_citations(basis, known=self.laws.keys())

    def law_of(self, citation: Citation) -> int | None:
        return self.laws.get(law_key(citation.law)) if citation.law else None

    def doubt(self, citation: Citation) -> Any:
        """Why the citation cannot be relied on that day; empty if it can."""
        if citation.doubt:
            return DOUBTS[Doubt(citation.doubt)]
        law = self.law_of(citation)
        if law is None:
            return NOT_REGISTERED
        version = self.in_force.get(law)
        if version is None:
            return NOT_IN_FORCE
        first, last = (citation.article, citation.insertion), (citation.article_to, citation.insertion_to)
        last = max(first, last)
        if version.last_article and last[0] > version.last_article:
            return NO_SUCH_ARTICLE
        waits = any(of == version.pk and first <= (number, after) <= last for of, number, after in self.waiting)
        return ARTICLE_WAITS if waits else ""


@dataclass
class LawOnDay:
    """法变推演: which texts apply on the day, and all that rests on the law or on those around it.

    `around`: the law itself, the laws it took the place of and those that took its place.
    """

    law: Law
    on: datetime.date
    around: list[tuple[Law, LawVersion | None]]  # each with the text that applies that day
    touched: list[Touched] = field(default_factory=list)

    @property
    def touched_records(self) -> list[Touched]:
        """Without the portal's own rules, which are no records of anybody."""
        return [one for one in self.touched if isinstance(one.citing.key, int)]

    @property
    def kinds(self) -> list[tuple[Any, list[Touched]]]:
        return by_kind(self.touched)


def by_kind(touched: Iterable[Touched]) -> list[tuple[Any, list[Touched]]]:
    """What is touched, by kind, in the order in which the apps name it."""
    found: dict[str, tuple[Any, list[Touched]]] = {}
    for one in touched:
        found.setdefault(one.citing.kind, (one.citing.kind_name, []))[1].append(one)
    return list(found.values())


def law_on_day(law: Law, account: Account, on: datetime.date) -> LawOnDay:
    """What rests on the law that day, as far as the account may see it. Writes nothing."""
    around = Law.objects.filter(
        Q(pk=law.pk) | Q(versions__successor__law=law) | Q(versions__predecessors__law=law)
    ).distinct()
    laws = {one.pk: one for one in around}
    register = Register.on(on)
    keys = frozenset(key for key, of in register.laws.items() if of in laws)
    found = LawOnDay(law, on, [(one, register.in_force.get(one.pk)) for one in laws.values()])
    rows: dict[tuple[str, int | str], Touched] = {}
    for citing in _all_citing(account, on, Naming(keys)):
        meant = [(one, register.doubt(one)) for one in register.read(citing.basis) if register.law_of(one) in laws]
        if meant:
            rows.setdefault((citing.kind, citing.key), Touched(citing, [])).citations.extend(meant)
    found.touched = list(rows.values())
    return found


def doubtful(account: Account, on: datetime.date) -> list[Touched]:
    """待核引用: every row in force that day with a citation that is not understood or does not hold, with why."""
    register = Register.on(on)
    rows = []
    for citing in _all_citing(account, on, Naming()):
        if citing.rests_through:
            continue
        found = [(one, why) for one in register.read(citing.basis) if (why := register.doubt(one))]
        if found:
            rows.append(Touched(citing, found))
    return rows
