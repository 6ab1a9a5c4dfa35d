"""Public bodies: the tree they stand in, the dates they exist, and the names people call them."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from governance.fields import LongTextField


class OrganisationQuerySet(MP_NodeQuerySet):
    def open(self, on: datetime.date | None = None) -> "OrganisationQuerySet":
        """Bodies that exist on the date (today if not given)."""
        on = on or timezone.localdate()
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=on)).filter(Q(closed_on=None) | Q(closed_on__gte=on))

    def for_user(self, account) -> "OrganisationQuerySet":
        """Names of public bodies are public: every account sees them all."""
        return self

    def townships(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.TOWNSHIP)

    def departments(self) -> "OrganisationQuerySet":
        return self.filter(kind=Organisation.Kind.DEPARTMENT)


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """机构: any public body that can hold a role or a matter, at its place in the tree.

    A dispatched unit (派驻机构) stands below its line department and may be managed by a township
    (属地管理); `managed_by` then names that township. Bodies are never deleted: they close on a date,
    and a merged body names its successor.
    """

    class Kind(models.TextChoices):
        COUNTY = "county", _("County")
        DEPARTMENT = "department", _("Department")
        TOWNSHIP = "township", _("Township")
        OFFICE = "township_office", _("Township office")
        INSTITUTION = "township_institution", _("Township institution")
        DISPATCHED = "dispatched", _("Dispatched unit")
        VILLAGE = "village", _("Village or community")
        # 水电气、通信等企业和垂直管理单位: they have windows in the townships' halls, and are none of the county's own.
        PROVIDER = "service_provider", _("Company or outside body")

    INNER_UNITS = (Kind.OFFICE, Kind.INSTITUTION)

    class TownshipForm(models.TextChoices):
        TOWN = "town", _("Town (镇)")
        RURAL_TOWNSHIP = "rural_township", _("Rural township (乡)")
        SUB_DISTRICT = "sub_district", _("Sub-district (街道)")

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=50, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    township_form = models.CharField(_("form of township"), max_length=16, choices=TownshipForm.choices, blank=True)
    region_code = models.CharField(_("region code"), max_length=12, blank=True)
    rank = models.CharField(_("rank"), max_length=20, blank=True)
    managed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="managed_units", verbose_name=_("managed by")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("last day"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("merged into")
    )
    notes = LongTextField(_("notes"), blank=True)

    objects = OrganisationManager()
    node_order_by: list[str] = []

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_closes_after_opening",
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="organisation_merged_is_closed", condition=Q(merged_into=None) | Q(closed_on__isnull=False)
            ),
            models.CheckConstraint(
                name="organisation_form_of_townships_only", condition=Q(township_form="") | Q(kind="township")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: datetime.date | None = None) -> bool:
        on = on or timezone.localdate()
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or on <= self.closed_on)

    @property
    def county_path(self) -> str:
        """Path of the county (the root) this body belongs to."""
        return self.path[: self.steplen]

    @property
    def government_path(self) -> str:
        """Path of the township government in whose name an inner office or institution acts, else its own path."""
        return self.path[: 2 * self.steplen] if self.kind in self.INNER_UNITS else self.path


class Alias(models.Model):
    """机构别名、简称: another name of a body, valid between dates, matched after normalisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=100)
    # What other spellings are compared with (`match_key`). Longer than the name where one character becomes several.
    key = models.CharField(max_length=400, editable=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(valid_to=None), name="alias_open_once"),
            models.CheckConstraint(
                name="alias_ends_after_start",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
