"""Selection campaigns (乡招县选): posts of county bodies that township people may win."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from governance.text import LONGEST_REASON
from governance.transitions import version_field
from staffing.querysets import ApplicantQuerySet, CampaignQuerySet, OfferedPostQuerySet
from staffing.states import (
    APPLICANT_MOVES,
    CAMPAIGN_MOVES,
    ApplicantStatus,
    CampaignStatus,
    PostClass,
    QuotaCategory,
)


class Campaign(models.Model):
    """选调公告 with its rule set. Applicants are judged as they were at the end of the cut-off date."""

    MOVES = CAMPAIGN_MOVES

    county = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="campaigns", verbose_name=_("county"), db_index=False
    )
    title = models.CharField(_("title"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=64)
    status = models.CharField(_("state"), max_length=16, choices=CampaignStatus.choices, default=CampaignStatus.DRAFT)
    cutoff_on = models.DateField(_("cut-off date"))
    township_years = models.PositiveSmallIntegerField(_("full years in townships"), default=3)
    most_age = models.PositiveSmallIntegerField(_("highest age"), null=True, blank=True)
    rated_years = models.PositiveSmallIntegerField(_("years of appraisals that count"), default=3)
    least_per_place = models.PositiveSmallIntegerField(_("eligible applicants for each place, at least"), default=2)
    written_weight = models.PositiveSmallIntegerField(_("weight of the written test, %"), default=40)
    interview_weight = models.PositiveSmallIntegerField(_("weight of the interview, %"), default=40)
    appraisal_weight = models.PositiveSmallIntegerField(_("weight of the township's appraisal, %"), default=20)
    notice_days = models.PositiveSmallIntegerField(_("working days of public notice"), default=5)
    notice_from = models.DateField(_("public notice from"), null=True, blank=True)
    notice_until = models.DateField(_("public notice until"), null=True, blank=True)
    approved_by = models.CharField(_("approved by document"), max_length=64, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    version = version_field()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("selection campaign")
        verbose_name_plural = _("selection campaigns")
        ordering = ["-cutoff_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "document_no"], name="campaign_once"),
            models.CheckConstraint(
                name="campaign_weights_are_whole",
                condition=Q(written_weight=100 - F("interview_weight") - F("appraisal_weight")),
            ),
            models.CheckConstraint(
                name="campaign_asks_something", condition=Q(least_per_place__gte=1, notice_days__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OfferedPost(models.Model):
    """选调岗位. An exempt one is named with its reason, and filled in another way (专业性强的岗位)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="posts", verbose_name=_("selection campaign"), db_index=False
    )
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="offered_posts", verbose_name=_("organisation")
    )
    title = models.CharField(pgettext_lazy("person", "post"), max_length=60)
    category = models.CharField(_("category"), max_length=24, choices=QuotaCategory.choices)
    post_class = models.CharField(_("class of post"), max_length=16, choices=PostClass.choices)
    grade = models.CharField(_("grade"), max_length=30)
    places = models.PositiveSmallIntegerField(_("places"))
    places_cut = models.PositiveSmallIntegerField(_("places cut for a thin field"), default=0)
    majors = models.CharField(
        _("fields of study"), max_length=200, blank=True, help_text=_("Separated by 、; empty: any.")
    )
    exemption = models.CharField(_("exempt because"), max_length=LONGEST_REASON, blank=True)

    objects = OfferedPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post offered")
        verbose_name_plural = _("posts offered")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation", "title"], name="offered_post_once"),
            models.CheckConstraint(name="offered_post_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="offered_post_cut_within", condition=Q(places_cut__lte=F("places"))),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.title}"

    @property
    def places_left(self) -> int:
        return self.places - self.places_cut


class Applicant(models.Model):
    """报名人员. `judgement` is what was found at the cut-off date, and stays as it was found."""

    MOVES = APPLICANT_MOVES

    post = models.ForeignKey(OfferedPost, models.PROTECT, related_name="applicants", verbose_name=_("post offered"))
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="applicants", verbose_name=_("selection campaign"), db_index=False
    )
    person = models.ForeignKey("staffing.Person", models.PROTECT, related_name="applications", verbose_name=_("person"))
    place = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="applicants", verbose_name=_("own unit")
    )
    status = models.CharField(
        _("state"), max_length=16, choices=ApplicantStatus.choices, default=ApplicantStatus.APPLIED
    )
    applied_on = models.DateField(_("applied on"))
    is_clear = models.BooleanField(_("no probation, sanction or investigation"))
    judgement = models.JSONField(_("judgement"), default=list, blank=True)
    is_eligible = models.BooleanField(_("eligible"), null=True, blank=True)
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    appraisal = models.CharField(_("township's appraisal"), max_length=LONGEST_REASON, blank=True)
    appraisal_points = models.DecimalField(
        _("points of the appraisal"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    appraised_by = models.ForeignKey(
        "governance.Account", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    reply = models.CharField(_("reply to the appraisal"), max_length=LONGEST_REASON, blank=True)
    unit_consents = models.BooleanField(_("unit consents"), null=True, blank=True)
    department_consents = models.BooleanField(_("bureau consents"), null=True, blank=True)
    written = models.DecimalField(_("written test"), max_digits=5, decimal_places=2, null=True, blank=True)
    interview = models.DecimalField(_("interview"), max_digits=5, decimal_places=2, null=True, blank=True)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    tie_order = models.PositiveSmallIntegerField(_("order within a tie"), default=0)
    tie_reason = models.CharField(_("why so within the tie"), max_length=LONGEST_REASON, blank=True)
    withdrawn_because = models.CharField(_("withdrawn because"), max_length=LONGEST_REASON, blank=True)
    moves_up_for = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("moves up for")
    )
    version = version_field()

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        ordering = ["post", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person"], name="applicant_once_a_campaign"),
            *(
                models.CheckConstraint(
                    name=f"applicant_{field}_points", condition=Q(**{field: None}) | Q(**{f"{field}__range": (0, 100)})
                )
                for field in ("written", "interview", "appraisal_points")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.post.title}"

    @property
    def is_running(self) -> bool:
        """Eligible and not ranked yet."""
        return bool(self.is_eligible) and self.status == ApplicantStatus.APPLIED

    @property
    def standing(self) -> str:
        """The state in words, with what the judgement found."""
        if self.status == ApplicantStatus.APPLIED and self.is_eligible is not None:
            eligible, not_eligible = pgettext("applicant", "Eligible"), pgettext("applicant", "Not eligible")
            return eligible if self.is_eligible else not_eligible
        return self.get_status_display()

    @property
    def failed(self) -> list[dict[str, str]]:
        """The rules that were not met at the cut-off date."""
        return [found for found in self.judgement if not found["passed"]]

    @property
    def passes_on(self) -> datetime.date | None:
        """The day on which every rule that failed will be met, if time alone brings it."""
        days = [found["passes_on"] for found in self.failed]
        return datetime.date.fromisoformat(max(days)) if days and all(days) else None
