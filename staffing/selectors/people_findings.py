"""What the register of people contradicts, in itself and against the ledger: findings, and nothing is repaired."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from governance.models import Account, Organisation
from governance.wording import listed
from staffing.models import Assignment, Person, QuotaAccount, Secondment
from staffing.models.accounts import HOLDING_KINDS
from staffing.retirement import retirement
from staffing.service_terms import free_from
from staffing.states import AbsenceKind, PersonFinding

ADULT = 18
EXCELLENT, EXCELLENT_SHARE = "优秀", 5  # at most a fifth of a body is rated so


@dataclass(frozen=True)
class Found:
    """One finding: what kind, about whom or which body, in words."""

    kind: PersonFinding
    subject: Person | Organisation
    words: str

    @property
    def label(self) -> Any:
        return self.kind.label


def people_findings(account: Account, on: datetime.date) -> list[Found]:
    """Of the people and bodies that the account sees, by kind."""
    people = Person.objects.for_user(account)
    checks = (_past_retirement, _too_young, _same_name, _lent, _away_and_rated, _many_excellent)
    found = [finding for check in checks for finding in check(people, on)]
    found += _counts(account, on)
    order = {kind: number for number, kind in enumerate(PersonFinding)}
    return sorted(found, key=lambda finding: (order[finding.kind], str(finding.subject)))


def _past_retirement(people: Any, on: datetime.date) -> Iterator[Found]:
    posts = Assignment.objects.present().filter(person__in=people).select_related("person")
    for post in posts:
        lawful = retirement(post.person.birth_on, post.person.gender, post.post_class)
        if lawful is not None and lawful.month < on.replace(day=1):
            words = _("The lawful month was %(month)s; the post is still held, and counted as filled.")
            yield Found(PersonFinding.PAST_RETIREMENT, post.person, words % {"month": f"{lawful.month:%Y-%m}"})


def _too_young(people: Any, on: datetime.date) -> Iterator[Found]:
    for person in people.only("staff_no", "name", "birth_on", "entered_on"):
        adult = free_from(person.birth_on, ADULT)
        if person.entered_on < adult:
            words = _("Entered %(days)s days before the eighteenth birthday. Is the day right?")
            yield Found(PersonFinding.ENTERED_YOUNG, person, words % {"days": (adult - person.entered_on).days})


def _same_name(people: Any, on: datetime.date) -> Iterator[Found]:
    names = people.order_by().values("name").annotate(number=Count("pk")).filter(number__gt=1).values("name")
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in people.filter(name__in=names).order_by("staff_no"):
        by_name[person.name].append(person)
    for same in by_name.values():
        others = listed(person.staff_no for person in same[1:])
        yield Found(
            PersonFinding.SAME_NAME, same[0], _("The same name as %(others)s; both are kept.") % {"others": others}
        )


def _lent(people: Any, on: datetime.date) -> Iterator[Found]:
    rows = Secondment.objects.filter(person__in=people).select_related("person", "borrower")
    for lent in rows.begun_in_term().filter(exception_document=""):
        words = _("Lent to %(place)s from %(day)s, inside the service term, and no exception is named.")
        yield Found(
            PersonFinding.LENT_IN_TERM, lent.person, words % {"place": lent.place, "day": f"{lent.starts_on:%Y-%m}"}
        )
    for lent in rows.without_end():
        words = _("Lent to %(place)s, and nobody has said until when.")
        yield Found(PersonFinding.LENT_WITHOUT_END, lent.person, words % {"place": lent.place})
    for lent in rows.overdue(on):
        words = _("Lent to %(place)s until %(day)s, and not come back.")
        yield Found(PersonFinding.NOT_COME_BACK, lent.person, words % {"place": lent.place, "day": lent.ends_on})


def _away_and_rated(people: Any, on: datetime.date) -> Iterator[Found]:
    away = people.filter(absences__kind=AbsenceKind.SICK_LEAVE, absences__ends_on=None, appraisals__isnull=False)
    for person in away.distinct():
        yield Found(PersonFinding.AWAY_AND_RATED, person, _("On long sick leave, and rated each year: a hint at most."))


def _many_excellent(people: Any, on: datetime.date) -> Iterator[Found]:
    posts = Assignment.objects.present().filter(person__in=people)
    rated: Counter[tuple[str, int]] = Counter()
    excellent: Counter[tuple[str, int]] = Counter()
    columns = ("organisation__managed_by__path", "organisation__path", "person__appraisals__year")
    for manager, path, year, rating in posts.values_list(*columns, "person__appraisals__rating"):
        if year is not None:
            body = ((manager or path)[: 2 * Organisation.steplen], year)
            rated[body] += 1
            excellent[body] += rating == EXCELLENT
    over = [body for body in rated if excellent[body] * EXCELLENT_SHARE > rated[body]]
    bodies = {body.path: body for body in Organisation.objects.filter(path__in={path for path, _year in over})}
    for path, year in sorted(over):
        words = _("%(count)s of %(of)s are rated excellent for %(year)s, more than a fifth: a hint at most.") % {
            "count": excellent[path, year], "of": rated[path, year], "year": year,
        }  # fmt: skip
        yield Found(PersonFinding.MANY_EXCELLENT, bodies[path], words)


def _counts(account: Account, on: datetime.date) -> Iterator[Found]:
    """People of the register against people of the ledger, by account; where the ledger knows none, nothing is said."""
    accounts: Any = QuotaAccount.objects.for_user(account).holding().with_balances(on).select_related("organisation")
    posts = Assignment.objects.filter(is_main=True).filter(Q(ends_on=None) | Q(ends_on__gte=on))
    counted: Any = posts.exclude(starts_on__gt=on).values_list("organisation", "category").annotate(number=Count("pk"))
    numbers: list[tuple[int, str, int]] = list(counted.order_by())
    holders = _holders({body for body, _category, _number in numbers})
    register: Counter[tuple[int, str]] = Counter()
    for body, category, number in numbers:
        register[holders[body], category] += number
    for row in accounts:
        known = row.on_post
        if row.organisation is None or known is None:
            continue
        there = register[row.organisation_id, row.category]
        if there != known:
            words = _("%(category)s: the ledger has %(ledger)s on post, the register %(register)s.") % {
                "category": row.get_category_display(), "ledger": known, "register": there,
            }  # fmt: skip
            yield Found(PersonFinding.COUNTS_DIFFER, row.organisation, words)


def _holders(bodies: set[int]) -> dict[int, int]:
    """Who has the places that people of each body fill: see `holder_of`, for many at once."""
    rows = list(Organisation.objects.filter(pk__in=bodies).select_related("managed_by"))
    places = {row.pk: row.managed_by or row for row in rows}
    paths = {
        place.path[:end] for place in places.values() for end in range(0, len(place.path) + 1, Organisation.steplen)
    }
    holding = {row.path: row.pk for row in Organisation.objects.filter(path__in=paths, kind__in=HOLDING_KINDS)}
    found = {}
    for pk, place in places.items():
        ends = range(len(place.path), 0, -Organisation.steplen)
        found[pk] = next((holding[place.path[:end]] for end in ends if place.path[:end] in holding), place.pk)
    return found
