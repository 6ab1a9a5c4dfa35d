"""To whom a case could go, and why."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase
from enforcement.states import TransferStatus
from governance.models import Organisation
from responsibilities.models import Entry
from responsibilities.selectors.bodies import competent_bodies
from responsibilities.selectors.entries import entry_in_force


@dataclass(frozen=True)
class Proposal:
    """A body a case could be transferred to, why in words, and the entry of the duty list that says so, if one does."""

    receiver: Organisation
    reason: str
    entry: Entry | None = None


class CaseEntries:
    """What the duty lists say of a case today; each is read once."""

    def __init__(self, case: EnforcementCase) -> None:
        self.case = case
        self._leads: dict[int, list[Organisation]] = {}

    @cached_property
    def current(self) -> Entry | None:
        """The case's item as the edition in force today prints it; None if it is in none."""
        return None if self.case.entry is None else entry_in_force(self.case.entry)

    def leads(self, entry: Entry) -> list[Organisation]:
        """The bodies that the entry makes competent."""
        if entry.pk not in self._leads:
            self._leads[entry.pk] = competent_bodies(entry, township=self.case.township)
        return self._leads[entry.pk]

    def led_by_holder(self, entry: Entry | None = None) -> Entry | None:
        """The entry that gives the case to the body which holds it: its own, or the one that is relied on."""
        for candidate in (self.current, entry):
            if candidate is not None and self.case.holder in self.leads(candidate):
                return candidate
        return None

    def that_names(self, receiver: Organisation | None, entry: Entry | None = None) -> Entry | None:
        """The entry that makes the case the receiver's: the one that is named, else the case's own if it says so."""
        own = entry or self.current
        return own if own is not None and receiver in self.leads(own) else entry


def proposed_receivers(case: EnforcementCase) -> list[Proposal]:
    """拟移送单位, best first: whom a return has named, the leads of the case's entry in force today, the catalogue's
    department.

    The holder is not proposed. Empty only if the holder is the sole body the list and the catalogue name.
    """
    proposals = {proposal.receiver.pk: proposal for proposal in _named_by_return(case)}
    entries = CaseEntries(case)
    entry = entries.current
    if entry is not None:
        for body in entries.leads(entry):
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
