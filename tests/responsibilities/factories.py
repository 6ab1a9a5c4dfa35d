"""Rows of duty lists made directly, for tests that are not about the operations that make them."""

import datetime

import factory
from django.utils import timezone

from governance.models import Organisation
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList, Edition, Entry, Heading, Item, Law, LawName, LawVersion, Participation
from responsibilities.models.law import law_key
from responsibilities.operations.tallies import tally
from responsibilities.states import EditionStatus
from tests.factories import CountyFactory


class DutyListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DutyList

    kind = ListKind.TERRITORIAL
    owner = factory.SubFactory(CountyFactory)
    title = factory.LazyAttribute(lambda row: f"{row.owner}属地管理事项责任清单")


class EditionFactory(factory.django.DjangoModelFactory):
    """A draft, or with `published=True` the first edition, in force since 2026-09-01."""

    class Meta:
        model = Edition

    class Params:
        published = factory.Trait(
            status=EditionStatus.PUBLISHED,
            edition_no=1,
            document_no="澜政发〔2026〕1号",
            decided_on=datetime.date(2026, 8, 1),
            effective_from=datetime.date(2026, 9, 1),
            published_at=factory.LazyFunction(timezone.now),
            entry_count=0,
        )

    duty_list = factory.SubFactory(DutyListFactory)


class HeadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Heading

    edition = factory.SubFactory(EditionFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"领域{n}")


class EntryFactory(factory.django.DjangoModelFactory):
    """An entry of a draft; `bodies` gives a body, or "townships", to each role."""

    class Meta:
        model = Entry
        skip_postgeneration_save = True

    edition = factory.SubFactory(EditionFactory)
    heading = factory.LazyAttribute(
        lambda row: Heading.objects.filter(edition=row.edition).first() or HeadingFactory(edition=row.edition)
    )
    item = factory.LazyAttribute(lambda row: Item.objects.create(duty_list=row.edition.duty_list))
    position = factory.Sequence(lambda n: n + 1)
    seq_no = factory.LazyAttribute(lambda row: str(row.position))
    title = factory.Sequence(lambda n: f"事项{n}")

    @factory.post_generation
    def bodies(self, create, extracted: dict | None, **kwargs):
        for position, (role, party) in enumerate((extracted or {}).items(), 1):
            named = {"body": party} if isinstance(party, Organisation) else {"body_class": party}
            Participation.objects.create(
                entry=self, position=position, role=role, duty_text=f"1.{role}；2.反馈。", **named
            )


def publish_rows(edition: Edition, effective_from: datetime.date = datetime.date(2026, 9, 1), **changes) -> Edition:
    """Put a draft in force without asking anybody, for tests about reading."""
    for field, value in {
        "status": EditionStatus.PUBLISHED,
        "edition_no": edition.duty_list.editions.exclude(edition_no=None).count() + 1,
        "document_no": "澜政发〔2026〕1号",
        "decided_on": effective_from,
        "effective_from": effective_from,
        "published_at": timezone.now(),
        "entry_count": tally(edition),
        **changes,
    }.items():
        setattr(edition, field, value)
    edition.save()
    return edition


class LawFactory(factory.django.DjangoModelFactory):
    """A law under its title, with one version in force since 2020-01-01; `versions` are given by their fields."""

    class Meta:
        model = Law
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"第{number}号管理条例")

    @factory.post_generation
    def names(law, create, extracted, **kwargs):
        LawName.objects.create(law=law, kind=LawName.Kind.TITLE, name=law.title, key=law_key(law.title))
        for name in extracted or ():
            LawName.objects.create(law=law, kind=LawName.Kind.SHORT, name=name, key=law_key(name))

    @factory.post_generation
    def versions(law, create, extracted, **kwargs):
        for fields in extracted or [{"in_force_from": datetime.date(2020, 1, 1)}]:
            LawVersion.objects.create(law=law, **{"commencement": "dated", **fields})
