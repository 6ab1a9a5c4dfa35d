"""Publishing as somebody does who has looked at the rehearsal and takes the list as it is."""

import datetime
from typing import Any

from governance.models import Account
from responsibilities.models import Edition
from responsibilities.operations import publication
from responsibilities.rehearsal import rehearse


def publish_edition(edition: Edition, *, by: Account, effective_from: datetime.date, **more: Any) -> Edition:
    token = rehearse(edition, by, effective_from).token
    said = {"rehearsal": token, "accept_unsettled": True, "unsettled_reason": "试验用，不逐条处理。"}
    return publication.publish_edition(edition, by=by, effective_from=effective_from, **{**said, **more})
