"""Raw inventories of what townships do, and the clusters an editor makes a list's entries of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.fields import DigestField
from governance.transitions import version_field
from responsibilities.models.batch import Batch
from responsibilities.models.edition import LIMITS, DutyList
from responsibilities.models.entry import Item
from responsibilities.querysets import InventoryRowQuerySet, WorkshopQuerySet
from responsibilities.states import CLUSTER, ClusterStatus


class Inventory(models.Model):
    """摸底清单: what one township says it does, as its spreadsheet says it, collected for one duty list."""

    LOCKED_AFTER = "duty_list"

    duty_list = models.ForeignKey(
        DutyList, models.PROTECT, related_name="inventories", verbose_name=_("duty list"), db_index=False
    )
    township = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="+", verbose_name=_("township")
    )
    filename = models.CharField(_("file"), max_length=255)
    digest = DigestField(_("SHA-256"))
    row_count = models.PositiveIntegerField(_("rows"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now=True)
    version = version_field()

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")
        constraints = [
            models.UniqueConstraint(fields=["duty_list", "township"], name="inventory_once_a_township"),
        ]

    def __str__(self) -> str:
        return gettext("Inventory of %(township)s") % {"township": self.township}


class Cluster(models.Model):
    """汇总分组: rows of inventories that are about the same matter, and what became of them.

    `size` and `townships` count its rows and their townships. `by_hand`: a person said which rows belong together, so
    another grouping leaves it alone. `like` is the cluster most like it, `likeness` how much (0 to 1). Once accepted it
    has an `item`; `batch` is what wrote the item's entry, None if the entry was there already.
    """

    MOVES = CLUSTER
    LOCKED_AFTER = "duty_list"

    duty_list = models.ForeignKey(
        DutyList, models.PROTECT, related_name="clusters", verbose_name=_("duty list"), db_index=False
    )
    status = models.CharField(
        _("state"), max_length=10, choices=ClusterStatus.choices, default=ClusterStatus.OPEN, db_index=True
    )
    title = models.CharField(_("title"), max_length=LIMITS["title"])
    size = models.PositiveIntegerField(_("rows"), default=0)
    townships = models.PositiveSmallIntegerField(_("townships"), default=0)
    by_hand = models.BooleanField(_("put together by hand"), default=False)
    like = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="alike", verbose_name=_("most like")
    )
    likeness = models.FloatField(_("likeness"), default=0.0)
    set_aside_reason = models.TextField(_("set aside because"), blank=True)
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="clusters", verbose_name=_("item")
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    version = version_field()

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        constraints = [
            models.CheckConstraint(
                name="cluster_accepted_as_item",
                condition=Q(status=ClusterStatus.ACCEPTED, item__isnull=False)
                | ~Q(status=ClusterStatus.ACCEPTED) & Q(item=None, batch=None),
            ),
            models.CheckConstraint(
                name="cluster_set_aside_for_reason",
                condition=~Q(status=ClusterStatus.SET_ASIDE) | ~Q(set_aside_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["duty_list", "status", "-size"], name="cluster_by_size")]

    def __str__(self) -> str:
        return self.title


class InventoryRow(models.Model):
    """摸底事项: one row of an inventory. `source` keeps all its cells verbatim, by their headings."""

    inventory = models.ForeignKey(
        Inventory, models.CASCADE, related_name="rows", verbose_name=_("inventory"), db_index=False
    )
    number = models.PositiveIntegerField(_("row"))
    seq_no = models.CharField(_("number"), max_length=LIMITS["seq_no"], blank=True)
    heading = models.CharField(_("heading"), max_length=LIMITS["heading"], blank=True)
    title = models.TextField(_("item"))
    content = models.TextField(_("content"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    department = models.TextField(_("department"), blank=True)
    source = models.JSONField(_("source cells"), default=dict, blank=True)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="rows", verbose_name=_("cluster")
    )

    objects = InventoryRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an inventory")
        verbose_name_plural = _("rows of inventories")
        constraints = [models.UniqueConstraint(fields=["inventory", "number"], name="inventory_row_once")]

    def __str__(self) -> str:
        return self.title
