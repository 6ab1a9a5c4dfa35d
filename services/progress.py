"""办件进度: opening one application by its number and check word, never by a name.

Wrong tries are counted for the number and the network they come from: five in an hour, and a hundred for a number in a
day, wherever they come from. A stranger cannot lock the applicant out: whoever scans the slip bears its signature and
is counted apart, and a network from which the number was opened before knows only its own limit.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from governance.addresses import address_of, network_of
from governance.calendars import current_calendar
from governance.digests import keyed
from governance.errors import RuleViolation
from services.check_words import is_same
from services.clocks import Standing, standing
from services.models import Application, ProgressAttempt

HERE, HOUR = 5, datetime.timedelta(hours=1)
ANYWHERE, DAY = 100, datetime.timedelta(days=1)
KNOWN_FOR = datetime.timedelta(days=90)
_signer = Signer(salt="services.progress")


class TooManyTries(RuleViolation):
    """Refused without looking."""

    status = 429


@dataclass(frozen=True)
class Progress:
    """What the applicant sees: the same days as the clerk, and no personal data."""

    application: Application
    standing: Standing
    steps: list[tuple[Any, datetime.date]]


def slip_of(number: str) -> str:
    """The signature that the slip of this number bears."""
    return _signer.sign(number).rsplit(":", 1)[1]


def bears_slip(number: str, slip: str) -> bool:
    try:
        return bool(slip) and constant_time_compare(_signer.unsign(f"{number}:{slip}"), number)
    except BadSignature:
        return False


def look_up(number: str, word: str, meta: Mapping[str, Any], *, slip: str = "") -> Progress:
    """Raises RuleViolation `no_such_application`, TooManyTries `too_many_tries`."""
    number = "".join(number.split()).upper()
    now = timezone.now()
    network = network_of(address_of(meta))
    digest = keyed("services.progress", number)
    has_slip = bears_slip(number, slip)
    attempts = ProgressAttempt.objects.filter(number=digest)
    _refuse_if_paused(attempts, network, has_slip, now)
    # It counts as wrong from the start, so that many at once are counted too.
    attempt = ProgressAttempt.objects.create(number=digest, network=network, has_slip=has_slip, at=now)
    _refuse_if_paused(attempts.exclude(pk=attempt.pk), network, has_slip, now)
    application = Application.objects.filter(number=number).select_related("item", "centre", "holder", "body").first()
    if not is_same(word, application.check_word if application else "") or application is None:
        message = _("No application has this number and check word. Both stand on the slip you were given.")
        raise RuleViolation("no_such_application", message)
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    attempts.filter(network=network, has_slip=has_slip, succeeded=False).delete()
    return Progress(
        application, standing(application.course(), timezone.localdate(), current_calendar()), _steps(application)
    )


def purge_attempts() -> None:
    """Delete what no limit asks for any more."""
    now = timezone.now()
    ProgressAttempt.objects.filter(succeeded=False, at__lte=now - DAY).delete()
    ProgressAttempt.objects.filter(succeeded=True, at__lte=now - KNOWN_FOR).delete()


def _refuse_if_paused(attempts: Any, network: str, has_slip: bool, now: datetime.datetime) -> None:
    here = attempts.filter(network=network, has_slip=has_slip)
    wrong = attempts.filter(has_slip=has_slip, succeeded=False)
    if wrong.filter(network=network, at__gt=now - HOUR).count() >= HERE:
        message = _("Five wrong tries in an hour. Try again later, or ask at the window with your slip.")
        raise TooManyTries("too_many_tries", message)
    is_known = here.filter(succeeded=True, at__gt=now - KNOWN_FOR).exists()
    if not is_known and wrong.filter(at__gt=now - DAY).count() >= ANYWHERE:
        message = _("Too many wrong tries for this number today. Scan the code on your slip, or ask at the window.")
        raise TooManyTries("too_many_tries", message)


def _steps(application: Application) -> list[tuple[Any, datetime.date]]:
    """What has happened, with its day, in words for the applicant."""
    request = application.supplement_requests.first()
    told: list[tuple[Any, datetime.date | datetime.datetime | None]] = [
        (_("Received"), application.received_at),
        (_("Papers asked for"), request.asked_at if request else None),
        (_("Papers complete"), application.completed_on),
        (_("Accepted"), application.accepted_on),
        *((stage.get_kind_display(), stage.first_on) for stage in application.stages.all()),
        (_("Decided"), application.decided_at),
        (_("Result handed over"), application.issued_at),
        (application.get_status_display(), application.ended_at),
    ]
    return [(words, timezone.localdate(on) if isinstance(on, datetime.datetime) else on) for words, on in told if on]
