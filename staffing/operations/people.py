"""Writing into the register of people, and opening one of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import access, audit
from governance.access import operation, require
from governance.directory import Directory, directory
from governance.errors import RuleViolation
from governance.fields import keyed_indexes
from governance.masking import mask_identity_number
from governance.models import Account, Organisation
from governance.shipped_tables import read_table
from staffing.identity_numbers import birth_in, is_male, is_valid
from staffing.models import Absence, Appraisal, Assignment, Person, Secondment, ServiceTerm
from staffing.spreadsheets import PersonRow, read_person
from staffing.states import Gender, Origin, SecondmentStatus


@dataclass(frozen=True)
class PeopleTaken:
    """How many people and service terms there were to add; 0 the second time."""

    people: int
    terms: int


@operation(_("Take over register of people"), at="self")
def take_over_people(county: Organisation, *, by: Account, file: Path) -> PeopleTaken:
    """承接实名制名册: everybody of the file is in the register with post and service term, as the file says it.

    Who is known by number stays as they are; nothing is repaired. All or nothing. Raises RuleViolation
    `unknown_category`, `unknown_body`.
    """
    bodies = {body.code: body for body in Organisation.objects.filter(path__startswith=county.path)}
    known = set(Person.objects.filter(county=county).values_list("staff_no", flat=True))
    rows = [read_person(row, bodies) for row in read_table(file) if row["staff_no"] not in known]
    people = [Person(county=county, **row.person) for row in rows]
    Person.objects.bulk_create(people, batch_size=200)
    Assignment.objects.bulk_create(
        [Assignment(person=person, **row.post) for person, row in zip(people, rows, strict=True)], batch_size=200
    )
    terms = [
        ServiceTerm(person=person, **row.term) for person, row in zip(people, rows, strict=True) if row.term is not None
    ]
    ServiceTerm.objects.bulk_create(terms, batch_size=200)
    _take_over_history(people, rows, names=directory())
    taken = PeopleTaken(len(people), len(terms))
    if people:
        audit.record(county, after={**vars(taken), "file": file.name})
    return taken


def _take_over_history(people: list[Person], rows: list[PersonRow], *, names: Directory) -> None:
    """Who is lent or away, and what everybody was rated. What the file does not state stays not stated."""
    both = list(zip(people, rows, strict=True))
    Appraisal.objects.bulk_create(
        [
            Appraisal(person=person, year=year, rating=rating)
            for person, row in both
            for year, rating in row.appraisals.items()
        ],
        batch_size=300,
    )
    Absence.objects.bulk_create([Absence(person=person, **row.absence) for person, row in both if row.absence])
    Secondment.objects.bulk_create(
        [
            Secondment(
                person=person,
                status=SecondmentStatus.RUNNING,
                lender=row.post["organisation"],
                borrower=names.find(row.secondment["borrower_name"]),
                origin=Origin.HISTORY,
                **row.secondment,
            )
            for person, row in both
            if row.secondment
        ]
    )


@operation(_("Record identity number"))
def record_identity_number(person: Person, *, by: Account, number: str, reason: str) -> Person:
    """登记公民身份号码: the person has this number from now on; the audit says that it changed, never what it is.

    Raises RuleViolation `identity_invalid`, `identity_contradicts` (birth date or gender), `identity_known`.
    """
    require(at=place_of(person))
    number = number.strip().upper()
    if not is_valid(number):
        message = _("This is no identity number: it has 18 characters, and the last one follows from the others.")
        raise RuleViolation("identity_invalid", message, field="number")
    if birth_in(number) != person.birth_on or is_male(number) != (person.gender == Gender.MALE):
        message = _("The number says another birth date or gender than the register. Correct what is wrong first.")
        raise RuleViolation("identity_contradicts", message, field="number")
    others = Person.objects.filter(county=person.county, identity_index__in=keyed_indexes(number))
    other = others.exclude(pk=person.pk).first()
    if other is not None:
        message = _("The number is another person's: staff number %(staff_no)s.")
        raise RuleViolation("identity_known", message % {"staff_no": other.staff_no}, field="number")
    person.identity_number = number
    person.save(update_fields=["identity_number", "identity_index"])
    audit.record(person, after={"identity_number": "changed"}, reason=reason)
    return person


@operation(_("Open person"), lock=False)
def view_person(person: Person, *, by: Account) -> dict[str, Any]:
    """查看人员: what the account may see of the person; that it looked is recorded.

    Birth date and identity number are in full for who may see personal data there, else masked.
    """
    place = place_of(person)
    require(at=place)
    audit.record(person)
    if access.may(by, "view_personal_data", at=place):
        return {"birth_on": person.birth_on.isoformat(), "identity_number": person.identity_number}
    return {"birth_on": f"{person.birth_on:%Y}", "identity_number": mask_identity_number(person.identity_number)}


def place_of(person: Person) -> Organisation:
    """The body of the main post, else the county."""
    post = person.post
    return person.county if post is None else post.organisation
