"""What became of items from one edition to the next, where their identity alone does not say it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from responsibilities.models.edition import Edition
from responsibilities.models.entry import Item


class Lineage(models.Model):
    """沿革: in this edition one item comes from another; a split or a merger has a row for each pair.

    An item that is neither split nor merged is itself in every edition and needs no row. `new` says that somebody
    looked and found no predecessor, so it is not asked again.
    """

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Renamed")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")
        NEW = "new", _("New")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="lineages", verbose_name=_("edition"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    from_item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="descendants", verbose_name=_("from item")
    )
    to_item = models.ForeignKey(Item, models.PROTECT, related_name="ancestors", verbose_name=_("to item"))

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineages")
        constraints = [
            models.UniqueConstraint(fields=["edition", "from_item", "to_item"], name="lineage_once"),
            models.CheckConstraint(
                name="lineage_new_from_nothing",
                condition=Q(kind="new", from_item=None) | ~Q(kind="new") & Q(from_item__isnull=False),
            ),
            models.CheckConstraint(
                name="lineage_renamed_is_itself", condition=~Q(kind="renamed") | Q(from_item=F("to_item"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.from_item_id or '–'} → {self.to_item_id}"
