"""Movements of people: transfer, promotion, retirement, resignation, death. Each ends a post, and frees its place."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.transitions import move
from staffing.models import Assignment, Person, PersonMovement, QuotaAccount, QuotaDocument
from staffing.models.accounts import HOLDING_KINDS
from staffing.operations.ledger import account_of, enter_within
from staffing.operations.people import place_of
from staffing.retirement import retirement
from staffing.service_terms import ONE_DAY, free_from
from staffing.states import MovementKind, PersonMovementKind, PostClass, SecondmentStatus, Standing

FACTS = ("kind", "place", "effective_on", "document_no", "early_by_choice")
# 新录用公务员任职定级规定 6, 公务员法 86: at least so long in the organ, probation included.
CIVIL_SERVANT_YEARS = 5


@operation(_("Transfer person"))
def transfer_person(
    person: Person,
    *,
    by: Account,
    receiver: Organisation,
    category: str,
    post_class: str,
    grade: str,
    post_title: str,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reason: str = "",
) -> PersonMovement:
    """调动: the person has left one post and holds another. A place of the new body is reserved and occupied in the
    same instant, and the old one is vacant; within one government and category no place moves.

    Raises RuleViolation `no_post`, `effective_later`, `in_service_term`, `still_borrowed`, `invalid`, `body_closed`,
    `same_post`, `document_needed`, `decided_later`, `not_enough_places`.
    """
    require(at=place_of(person))
    post = _leaving(person, effective_on, document_no, decided_on)
    if receiver.government_path != post.organisation.government_path:
        _check_free(person, effective_on, _("transferred"))
    if not receiver.is_open(effective_on):
        message = _("%(body)s does not exist on %(day)s.") % {"body": receiver, "day": effective_on}
        raise RuleViolation("body_closed", message, field="receiver")
    new = {
        "organisation": receiver, "category": category, "post_class": post_class, "grade": grade,
        "post_title": post_title,
    }  # fmt: skip
    if all(getattr(post, name) == value for name, value in new.items()):
        raise RuleViolation("same_post", _("This is the post already held."), field="receiver")
    return _move(person, post, PersonMovementKind.TRANSFER, effective_on, document_no, decided_on, reason, new)


@operation(_("Promote person"))
def promote_person(
    person: Person,
    *,
    by: Account,
    grade: str,
    post_title: str,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reason: str = "",
) -> PersonMovement:
    """晋升: another grade or office at the same body, of the same category; no place moves.

    Raises RuleViolation `no_post`, `effective_later`, `same_post`, `document_needed`, `decided_later`,
    `still_borrowed`.
    """
    require(at=place_of(person))
    post = _leaving(person, effective_on, document_no, decided_on)
    if (grade, post_title) == (post.grade, post.post_title):
        raise RuleViolation("same_post", _("This is the post already held."), field="grade")
    new = {
        "organisation": post.organisation, "category": post.category, "post_class": post.post_class, "grade": grade,
        "post_title": post_title,
    }  # fmt: skip
    return _move(person, post, PersonMovementKind.PROMOTION, effective_on, document_no, decided_on, reason, new)


@operation(_("Retire person"))
def retire_person(
    person: Person,
    *,
    by: Account,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    early_by_choice: bool = False,
    reason: str = "",
) -> PersonMovement:
    """退休: in the lawful month at the earliest; up to three years before by own choice alone, never below the old age.

    Raises RuleViolation `no_post`, `effective_later`, `retirement_unknown`, `retirement_too_early`, `document_needed`,
    `decided_later`, `still_borrowed`.
    """
    require(at=place_of(person))
    post = _leaving(person, effective_on, document_no, decided_on)
    lawful = retirement(person.birth_on, person.gender, post.post_class)
    if lawful is None:
        raise RuleViolation(
            "retirement_unknown", _("Whether she retires at 55 or 50 is not stated."), field="effective_on"
        )
    if effective_on < (lawful.earliest if early_by_choice else lawful.month):
        message = _("By law the month is %(month)s; by own choice it is %(earliest)s at the earliest.") % {
            "month": f"{lawful.month:%Y-%m}", "earliest": f"{lawful.earliest:%Y-%m}",
        }  # fmt: skip
        raise RuleViolation("retirement_too_early", message, field="effective_on")
    early = early_by_choice and effective_on < lawful.month
    kind = PersonMovementKind.RETIREMENT
    return _move(person, post, kind, effective_on, document_no, decided_on, reason, early_by_choice=early)


@operation(_("Record resignation"))
def record_resignation(
    person: Person,
    *,
    by: Account,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reason: str = "",
) -> PersonMovement:
    """辞职: refused inside a service term, and to civil servants within their first five years.

    Raises RuleViolation `no_post`, `effective_later`, `in_service_term`, `resigns_too_early`, `document_needed`,
    `decided_later`, `still_borrowed`.
    """
    require(at=place_of(person))
    post = _leaving(person, effective_on, document_no, decided_on)
    if post.post_class == PostClass.CIVIL_SERVANT:
        free = free_from(person.entered_on, CIVIL_SERVANT_YEARS)
        if effective_on < free:
            message = _("A civil servant serves five years first, probation included: until %(day)s.")
            raise RuleViolation("resigns_too_early", message % {"day": free - ONE_DAY}, field="effective_on")
    _check_free(person, effective_on, _("released"))
    kind = PersonMovementKind.RESIGNATION
    return _move(person, post, kind, effective_on, document_no, decided_on, reason)


@operation(_("Record death"))
def record_death(
    person: Person, *, by: Account, effective_on: datetime.date, document_no: str, decided_on: datetime.date
) -> PersonMovement:
    """死亡: the post is left; whatever ran ends with it. Raises RuleViolation `no_post`, `effective_later`,
    `document_needed`, `decided_later`.
    """
    require(at=place_of(person))
    post = _leaving(person, effective_on, document_no, decided_on, borrowed=True)
    for secondment in person.secondments.running():
        move(secondment, SecondmentStatus.ENDED, organisation=secondment.lender, returned_on=effective_on)
    return _move(person, post, PersonMovementKind.DEATH, effective_on, document_no, decided_on, "")


def move_selected_person(
    person: Person,
    new: dict[str, Any],
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reason: str,
) -> PersonMovement:
    """The movement that a selection ends with, part of its operation: the place of the new post is reserved already."""
    post = _leaving(person, effective_on, document_no, decided_on)
    _check_free(person, effective_on, _("transferred"))
    kind = PersonMovementKind.TRANSFER
    return _move(person, post, kind, effective_on, document_no, decided_on, reason, new, reserved=True)


def holder_of(body: Organisation) -> Organisation:
    """Who has the places that people of a body fill: its government or department, or the township managing it."""
    place = body.managed_by or body
    if place.kind in HOLDING_KINDS:
        return place
    holder = Organisation.objects.get_ancestors(place).filter(kind__in=HOLDING_KINDS).last()
    return place if holder is None else holder


def _leaving(
    person: Person, effective_on: datetime.date, document_no: str, decided_on: datetime.date, *, borrowed: bool = False
) -> Assignment:
    """The post that is left, after what holds for every movement."""
    post = person.post
    if post is None:
        raise RuleViolation("no_post", _("%(person)s holds no post.") % {"person": person})
    if effective_on > timezone.localdate():
        message = _("%(day)s is still to come: record the movement once it has taken effect.")
        raise RuleViolation("effective_later", message % {"day": effective_on}, field="effective_on")
    if post.starts_on is not None and effective_on <= post.starts_on:
        message = _("The post is held from %(day)s on; it can be left the day after at the earliest.")
        raise RuleViolation("effective_later", message % {"day": post.starts_on}, field="effective_on")
    if not document_no.strip():
        raise RuleViolation("document_needed", _("Name the number of the document."), field="document_no")
    if decided_on > timezone.localdate():
        message = _("%(day)s is still to come: a document is registered once it is decided.")
        raise RuleViolation("decided_later", message % {"day": decided_on}, field="decided_on")
    lent = person.secondments.open().first()
    if lent is not None and not borrowed:
        message = _("%(person)s is lent to %(place)s, or asked for there: end that first.")
        raise RuleViolation("still_borrowed", message % {"person": person, "place": lent.place})
    return post


def _check_free(person: Person, on: datetime.date, what: Any) -> None:
    terms = person.terms_binding(on)
    if terms and applies("in_service_term", at=person.county):
        message = _("%(person)s cannot be %(what)s from %(day)s: %(why)s") % {
            "person": person, "what": what, "day": on, "why": terms[0].explanation,
        }  # fmt: skip
        raise RuleViolation("in_service_term", message, field="effective_on")


def _move(
    person: Person,
    post: Assignment,
    kind: str,
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reason: str,
    new: dict[str, Any] | None = None,
    *,
    reserved: bool = False,
    **facts: Any,
) -> PersonMovement:
    post.ends_on = effective_on - ONE_DAY
    post.save(update_fields=["ends_on"])
    to_post = None
    if new is not None:
        to_post = Assignment(person=person, starts_on=effective_on, **new)
        check_fields(to_post)
        to_post.save(force_insert=True)
    _move_place(person.county, post, to_post, effective_on, document_no.strip(), decided_on, reserved)
    movement = PersonMovement(
        person=person, kind=kind, place=post.organisation, from_post=post, to_post=to_post, effective_on=effective_on,
        document_no=document_no.strip(), reason=reason, **facts,
    )  # fmt: skip
    check_fields(movement)
    movement.save(force_insert=True)
    if hasattr(person, "_prefetched_objects_cache"):
        person._prefetched_objects_cache.clear()
    audit.record(person, organisation=post.organisation, after=audit.snapshot(movement, *FACTS), reason=reason)
    return movement


def _move_place(
    county: Organisation,
    post: Assignment,
    to_post: Assignment | None,
    on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
    reserved: bool,
) -> None:
    """Vacate the old place and occupy the new one, where they are not the same account; by the ledger's own rules."""
    old = account_of(holder_of(post.organisation), post.category, county)
    new = None if to_post is None else account_of(holder_of(to_post.organisation), to_post.category, county)
    if old == new:
        return
    document, _made = QuotaDocument.objects.get_or_create(
        county=county, number=document_no, defaults={"decided_on": decided_on, "title": document_no}
    )
    if _counts_people(old, on):
        enter_within(old, MovementKind.VACATE, document, on)
    if new is not None:
        if not reserved:
            enter_within(new, MovementKind.RESERVE, document, on)
        enter_within(new, MovementKind.OCCUPY, document, on)


def _counts_people(account: QuotaAccount, on: datetime.date) -> bool:
    """Whether the ledger knows of people in this account on the day: before they were counted it does not."""
    return account.received.filter(receiver_standing=Standing.ON_POST, effective_on__lte=on).exists()
