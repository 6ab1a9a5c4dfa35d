"""Document numbers (文号) of enforcement: whose word, which kind."""

import datetime

import environ
from django.utils import timezone

from governance import numbering
from governance.models import Organisation

# 文种: 立案, 移送函.
FILING = "立"
TRANSFER_LETTER = "移"

env = environ.Env()
# Each county's own custom: what stands between the organ's short name and the kind, 澜阙综执移〔2026〕3号.
DOCUMENT_WORD = env.str("ENFORCEMENT_DOCUMENT_WORD", default="综执")


def next_number(organ: Organisation, kind: str, at: datetime.datetime) -> str:
    """The organ's next number of the kind in the year of `at`, such as 澜阙综执移〔2026〕3号."""
    return numbering.document_no(
        organ, (organ.short_name or organ.name) + DOCUMENT_WORD, kind, timezone.localtime(at).year
    )
