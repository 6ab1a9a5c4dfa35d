"""Wrong passwords and secrets: each is counted and in the audit, and after too many there is a pause.

Counted by the name that is tried and the network it comes from, so that nobody is locked out by a stranger elsewhere:

- five wrong ones for one name from one network: a quarter of an hour's pause for that name there;
- twenty names with wrong ones from one network in an hour: one try a minute from there. Who has signed in from there
  before has a try each quarter of an hour of their own;
- twenty wrong ones for one name in an hour, wherever they come from: one try each five minutes, except from networks
  from which that name has signed in before.

The rows are in the database, so that all web processes count together, whether or not the cache is there.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance import audit
from governance.addresses import address_of, network_of
from governance.digests import keyed
from governance.errors import RuleViolation
from governance.models import Account, SignInAttempt

OF_A_NAME_HERE, PAUSE_HERE = 5, datetime.timedelta(minutes=15)
NAMES_OF_A_NETWORK, PAUSE_OF_A_NETWORK = 20, datetime.timedelta(minutes=1)
OF_A_NAME_ANYWHERE, PAUSE_ANYWHERE = 20, datetime.timedelta(minutes=5)
LATELY = datetime.timedelta(hours=1)
KNOWN_FOR = datetime.timedelta(days=90)  # how long a network counts as one from which the name signs in


class TooManyAttempts(RuleViolation):
    """Refused without looking; `seconds` is how long the next try has to wait."""

    status = 429

    def __init__(self, until: datetime.datetime) -> None:
        wait = until - timezone.now()
        self.seconds = int(wait.total_seconds()) + 1
        minutes = -(-wait // datetime.timedelta(minutes=1))  # rounded up, as the time is
        time = timezone.localtime(until + datetime.timedelta(seconds=59)).strftime("%H:%M")
        message = ngettext(
            "Too many wrong passwords. Try again after %(time)s (%(minutes)d minute) or ask the system administrator.",
            "Too many wrong passwords. Try again after %(time)s (%(minutes)d minutes) or ask the system administrator.",
            minutes,
        )
        super().__init__("too_many_attempts", message % {"time": time, "minutes": minutes})


class CountedAttempt:
    """One try to show who one is. It counts as wrong from the start, so that many at once are counted too.

    `action` is what the audit calls it; `account` is whose the name is, if anybody's. Raises TooManyAttempts.
    """

    def __init__(self, name: str, meta: Mapping[str, Any], *, action: str, account: Account | None) -> None:
        self.name, self.action, self.account = _digest(name), action, account
        self.address = address_of(meta)
        self.network = network_of(self.address)
        self._refuse_if_paused(SignInAttempt.objects.all())  # by reading only: a flood writes nothing
        attempt = SignInAttempt.objects.create(name=self.name, network=self.network, at=timezone.now())
        try:
            # Once more: of many that came through at the same moment, each sees the others.
            self._refuse_if_paused(SignInAttempt.objects.exclude(pk=attempt.pk))
        except TooManyAttempts:
            attempt.delete()  # not looked at, so it does not prolong the pause
            raise

    def right(self) -> None:
        """The wrong ones from here are forgotten, and the network is one the name signs in from."""
        tried_here = SignInAttempt.objects.filter(name=self.name, network=self.network)
        tried_here.filter(succeeded=False).delete()
        SignInAttempt.objects.update_or_create(
            name=self.name, network=self.network, succeeded=True, defaults={"at": timezone.now()}
        )

    def wrong(self, message: str) -> None:
        """It stays counted, and is in the audit."""
        self._record(RuleViolation("wrong_password", message))

    def _refuse_if_paused(self, attempts: QuerySet[SignInAttempt]) -> None:
        pauses = self._pauses(attempts)
        if not pauses:
            return
        until, because_of = max(pauses, key=lambda pause: pause[0])
        refusal = TooManyAttempts(until)
        if SignInAttempt.objects.filter(pk=because_of.pk, pause_recorded=False).update(pause_recorded=True):
            self._record(refusal)
        raise refusal

    def _pauses(self, attempts: QuerySet[SignInAttempt]) -> list[tuple[datetime.datetime, SignInAttempt]]:
        """The pauses that last: until when, and the last wrong try each is because of."""
        now = timezone.now()
        known = attempts.filter(name=self.name, network=self.network, succeeded=True, at__gt=now - KNOWN_FOR).exists()
        wrong = attempts.filter(succeeded=False, at__gt=now - LATELY).order_by("-at", "-pk")
        of_name, of_network = wrong.filter(name=self.name), wrong.filter(network=self.network)
        here = of_name.filter(network=self.network)
        found = []

        last_here = list(here[:OF_A_NAME_HERE])
        if len(last_here) == OF_A_NAME_HERE:
            found.append((last_here[-1].at + PAUSE_HERE, last_here[0]))
        if of_network.order_by().values("name").distinct().count() >= NAMES_OF_A_NETWORK:
            if not known:
                last = of_network[0]
                found.append((last.at + PAUSE_OF_A_NETWORK, last))
            elif last_here:
                found.append((last_here[0].at + PAUSE_HERE, last_here[0]))
        if not known:
            last_anywhere = list(of_name[:OF_A_NAME_ANYWHERE])
            if len(last_anywhere) == OF_A_NAME_ANYWHERE:
                found.append((last_anywhere[0].at + PAUSE_ANYWHERE, last_anywhere[0]))
        return [(until, attempt) for until, attempt in found if until > now]

    def _record(self, refusal: RuleViolation) -> None:
        """Under the account's name; a name that is nobody's is the portal's to report, and is not repeated."""
        by = self.account or Account.objects.filter(kind=Account.Kind.SYSTEM).first()
        if by is None:  # nobody has founded the county yet
            return
        if self.account is None and not isinstance(refusal, TooManyAttempts):
            refusal = RuleViolation("unknown_name", _("Nobody signs in with this name."))
        audit.record_refusal(self.action, by, by=by, refusal=refusal, details={"address": self.address})


def forget(name: str) -> None:
    """The wrong ones for the name no longer count, as after a reset."""
    SignInAttempt.objects.filter(name=_digest(name), succeeded=False).delete()


def purge() -> None:
    """Delete what no pause asks for any more."""
    now = timezone.now()
    SignInAttempt.objects.filter(succeeded=False, at__lte=now - LATELY).delete()
    SignInAttempt.objects.filter(succeeded=True, at__lte=now - KNOWN_FOR).delete()


def name_of_person(username: str) -> str:
    """Under which name an account's passwords are counted, however the user name is typed."""
    return f"person {Account.spelling(username)}"


def name_of_client(client_id: str) -> str:
    """Under which name a client's secrets are counted."""
    return f"client {client_id}"


def _digest(name: str) -> str:
    return keyed("governance.sign_in_attempts", name)
