"""Changes of the structure (机构优化设置): bodies set up, merged, upgraded, abolished, and agencies that moved over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.text import LONGEST_REASON
from staffing.querysets import ExcludedAgencyQuerySet, StructureChangeQuerySet
from staffing.states import StructureChangeKind


class StructureChange(models.Model):
    """机构变动: from its day on a body of the township exists, is another's, has another rank, or is gone.

    A document of whoever may approve it says so (编制条例 9). Rows stay as they are.
    """

    township = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="structure_changes",
        verbose_name=_("township"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=16, choices=StructureChangeKind.choices)
    body = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="own_structure_changes",
        verbose_name=_("body"),
        db_index=False,
    )
    into = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("merged into"),
    )
    effective_on = models.DateField(_("effective on"))
    document = models.ForeignKey(
        "staffing.QuotaDocument", models.PROTECT, related_name="structure_changes", verbose_name=_("document")
    )
    approver = models.CharField(_("approved by"), max_length=100)
    # A co-ordination body for a task of limited time (编制条例 11).
    conditions = models.CharField(_("conditions of its end"), max_length=LONGEST_REASON, blank=True)
    ends_on = models.DateField(_("to be abolished by"), null=True, blank=True)
    rank_before = models.CharField(_("rank before"), max_length=20, blank=True)
    rank_after = models.CharField(_("rank after"), max_length=20, blank=True)
    head_rank = models.CharField(_("rank of its head"), max_length=20, blank=True)
    examination = models.OneToOneField(
        "governance.Examination",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="upgrade",
        verbose_name=_("examination passed"),
    )
    # Of an agency that came under a township's management: what moved with it, and what did not.
    places_moved = models.PositiveSmallIntegerField(_("places moved"), null=True, blank=True)
    people_moved = models.PositiveSmallIntegerField(_("people moved"), null=True, blank=True)
    stays = models.CharField(_("what stays with the line department"), max_length=LONGEST_REASON, blank=True)

    objects = StructureChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the structure")
        verbose_name_plural = _("changes of the structure")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "effective_on"], name="structure_change_once_a_day"),
            models.CheckConstraint(
                name="structure_change_merges_into_another",
                condition=Q(kind=StructureChangeKind.MERGE, into__isnull=False) & ~Q(into=models.F("body"))
                | ~Q(kind=StructureChangeKind.MERGE) & Q(into=None),
            ),
            models.CheckConstraint(
                name="structure_change_limited_has_both",
                condition=Q(conditions="", ends_on=None) | ~Q(conditions="") & Q(ends_on__isnull=False),
            ),
            models.CheckConstraint(
                name="structure_change_upgrade_rests_on_examination",
                condition=Q(kind=StructureChangeKind.UPGRADE, examination__isnull=False)
                | ~Q(kind=StructureChangeKind.UPGRADE) & Q(examination=None),
            ),
        ]
        indexes = [models.Index(fields=["township", "-effective_on"], name="structure_change_of_township")]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_kind_display()} · {self.effective_on}"


class ExcludedAgency(models.Model):
    """实行派驻体制的机构: a kind of agency that a central rule keeps out of townships' management, by a word of its
    name."""

    county = models.ForeignKey(
        "governance.Organisation",
        models.PROTECT,
        related_name="excluded_agencies",
        verbose_name=_("county"),
        db_index=False,
    )
    word = models.CharField(_("word of its name"), max_length=30)
    rule = models.CharField(_("central rule"), max_length=LONGEST_REASON)
    effective_on = models.DateField(_("effective on"))

    objects = ExcludedAgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency that stays dispatched")
        verbose_name_plural = _("agencies that stay dispatched")
        ordering = ["word"]
        constraints = [models.UniqueConstraint(fields=["county", "word"], name="excluded_agency_once")]

    def __str__(self) -> str:
        return self.word
