"""What applicants think of how their matter went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.fields import EncryptedTextField, LongTextField
from governance.text import LONGEST_REASON
from governance.transitions import version_field
from services.models.applications import Application, account_key
from services.querysets.ratings import RatingQuerySet
from services.rating_states import POOR_GRADES, RATING_MOVES, Grade, RatingCause, RatingStatus


class Rating(models.Model):
    """好差评: one rating of one matter, given of the applicant's own accord; it stays as it was given.

    A poor one (差评) is called back by a named person within `due_on`, and remedied or explained. Whoever thinks it
    mistaken appeals; somebody decides who had no part in the matter.
    """

    MOVES = RATING_MOVES
    LOCKED_AFTER = "application"
    CONFIDENTIAL = frozenset({"comment"})  # people write their names into it

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="rating", verbose_name=_("application")
    )
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices)
    cause = models.CharField(_("what it is about"), max_length=12, choices=RatingCause.choices, blank=True)
    comment = EncryptedTextField(_("comment"), blank=True)
    rated_at = models.DateTimeField(_("rated at"))
    status = models.CharField(_("state"), max_length=12, choices=RatingStatus.choices, default=RatingStatus.RATED)
    due_on = models.DateField(_("to be answered by"), null=True, blank=True)
    due_provisional = models.BooleanField(_("provisional"), default=False)
    assigned_to = account_key(_("calls back"), null=True, blank=True)
    called_back_at = models.DateTimeField(_("called back at"), null=True, blank=True)
    said = LongTextField(_("what was said"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = LongTextField(_("answer"), blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    appealed_from = models.CharField(max_length=12, blank=True, editable=False)  # the state before the appeal
    appeal_reason = models.CharField(_("reason of the appeal"), max_length=LONGEST_REASON, blank=True)
    appeal_decided_by = account_key(_("appeal decided by"), null=True, blank=True)
    appeal_decided_at = models.DateTimeField(_("appeal decided at"), null=True, blank=True)
    appeal_explanation = models.CharField(_("reasons of the decision"), max_length=LONGEST_REASON, blank=True)
    version = version_field()

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="rating_poor_has_a_day", condition=~Q(grade__in=sorted(POOR_GRADES)) | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="rating_good_waits_for_nothing", condition=Q(grade__in=sorted(POOR_GRADES)) | Q(status="rated")
            ),
            models.CheckConstraint(
                name="rating_assigned_to_somebody",
                condition=~Q(status__in=["assigned", "called_back", "remedied", "explained"])
                | Q(assigned_to__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(status__in=["rated", "assigned", "called_back"]),
                                name="rating_waiting")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.application} · {self.get_grade_display()}"

    @property
    def is_poor(self) -> bool:
        return self.grade in POOR_GRADES
