"""The coded words of staffing, and what each kind of movement does to places: tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuotaCategory(models.TextChoices):
    """编制类别: never mixed (编制条例 15)."""

    ADMIN = "admin_quota", _("Administrative quota")
    INSTITUTION = "institution_quota", _("Institution quota")
    WORKER = "worker_quota", _("Worker quota")


class HolderKind(models.TextChoices):
    """Who an account belongs to. Where places come from, and go to, is an account too, so that every movement has
    two sides."""

    BODY = "body", pgettext_lazy("quota holder", "Body")
    POOL = "pool", _("County pool")
    UNREGISTERED = "unregistered", _("Body outside the register")
    SUPERIOR = "superior", _("Approving authority")


class Level(models.TextChoices):
    """层级: where the holder stands; 编制条例 18 is about movements between levels."""

    TOWNSHIP = "township", _("Township level")
    COUNTY = "county", _("County level")
    SUPERIOR = "superior", _("Above the county")


class Standing(models.TextChoices):
    """What a place is: approved places are vacant, reserved or filled, and the three add up."""

    VACANT = "vacant", _("Vacant")
    RESERVED = "reserved", _("Reserved")
    ON_POST = "on_post", _("On post")


class MovementKind(models.TextChoices):
    OPENING = "opening", _("Opening balance")
    COUNTED = "counted", _("Opening head count")
    APPROVE = "approve", _("Approval from above")
    MERGE_UNIT = "merge_unit", _("Merged unit")
    RECLAIM = "reclaim", _("Reclaimed")
    DOWNSHIFT = "downshift", _("Moved down to a township")
    TRANSFER_BETWEEN = "transfer_between", _("Transferred between bodies")
    RESERVE = "reserve", _("Place reserved")
    RELEASE = "release", _("Reservation released")
    OCCUPY = "occupy", _("Place occupied")
    VACATE = "vacate", _("Place vacated")


class Source(models.TextChoices):
    """来源: where places that a body receives come from."""

    MERGED_UNITS = "merged_units", _("Merged institutions")
    VACANCIES = "vacancies", _("Reclaimed vacancies")
    DISPATCHED_UNITS = "dispatched_units", _("Dispatched agencies moved over")
    REDEPLOYED = "redeployed", _("Redeployed between bodies")


class Origin(models.TextChoices):
    """How an entry came into the ledger."""

    RECORDED = "recorded", _("Recorded here")
    HISTORY = "history", _("Taken over from an earlier ledger")
    INFERRED = "inferred", _("Inferred: no document states it")


# What the places of a kind are before and after. Kinds whose two differ happen within one account.
STANDINGS: dict[str, tuple[str, str]] = {
    MovementKind.RESERVE: (Standing.VACANT, Standing.RESERVED),
    MovementKind.RELEASE: (Standing.RESERVED, Standing.VACANT),
    MovementKind.OCCUPY: (Standing.RESERVED, Standing.ON_POST),
    MovementKind.VACATE: (Standing.ON_POST, Standing.VACANT),
    # 期初实有人员: who came before there were reservations, as counted when the register begins.
    MovementKind.COUNTED: (Standing.VACANT, Standing.ON_POST),
}
BETWEEN_ACCOUNTS = (Standing.VACANT, Standing.VACANT)

# Whose accounts give and receive by a kind; the database holds the same (migrations/0002).
_BODIES = frozenset({HolderKind.BODY, HolderKind.UNREGISTERED})
_POOL = frozenset({HolderKind.POOL})
HOLDERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    MovementKind.APPROVE: (frozenset({HolderKind.SUPERIOR}), _BODIES | _POOL),
    MovementKind.MERGE_UNIT: (_BODIES, _POOL),
    MovementKind.RECLAIM: (_BODIES, _POOL),
    MovementKind.DOWNSHIFT: (_POOL, frozenset({HolderKind.BODY})),
    MovementKind.TRANSFER_BETWEEN: (_BODIES, _BODIES),
}
# What the staffing office records by a document. Openings are part of taking over a ledger, the rest of filling places.
BY_DOCUMENT = tuple(MovementKind(kind) for kind in HOLDERS)


class Gender(models.TextChoices):
    MALE = "male", pgettext_lazy("person", "Male")
    FEMALE = "female", pgettext_lazy("person", "Female")


class PostClass(models.TextChoices):
    """岗位类别; civil servants have offices and ranks, and no class of posts (岗位设置)."""

    CIVIL_SERVANT = "civil_servant", _("Civil servant")
    MANAGEMENT = "management", _("Management post")
    PROFESSIONAL = "professional", _("Professional post")
    WORKER = "worker", _("Worker's post")


class AbsenceKind(models.TextChoices):
    """离岗情形: what may stop the count of a service term, if the county has decided so."""

    SICK_LEAVE = "sick_leave", _("Long sick leave")
    PARENTAL_LEAVE = "parental_leave", _("Maternity or parental leave")
    STUDY = "study", _("Full-time study")
    UNPAID_LEAVE = "unpaid_leave", _("Unpaid leave")
    BROKEN_SERVICE = "broken_service", _("Broken service")


class TermEffect(models.TextChoices):
    """What an absence does to the count of a service term."""

    COUNTS = "counts", _("Counts like service")
    PAUSES = "pauses", _("Stops the count")
    RESTARTS = "restarts", _("The term begins anew")


class SecondmentKind(models.TextChoices):
    """借调 or 抽调: both have an end, and quota, pay and appraisal stay where they are."""

    SECONDMENT = "secondment", _("Secondment")
    CALL_UP = "temporary_call_up", _("Call-up for a task")


class SecondmentStatus(models.TextChoices):
    """Not having come back by the end is a fact of the clock (`SecondmentQuerySet.overdue`), not a status."""

    REQUESTED = "requested", pgettext_lazy("secondment", "Requested")
    UNIT_OPINION = "unit_opinion", _("Unit agrees")
    DEPARTMENT_OPINION = "department_opinion", _("Human-resources bureau agrees")
    APPROVED = "approved", pgettext_lazy("secondment", "Approved")
    RUNNING = "running", pgettext_lazy("secondment", "Running")
    ENDED = "ended", pgettext_lazy("secondment", "Ended")
    REFUSED = "refused", pgettext_lazy("secondment", "Refused")


SECONDMENT_MOVES: dict[str, frozenset[str]] = {
    SecondmentStatus.REQUESTED: frozenset({SecondmentStatus.UNIT_OPINION, SecondmentStatus.REFUSED}),
    SecondmentStatus.UNIT_OPINION: frozenset({SecondmentStatus.DEPARTMENT_OPINION, SecondmentStatus.REFUSED}),
    SecondmentStatus.DEPARTMENT_OPINION: frozenset({SecondmentStatus.APPROVED, SecondmentStatus.REFUSED}),
    SecondmentStatus.APPROVED: frozenset({SecondmentStatus.RUNNING, SecondmentStatus.ENDED}),
    SecondmentStatus.RUNNING: frozenset({SecondmentStatus.ENDED}),
}
# Those that stand in the way of another one; a refused or ended one does not.
OPEN_SECONDMENTS = tuple(SECONDMENT_MOVES)


class PersonMovementKind(models.TextChoices):
    """人员变动: how somebody leaves a post, or comes to another."""

    TRANSFER = "transfer", pgettext_lazy("person", "Transfer")
    PROMOTION = "promotion", pgettext_lazy("person", "Promotion")
    RETIREMENT = "retirement", pgettext_lazy("person", "Retirement")
    RESIGNATION = "resignation", pgettext_lazy("person", "Resignation")
    DEATH = "death", pgettext_lazy("person", "Death")


class CampaignStatus(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("campaign", "Draft")
    PUBLISHED = "published", pgettext_lazy("campaign", "Announced")
    JUDGED = "judged", _("Applicants judged")
    RANKED = "ranked", _("Ranked")
    NOTICE = "public_notice", _("Public notice")
    APPROVED = "approved", pgettext_lazy("campaign", "Approved")


CAMPAIGN_MOVES: dict[str, frozenset[str]] = {
    CampaignStatus.DRAFT: frozenset({CampaignStatus.PUBLISHED}),
    CampaignStatus.PUBLISHED: frozenset({CampaignStatus.JUDGED}),
    CampaignStatus.JUDGED: frozenset({CampaignStatus.RANKED}),
    CampaignStatus.RANKED: frozenset({CampaignStatus.NOTICE}),
    # Who moves up after a withdrawal is on public notice first, as those before were.
    CampaignStatus.NOTICE: frozenset({CampaignStatus.APPROVED, CampaignStatus.RANKED}),
    CampaignStatus.APPROVED: frozenset({CampaignStatus.RANKED}),
}


class ApplicantStatus(models.TextChoices):
    """Whether the rules were met is a finding of the judgement (`Applicant.is_eligible`), not a status."""

    APPLIED = "applied", pgettext_lazy("applicant", "Applied")
    NOT_SELECTED = "not_selected", pgettext_lazy("applicant", "Not selected")
    PROPOSED = "proposed", pgettext_lazy("applicant", "Proposed")
    APPROVED = "approved", pgettext_lazy("applicant", "Approved")
    MOVED = "moved", pgettext_lazy("applicant", "Moved")
    WITHDRAWN = "withdrawn", pgettext_lazy("applicant", "Withdrawn")


_OUT = ApplicantStatus.WITHDRAWN
APPLICANT_MOVES: dict[str, frozenset[str]] = {
    ApplicantStatus.APPLIED: frozenset({ApplicantStatus.PROPOSED, ApplicantStatus.NOT_SELECTED, _OUT}),
    ApplicantStatus.NOT_SELECTED: frozenset({ApplicantStatus.PROPOSED, _OUT}),
    ApplicantStatus.PROPOSED: frozenset({ApplicantStatus.APPROVED, _OUT}),
    ApplicantStatus.APPROVED: frozenset({ApplicantStatus.MOVED, _OUT}),
}


class SelectionRule(models.TextChoices):
    """What an applicant is judged by at the cut-off date, each rule for itself."""

    IN_TOWNSHIP = "in_township", _("Works in a township")
    TOWNSHIP_YEARS = "township_years", _("Full years in townships")
    SERVICE_TERM = "service_term", _("Service term over")
    CATEGORY = "category", _("Quota category fits the post")
    REGISTERED = "registered", _("Registered civil servant for an administrative post")
    AGE = "age", _("Age limit")
    MAJOR = "major", _("Field of study")
    APPRAISALS = "appraisals", _("Appraised as competent or better")
    NO_BAR = "no_bar", _("No probation, sanction or investigation, by the unit's statement")


class PersonFinding(models.TextChoices):
    """What the register of people contradicts. Those that are hints at most come last."""

    LENT_IN_TERM = "lent_in_term", _("Lent inside the service term")
    LENT_WITHOUT_END = "lent_without_end", _("Lent without an end")
    NOT_COME_BACK = "not_come_back", _("Lent and not come back")
    PAST_RETIREMENT = "past_retirement", _("Past the lawful month, and on post")
    COUNTS_DIFFER = "counts_differ", _("Ledger and register differ")
    SAME_NAME = "same_name", _("Same name")
    ENTERED_YOUNG = "entered_young", _("Entered before 18")
    AWAY_AND_RATED = "away_and_rated", _("Long absent, and rated")
    MANY_EXCELLENT = "many_excellent", _("More than a fifth rated excellent")


class RecruitmentBy(models.TextChoices):
    """How a report on recruitment is grouped, within the channels."""

    YEAR = "year", _("Year")
    DEGREE = "degree", _("Degree")
    MAJOR = "major", _("Field of study")


# 编制条例 15: which posts go with which category; nothing is mixed.
CLASSES_OF: dict[str, frozenset[str]] = {
    QuotaCategory.ADMIN: frozenset({PostClass.CIVIL_SERVANT}),
    QuotaCategory.INSTITUTION: frozenset({PostClass.MANAGEMENT, PostClass.PROFESSIONAL, PostClass.WORKER}),
    QuotaCategory.WORKER: frozenset({PostClass.WORKER}),
}


class ApprovalStatus(models.TextChoices):
    """用编核准. Past its day a slip lets nobody in, whether or not a task has made it expired."""

    SUBMITTED = "submitted", _("Submitted")
    CHECKED = "checked", pgettext_lazy("request", "Checked")
    APPROVED = "approved", pgettext_lazy("quota approval", "Approved")
    IN_HIRING = "in_hiring", _("In hiring")
    ENTERED = "entered", _("All have arrived")
    EXPIRED = "expired", pgettext_lazy("quota approval", "Expired")
    CANCELLED = "cancelled", pgettext_lazy("quota approval", "Cancelled")


APPROVAL_MOVES: dict[str, frozenset[str]] = {
    ApprovalStatus.SUBMITTED: frozenset({ApprovalStatus.CHECKED, ApprovalStatus.CANCELLED}),
    ApprovalStatus.CHECKED: frozenset({ApprovalStatus.APPROVED, ApprovalStatus.CANCELLED}),
    ApprovalStatus.APPROVED: frozenset({ApprovalStatus.IN_HIRING, ApprovalStatus.EXPIRED, ApprovalStatus.CANCELLED}),
    ApprovalStatus.IN_HIRING: frozenset({ApprovalStatus.ENTERED, ApprovalStatus.EXPIRED, ApprovalStatus.CANCELLED}),
}
WAITING_APPROVALS = (ApprovalStatus.SUBMITTED, ApprovalStatus.CHECKED)
SLIP_IN_HAND = (ApprovalStatus.APPROVED, ApprovalStatus.IN_HIRING)


class MidlevelStatus(models.TextChoices):
    """What was decided of an allocation; whether it is in force is a fact of the clock (`MidlevelState`)."""

    PROPOSED = "proposed", pgettext_lazy("allocation", "Proposed")
    APPROVED = "approved", pgettext_lazy("allocation", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("allocation", "Withdrawn")


class MidlevelState(models.TextChoices):
    """What an allocation is on a day."""

    PROPOSED = "proposed", pgettext_lazy("allocation", "Proposed")
    APPROVED = "approved", pgettext_lazy("allocation", "Approved, not yet in force")
    IN_FORCE = "in_force", pgettext_lazy("allocation", "In force")
    CHANGED = "changed", pgettext_lazy("allocation", "Changed by a later one")
    WITHDRAWN = "withdrawn", pgettext_lazy("allocation", "Withdrawn")


MIDLEVEL_MOVES: dict[str, frozenset[str]] = {
    MidlevelStatus.PROPOSED: frozenset({MidlevelStatus.APPROVED, MidlevelStatus.WITHDRAWN}),
}


class StructureChangeKind(models.TextChoices):
    """机构变动 (编制条例 9)."""

    SET_UP = "set_up", _("Set up")
    MERGE = "merge", _("Merged into another")
    UPGRADE = "upgrade", _("Upgraded")
    ABOLISH = "abolish", _("Abolished")
    TERRITORIAL = "territorial", _("Put under the township's management")


# An upgrade rests on an examination and is approved by itself.
CHANGED_BY_DOCUMENT = tuple(kind for kind in StructureChangeKind if kind != StructureChangeKind.UPGRADE)
