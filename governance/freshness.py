"""Whether what somebody looked at before acting is still so (时效核验).

A rehearsal, a review or a list of consequences is made of things seen: a line for people, and the rows it is about.
`seal` puts a fingerprint of these rows into a token, which comes back with the act; `check_fresh` refuses the act
unless the rows are still the same, and says what has come, gone or changed. A check that crashes is not passed.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.digests import sha256_of
from governance.errors import RuleViolation
from governance.models import Account

logger = logging.getLogger(__name__)

HOLDS = datetime.timedelta(hours=24)
NAMED_ROWS = 200  # of how many rows of a line it is kept which they were; beyond, only that they have changed


class Seen(Protocol):
    """What was seen: `rows` are keys, or tuples of a key and what was seen of the row. `code` is stable."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def rows(self) -> tuple[Any, ...]: ...


S = TypeVar("S", bound=Seen)


class CheckCrashed(RuleViolation):
    """A check broke off, so nobody knows what it would have shown."""

    def __init__(self, name: str) -> None:
        message = _("“%(check)s” could not be found out, so this is not done. Tell the system administrator.")
        super().__init__("check_crashed", message % {"check": name})


def look(checks: Iterable[Callable[[], Iterable[S]]], crashed: Callable[[str], S]) -> Iterator[S]:
    """What the checks show. For one that crashes, whatever of it was shown, `crashed` says so with its name."""
    for check in checks:
        name = getattr(check, "__name__", "") or check.func.__name__  # type: ignore[attr-defined]
        try:
            with transaction.atomic():  # so that an error of the database leaves the others something to ask
                found = list(check())
        except Exception:
            logger.exception("the check %s crashed", name)
            found = [crashed(name)]
        yield from found


def seal(purpose: str, by: Account, what: Any, seen: Iterable[Seen]) -> str:
    """A token that `by` has seen this of `what`: plain values that say what was to be done, to which text."""
    return signing.dumps([what, _fingerprints(seen)], salt=_salt(purpose, by), compress=True)


def check_fresh(token: str, purpose: str, by: Account, what: Any, now: Iterable[Seen], *, field: str = "") -> None:
    """Raises RuleViolation `not_rehearsed` unless `by` saw the consequences of just this within a day, and
    `rehearsal_stale` if the rows are others now."""
    try:
        before, seen = signing.loads(token, salt=_salt(purpose, by), max_age=HOLDS)
    except signing.BadSignature:
        before, seen = None, {}
    if before != what:
        message = _("Look first at what this brings about: what was looked at was something else, or too long ago.")
        raise RuleViolation("not_rehearsed", message, field or None)
    if changed := changes(seen, _fingerprints(now)):
        message = _("Since it was looked at this has changed: %(what)s. Look at it again.")
        raise RuleViolation("rehearsal_stale", message % {"what": "；".join(changed)}, field or None)


def changes(seen: Mapping[str, list[Any]], now: Mapping[str, list[Any]]) -> list[str]:
    """In words, each line whose rows are not those that were seen: what came, went and changed."""
    told = []
    for code in {**seen, **now}:
        text, count, digest, rows = seen.get(code, ["", 0, "", {}])
        now_text, now_count, now_digest, now_rows = now.get(code, [text, 0, "", {}])
        if digest == now_digest:
            continue
        words = f"{now_text} ({count} → {now_count})"
        if rows is not None and now_rows is not None:
            came, went = len(now_rows.keys() - rows.keys()), len(rows.keys() - now_rows.keys())
            other = sum(rows[key] != now_rows[key] for key in rows.keys() & now_rows.keys())
            words = f"{words}: {_(', ').join(_in_words(came, went, other))}"
        told.append(words)
    return told


def _in_words(came: int, went: int, other: int) -> Iterator[str]:
    if came:
        yield ngettext("%(count)d came", "%(count)d came", came) % {"count": came}
    if went:
        yield ngettext("%(count)d went", "%(count)d went", went) % {"count": went}
    if other:
        yield ngettext("%(count)d is otherwise", "%(count)d are otherwise", other) % {"count": other}


def _fingerprints(seen: Iterable[Seen]) -> dict[str, list[Any]]:
    """By code: the line, how many rows it is about, a digest of them, and each of them if they are few."""
    found = {}
    for line in seen:
        rows = {str(_key(row)): _short(row) for row in line.rows}
        if rows:
            digest = _short(sorted(rows.items()))
            found[line.code] = [str(line.text), len(rows), digest, rows if len(rows) <= NAMED_ROWS else None]
    return found


def _key(row: Any) -> Any:
    return row[0] if isinstance(row, tuple) else row


def _short(said: Any) -> str:
    return sha256_of([repr(said).encode()])[7:23]  # behind “sha256:”


def _salt(purpose: str, by: Account) -> str:
    return f"governance.freshness:{purpose}:{by.pk}"
