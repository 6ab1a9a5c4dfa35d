"""The way of an edition from draft to approval, each step by whoever may take it."""

import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import outbox
from governance.access import operation, people_with
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.transitions import move
from responsibilities.models import Edition
from responsibilities.states import EditionStatus

SUBMITTED = outbox.declare("responsibilities.edition.submitted", _("A draft waits for approval"))
APPROVED = outbox.declare("responsibilities.edition.approved", _("Our draft has been approved"))
SENT_BACK = outbox.declare("responsibilities.edition.sent_back", _("Our draft has been sent back"))


@operation(_("Submit edition for review"), at="duty_list.owner")
def submit_edition(edition: Edition, *, by: Account, version: int | None = None) -> Edition:
    """送审: the draft is in review and no longer changes. Raises RuleViolation `no_entries` or `wrong_state`."""
    owner = edition.duty_list.owner
    if not edition.entries.exists():
        raise RuleViolation("no_entries", _("The draft has no entries yet."))
    move(
        edition,
        EditionStatus.REVIEW,
        state_since=timezone.now(),
        submitted_by=by,
        sent_back_reason="",
    )
    county = Organisation.objects.get(path=owner.county_path)  # lists of townships are approved there too
    _tell(SUBMITTED, edition, people_with("approve_edition", at=county).exclude(pk__in=edition.authors.all()), by=by)
    return edition


@operation(_("Approve edition"), at="duty_list.owner")
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
        document_no=document_no.strip(),
        decided_on=decided_on,
        state_since=timezone.now(),
    )
    _tell(APPROVED, edition, _editors(edition), by=by)
    return edition


@operation(_("Send back edition"), at="duty_list.owner")
def send_back_edition(edition: Edition, *, by: Account, reason: str, version: int | None = None) -> Edition:
    """退回: an edition in review or approved is a draft again, with the reason. Its approval no longer counts.

    Raises RuleViolation `reason_missing` or `wrong_state`.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it goes back, so that the editors know what to do."), "reason")
    move(
        edition,
        EditionStatus.DRAFT,
        reason=reason.strip(),
        document_no="",
        decided_on=None,
        state_since=timezone.now(),
        sent_back_reason=reason.strip(),
    )
    _tell(SENT_BACK, edition, _editors(edition), by=by)
    return edition


def _editors(edition: Edition) -> QuerySet[Account]:
    """Who wrote it, and who sent it to review."""
    return Account.objects.filter(Q(pk__in=edition.authors.all()) | Q(pk=edition.submitted_by_id))


def _tell(kind: str, edition: Edition, people: QuerySet[Account], *, by: Account) -> None:
    """Everybody but the one who did it."""
    outbox.notify(
        kind,
        people.exclude(pk=by.pk),
        about=edition,
        right="view_drafts",
        page_path=reverse("admin:responsibilities_edition_change", args=[edition.pk]),
        label=edition.duty_list.title,
    )
