"""Rows of enforcement made directly, for tests that are not about the operations that make them."""

import datetime

import factory
from django.core.files.uploadedfile import SimpleUploadedFile

from enforcement.deadlines import ANSWER
from enforcement.models import PenaltyPower, PowerGrant
from enforcement.states import GrantForm, Urgency
from governance.models import LocalTerm, Organisation
from governance.workdays.terms import Unit
from responsibilities.models import Entry
from tests.factories import OrganisationFactory, TownshipFactory
from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows

LONG_AGO = datetime.date(2022, 5, 10)


class PenaltyPowerFactory(factory.django.DjangoModelFactory):
    """A power whose law has been in force since 2020."""

    class Meta:
        model = PenaltyPower

    catalogue_no = factory.Sequence(lambda n: f"CS-{n:04}")
    catalogue_edition = "2026年版"
    title = factory.Sequence(lambda n: f"对违法行为{n}的行政处罚")
    department = factory.SubFactory(OrganisationFactory)
    domain = "市容环卫"
    penalty_kinds = ["警告", "罚款"]
    measures = ["先行登记保存"]
    legal_basis = "《测试条例》第三条"
    basis_valid_from = datetime.date(2020, 1, 1)


class PowerGrantFactory(factory.django.DjangoModelFactory):
    """A devolved power, held since 2022-05-10 without end."""

    class Meta:
        model = PowerGrant

    power = factory.SubFactory(PenaltyPowerFactory)
    township = factory.SubFactory(TownshipFactory)
    form = GrantForm.GRANT
    decision_document = "澜政发〔2022〕14号"
    decided_on = datetime.date(2022, 3, 28)
    accepted_on = LONG_AGO


def set_answer_terms(county: Organisation) -> None:
    """The county's terms for answering a transfer: five working days, urgent 24 hours."""
    for urgency, number, unit in [(Urgency.ORDINARY, 5, Unit.WORKING_DAYS), (Urgency.URGENT, 24, Unit.HOURS)]:
        LocalTerm.objects.create(
            organisation=county,
            code=ANSWER[urgency],
            number=number,
            unit=unit.value,
            effective_from=LONG_AGO,
            document_no="澜政办发〔2022〕31号",
        )


def published_entry(county: Organisation, **bodies) -> Entry:
    """An entry of a list in force since 2026-09-01, with a body, or "townships", in each role given."""
    from responsibilities.models import DutyList

    duty_list = DutyList.objects.filter(owner=county).first()
    edition = EditionFactory(duty_list=duty_list) if duty_list else EditionFactory(duty_list__owner=county)
    entry = EntryFactory(edition=edition, bodies=bodies)
    publish_rows(edition)
    return entry


def photo(name: str = "现场照片.png", extra: bytes = b"") -> SimpleUploadedFile:
    """A file that is accepted; `extra` makes its content differ."""
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + b"0" * 64 + extra, content_type="image/png")
