"""What requests and forms that may be sent again have in common: the stored answer, whose it is, and for how long."""

import datetime
import json
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone

from governance.digests import keyed, sha256_of_file
from governance.models import IdempotentRequest

KEPT_FOR = datetime.timedelta(hours=24)
# A secret that was shown once is shown again to a second click, not to whoever comes back later.
SECRETS_KEPT_FOR = datetime.timedelta(minutes=10)


def fingerprint(data: Any) -> str:
    """A digest of what was sent, as it was understood: another multipart boundary or key order is the same request.

    Keyed with the portal's secret, so that nobody can try passwords against it.
    """
    if isinstance(data, QueryDict):
        data = dict(data.lists())
    text = json.dumps(data, sort_keys=True, default=_plain)
    return keyed("governance.idempotency", text)


def purge(now: datetime.datetime | None = None) -> int:
    """Forget the answers of more than a day ago, and shown secrets after minutes; how many answers were forgotten."""
    now = now or timezone.now()
    shown = IdempotentRequest.objects.filter(shows_secret=True, created_at__lt=now - SECRETS_KEPT_FOR)
    shown.update(body="", shows_secret=False)
    return IdempotentRequest.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return str(value)
    return [value.name, value.size, sha256_of_file(value)]
