"""The coded words of the catalogue (政务服务事项目录): tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ItemType(models.TextChoices):
    """事项类型 (GB/T 39554)."""

    LICENCE = "licence", _("Licence (行政许可)")
    CONFIRMATION = "confirmation", _("Confirmation (行政确认)")
    PAYMENT = "payment", _("Payment (行政给付)")
    REWARD = "reward", _("Reward (行政奖励)")
    ADJUDICATION = "adjudication", _("Adjudication (行政裁决)")
    OTHER_POWER = "other_power", _("Other power (其他行政权力)")
    PUBLIC_SERVICE = "public_service", _("Public service (公共服务)")


class ItemLevel(models.TextChoices):
    """行使层级: who decides."""

    COUNTY = "county", pgettext_lazy("level of an item", "County")
    TOWNSHIP = "township", pgettext_lazy("level of an item", "Township")


class HandlingKind(models.TextChoices):
    """办件类型."""

    INSTANT = "instant", _("At once (即办件)")
    PROMISED = "promised", _("Within the promise (承诺件)")


class LimitUnit(models.TextChoices):
    """Units of limits; the values are those of `governance.workdays.terms.Unit`."""

    WORKING_DAYS = "working_days", _("working days")
    NATURAL_DAYS = "natural_days", _("calendar days")


class Audience(models.TextChoices):
    """服务对象."""

    PERSONS = "persons", _("Natural persons")
    ORGANISATIONS = "organisations", _("Organisations")
    VILLAGE_COMMITTEES = "village_committees", _("Village committees")


class VillageRole(models.TextChoices):
    """村级办理方式: which step of an item is done in the village."""

    NONE = "none", pgettext_lazy("village role", "Not in the village")
    DIRECT = "direct", _("Done in the village (直办)")
    AGENT = "agent", _("Papers taken in the village (代办)")
    ASSIST = "assist", _("Help in the village (协办)")
    NOTICE_ONLY = "notice_only", _("Told in the village where to go (公开告知)")


class MaterialSource(models.TextChoices):
    """材料来源."""

    APPLICANT = "applicant", _("Brought by the applicant")
    WINDOW = "window", _("Form given out at the window")
    SHARED = "shared", _("Shared data: need not be brought")
    EARLIER_RESULT = "earlier_result", _("Issued in an earlier step")


class MaterialForm(models.TextChoices):
    """材料形式."""

    ORIGINAL = "original", _("Original")
    COPY = "copy", _("Copy")


class CodeKind(models.TextChoices):
    """编码种类 (GB/T 39554)."""

    BASE = "base", _("Base code (基本编码)")
    IMPLEMENTATION = "implementation", _("Implementation code (实施编码)")
