"""Who may see which lists, editions and entries, and what was in force when."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from governance import access
from governance.models import Account, Organisation
from governance.search import search_words, tokens
from responsibilities.states import PUBLIC, VALID, EditionStatus


def in_force(on: datetime.date | None = None, known: datetime.date | None = None, *, edition: str = "") -> Q:
    """现行: the edition that applies on `on` (today) as it was known at the end of the day `known` (now).

    An edition is known from its publication until its revocation; that it ends is known from the publication of its
    successor, so until then it counts as open-ended. `edition` is the path to the edition, such as "edition__".
    """
    on = on or timezone.localdate()
    still = Q(**{f"{edition}effective_to": None}) | Q(**{f"{edition}effective_to__gte": on})
    applies = valid(known, edition=edition) & Q(**{f"{edition}effective_from__lte": on})
    if known is not None:
        still |= Q(**{f"{edition}superseded_at__gte": midnight_after(known)})
        applies &= Q(~Exists(_revoked_since(on, known, edition)))
    return applies & still


def valid(known: datetime.date | None = None, *, edition: str = "") -> Q:
    """Editions that were published and not revoked, as it was known at the end of the day `known` (now)."""
    if known is None:
        return Q(**{f"{edition}status__in": VALID})
    midnight = midnight_after(known)
    stood = Q(**{f"{edition}revoked_at": None}) | Q(**{f"{edition}revoked_at__gte": midnight})
    return Q(**{f"{edition}status__in": PUBLIC, f"{edition}published_at__lt": midnight}) & stood


def _revoked_since(on: datetime.date, known: datetime.date, edition: str) -> models.QuerySet:
    """Later editions of the same list, revoked since `known`, which then put an end to the edition before `on`.

    Their own rows say it: revoking them has taken the end out of the row of the edition before.
    """
    from responsibilities.models import Edition

    return Edition.objects.filter(
        valid(known),
        status=EditionStatus.REVOKED,
        duty_list=OuterRef(f"{edition}duty_list"),
        effective_from__lte=on,
        effective_from__gt=OuterRef(f"{edition}effective_from"),
    )


def midnight_after(day: datetime.date) -> datetime.datetime:
    """The end of the day, in the county's time: what happened before it was known on that day."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def visible(account: Any, *, edition: str = "") -> Q:
    """Published editions are everybody's; the others belong to those who edit and approve them."""
    public = Q(**{f"{edition}status__in": PUBLIC})
    if not isinstance(account, Account) or not access.may_anywhere(account, "view_drafts"):
        return public
    return public | access.within(account, "view_drafts", f"{edition}duty_list__owner")


def named(body: Organisation) -> Q:
    """What names the body: itself or, for a township, all townships."""
    itself = Q(body=body)
    return itself | Q(body_class="townships") if body.kind == Organisation.Kind.TOWNSHIP else itself


class DutyListQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """Lists with a published edition; every list to those who edit and approve it. `account` may be anonymous."""
        from responsibilities.models import Edition

        published = Exists(Edition.objects.filter(duty_list=OuterRef("pk"), status__in=PUBLIC))
        if not isinstance(account, Account) or not access.may_anywhere(account, "view_drafts"):
            return self.filter(published)
        return self.filter(Q(published) | access.within(account, "view_drafts", "owner"))

    def in_workshop(self) -> Self:
        """Lists with imported rows that nobody has decided; `undecided` counts them."""
        from responsibilities.models import InventoryRow

        rows = InventoryRow.objects.undecided().filter(inventory__duty_list=OuterRef("pk")).order_by()
        counted = rows.values("inventory__duty_list").annotate(count=Count("pk")).values("count")
        return self.annotate(undecided=Subquery(counted)).filter(undecided__gt=0)


class EditionQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        return self.filter(visible(account))

    def sent_back(self) -> Self:
        """Drafts that came back from review and have not gone there again."""
        return self.filter(status=EditionStatus.DRAFT).exclude(sent_back_reason="")

    def with_own(self, account: Account) -> Self:
        """With `own`, whether the account is one of the authors."""
        from responsibilities.models import Edition

        return self.annotate(
            own=Exists(Edition.authors.through.objects.filter(edition=OuterRef("pk"), account=account))
        )

    def sent_back_to(self, account: Account) -> Self:
        """Of these, what the account wrote in or sent to review."""
        return self.with_own(account).sent_back().filter(Q(own=True) | Q(submitted_by=account))

    def in_force(self, on: datetime.date | None = None, known: datetime.date | None = None) -> Self:
        return self.filter(in_force(on, known))

    def public(self) -> Self:
        return self.filter(status__in=PUBLIC)

    def valid(self, known: datetime.date | None = None) -> Self:
        return self.filter(valid(known))

    def holding(
        self,
        *,
        words: str = "",
        heading: str = "",
        body: Organisation | None = None,
        role: str = "",
        township_led: bool | None = None,
    ) -> Self:
        """Published editions that can have an entry that fits, by their tallies: no entry is read.

        All of what is asked for stands under one heading of theirs, though perhaps not in one entry.
        """
        from responsibilities.models import BodyTally, HeadingTally

        found = self
        headings = HeadingTally.objects.all()
        if searched := search_words(words):
            headings = headings.filter(tokens__tokens__hold=tokens(searched))
        if heading:
            headings = headings.filter(title=heading)
        if role:
            headings = headings.filter(**{f"{role}_count__gt": 0})
        if township_led is not None:
            led = F("township_led_count")
            headings = (
                headings.filter(township_led_count__gt=0) if township_led else headings.filter(entry_count__gt=led)
            )
        if searched or heading or role or township_led is not None:
            found = found.filter(pk__in=headings.values("edition"))
        if body is not None:
            bodies = BodyTally.objects.filter(named(body))
            found = found.filter(pk__in=(bodies.filter(role=role) if role else bodies).values("edition"))
        return found


class EntryQuerySet(models.QuerySet):
    # The editions that can have entries of this queryset, if `of` was told them.
    editions: EditionQuerySet | None = None

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone.editions = self.editions
        return clone

    def of(self, editions: EditionQuerySet, likely: EditionQuerySet) -> Self:
        """Entries of these editions. Those of them that can have what is asked for go along: pages read only them."""
        found = self.filter(edition__in=editions.values("pk"))
        found.editions = likely
        return found

    def for_user(self, account: Any) -> Self:
        return self.filter(visible(account, edition="edition__"))

    def in_force(self, on: datetime.date | None = None, known: datetime.date | None = None) -> Self:
        return self.filter(in_force(on, known, edition="edition__"))

    def involving(self, body: Organisation, role: str = "") -> Self:
        """Entries that give the body a duty, by name or, for a township, as one of all townships."""
        from responsibilities.models import Participation

        duties = Participation.objects.filter(named(body), entry=OuterRef("pk"))
        return self.filter(Exists(duties.filter(role=role) if role else duties))

    def with_role(self, role: str) -> Self:
        """Entries in which some body has the role."""
        from responsibilities.models import Participation

        return self.filter(Exists(Participation.objects.filter(entry=OuterRef("pk"), role=role)))

    def township_led(self, yes: bool = True) -> Self:
        """Entries that a township leads (乡镇主责)."""
        from responsibilities.models import Participation

        led = Exists(Participation.objects.township_led().filter(entry=OuterRef("pk")))
        return self.filter(led if yes else ~led)

    def containing(self, words: str) -> Self:
        """Entries whose title or content contains every one of the words, however they are spelt."""
        matches = Q()
        for word in search_words(words):
            matches &= Q(search_text__contains=word)
        return self.filter(matches)


class ParticipationQuerySet(models.QuerySet):
    def township_led(self) -> Self:
        return self.filter(
            Q(body_class="townships") | Q(body__kind=Organisation.Kind.TOWNSHIP),
            role="lead",
        )


class SuggestionQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """Reports of the bodies whose lists the account edits; to everybody else, one's own."""
        if not isinstance(account, Account):
            return self.none()
        return self.filter(access.within(account, "accept_suggestion", "organisation") | Q(reported_by=account))


class BatchQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """What was done to drafts is for those who edit and approve them, also after publication."""
        if not isinstance(account, Account):
            return self.none()
        return self.filter(access.within(account, "view_drafts", "edition__duty_list__owner"))

    def counted(self) -> Self:
        """With `row_count`, how many entries each changed, and `undone_by_id`, the batch that undid it, if any."""
        from responsibilities.models import Batch

        undone_by = Batch.objects.filter(undoes=OuterRef("pk")).values("pk")[:1]
        return self.annotate(row_count=Count("rows"), undone_by_id=Subquery(undone_by)).select_related("by")


class WorkshopQuerySet(models.QuerySet):
    """Inventories, clusters and groupings: for those who keep the list they are for."""

    owner = "duty_list__owner"

    def for_user(self, account: Any) -> Self:
        if not isinstance(account, Account):
            return self.none()
        return self.filter(access.within(account, "view_drafts", self.owner))


class InventoryRowQuerySet(WorkshopQuerySet):
    owner = "inventory__duty_list__owner"

    def undecided(self) -> Self:
        """Rows that nobody has put into the list or set aside."""
        return self.filter(Q(cluster=None) | Q(cluster__status="open"))


class LawQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """Laws are public: every account sees them."""
        return self

    def without_version_in_force(self) -> Self:
        """Laws that applied once and of which no text applies today."""
        from responsibilities.models import LawVersion

        versions = LawVersion.objects.filter(law=OuterRef("pk"))
        ended = versions.filter(in_force_to__lt=timezone.localdate())
        return self.filter(Exists(ended)).exclude(Exists(versions.in_force()))

    def with_version_to_come(self) -> Self:
        """Laws with a text that is adopted and does not apply yet."""
        from responsibilities.models import LawVersion

        to_come = Q(commencement="not_yet") | Q(in_force_from__gt=timezone.localdate())
        return self.filter(Exists(LawVersion.objects.filter(to_come, law=OuterRef("pk"))))


class LawVersionQuerySet(models.QuerySet):
    def for_user(self, account: Account) -> Self:
        """As their laws."""
        return self

    def in_force(self, on: datetime.date | None = None) -> Self:
        """The texts that apply on the day (today); one since an unknown day counts until the day it ends."""
        on = on or timezone.localdate()
        begun = Q(commencement="unknown") | Q(in_force_from__lte=on)
        return self.filter(begun).filter(Q(in_force_to=None) | Q(in_force_to__gte=on))
