"""Accounts of quotas: a holder and a category; and how many people were counted before the register began."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.models import Organisation
from staffing.querysets import HeadCountQuerySet, QuotaAccountQuerySet
from staffing.states import HolderKind, Level, QuotaCategory

# Bodies that have places of their own; offices and institutions inside a township have their government's.
HOLDING_KINDS = (Organisation.Kind.TOWNSHIP, Organisation.Kind.DEPARTMENT, Organisation.Kind.DISPATCHED)


class QuotaAccount(models.Model):
    """编制账户: the places of one category that one holder has. It stores no balance: balances are sums of movements.

    `name` is the holder's where it is no body of the register.
    """

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="quota_accounts",
        verbose_name=_("county"),
        db_index=False,
    )
    kind = models.CharField(_("kind of holder"), max_length=16, choices=HolderKind.choices)
    organisation = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_quota_accounts",
        verbose_name=_("body"),
        db_index=False,
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    category = models.CharField(_("category"), max_length=24, choices=QuotaCategory.choices)

    objects = QuotaAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota account")
        verbose_name_plural = _("quota accounts")
        ordering = ["organisation__path", "kind", "name", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "category"], condition=Q(kind=HolderKind.BODY), name="quota_account_of_body"
            ),
            models.UniqueConstraint(
                fields=["county", "kind", "name", "category"],
                condition=~Q(kind=HolderKind.BODY),
                name="quota_account_of_others",
            ),
            models.CheckConstraint(
                name="quota_account_of_one_holder",
                condition=Q(kind=HolderKind.BODY, organisation__isnull=False, name="")
                | Q(kind=HolderKind.UNREGISTERED, organisation=None) & ~Q(name="")
                | Q(kind__in=[HolderKind.POOL, HolderKind.SUPERIOR], organisation=None, name=""),
            ),
            models.CheckConstraint(
                name="quota_account_has_level",
                condition=Q(kind=HolderKind.BODY, level__in=[Level.COUNTY, Level.TOWNSHIP])
                | Q(kind__in=[HolderKind.POOL, HolderKind.UNREGISTERED], level=Level.COUNTY)
                | Q(kind=HolderKind.SUPERIOR, level=Level.SUPERIOR),
            ),
            models.CheckConstraint(name="quota_account_category_known", condition=Q(category__in=QuotaCategory.values)),
        ]
        indexes = [models.Index(fields=["organisation"], name="quota_account_by_body")]

    def __str__(self) -> str:
        return f"{self.holder} · {self.get_category_display()}"

    @property
    def holder(self) -> str:
        """Who has the places, in words."""
        if self.organisation is not None:
            return self.organisation.name
        return self.name or str(self.get_kind_display())


class HeadCount(models.Model):
    """实有人数: people of an account as counted on one day, from before the register of people began.

    Between two days that were counted nothing is known.
    """

    account = models.ForeignKey(
        QuotaAccount, models.PROTECT, related_name="head_counts", verbose_name=_("account"), db_index=False
    )
    counted_on = models.DateField(_("counted on"))
    count = models.PositiveIntegerField(_("people"))
    document = models.ForeignKey(
        "staffing.QuotaDocument", models.PROTECT, related_name="head_counts", verbose_name=_("document")
    )

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        ordering = ["account", "counted_on"]
        constraints = [models.UniqueConstraint(fields=["account", "counted_on"], name="head_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.account} · {self.counted_on}: {self.count}"
