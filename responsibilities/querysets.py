"""Who may see which lists, editions and entries, and what was in force when."""

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone

from governance import access
from governance.models import Account, Organisation
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


class DutyListQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """Lists with a published edition; every list to those who edit and approve it. `account` may be anonymous."""
        from responsibilities.models import Edition

        published = Exists(Edition.objects.filter(duty_list=OuterRef("pk"), status__in=PUBLIC))
        if not isinstance(account, Account) or not access.may_anywhere(account, "view_drafts"):
            return self.filter(published)
        return self.filter(Q(published) | access.within(account, "view_drafts", "owner"))


class EditionQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        return self.filter(visible(account))

    def in_force(self, on: datetime.date | None = None, known: datetime.date | None = None) -> Self:
        return self.filter(in_force(on, known))

    def public(self) -> Self:
        return self.filter(status__in=PUBLIC)

    def valid(self, known: datetime.date | None = None) -> Self:
        return self.filter(valid(known))


class EntryQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        return self.filter(visible(account, edition="edition__"))

    def in_force(self, on: datetime.date | None = None, known: datetime.date | None = None) -> Self:
        return self.filter(in_force(on, known, edition="edition__"))

    def involving(self, body: Organisation, role: str = "") -> Self:
        """Entries that give the body a duty, by name or, for a township, as one of all townships."""
        from responsibilities.models import Participation

        named = Q(body=body)
        if body.kind == Organisation.Kind.TOWNSHIP:
            named |= Q(body_class=Participation.BodyClass.TOWNSHIPS)
        duties = Participation.objects.filter(named, entry=OuterRef("pk"))
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
        """Entries whose title or content contains every one of the words."""
        matches = Q()
        for word in words.split():
            matches &= Q(title__icontains=word) | Q(content__icontains=word)
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
