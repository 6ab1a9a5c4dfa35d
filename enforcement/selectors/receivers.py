"""To whom a case could go, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase
from enforcement.states import TransferStatus
from governance.models import Organisation
from responsibilities.models import Entry
from responsibilities.selectors import competent_bodies, entry_in_force


@dataclass(frozen=True)
class Proposal:
    """A body a case could be transferred to, why in words, and the entry of the duty list that says so, if one does."""

    receiver: Organisation
    reason: str
    entry: Entry | None = None


def current_entry(case: EnforcementCase) -> Entry | None:
    """The case's item as the edition in force today prints it; None if it is in none."""
    return None if case.entry is None else entry_in_force(case.entry)


def proposed_receivers(case: EnforcementCase) -> list[Proposal]:
    """拟移送单位, best first: whom a return has named, the leads of the case's entry in force today, the catalogue's
    department.

    The holder is not proposed. Empty only if the holder is the sole body the list and the catalogue name.
    """
    proposals = {proposal.receiver.pk: proposal for proposal in _named_by_return(case)}
    entry = current_entry(case)
    if entry is not None:
        for body in competent_bodies(entry, township=case.township):
            reason = _("Leads item %(number)s “%(title)s” of %(edition)s.") % {
                "number": entry.seq_no,
                "title": entry.title,
                "edition": entry.edition,
            }
            proposals.setdefault(body.pk, Proposal(body, reason, entry))
    department = case.power.department
    if department.is_open():
        reason = _("The penalty catalogue (%(edition)s) names it for %(power)s.") % {
            "edition": case.power.catalogue_edition,
            "power": case.power,
        }
        proposals.setdefault(department.pk, Proposal(department, reason))
    proposals.pop(case.holder_id, None)
    return list(proposals.values())


def _named_by_return(case: EnforcementCase) -> list[Proposal]:
    """Who sent the case back as not its own had to say whose it is; nobody looks that up a second time."""
    returns = case.transfers.filter(status=TransferStatus.SENT_BACK, right_body__isnull=False)
    returned = returns.select_related("receiver", "right_body", "right_entry__edition").order_by("-round").first()
    body = returned.right_body if returned else None
    if returned is None or body is None or not body.is_open():
        return []
    words = {"sender": returned.receiver, "letter": returned.document_no, "body": body}
    entry = returned.right_entry and entry_in_force(returned.right_entry)
    if entry is None:
        reason = _("%(sender)s sent %(letter)s back and names %(body)s.") % words
    else:
        reason = _("%(sender)s sent %(letter)s back and names %(body)s, which leads item %(number)s “%(title)s”.") % {
            **words,
            "number": entry.seq_no,
            "title": entry.title,
        }
    return [Proposal(body, reason, entry)]
