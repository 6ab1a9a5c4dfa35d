"""应进则进: what belongs in the townships' service centres, what has entered each of them, and at which window."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.transitions import version_field
from services.querysets.stationing import CentreMatterQuerySet, StationingQuerySet, WindowQuerySet


class WindowKind(models.TextChoices):
    """窗口类型."""

    GENERAL = "general", _("General window (综合窗口)")
    SPECIAL = "special", _("Special window (专业窗口)")
    JOINT = "joint", _("Joint review window (联审窗口)")
    SEASONAL = "seasonal", _("Seasonal window (季节性窗口)")
    ASSISTED = "assisted", _("Help window (帮办窗口)")
    RESIDENT = "resident", _("Resident window (驻点窗口)")
    ROTATING = "rotating", _("Window on some days (轮驻窗口)")
    COLLECTION = "collection", _("Papers collected and handed on (代收代办)")
    TERMINAL = "terminal", _("Self-service terminal (自助终端)")
    NONE = "none", pgettext_lazy("window", "No window (不设窗口)")


class Window(models.Model):
    """窗口: a counter of a township's centre. A body's own people may sit at it, or the centre's for it."""

    centre = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="windows",
        verbose_name=_("township"),
        db_index=False,
    )
    number = models.CharField(_("number"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=WindowKind.choices)
    # Whose counter it is; empty where the centre's own people serve for several bodies.
    body = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_windows",
        verbose_name=_("body"),
    )
    hours = models.CharField(_("hours"), max_length=200)
    telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    staffed_by = models.CharField(_("staffed by"), max_length=200, blank=True)
    is_seconded = models.BooleanField(_("seconded staff"), default=False)
    opened_on = models.DateField(_("open since"))
    closed_on = models.DateField(_("closed since"), null=True, blank=True)
    closing_reason = models.CharField(_("why it was closed"), max_length=500, blank=True)
    version = version_field()

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")
        ordering = ["centre__path", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "number"], condition=Q(closed_on=None), name="window_number_once"
            ),
            models.CheckConstraint(name="window_has_hours", condition=~Q(hours="")),
            models.CheckConstraint(
                name="window_closed_with_reason",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")) & ~Q(closing_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def is_open(self, on: datetime.date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.opened_on <= on and (self.closed_on is None or on < self.closed_on)


class CentreMatter(models.Model):
    """进驻事项: a matter of one body of which the county has said whether it belongs in the townships' centres.

    Its words are the county's (`《乡镇便民服务中心进驻事项目录》`), wider than the items of the catalogue.
    """

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="centre_matters",
        verbose_name=_("county"),
        db_index=False,
    )
    body = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="matters_in_centres", verbose_name=_("body")
    )
    name = models.CharField(_("matter"), max_length=200)
    should_enter = models.BooleanField(_("belongs in the centre"))
    window_kind = models.CharField(_("kind of window"), max_length=12, choices=WindowKind.choices)
    reason_exempt = models.CharField(_("why it need not enter"), max_length=500, blank=True)

    objects = CentreMatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter for the centres")
        verbose_name_plural = _("matters for the centres")
        ordering = ["body__path", "name"]
        constraints = [
            models.UniqueConstraint(fields=["county", "body", "name"], name="centre_matter_once"),
            models.CheckConstraint(
                name="centre_matter_exempt_with_reason", condition=Q(should_enter=True) | ~Q(reason_exempt="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stationing(models.Model):
    """进驻情况: whether a matter has entered one township's centre; out of it only with a reason on file."""

    centre = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="stationings",
        verbose_name=_("township"),
        db_index=False,
    )
    matter = models.ForeignKey(CentreMatter, models.PROTECT, related_name="stationings", verbose_name=_("matter"))
    has_entered = models.BooleanField(_("has entered"))
    entered_on = models.DateField(_("entered on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    window_kind = models.CharField(_("kind of window"), max_length=12, choices=WindowKind.choices)
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="stationings", verbose_name=_("window")
    )
    reason = models.CharField(_("why it is not in the centre"), max_length=500, blank=True)
    version = version_field()

    objects = StationingQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter of a centre")
        verbose_name_plural = _("matters of the centres")
        ordering = ["centre__path", "matter__body__path", "matter__name"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "matter"], name="stationing_once"),
            models.CheckConstraint(
                name="stationing_outside_with_reason",
                condition=Q(has_entered=True, reason="") | Q(has_entered=False, window=None) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="stationing_leaves_after_entering",
                condition=Q(left_on=None) | Q(entered_on=None) | Q(left_on__gte=F("entered_on")),
            ),
        ]
        indexes = [models.Index(fields=["centre", "has_entered"], name="stationing_of_centre")]

    def __str__(self) -> str:
        return f"{self.centre} · {self.matter}"
