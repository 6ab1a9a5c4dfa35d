"""Reports on people: whom recruitment brought and who still serves, and who leaves next; as tables of figures."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from governance.models import Account, Organisation
from governance.wording import listed
from governance.workdays.counting import add_months
from staffing.models import Assignment, Person, PersonMovement
from staffing.retirement import retirement
from staffing.states import PersonMovementKind, RecruitmentBy

LEFT = [PersonMovementKind.RETIREMENT, PersonMovementKind.RESIGNATION, PersonMovementKind.DEATH]
NOT_STATED = "—"
COLUMNS = {RecruitmentBy.YEAR: "entered_on__year", RecruitmentBy.DEGREE: "degree", RecruitmentBy.MAJOR: "major"}


@dataclass(frozen=True)
class Recruited:
    """Those who came in by one channel in one group; `serving` is None where the register knows of nobody who left."""

    channel: str
    group: str
    recruited: int
    serving: int | None


def recruitment(
    account: Account, *, by: str, on: datetime.date, since: datetime.date | None, until: datetime.date | None
) -> list[Recruited]:
    """招聘情况: by channel and year, degree or field, of those who entered within the days; who still serves on a date.

    Before anybody is known to have left, “all of them” would be a guess: not known.
    """
    people: QuerySet[Person] = Person.objects.for_user(account).filter(entered_on__lte=on)
    if since is not None:
        people = people.filter(entered_on__gte=since)
    if until is not None:
        people = people.filter(entered_on__lte=until)
    column = {RecruitmentBy.YEAR: "entered_on__year", RecruitmentBy.DEGREE: "degree", RecruitmentBy.MAJOR: "major"}[
        RecruitmentBy(by)
    ]
    gone = PersonMovement.objects.filter(kind__in=LEFT)
    is_known = gone.exists()
    left = set(gone.filter(effective_on__lte=on).values_list("person", flat=True))
    recruited: Counter[tuple[str, str]] = Counter()
    serving: Counter[tuple[str, str]] = Counter()
    for person, channel, group in people.order_by().values_list("pk", "entry_channel", column):
        key = (channel, str(group or NOT_STATED))
        recruited[key] += 1
        serving[key] += person not in left
    return [Recruited(*key, recruited[key], serving[key] if is_known else None) for key in sorted(recruited)]


@dataclass
class Leaving:
    """A township: who reaches the lawful month by the date, who is past it already, and fields nobody else has then."""

    township: Organisation
    on_post: int = 0
    leaving: int = 0
    overdue: int = 0
    not_known: int = 0
    majors: list[str] = field(default_factory=list)


def leaving(account: Account, *, on: datetime.date, years: int) -> list[Leaving]:
    """三年内退休预测: those past their month are overdue, and not future."""
    last = add_months(on.replace(day=1), 12 * years)
    posts = (
        Assignment.objects.filter(is_main=True).filter(Q(ends_on=None) | Q(ends_on__gte=on)).exclude(starts_on__gt=on)
    )
    posts = posts.filter(person__in=Person.objects.for_user(account)).annotate(
        path=F("organisation__path"), manager=F("organisation__managed_by__path")
    )
    rows: dict[str, Leaving] = {}
    townships = Organisation.objects.filter(kind=Organisation.Kind.TOWNSHIP)
    by_path = {township.path: township for township in townships.order_by("path")}
    staying: dict[str, set[str]] = defaultdict(set)
    going: dict[str, set[str]] = defaultdict(set)
    for post in posts.select_related("person").only(
        "post_class", "person__birth_on", "person__gender", "person__major"
    ):
        path = (post.manager or post.path)[: 2 * Organisation.steplen]
        if path not in by_path:
            continue
        row = rows.setdefault(path, Leaving(by_path[path]))
        lawful = retirement(post.person.birth_on, post.person.gender, post.post_class)
        row.on_post += 1
        if lawful is None:
            row.not_known += 1
        elif lawful.month < on.replace(day=1):
            row.overdue += 1
        elif lawful.month <= last:
            row.leaving += 1
        goes = lawful is not None and lawful.month <= last
        (going if goes else staying)[path].add(post.person.major)
    for path, row in rows.items():
        row.majors = sorted(going[path] - staying[path] - {""})
    return [rows[path] for path in sorted(rows)]


@dataclass(frozen=True)
class Table:
    """A report as page and file show it."""

    title: str
    headings: list[str]
    rows: list[list[Any]]
    notes: list[str]


def recruitment_table(rows: list[Recruited], on: datetime.date) -> Table:
    unknown = _("not known")
    listed = [[row.channel, row.group, row.recruited, unknown if row.serving is None else row.serving] for row in rows]
    total: list[Any] = [_("Total"), "", sum(row.recruited for row in rows)]
    is_known = all(row.serving is not None for row in rows)
    total.append(sum(row.serving or 0 for row in rows) if is_known else unknown)
    return Table(
        _("Recruitment"),
        [_("Entered by"), _("Group"), _("Recruited"), _("Still serving on %(day)s") % {"day": on}],
        [*listed, total] if rows else [],
        [_("People of the register. Until somebody is recorded as having left, nobody knows who stayed.")],
    )


def leaving_table(rows: list[Leaving], on: datetime.date, years: int) -> Table:
    return Table(
        _("Who reaches the lawful month within %(years)s years from %(day)s") % {"years": years, "day": on},
        [
            _("Township"),
            _("On post"),
            _("Leaving"),
            _("Overdue"),
            _("Not known"),
            _("Fields of study missing then"),
        ],
        [
            [str(row.township), row.on_post, row.leaving, row.overdue, row.not_known, listed(row.majors) or "–"]
            for row in rows
        ],
        [_("By the lawful month, without early choice. Those past their month are overdue and wait for a decision.")],
    )
