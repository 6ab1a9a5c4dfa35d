"""What a newcomer finds of the quota ledger: it is the shipped one, and nothing is added to it."""

from collections.abc import Callable

from examples.demonstration.accounts import People
from staffing.models import QuotaMovement

LOADED_BY = "load_quotas"


def is_loaded() -> bool:
    return QuotaMovement.objects.exists()


def set_up(people: People, *, tell: Callable[[str], None]) -> None:
    tell(f"Quota ledger: {QuotaMovement.objects.count()} movements, already there")


def what_to_try(department_port: int) -> list[str]:
    return [
        "To follow the quotas:",
        "  1. Sign in as staffing_officer. 编制 shows who has how many places today, and what each figure is made of.",
        "  2. Register a document and enter a movement from its page; more than there is is refused, with the day.",
        "  3. Sign in as personnel_officer, who sees the places of the own township alone.",
        "  4. As personnel_officer, open a person of the register and ask for somebody to be lent: inside the service",
        "     term it is refused, and says until when. 名册核查结果 at home has the seven who were lent before.",
        "  5. Sign in as organisation_officer and draft a selection campaign; its applicants are judged rule by rule.",
    ]
