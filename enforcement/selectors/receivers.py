"""To whom a case could go, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from enforcement.models import EnforcementCase
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
    """拟移送单位, best first: the leads of the case's entry in force today, then the catalogue's department.

    The holder is not proposed. Empty only if the holder is the sole body the list and the catalogue name.
    """
    proposals: dict[int, Proposal] = {}
    entry = current_entry(case)
    if entry is not None:
        for body in competent_bodies(entry, township=case.township):
            reason = _("Leads item %(number)s “%(title)s” of %(edition)s.") % {
                "number": entry.seq_no,
                "title": entry.title,
                "edition": entry.edition,
            }
            proposals[body.pk] = Proposal(body, reason, entry)
    department = case.power.department
    if department.is_open():
        reason = _("The penalty catalogue (%(edition)s) names it for %(power)s.") % {
            "edition": case.power.catalogue_edition,
            "power": case.power,
        }
        proposals.setdefault(department.pk, Proposal(department, reason))
    proposals.pop(case.holder_id, None)
    return list(proposals.values())
