"""What was done to drafts, in units that can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from responsibilities.models.edition import Edition
from responsibilities.models.entry import Item
from responsibilities.querysets import BatchQuerySet


class Batch(models.Model):
    """批次: one save, import, undo … of a draft: the entries it changed, as they were before and are after it.

    `version` is the edition's afterwards, so what any entry said at an earlier version can be told. `order_before` and
    `order_after` are the draft's items in order; `lineages_before` and `lineages_after` its [kind, from item, to item].
    """

    LOCKED_AFTER = "edition"

    class Kind(models.TextChoices):
        EDIT = "edit", _("Edited")
        IMPORT = "import", _("Imported")
        ROUND_TRIP = "round_trip", _("Spreadsheet brought back")
        RENAME = "rename", _("Identity decided")
        COPY = "copy", _("Copied from a template")
        WORKSHOP = "workshop", _("Taken from the workshop")
        UNDO = "undo", _("Undone")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="batches", verbose_name=_("edition"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("done by"))
    at = models.DateTimeField(_("done at"), auto_now_add=True)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(_("version of the edition"))
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
    order_before = models.JSONField(default=list)
    order_after = models.JSONField(default=list)
    lineages_before = models.JSONField(default=list)
    lineages_after = models.JSONField(default=list)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("changes to drafts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="batch_one_a_version"),
            models.CheckConstraint(
                name="batch_undo_names_batch",
                condition=Q(kind="undo", undoes__isnull=False) | ~Q(kind="undo") & Q(undoes=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.edition}"


class BatchRow(models.Model):
    """批次明细: one item in a batch; None before if it was new, None after if it was taken out.

    Values are those of `contents.Content`.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", verbose_name=_("batch"), db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("item"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    # Why this one, where it is not the reason of the whole batch.
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("row of a batch")
        verbose_name_plural = _("rows of a batch")
        constraints = [models.UniqueConstraint(fields=["batch", "item"], name="batch_item_once")]

    def __str__(self) -> str:
        return str((self.after or self.before or {}).get("title", self.item_id))
