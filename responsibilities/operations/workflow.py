"""The way of an edition from draft to publication, each step by whoever may take it."""

import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import outbox
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account
from governance.transitions import check_move, move
from responsibilities import states
from responsibilities.models import Edition
from responsibilities.operations.locks import check_version, lock_edition, lock_list
from responsibilities.selectors import bodies_concerned, followed
from responsibilities.states import EditionStatus

PUBLISHED = outbox.declare("responsibilities.edition.published", _("New edition of a duty list published"))
REVOKED = outbox.declare("responsibilities.edition.revoked", _("Edition of a duty list revoked"))


@operation
def submit_edition(edition: Edition, *, by: Account, version: int | None = None) -> Edition:
    """送审: the draft is in review and no longer changes. Raises RuleViolation `no_entries` or `wrong_state`."""
    owner = edition.duty_list.owner
    require(by, "submit_edition", at=owner)
    lock_edition(edition)
    check_version(edition, version)
    if not edition.entries.exists():
        raise RuleViolation("no_entries", _("The draft has no entries yet."))
    move(edition, EditionStatus.REVIEW, table=states.EDITION, by=by, action="submit_edition", organisation=owner)
    return edition


@operation
def approve_edition(
    edition: Edition,
    *,
    by: Account,
    document_no: str,
    decided_on: datetime.date,
    version: int | None = None,
) -> Edition:
    """批准: the reviewed edition is approved, under the number and date of the document that decided it.

    Four eyes: whoever wrote into the draft does not approve it. Raises RuleViolation `author_approves`,
    `document_missing`, `decided_in_future` or `wrong_state`.
    """
    owner = edition.duty_list.owner
    require(by, "approve_edition", at=owner)
    lock_edition(edition)
    check_version(edition, version)
    if edition.authors.filter(pk=by.pk).exists():
        raise RuleViolation(
            "author_approves", _("%(account)s wrote into this draft; somebody else approves it.") % {"account": by}
        )
    if not document_no.strip():
        raise RuleViolation("document_missing", _("Enter the number of the document that decided it."), "document_no")
    if decided_on > timezone.localdate():
        raise RuleViolation("decided_in_future", _("The day of the decision has not come yet."), "decided_on")
    move(
        edition,
        EditionStatus.APPROVED,
        table=states.EDITION,
        by=by,
        action="approve_edition",
        organisation=owner,
        document_no=document_no.strip(),
        decided_on=decided_on,
    )
    return edition


@operation
def send_back_edition(edition: Edition, *, by: Account, reason: str, version: int | None = None) -> Edition:
    """退回: an edition in review or approved is a draft again, with the reason. Its approval no longer counts.

    Raises RuleViolation `reason_missing` or `wrong_state`.
    """
    owner = edition.duty_list.owner
    require(by, "send_back_edition", at=owner)
    lock_edition(edition)
    check_version(edition, version)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it goes back, so that the editors know what to do."), "reason")
    move(
        edition,
        EditionStatus.DRAFT,
        table=states.EDITION,
        by=by,
        action="send_back_edition",
        organisation=owner,
        reason=reason.strip(),
        document_no="",
        decided_on=None,
    )
    return edition


@operation
def publish_edition(
    edition: Edition, *, by: Account, effective_from: datetime.date, version: int | None = None
) -> Edition:
    """公布: everybody sees the edition; it applies from `effective_from`, and its predecessor until the day before.

    The day may lie ahead, or back to the day of the decision: when it was known here is kept apart (`published_at`).
    Every body the old or the new edition names is told. Raises RuleViolation `already_published`,
    `effective_before_decision`, `effective_before_predecessor` or `wrong_state`.
    """
    duty_list = edition.duty_list
    require(by, "publish_edition", at=duty_list.owner)
    lock_list(duty_list)
    lock_edition(edition)
    if edition.published_at is not None:
        raise RuleViolation(
            "already_published",
            _("%(edition)s was already published, on %(date)s.")
            % {"edition": edition, "date": timezone.localdate(edition.published_at).isoformat()},
        )
    check_version(edition, version)
    check_move(edition, EditionStatus.PUBLISHED, table=states.EDITION)
    predecessor = duty_list.editions.select_for_update().filter(status=EditionStatus.PUBLISHED).first()
    check_first_day(edition, predecessor, effective_from)
    now = timezone.now()
    if predecessor is not None:
        move(
            predecessor,
            EditionStatus.SUPERSEDED,
            table=states.EDITION,
            by=by,
            action="publish_edition",
            organisation=duty_list.owner,
            effective_to=effective_from - datetime.timedelta(days=1),
            superseded_at=now,
        )
    # Above the highest ever: the number of a revoked edition never comes again.
    last_number = duty_list.editions.aggregate(last=Max("edition_no"))["last"] or 0
    move(
        edition,
        EditionStatus.PUBLISHED,
        table=states.EDITION,
        by=by,
        action="publish_edition",
        organisation=duty_list.owner,
        edition_no=last_number + 1,
        published_at=now,
        effective_from=effective_from,
    )
    _tell(PUBLISHED, edition, predecessor)
    return edition


def check_first_day(edition: Edition, predecessor: Edition | None, effective_from: datetime.date) -> None:
    """Raises RuleViolation `effective_before_decision` or `effective_before_predecessor`."""
    if edition.decided_on is not None and effective_from < edition.decided_on:
        raise RuleViolation(
            "effective_before_decision",
            _("It cannot apply before it was decided, on %(date)s.") % {"date": edition.decided_on.isoformat()},
            "effective_from",
        )
    began = predecessor and predecessor.effective_from
    if began and effective_from <= began:
        raise RuleViolation(
            "effective_before_predecessor",
            _("%(edition)s applies from %(date)s; its successor must apply from a later day.")
            % {"edition": predecessor, "date": began.isoformat()},
            "effective_from",
        )


@operation
def revoke_edition(
    edition: Edition, *, by: Account, reason: str, document_no: str = "", version: int | None = None
) -> Edition:
    """撤销公布: the last published edition applies on no day any more, and the one before it again, without an end.

    It stays readable at its address for good, and what was known until now stays known: asked about a day before, it
    is still the answer. A draft that was copied from it goes on. Every body that either names is told. Raises
    RuleViolation `reason_missing`, `not_the_last` or `wrong_state`.
    """
    duty_list = edition.duty_list
    require(by, "revoke_edition", at=duty_list.owner)
    lock_list(duty_list)
    lock_edition(edition)
    check_version(edition, version)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it is revoked."), "reason")
    if edition.status == EditionStatus.SUPERSEDED:
        raise RuleViolation(
            "not_the_last", _("Only the last edition of a list can be revoked; another one was published after this.")
        )
    move(
        edition,
        EditionStatus.REVOKED,
        table=states.EDITION,
        by=by,
        action="revoke_edition",
        organisation=duty_list.owner,
        reason=reason.strip(),
        revoked_at=timezone.now(),
        revocation_no=document_no.strip(),
    )
    reopened = followed(edition, duty_list.editions.select_for_update())
    if reopened is not None:
        move(
            reopened,
            EditionStatus.PUBLISHED,
            table=states.EDITION,
            by=by,
            action="revoke_edition",
            organisation=duty_list.owner,
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
        api_path=f"/api/v1/responsibilities/editions/{edition.pk}/",
        page_path=f"/public/editions/{edition.pk}/",
    )
