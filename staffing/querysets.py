"""Who may see what in staffing, and the filters that can be chained."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, Min, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from governance import access
from governance.models import Account
from staffing.service_terms import LONGEST_TERM, free_if_started_by
from staffing.states import (
    OPEN_SECONDMENTS,
    SLIP_IN_HAND,
    WAITING_APPROVALS,
    ApplicantStatus,
    CampaignStatus,
    HolderKind,
    Level,
    MidlevelStatus,
    MovementKind,
    Origin,
    QuotaCategory,
    SecondmentStatus,
    Standing,
    StructureChangeKind,
    TermEffect,
)


class QuotaDocumentQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Documents of the county's ledger for who sees it whole, and those that moved places of one's own bodies."""
        from staffing.models import QuotaMovement

        mine = QuotaMovement.objects.for_user(account).order_by()
        whole = access.within(account, "view_quotas", "county")
        return self.filter(whole | Q(pk__in=mine.values("document")) | Q(pk__in=mine.values("level_approval")))


class QuotaAccountQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Accounts of one's own bodies; of the whole county for who works for all of it."""
        return self.filter(access.within(account, "view_quotas", "county", "organisation"))

    def of_townships(self) -> Self:
        return self.filter(level=Level.TOWNSHIP)

    def holding(self) -> Self:
        """Accounts of those who have places; the approving authority only gives them."""
        return self.exclude(kind=HolderKind.SUPERIOR)

    def with_balances(self, on: datetime.date | None = None, known: datetime.date | None = None) -> Self:
        """Each with `approved`, `on_post`, `reserved` and `vacant` at the end of the day `on` (today), as the ledger
        knew it at the end of the day `known` (now).

        Of the time before its people were first entered, only days on which they were counted have an `on_post`; what
        is not known is None, and so are then `reserved` and `vacant`.
        """
        from staffing.models import HeadCount

        on = on or timezone.localdate()
        counts = Q(entries__effective_on__lte=on)
        if known is not None:
            counts &= Q(entries__known_on__lte=known)
        counted = HeadCount.objects.filter(account=OuterRef("pk"), counted_on=on).values("count")[:1]

        def places(standing: str) -> Coalesce:
            return Coalesce(Sum("entries__change", filter=counts & Q(entries__standing=standing)), 0)

        def once_entered(name: str, before: Any = None) -> Case:
            there = When(entered_since__isnull=False, then=F(name))
            return Case(there, default=before, output_field=models.IntegerField())

        arrived = Q(entries__standing=Standing.ON_POST, entries__change__gt=0)
        return self.annotate(
            entered_since=Min("entries__effective_on", filter=counts & arrived),
            vacant_places=places(Standing.VACANT),
            reserved_places=places(Standing.RESERVED),
            filled_places=places(Standing.ON_POST),
        ).annotate(
            approved=F("vacant_places") + F("reserved_places") + F("filled_places"),
            on_post=once_entered("filled_places", Subquery(counted)),
            reserved=once_entered("reserved_places"),
            vacant=once_entered("vacant_places"),
        )


class HeadCountQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        return self.filter(access.within(account, "view_quotas", "account__county", "account__organisation"))


class QuotaMovementQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Movements from and to one's own bodies; all of the county for who works for all of it."""
        fields = ("giver__county", "giver__organisation", "receiver__organisation")
        return self.filter(access.within(account, "view_quotas", *fields))

    def known(self, known: datetime.date | None = None) -> Self:
        """What the ledger had learned by the end of the day (by now)."""
        return self if known is None else self.filter(known_on__lte=known)

    def until(self, on: datetime.date | None = None) -> Self:
        """What counts on the day (today if not given)."""
        return self.filter(effective_on__lte=on or timezone.localdate())

    def of_account(self, account: Any) -> Self:
        """What the account gave and received: what its balances are made of. `account` may be its key."""
        return self.filter(Q(giver=account) | Q(receiver=account))

    def between_levels(self) -> Self:
        """From a body of the county to a township, or back; an approval from above is no such movement."""
        down = Q(giver__level=Level.COUNTY, receiver__level=Level.TOWNSHIP)
        return self.filter(down | Q(giver__level=Level.TOWNSHIP, receiver__level=Level.COUNTY))

    def without_level_approval(self) -> Self:
        """Administrative quotas that moved between levels, and no approval is named (编制条例 18): a finding."""
        rows = self.between_levels().filter(giver__category=QuotaCategory.ADMIN, counters=None)
        return rows.filter(level_approval=None)

    def inferred(self) -> Self:
        """Opening entries that no document states."""
        return self.filter(origin=Origin.INFERRED)

    def into_townships(self) -> Self:
        """What townships gained from elsewhere, and lost, with `gain` signed; openings left out."""
        rows = self.exclude(kind__in=[MovementKind.OPENING, MovementKind.COUNTED]).exclude(
            giver__level=F("receiver__level")
        )
        rows = rows.filter(Q(giver__level=Level.TOWNSHIP) | Q(receiver__level=Level.TOWNSHIP))
        gained = When(receiver__level=Level.TOWNSHIP, then=F("count"))
        return rows.annotate(gain=Case(gained, default=-F("count"), output_field=models.IntegerField()))


class PersonQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """People whose main post is at one's own bodies, and units these manage; of the whole county for who works for
        all of it."""
        from staffing.models import Assignment

        posts = Assignment.objects.present().filter(access.within(account, "view_people", "organisation"))
        whole = access.within(account, "view_people", "county")
        return self.filter(whole | Q(pk__in=posts.order_by().values("person")))

    def with_post(self) -> Self:
        """Each beside its main post of now, as `main`: a person without one has none there."""
        present = Q(assignments__ends_on=None, assignments__is_main=True)
        return self.annotate(main=FilteredRelation("assignments", condition=present))

    def bound_on(self, on: datetime.date) -> Self:
        """People whom a service term binds on the day.

        Most terms are plain years, which the database counts; the few with probation or an absence that does not count
        are asked one by one.
        """
        from staffing.models import ServiceTerm, TermInterruption

        paused = TermInterruption.objects.exclude(effect=TermEffect.COUNTS).order_by().values("kind")
        special = ServiceTerm.objects.filter(Q(probation_months__gt=0) | Q(person__absences__kind__in=paused))
        special = special.filter(starts_on__lte=on).select_related("person__county").distinct()
        special = special.prefetch_related("person__absences", "person__county__term_interruptions")
        asked = {term.pk: term.binds(on) for term in special}
        still = Q(pk__in=[])
        for years in range(1, LONGEST_TERM + 1):
            still |= Q(years=years, starts_on__gt=free_if_started_by(on, years))
        plain = ServiceTerm.objects.filter(still, starts_on__lte=on).exclude(pk__in=asked)
        terms = plain | ServiceTerm.objects.filter(pk__in=[pk for pk, binds in asked.items() if binds])
        return self.filter(pk__in=terms.order_by().values("person"))

    def with_terms(self) -> Self:
        """Each with all that its service terms are worked out from."""
        rows = self.select_related("county")
        return rows.prefetch_related("service_terms", "absences", "county__term_interruptions")


class SecondmentQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Those of one's own people, and those one's own body borrows."""
        return self.filter(access.within(account, "view_people", "lender", "borrower"))

    def open(self) -> Self:
        return self.filter(status__in=OPEN_SECONDMENTS)

    def waiting(self) -> Self:
        """Asked for and not decided."""
        return self.filter(
            status__in=[
                SecondmentStatus.REQUESTED, SecondmentStatus.UNIT_OPINION, SecondmentStatus.DEPARTMENT_OPINION,
            ]
        )  # fmt: skip

    def running(self) -> Self:
        return self.filter(status=SecondmentStatus.RUNNING)

    def overdue(self, on: datetime.date | None = None) -> Self:
        """逾期未归: its last day is over, and nobody has recorded the return."""
        return self.running().filter(ends_on__lt=on or timezone.localdate())

    def without_end(self) -> Self:
        """Running, and nobody has said until when."""
        return self.running().filter(ends_on=None)

    def begun_in_term(self) -> Self:
        """Begun while a service term bound the person, with or without an exception; judged by the day of beginning."""
        rows: Any = self.filter(starts_on__isnull=False).exclude(status=SecondmentStatus.REFUSED)
        rows = rows.filter(person__service_terms__isnull=False).distinct().select_related("person__county")
        related = ("service_terms", "absences", "county__term_interruptions")
        rows = rows.prefetch_related(*(f"person__{name}" for name in related))
        return self.filter(pk__in=[row.pk for row in rows if row.began_in_term])


class PersonMovementQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Those out of or into one's own bodies."""
        return self.filter(access.within(account, "view_people", "place", "to_post__organisation"))


class CampaignQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """What has been announced is known to all who see people; a draft to those who see the whole county's."""
        if not access.may_anywhere(account, "view_people") or not account.is_active:
            return self.none()
        return self.filter(~Q(status=CampaignStatus.DRAFT) | access.within(account, "view_people", "county"))


class ApplicantQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """One's own people's applications; all of them for who works for the county."""
        return self.filter(access.within(account, "view_people", "place"))

    def in_the_running(self) -> Self:
        """Eligible, and neither withdrawn nor refused a consent."""
        rows = self.filter(is_eligible=True, status__in=[ApplicantStatus.APPLIED, ApplicantStatus.NOT_SELECTED])
        return rows.exclude(unit_consents=False).exclude(department_consents=False)

    def to_appraise(self) -> Self:
        """Eligible, and the township has not signed how they work."""
        return self.filter(is_eligible=True, status=ApplicantStatus.APPLIED, appraised_by=None)


class OfferedPostQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Those of campaigns one sees."""
        from staffing.models import Campaign

        return self.filter(campaign__in=Campaign.objects.for_user(account).order_by().values("pk"))


class TermInterruptionQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """A rule of the county is no secret."""
        return self


class AssignmentQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Main posts held now."""
        return self.filter(ends_on=None, is_main=True)


class QuotaApprovalQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Requests and slips of one's own units; of the whole county for who works for all of it."""
        return self.filter(access.within(account, "view_quota_approvals", "account__county", "organisation"))

    def waiting(self) -> Self:
        """Asked for, and no slip yet."""
        return self.filter(status__in=WAITING_APPROVALS)

    def running(self) -> Self:
        """Slips by which people may still come in."""
        return self.filter(status__in=SLIP_IN_HAND)

    def past_their_day(self) -> Self:
        return self.running().filter(expires_on__lt=timezone.localdate())


class MidlevelCeilingQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Ceilings of one's own township; of the whole county for who works for all of it."""
        return self.filter(access.within(account, "view_midlevel", "township"))

    def in_force(self, on: datetime.date | None = None) -> Self:
        """The one ceiling of each township that counts on the day."""
        begun = self.filter(effective_on__lte=on or timezone.localdate())
        later = begun.filter(township=OuterRef("township"), effective_on__gt=OuterRef("effective_on"))
        return begun.filter(~Exists(later.order_by()))


class MidlevelPlanQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Allocations of one's own township; of the whole county for who works for all of it."""
        return self.filter(access.within(account, "view_midlevel", "township"))

    def decided(self) -> Self:
        return self.filter(status=MidlevelStatus.APPROVED)

    def in_force(self, on: datetime.date | None = None) -> Self:
        """Allocations that count on the day: one for each township at most."""
        on = on or timezone.localdate()
        begun = self.decided().filter(effective_on__lte=on)
        return begun.filter(Q(ends_on=None) | Q(ends_on__gte=on))


class StructureChangeQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Changes of one's own township; of the whole county for who works for all of it."""
        return self.filter(access.within(account, "view_structure", "township"))

    def upgrades(self) -> Self:
        return self.filter(kind=StructureChangeKind.UPGRADE)


class ExcludedAgencyQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Central rules are public within the portal: every account sees them."""
        return self
