"""Whether an applicant met the rules of a campaign at its cut-off date: each rule for itself, with the data used."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from governance.models import Organisation
from governance.text import match_key
from staffing.models import Applicant, Assignment, Campaign, OfferedPost, Person
from staffing.service_terms import free_from
from staffing.states import PostClass, QuotaCategory, SelectionRule

COMPETENT = frozenset({"优秀", "称职", "合格"})

Found = dict[str, Any]  # rule, passed, found (the data, in words of the register), passes_on (a day, or empty)


def judge(applicant: Applicant, townships: Collection[str]) -> list[Found]:
    """Every rule of the campaign; what is found stays as it is found. `townships` are the paths of the townships."""
    campaign, post, person = applicant.campaign, applicant.post, applicant.person
    held = post_on(person, campaign.cutoff_on)
    return [
        *_of_time(campaign, person),
        *_of_post(post, held, townships),
        *_of_person(campaign, post, person),
        _found(SelectionRule.NO_BAR, applicant.is_clear, ""),
    ]


def post_on(person: Person, on: datetime.date) -> Assignment | None:
    """The main post held on the day. A beginning that is not stated lies before."""
    held = [
        post
        for post in person.assignments.all()
        if post.is_main
        and (post.starts_on is None or post.starts_on <= on)
        and (post.ends_on is None or post.ends_on >= on)
    ]
    return held[0] if held else None


def _of_time(campaign: Campaign, person: Person) -> Iterator[Found]:
    on = campaign.cutoff_on
    served = free_from(person.township_entered_on, campaign.township_years)
    yield _found(SelectionRule.TOWNSHIP_YEARS, served <= on, person.township_entered_on, served)
    terms = person.terms_binding(on)
    free = [term.free_from for term in terms]
    known = [day for day in free if day is not None]
    passes_on = max(known) if known and len(known) == len(free) else None
    yield _found(SelectionRule.SERVICE_TERM, not terms, "；".join(term.basis for term in terms), passes_on)


def _of_post(post: OfferedPost, held: Assignment | None, townships: Collection[str]) -> Iterator[Found]:
    body = None if held is None else held.organisation
    yield _found(SelectionRule.IN_TOWNSHIP, body is not None and _in(body, townships), body)
    fits = held is not None and held.category == post.category
    yield _found(SelectionRule.CATEGORY, fits, held and held.category)
    if post.category == QuotaCategory.ADMIN:
        registered = held is not None and held.post_class == PostClass.CIVIL_SERVANT
        yield _found(SelectionRule.REGISTERED, registered, held and held.post_class)


def _of_person(campaign: Campaign, post: OfferedPost, person: Person) -> Iterator[Found]:
    if campaign.most_age is not None:
        too_old_from = free_from(person.birth_on, campaign.most_age + 1)
        yield _found(SelectionRule.AGE, campaign.cutoff_on < too_old_from, campaign.most_age)
    if post.majors:
        wanted = [match_key(major) for major in post.majors.split("、") if major.strip()]
        yield _found(SelectionRule.MAJOR, match_key(person.major) in wanted, person.major)
    if campaign.rated_years:
        years = range(campaign.cutoff_on.year - campaign.rated_years, campaign.cutoff_on.year)
        ratings = {appraisal.year: appraisal.rating for appraisal in person.appraisals.all()}
        passed = all(ratings.get(year) in COMPETENT for year in years)
        said = "；".join(f"{year}:{ratings.get(year, '—')}" for year in years)
        yield _found(SelectionRule.APPRAISALS, passed, said)


def _in(body: Organisation, townships: Collection[str]) -> bool:
    """A township, what is inside it, or a unit that it manages."""
    return any(place.path[: 2 * Organisation.steplen] in townships for place in (body, body.managed_by) if place)


def _found(rule: SelectionRule, passed: bool, data: Any, passes_on: datetime.date | None = None) -> Found:
    later = "" if passed or passes_on is None else passes_on.isoformat()
    return {"rule": str(rule), "passed": passed, "found": str(data or ""), "passes_on": later}
