"""What tests of staffing build: accounts with places in them, and documents."""

import datetime
from typing import Any

import factory

from governance.models import LocalValue, Organisation
from staffing.models import (
    Applicant,
    Assignment,
    Campaign,
    OfferedPost,
    Person,
    QuotaAccount,
    QuotaDocument,
    QuotaMovement,
    Secondment,
)
from staffing.operations.ledger import account_of, account_without_body
from staffing.states import BETWEEN_ACCOUNTS, STANDINGS, HolderKind, MovementKind, Origin, QuotaCategory

OPENED = datetime.date(2019, 12, 31)


class QuotaDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuotaDocument

    number = factory.Sequence(lambda n: f"澜编发〔2020〕{n + 100}号")
    issuer = "澜山市委编委"
    decided_on = datetime.date(2020, 3, 20)
    title = factory.LazyAttribute(lambda document: f"关于调整编制的通知（{document.number}）")


def moved(
    document: QuotaDocument, kind: str, giver: QuotaAccount, receiver: QuotaAccount, count: int, **fields: Any
) -> QuotaMovement:
    """A row of the ledger as it is stored, written past the operations."""
    before, after = STANDINGS.get(MovementKind(kind), BETWEEN_ACCOUNTS)
    facts = {"effective_on": OPENED, "known_on": datetime.date(2020, 1, 1), "origin": Origin.HISTORY}
    return QuotaMovement.objects.create(
        document=document, kind=kind, giver=giver, giver_standing=before, receiver=receiver, receiver_standing=after,
        count=count, **(facts | fields),
    )  # fmt: skip


def opening(account: QuotaAccount, count: int, **fields: Any) -> QuotaMovement:
    superior = account_without_body(HolderKind.SUPERIOR, account.category, account.county)
    document = QuotaDocument.objects.filter(county=account.county, title="期初编制").first() or QuotaDocumentFactory(
        county=account.county, title="期初编制", number="", decided_on=OPENED
    )
    return moved(document, MovementKind.OPENING, superior, account, count, **fields)


def opened(
    county: Organisation, township: Organisation, neighbour: Organisation, department: Organisation
) -> dict[str, Any]:
    """Accounts with their openings, and a document that can be named."""
    institution, admin = QuotaCategory.INSTITUTION, QuotaCategory.ADMIN
    accounts = {
        "places": (account_of(township, institution, county), 20),
        "admin_places": (account_of(township, admin, county), 10),
        "neighbour_places": (account_of(neighbour, institution, county), 20),
        "neighbour_admin_places": (account_of(neighbour, admin, county), 10),
        "department_places": (account_of(department, institution, county), 30),
        "department_admin_places": (account_of(department, admin, county), 30),
        "pool": (account_without_body(HolderKind.POOL, institution, county), 40),
    }
    for account, count in accounts.values():
        opening(account, count)
    return {name: account for name, (account, _count) in accounts.items()} | {
        "document": QuotaDocumentFactory(county=county)
    }


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    staff_no = factory.Sequence(lambda n: f"T{n:05}")
    name = factory.Sequence(lambda n: f"人员{n}")
    gender = "male"
    birth_on = datetime.date(1990, 5, 1)
    entry_channel = "公开招聘"
    entered_on = datetime.date(2020, 9, 1)
    township_entered_on = datetime.date(2020, 9, 1)


def person_at(organisation: Organisation, **facts: Any) -> Person:
    """A person whose main post is at the body."""
    county = Organisation.objects.get(path=organisation.county_path)
    person = PersonFactory(county=county, **facts)
    Assignment.objects.create(
        person=person,
        organisation=organisation,
        category=QuotaCategory.INSTITUTION,
        post_class="management",
        grade="九级",
    )
    return person


def lent(person: Person, borrower: Organisation, **facts: Any) -> Secondment:
    """A secondment that runs, written past the operations."""
    post = person.assignments.get(ends_on=None)
    days = {"starts_on": datetime.date(2026, 6, 1), "ends_on": datetime.date(2026, 11, 30)}
    return Secondment.objects.create(
        person=person, kind="secondment", lender=post.organisation, borrower=borrower,
        **({"status": "running"} | days | facts),
    )  # fmt: skip


class CampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    title = factory.Sequence(lambda n: f"第{n}次乡招县选公告")
    document_no = factory.Sequence(lambda n: f"澜组选〔2025〕{n + 100}号")
    cutoff_on = datetime.date(2026, 1, 5)
    status = "published"


def applied(person: Person, body: Organisation, *, campaign: str = "published", **facts: Any) -> Applicant:
    """Somebody who has applied for a post of the body, written past the operations."""
    held = person.assignments.get(ends_on=None)
    opened = CampaignFactory(county=person.county, status=campaign)
    post = OfferedPost.objects.create(
        campaign=opened, organisation=body, title="科员", category="institution_quota", post_class="management",
        grade="九级", places=1,
    )  # fmt: skip
    return Applicant.objects.create(
        campaign=opened, post=post, person=person, place=held.organisation,
        **({"applied_on": datetime.date(2026, 1, 6), "is_clear": True} | facts),
    )  # fmt: skip


def slip_validity(county: Organisation, months: int = 12) -> LocalValue:
    """The county's own term: how long an approval slip holds."""
    return LocalValue.objects.create(
        organisation=county, code="staffing.quota_approval", number=months, unit="months", regime="natural",
        effective_from=OPENED, document_no="澜编发〔2019〕8号", checked_on=OPENED,
    )  # fmt: skip
