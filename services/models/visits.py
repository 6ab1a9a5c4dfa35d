"""Visits to the centre: who waits with which ticket, at which window, and for how long."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.transitions import version_field
from services.models.applications import Application, body_key
from services.models.stationing import Window
from services.querysets.visits import VisitQuerySet
from services.visit_states import INTERVALS, VISIT_MOVES, VisitStatus


class Visit(models.Model):
    """来访: one person with one ticket, whatever the number of matters. A centre has one queue, from which all its
    windows call. Nothing says who served: waiting times come by item and hour, never by clerk."""

    MOVES = VISIT_MOVES

    centre = body_key("visits", _("centre"), db_index=False)
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("ticket"))
    item = models.ForeignKey(
        "services.Implementation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("item"),
    )
    status = models.CharField(_("state"), max_length=8, choices=VisitStatus.choices, default=VisitStatus.WAITING)
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("window")
    )
    taken_at = models.DateTimeField(_("ticket taken at"))
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    version = version_field()

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "number"], name="visit_ticket_once"),
            models.UniqueConstraint(
                fields=["window"], condition=Q(status=VisitStatus.SERVED), name="visit_one_at_a_window"
            ),
            models.CheckConstraint(
                name="visit_served_at_a_window",
                condition=~Q(status__in=[VisitStatus.SERVED, VisitStatus.ON_HOLD, VisitStatus.DONE])
                | Q(window__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "day", "number"], condition=Q(status=VisitStatus.WAITING), name="visit_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:03}"


class VisitInterval(models.Model):
    """A stretch of a visit: it begins when the one before it ends, so that there is neither gap nor overlap."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="intervals", verbose_name=_("visit"), db_index=False)
    kind = models.CharField(_("what it was"), max_length=8, choices=INTERVALS)
    window = models.ForeignKey(
        Window, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("window")
    )
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("interval of a visit")
        verbose_name_plural = _("intervals of visits")
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(until=None), name="visit_interval_one_open"),
            models.UniqueConstraint(fields=["visit", "since"], name="visit_interval_start_once"),
            models.CheckConstraint(
                name="visit_interval_ends_after_start", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.get_kind_display()}"


class VisitMatter(models.Model):
    """一次来访办理的事项: an application that was received in a visit; several may be."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="matters", verbose_name=_("visit"), db_index=False)
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="visit_matter", verbose_name=_("application")
    )

    class Meta:
        verbose_name = _("matter of a visit")
        verbose_name_plural = _("matters of visits")
        constraints = [models.UniqueConstraint(fields=["visit", "application"], name="visit_matter_once")]

    def __str__(self) -> str:
        return str(self.application)
