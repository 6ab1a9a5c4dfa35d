"""Village points: where, when and by whom something is done in a village, and until when that is certain."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field
from services.item_choices import VillageRole
from services.models.catalogue import HandlingItem
from services.querysets.points import PointItemQuerySet, ServicePointQuerySet


class ServicePoint(models.Model):
    """村级便民服务站: the place in a village where people are helped. One of a village is open at a time."""

    village = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="service_points",
        verbose_name=_("village"),
        db_index=False,
    )
    # The township whose hall stands behind it; lists of a township ask for it.
    township = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="township_points", verbose_name=_("township")
    )
    place = models.CharField(_("place"), max_length=200)
    hours = models.CharField(_("hours"), max_length=200)
    telephone = models.CharField(_("telephone"), max_length=50)
    # Where it lies, so that the nearest open one can be named; without it only the township's hall is.
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    opened_on = models.DateField(_("open since"))
    closed_on = models.DateField(_("closed since"), null=True, blank=True)
    closing_reason = models.CharField(_("why it was closed"), max_length=500, blank=True)
    lapses_told_on = models.DateField(editable=False, null=True, blank=True)  # of what lapsed before it, people know
    version = version_field()

    objects = ServicePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("village point")
        verbose_name_plural = _("village points")
        ordering = ["village__path", "-opened_on"]
        constraints = [
            models.UniqueConstraint(fields=["village"], condition=Q(closed_on=None), name="service_point_open_once"),
            models.UniqueConstraint(fields=["village", "opened_on"], name="service_point_start_once"),
            models.CheckConstraint(
                name="service_point_has_hours", condition=~Q(hours="") & ~Q(place="") & ~Q(telephone="")
            ),
            models.CheckConstraint(
                name="service_point_closes_after_opening",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="service_point_closed_with_reason", condition=Q(closed_on=None) | ~Q(closing_reason="")
            ),
            models.CheckConstraint(
                name="service_point_lies_somewhere",
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} · {self.place}"

    def is_open(self, on: datetime.date | None = None) -> bool:
        """Whether it is not closed for good; single days are `PointClosure`s."""
        on = on or timezone.localdate()
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


class PointClosure(models.Model):
    """暂停服务: days on which a point that stays open is closed all the same, first and last included."""

    point = models.ForeignKey(
        ServicePoint, models.CASCADE, related_name="closures", verbose_name=_("village point"), db_index=False
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("days closed")
        verbose_name_plural = _("days closed")
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["point", "first_day"], name="point_closure_once"),
            models.CheckConstraint(name="point_closure_ends", condition=Q(last_day__gte=F("first_day"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class PointItem(models.Model):
    """村级办理事项: what a point does of one item, by whom, and until when that is assured (`assured_until`).

    After that day, and before anybody confirmed it, people read “to be verified” (待核实); nothing is stored for it to
    happen, so it happens on the day.
    """

    point = models.ForeignKey(
        ServicePoint, models.CASCADE, related_name="items", verbose_name=_("village point"), db_index=False
    )
    item = models.ForeignKey(HandlingItem, models.PROTECT, related_name="point_items", verbose_name=_("item"))
    role = models.CharField(_("what the village does"), max_length=12, choices=VillageRole.choices)
    steps = models.CharField(_("in which step"), max_length=500)
    person = models.CharField(_("who does it"), max_length=100, blank=True)
    ground = models.CharField(_("legal ground of the village's part"), max_length=500, blank=True)
    taken_over = models.BooleanField(_("taken over from an earlier register"), default=False)
    assured_until = models.DateField(_("assured until"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    version = version_field()

    objects = PointItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a village point")
        verbose_name_plural = _("items of village points")
        ordering = ["point", "item__base_code"]
        constraints = [
            models.UniqueConstraint(fields=["point", "item"], name="point_item_once"),
            models.CheckConstraint(
                name="point_item_does_something", condition=~Q(role=VillageRole.NONE) & ~Q(steps="")
            ),
            # 山东省乡镇人民政府工作条例 24, 26: nothing is passed to a village without ground.
            models.CheckConstraint(
                name="point_item_direct_has_ground",
                condition=~Q(role=VillageRole.DIRECT) | ~Q(ground="") | Q(taken_over=True),
            ),
            models.CheckConstraint(
                name="point_item_assured_by_somebody",
                condition=Q(assured_until=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(person=""),
            ),
        ]
        indexes = [models.Index(fields=["assured_until"], name="point_item_assured")]

    def __str__(self) -> str:
        return f"{self.point.village} · {self.item}"

    def is_assured(self, on: datetime.date | None = None) -> bool:
        """Whether somebody has confirmed it for the day (today if not given)."""
        return self.assured_until is not None and (on or timezone.localdate()) <= self.assured_until
