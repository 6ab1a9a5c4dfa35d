"""Document numbers (文号) of enforcement: whose word, which kind."""

import datetime

from django.conf import settings
from django.utils import timezone

from governance import numbering
from governance.models import Organisation

# 文种: 立案, 移送函.
FILING = "立"
TRANSFER_LETTER = "移"


def next_number(organ: Organisation, kind: str, at: datetime.datetime) -> str:
    """The organ's next number of the kind in the year of `at`, such as 澜阙综执移〔2026〕3号.

    What stands between the organ's short name and the kind is each county's own custom, so a setting.
    """
    word = (organ.short_name or organ.name) + settings.ENFORCEMENT_DOCUMENT_WORD
    return numbering.document_no(organ, word, kind, timezone.localtime(at).year)
