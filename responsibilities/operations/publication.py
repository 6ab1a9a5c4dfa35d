"""Publishing an edition after its consequences were looked at, and taking the publication back."""

import datetime

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import outbox
from governance.access import lock_row, operation
from governance.errors import RuleViolation
from governance.models import Account
from governance.transitions import check_move, move
from responsibilities.models import Edition
from responsibilities.operations.tallies import tally
from responsibilities.rehearsal import Publication, check_first_day, check_rehearsed
from responsibilities.selectors.bodies import bodies_concerned
from responsibilities.selectors.succession import followed
from responsibilities.selectors.unsettled import Unsettled
from responsibilities.states import EditionStatus

PUBLISHED = outbox.declare("responsibilities.edition.published", _("New edition of a duty list published"))
REVOKED = outbox.declare("responsibilities.edition.revoked", _("Edition of a duty list revoked"))


def _lock_list(edition: Edition) -> None:
    """One edition of a list is published or revoked at a time."""
    lock_row(edition.duty_list)


def _check_unsettled(now: Unsettled, *, accepted: bool, reason: str) -> None:
    if now and not accepted:
        raise RuleViolation(
            "unsettled",
            _("%(what)s. Settle them in the draft, or say that it is published with them, and why.")
            % {"what": now.in_words()},
            "accept_unsettled",
        )
    if now and not reason.strip():
        raise RuleViolation(
            "reason_missing", _("Say why it is published with what is not settled."), "unsettled_reason"
        )


@operation(_("Publish edition"), at="duty_list.owner", lock=_lock_list)
def publish_edition(
    edition: Edition,
    *,
    by: Account,
    effective_from: datetime.date,
    rehearsal: str,
    accept_unsettled: bool = False,
    unsettled_reason: str = "",
    version: int | None = None,
) -> Edition:
    """公布: everybody sees the edition; it applies from `effective_from`, and its predecessor until the day before.

    The day may lie ahead, or back to the day of the decision: when it was known here is kept apart (`published_at`).
    Every body the old or the new edition names is told. `rehearsal` is the token of the rehearsal for that day and
    text (`rehearse`); what is open and what rests on the list must still be what it showed. With findings that nobody
    has explained, or possible renames that nobody has settled, it is published only if `accept_unsettled`, with a
    reason, which stays in the audit. Raises RuleViolation `already_published`, `effective_before_decision`,
    `effective_before_predecessor`, `not_rehearsed`, `rehearsal_stale`, `check_crashed`, `unsettled`, `reason_missing`
    or `wrong_state`.
    """
    duty_list = edition.duty_list
    if edition.published_at is not None:
        raise RuleViolation(
            "already_published",
            _("%(edition)s was already published, on %(date)s.")
            % {"edition": edition, "date": timezone.localdate(edition.published_at).isoformat()},
        )
    check_move(edition, EditionStatus.PUBLISHED)
    predecessor = duty_list.editions.select_for_update().filter(status=EditionStatus.PUBLISHED).first()
    check_first_day(edition, predecessor, effective_from)
    publication = Publication(edition, predecessor, effective_from)
    check_rehearsed(rehearsal, publication, by=by)
    left = publication.unsettled
    _check_unsettled(left, accepted=accept_unsettled, reason=unsettled_reason)
    now = timezone.now()
    if predecessor is not None:
        move(
            predecessor,
            EditionStatus.SUPERSEDED,
            effective_to=effective_from - datetime.timedelta(days=1),
            superseded_at=now,
        )
    # Above the highest ever: the number of a revoked edition never comes again.
    last_number = duty_list.editions.aggregate(last=Max("edition_no"))["last"] or 0
    move(
        edition,
        EditionStatus.PUBLISHED,
        reason=f"{left.in_words()}：{unsettled_reason.strip()}" if left else "",
        edition_no=last_number + 1,
        published_at=now,
        effective_from=effective_from,
        entry_count=tally(edition),
    )
    _tell(PUBLISHED, edition, predecessor)
    return edition


@operation(_("Revoke publication"), at="duty_list.owner", lock=_lock_list)
def revoke_edition(
    edition: Edition, *, by: Account, reason: str, document_no: str = "", version: int | None = None
) -> Edition:
    """撤销公布: the last published edition applies on no day any more, and the one before it again, without an end.

    It stays readable at its address for good, and what was known until now stays known: asked about a day before, it
    is still the answer. A draft that was copied from it goes on. Every body that either names is told. Raises
    RuleViolation `reason_missing`, `not_the_last` or `wrong_state`.
    """
    duty_list = edition.duty_list
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it is revoked."), "reason")
    if edition.status == EditionStatus.SUPERSEDED:
        raise RuleViolation(
            "not_the_last", _("Only the last edition of a list can be revoked; another one was published after this.")
        )
    move(
        edition,
        EditionStatus.REVOKED,
        reason=reason.strip(),
        revoked_at=timezone.now(),
        revocation_no=document_no.strip(),
    )
    reopened = followed(edition, duty_list.editions.select_for_update())
    if reopened is not None:
        move(
            reopened,
            EditionStatus.PUBLISHED,
            reason=f"{edition}：{reason.strip()}",
            effective_to=None,
            superseded_at=None,
        )
    _tell(REVOKED, edition, reopened)
    return edition


def _tell(kind: str, edition: Edition, other: Edition | None) -> None:
    """Every body that either edition names learns of it."""
    outbox.emit(
        kind,
        to=bodies_concerned(edition, other),
        about=edition,
        right="view_lists",
        api_path=reverse("edition-detail", args=[edition.pk]),
        page_path=reverse("public_edition", args=[edition.pk]),
    )
