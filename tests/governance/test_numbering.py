"""Are document numbers without gaps and without doubles, per organisation, kind and year."""

import pytest
from django.db import transaction

from governance.numbering import document_no, next_number
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brigade():
    return OrganisationFactory()


def test_each_series_counts_from_one(brigade):
    other = OrganisationFactory()
    assert [next_number(brigade, "移", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(brigade, "罚", 2026) == 1
    assert next_number(brigade, "移", 2027) == 1
    assert next_number(other, "移", 2026) == 1
    assert next_number(brigade, "移", 2026) == 4


def test_a_number_taken_in_vain_is_given_again(brigade):
    assert next_number(brigade, "移", 2026) == 1
    with pytest.raises(ValueError, match="the letter could not be written"), transaction.atomic():
        assert next_number(brigade, "移", 2026) == 2
        raise ValueError("the letter could not be written")
    assert next_number(brigade, "移", 2026) == 2


def test_the_very_first_number_taken_in_vain_is_given_again(brigade):
    with pytest.raises(ValueError, match="in vain"), transaction.atomic():
        next_number(brigade, "移", 2026)
        raise ValueError("in vain")
    assert next_number(brigade, "移", 2026) == 1


def test_a_document_number_is_written_as_the_standard_wants(brigade):
    assert document_no(brigade, "澜阙综执", "移", 2026) == "澜阙综执移〔2026〕1号"
