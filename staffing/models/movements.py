"""Movements of places: the quota ledger itself."""

import functools
import operator

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.text import LONGEST_REASON
from staffing.models.accounts import QuotaAccount
from staffing.models.documents import QuotaDocument
from staffing.querysets import QuotaMovementQuerySet
from staffing.states import BETWEEN_ACCOUNTS, STANDINGS, MovementKind, Origin, Source, Standing


def _standings(kind: str) -> Q:
    """What places of this kind are before and after; a counter-entry takes them back."""
    giver, receiver = STANDINGS.get(kind, BETWEEN_ACCOUNTS)
    within_one = Q(giver=F("receiver"))
    return (
        Q(kind=kind)
        & (within_one if giver != receiver else ~within_one)
        & (
            Q(counters=None, giver_standing=giver, receiver_standing=receiver)
            | Q(counters__isnull=False, giver_standing=receiver, receiver_standing=giver)
        )
    )


class QuotaEntry(models.Model):
    """台账分录: one side of a movement, as places that come (more than 0) or go. A view of the database: movements are
    what is stored, and every balance is a sum of these."""

    movement = models.OneToOneField("staffing.QuotaMovement", models.DO_NOTHING, primary_key=True, related_name="+")
    account = models.ForeignKey(QuotaAccount, models.DO_NOTHING, related_name="entries")
    standing = models.CharField(max_length=12, choices=Standing.choices)
    change = models.IntegerField()
    effective_on = models.DateField()
    known_on = models.DateField()

    class Meta:
        managed = False
        db_table = "staffing_quotaentry"

    def __str__(self) -> str:
        return f"{self.account}: {self.change:+}"


class QuotaMovement(models.Model):
    """编制变动: so many places of one category leave one account and arrive in another, on a day, by a document.

    One row is both sides, so the ledger balances by its shape. Rows are never changed or deleted: what was wrong is
    taken back by a counter-entry (冲回), a movement of the same kind the other way that names what it `counters`.
    `effective_on` is the day from which it counts, `known_on` the day on which the ledger learned of it.

    The database also holds (migrations/0002): both sides are of one category and county and of holders that the kind
    allows, no account is short of places on any day from `effective_on` on, a counter-entry takes back no more than
    there was, the days on which the ledger learns follow each other, and an administrative quota that moves between
    levels names its approval (编制条例 18) unless it is history.
    """

    document = models.ForeignKey(
        QuotaDocument, models.PROTECT, related_name="movements", verbose_name=_("document"), db_index=False
    )
    entry_no = models.CharField(_("number of the entry"), max_length=32, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=MovementKind.choices)
    giver = models.ForeignKey(
        QuotaAccount, models.PROTECT, related_name="given", verbose_name=_("giver"), db_index=False
    )
    giver_standing = models.CharField(_("places before"), max_length=12, choices=Standing.choices)
    receiver = models.ForeignKey(
        QuotaAccount,
        models.PROTECT,
        related_name="received",
        verbose_name=pgettext_lazy("quota", "receiver"),
        db_index=False,
    )
    receiver_standing = models.CharField(_("places after"), max_length=12, choices=Standing.choices)
    count = models.PositiveIntegerField(_("places"))
    effective_on = models.DateField(_("effective on"))
    known_on = models.DateField(_("known on"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    quota_source = models.CharField(_("source"), max_length=24, choices=Source.choices, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.RECORDED)
    counters = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="countered_by", verbose_name=_("counter-entry to")
    )
    level_approval = models.ForeignKey(
        QuotaDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_movements",
        verbose_name=_("approval of the movement between levels"),
    )

    objects = QuotaMovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota movement")
        verbose_name_plural = _("quota movements")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "entry_no"], condition=~Q(entry_no=""), name="quota_movement_number_once"
            ),
            models.CheckConstraint(name="quota_movement_moves_places", condition=Q(count__gte=1)),
            models.CheckConstraint(
                name="quota_movement_does_what_its_kind_says",
                condition=functools.reduce(operator.or_, map(_standings, MovementKind.values)),
            ),
            models.CheckConstraint(
                name="quota_movement_inferred_is_opening",
                condition=~Q(origin=Origin.INFERRED) | Q(kind__in=[MovementKind.OPENING, MovementKind.COUNTED]),
            ),
        ]
        indexes = [
            models.Index(fields=["document"], name="quota_movement_by_document"),
            models.Index(fields=["giver", "effective_on"], name="quota_movement_out"),
            models.Index(fields=["receiver", "effective_on"], name="quota_movement_in"),
            models.Index(fields=["known_on"], name="quota_movement_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.giver.holder} → {self.receiver.holder} · {self.count}"
