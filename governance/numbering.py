"""Document numbers (文号) without gaps, one series per organisation, kind and year."""

from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from governance.models.issued_number import IssuedNumber
from governance.models.organisation import Organisation

# One statement, whether the series has begun or not; both databases know it.
_NEXT = (
    "INSERT INTO governance_sequence AS series (organisation_id, kind, year, last) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (organisation_id, kind, year) DO UPDATE SET last = series.last + 1 RETURNING last"
)


def next_number(organisation: Organisation, kind: str, year: int) -> int:
    """The next number of the series. Belongs in the transaction that uses it: undone together, so no gaps.

    The series' row stays locked until that transaction ends, so writers of one series wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [organisation.pk, kind, year])
        return cursor.fetchone()[0]


def document_no(organisation: Organisation, word: str, kind: str, year: int) -> str:
    """文号 such as 澜阙综执移〔2026〕3号: the body's word, the kind's word, year in 〔〕, number without leading zeros.

    Form: 党政机关公文格式 GB/T 9704, which wants neither 第 nor padded numbers. It stands in the register from now on.
    """
    return _issue(organisation, kind, year, lambda number: f"{word}{kind}〔{year}〕{number}号")


def serial_no(organisation: Organisation, kind: str, year: int) -> str:
    """A number that people type and read out, such as LS-T03-2026-17: the body's code, year and number."""
    return _issue(organisation, kind, year, lambda number: f"{organisation.code}-{year}-{number}")


def _issue(organisation: Organisation, kind: str, year: int, written: Callable[[int], str]) -> str:
    number = next_number(organisation, kind, year)
    text = written(number)
    IssuedNumber.objects.create(organisation=organisation, kind=kind, year=year, number=number, text=text)
    return text


def void(organisation: Organisation, text: str, *, reason: str) -> None:
    """作废: the number stays in the register with the reason, and is never given out again."""
    issued = IssuedNumber.objects.filter(organisation=organisation, text=text, voided_at=None)
    issued.update(voided_at=timezone.now(), void_reason=reason)
