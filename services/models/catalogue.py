"""The catalogue of services: main items, what is handled under them, and how, from which day."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import LongTextField
from governance.models import Organisation
from services.item_choices import (
    CodeKind,
    HandlingKind,
    ItemLevel,
    ItemType,
    LimitUnit,
    MaterialForm,
    MaterialSource,
    VillageRole,
)
from services.limits import promise_is_within
from services.querysets.catalogue import HandlingItemQuerySet, ImplementationQuerySet, ServiceItemQuerySet


class ServiceItem(models.Model):
    """主项: what several handling items have in common; its code is the base code without the last three digits."""

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="service_items",
        verbose_name=_("county"),
        db_index=False,
    )
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("main item")
        verbose_name_plural = _("main items")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["county", "code"], name="service_item_once")]

    def __str__(self) -> str:
        return self.name


class HandlingItem(models.Model):
    """子项、办理项: one thing people ask for. It stays the same while its `Implementation` changes."""

    service_item = models.ForeignKey(
        ServiceItem, models.PROTECT, related_name="handling_items", verbose_name=_("main item")
    )
    # 基本编码、实施编码: verbatim as the province gives them (GB/T 39554).
    base_code = models.CharField(_("base code"), max_length=32)
    code = models.CharField(_("implementation code"), max_length=64, unique=True)

    objects = HandlingItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["base_code", "code"]

    def __str__(self) -> str:
        return self.code


class Implementation(models.Model):
    """实施清单: how a handling item is done from a day on. A change is a new row, so that applications that run keep
    theirs; of one item exactly one is in force on a day, or none.

    - `body` is whose business the item is; an item of the township's level is decided by the township that received it
      (`decided_by`).
    - `legal_limit` is empty where no law sets one: then there is only the promise.
    - `confirmed_until`: the last day for which the body has confirmed it; afterwards, and before anybody did, people
      read “to be verified” (待核实).
    - `village_role` is what the catalogue says villages do; which village does it is said by `PointItem`.
    """

    item = models.ForeignKey(
        HandlingItem, models.PROTECT, related_name="implementations", verbose_name=_("item"), db_index=False
    )
    effective_from = models.DateField(_("in force from"))
    effective_to = models.DateField(_("last day"), null=True, blank=True)
    document_no = models.CharField(_("deciding document"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=200)
    item_type = models.CharField(_("type"), max_length=16, choices=ItemType.choices)
    level = models.CharField(_("level"), max_length=10, choices=ItemLevel.choices)
    body = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="implementations", verbose_name=_("body")
    )
    audience = models.JSONField(_("for whom"), default=list)
    conditions = LongTextField(_("conditions"), blank=True)
    legal_limit = models.PositiveSmallIntegerField(_("legal limit"), null=True, blank=True)
    legal_unit = models.CharField(_("unit of the legal limit"), max_length=16, choices=LimitUnit.choices, blank=True)
    promised_limit = models.PositiveSmallIntegerField(_("promised limit"))
    promised_unit = models.CharField(_("unit of the promise"), max_length=16, choices=LimitUnit.choices)
    handling_kind = models.CharField(_("kind of handling"), max_length=10, choices=HandlingKind.choices)
    is_free = models.BooleanField(_("free of charge"), default=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)
    fee_basis = models.CharField(_("basis of the fee"), max_length=500, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=500)
    visits = models.PositiveSmallIntegerField(_("visits needed"))
    result = models.CharField(_("result"), max_length=200)
    is_on_platform = models.BooleanField(_("only on the province's platform"), default=False)
    telephone = models.CharField(_("telephone for questions"), max_length=100, blank=True)
    # 对应职责: the duty of the county's list that the item carries out.
    duty = models.ForeignKey(
        "responsibilities.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="implementations",
        verbose_name=_("duty it carries out"),
    )
    village_role = models.CharField(
        _("in the village"), max_length=12, choices=VillageRole.choices, default=VillageRole.NONE
    )
    village_steps = models.CharField(_("what the village does"), max_length=500, blank=True)
    village_ground = models.CharField(_("legal ground of the village's part"), max_length=500, blank=True)
    # Loaded as an earlier register had it: what a rule of today would refuse is then a finding.
    taken_over = models.BooleanField(_("taken over from an earlier register"), default=False)
    confirmed_until = models.DateField(_("confirmed until"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    objects = ImplementationQuerySet.as_manager()

    class Meta:
        verbose_name = _("service item")
        verbose_name_plural = _("service items")
        ordering = ["item__base_code", "item__code", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["item", "effective_from"], name="implementation_start_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(effective_to=None), name="implementation_open_once"),
            models.CheckConstraint(
                name="implementation_ends_after_start",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="implementation_limit_has_unit",
                condition=Q(legal_limit=None, legal_unit="") | Q(legal_limit__isnull=False) & ~Q(legal_unit=""),
            ),
            models.CheckConstraint(name="implementation_promise_within_law", condition=promise_is_within()),
            models.CheckConstraint(
                name="implementation_at_once_is_no_days",
                condition=~Q(handling_kind=HandlingKind.INSTANT) | Q(promised_limit=0),
            ),
            # 行政许可法 58: no fee unless law or administrative regulation says so.
            models.CheckConstraint(
                name="implementation_fee_has_basis",
                condition=Q(is_free=True) | ~Q(fee="") & ~Q(fee_basis=""),
            ),
            # 山东省乡镇人民政府工作条例 24, 26: nothing is passed to a village without ground.
            models.CheckConstraint(
                name="implementation_direct_has_ground",
                condition=~Q(village_role=VillageRole.DIRECT) | ~Q(village_ground="") | Q(taken_over=True),
            ),
            models.CheckConstraint(
                name="implementation_village_step_told",
                condition=Q(village_role=VillageRole.NONE, village_steps="")
                | ~Q(village_role=VillageRole.NONE) & ~Q(village_steps=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_licence(self) -> bool:
        """行政许可: the Licensing Law's limits and its deemed acceptance hold."""
        return self.item_type == ItemType.LICENCE

    def decided_by(self, centre: Organisation) -> Organisation:
        """Whose decision an application received by the township's centre is."""
        return centre if self.level == ItemLevel.TOWNSHIP else self.body

    def is_in_force(self, on: datetime.date | None = None) -> bool:
        """Whether it says how the item is done on the day (today if not given)."""
        on = on or timezone.localdate()
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def is_confirmed(self, on: datetime.date | None = None) -> bool:
        """Whether the body's confirmation holds on the day (today if not given); else it is to be verified (待核实)."""
        return self.confirmed_until is not None and (on or timezone.localdate()) <= self.confirmed_until


class Material(models.Model):
    """申请材料: one paper an item asks for. What is already held is never asked for (行政许可法 30, 31, 35)."""

    implementation = models.ForeignKey(
        Implementation,
        models.CASCADE,
        related_name="materials",
        verbose_name=_("service item"),
        db_index=False,
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=200)
    copies = models.PositiveSmallIntegerField(_("number"), default=1)
    form = models.CharField(_("form"), max_length=10, choices=MaterialForm.choices)
    source = models.CharField(_("where it comes from"), max_length=16, choices=MaterialSource.choices)
    source_text = models.CharField(_("as the catalogue puts it"), max_length=100)
    is_tolerable = models.BooleanField(_("may be brought later (容缺)"), default=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["implementation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["implementation", "position"], name="material_position_once"),
            models.CheckConstraint(name="material_at_least_one", condition=Q(copies__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


class HandlingStep(models.Model):
    """办理环节: a step with its own clock; it counts in the limit unless the law says otherwise (行政许可法 45)."""

    implementation = models.ForeignKey(
        Implementation,
        models.CASCADE,
        related_name="steps",
        verbose_name=_("service item"),
        db_index=False,
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=100)
    limit = models.PositiveSmallIntegerField(_("limit"))
    unit = models.CharField(_("unit"), max_length=16, choices=LimitUnit.choices)
    counts_in_limit = models.BooleanField(_("counts in the limit"), default=True)
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["implementation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["implementation", "position"], name="handling_step_position_once"),
            models.CheckConstraint(
                name="handling_step_left_out_by_law", condition=Q(counts_in_limit=True) | ~Q(basis="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CodePattern(models.Model):
    """编码规则: what a county's codes look like. `A` stands for a letter, `0` for a digit, `X` for either; everything
    else stands for itself."""

    county = models.ForeignKey(
        "governance.Organisation", models.CASCADE, related_name="+", verbose_name=_("county"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=CodeKind.choices)
    pattern = models.CharField(_("pattern"), max_length=64)
    document_no = models.CharField(_("deciding document"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("pattern of codes")
        verbose_name_plural = _("patterns of codes")
        constraints = [models.UniqueConstraint(fields=["county", "kind"], name="code_pattern_once")]

    def __str__(self) -> str:
        return self.pattern

    def fits(self, code: str) -> bool:
        return len(code) == len(self.pattern) and all(
            _fits(mark, sign) for mark, sign in zip(self.pattern, code, strict=True)
        )


def _fits(mark: str, sign: str) -> bool:
    if not sign.isascii():
        return False
    meanings = {"A": sign.isalpha(), "0": sign.isdigit(), "X": sign.isalnum()}
    return meanings.get(mark, mark == sign)
