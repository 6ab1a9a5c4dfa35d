"""What townships lose by a selection campaign."""

from collections import defaultdict
from dataclasses import dataclass

from governance import access
from governance.models import Account, Organisation
from staffing.models import Applicant, Assignment, Campaign
from staffing.states import ApplicantStatus

LEAVING = [ApplicantStatus.PROPOSED, ApplicantStatus.APPROVED, ApplicantStatus.MOVED]


@dataclass(frozen=True)
class Loss:
    """A township: how many hold posts there, how many would leave, and fields of study that nobody else has."""

    township: Organisation
    on_post: int
    leaving: int
    majors: list[str]

    @property
    def remaining(self) -> int:
        return self.on_post - self.leaving


def losses(campaign: Campaign, *, by: Account) -> list[Loss]:
    """What remains in each township if those proposed leave; the townships the account sees people of."""
    rows = Applicant.objects.for_user(by).filter(campaign=campaign, status__in=LEAVING)
    leaving: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, person, major in rows.values_list("place__path", "person", "person__major"):
        leaving[path[: 2 * Organisation.steplen]].append((person, major))
    townships = Organisation.objects.filter(path__in=leaving, kind=Organisation.Kind.TOWNSHIP).order_by("path")
    here = Assignment.objects.present().filter(access.within(by, "view_people", "organisation"))
    held: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for path, person, major in here.values_list("organisation__path", "person", "person__major"):
        held[path[: 2 * Organisation.steplen]].append((person, major))
    found = []
    for township in townships:
        gone = leaving[township.path]
        people = {person for person, _major in gone}
        stays = {major for person, major in held[township.path] if person not in people}
        majors = sorted({major for _person, major in gone if major and major not in stays})
        found.append(Loss(township, len(held[township.path]), len(gone), majors))
    return found
