"""Movements of people: from one post to another, or out of the service; and their yearly appraisals."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.text import LONGEST_REASON
from staffing.querysets import PersonMovementQuerySet
from staffing.states import PersonMovementKind


class PersonMovement(models.Model):
    """人员变动: from `effective_on` on a person no longer holds `from_post`, and holds `to_post` if there is one."""

    person = models.ForeignKey(
        "staffing.Person", models.PROTECT, related_name="movements", verbose_name=_("person"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=PersonMovementKind.choices)
    place = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="person_movements", verbose_name=_("organisation")
    )
    from_post = models.OneToOneField(
        "staffing.Assignment", models.PROTECT, related_name="left_by", verbose_name=_("post left")
    )
    to_post = models.OneToOneField(
        "staffing.Assignment", models.PROTECT, null=True, blank=True, related_name="come_by", verbose_name=_("new post")
    )
    effective_on = models.DateField(_("effective on"))
    document_no = models.CharField(_("document number"), max_length=64)
    early_by_choice = models.BooleanField(_("early by own choice"), default=False)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)

    objects = PersonMovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement of a person")
        verbose_name_plural = _("movements of people")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="person_movement_has_a_post",
                condition=Q(kind__in=[PersonMovementKind.TRANSFER, PersonMovementKind.PROMOTION], to_post__isnull=False)
                | Q(
                    kind__in=[
                        PersonMovementKind.RETIREMENT, PersonMovementKind.RESIGNATION, PersonMovementKind.DEATH,
                    ],
                    to_post=None,
                ),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "effective_on"], name="person_movement_of_person"),
            models.Index(fields=["kind", "effective_on"], name="person_movement_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"


class Appraisal(models.Model):
    """年度考核: what a person was rated for one year, in the words of the appraisal."""

    person = models.ForeignKey(
        "staffing.Person", models.PROTECT, related_name="appraisals", verbose_name=_("person"), db_index=False
    )
    year = models.PositiveSmallIntegerField(_("year"))
    rating = models.CharField(_("rating"), max_length=20)

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="appraisal_once_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.rating}"
