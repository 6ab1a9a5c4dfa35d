"""Document numbers (文号) without gaps, one series per organisation, kind and year."""

from governance.models.organisation import Organisation
from governance.models.sequence import Sequence


def next_number(organisation: Organisation, kind: str, year: int) -> int:
    """The next number of the series. Belongs in the transaction that uses it: undone together, so no gaps.

    The series' row stays locked until that transaction ends, so writers of one series wait for each other.
    """
    Sequence.objects.get_or_create(organisation=organisation, kind=kind, year=year)
    sequence = Sequence.objects.select_for_update().get(organisation=organisation, kind=kind, year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last


def document_no(organisation: Organisation, word: str, kind: str, year: int) -> str:
    """文号 such as 澜阙综执移〔2026〕3号: the body's word, the kind's word, year in 〔〕, number without leading zeros.

    Form: 党政机关公文格式 GB/T 9704, which wants neither 第 nor padded numbers.
    """
    return f"{word}{kind}〔{year}〕{next_number(organisation, kind, year)}号"
