"""People of the real-name register: who they are, where they work, and how long they are bound to stay."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.fields import EncryptedTextField, KeyedIndexField, LongTextField
from governance.wording import sentences
from staffing.querysets import AssignmentQuerySet, PersonQuerySet
from staffing.service_terms import LONGEST_TERM, ONE_DAY, Pause, free_after
from staffing.states import Gender, PostClass, QuotaCategory


class Person(models.Model):
    """人员: one person of the county's real-name register (实名制), whatever posts they have held.

    Birth date and identity number are shown to those alone who may see personal data, and each opening is recorded.
    """

    CONFIDENTIAL = frozenset({"birth_on", "identity_number", "identity_index"})

    county = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="people", verbose_name=_("county"), db_index=False
    )
    staff_no = models.CharField(_("staff number"), max_length=32)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    gender = models.CharField(pgettext_lazy("person", "gender"), max_length=8, choices=Gender.choices)
    birth_on = models.DateField(_("born on"))
    identity_number = EncryptedTextField(_("identity number"), blank=True)
    identity_index = KeyedIndexField(of="identity_number")
    education = models.CharField(_("education"), max_length=20, blank=True)
    degree = models.CharField(_("degree"), max_length=20, blank=True)
    major = models.CharField(_("field of study"), max_length=60, blank=True)
    entry_channel = models.CharField(_("entered by"), max_length=30)
    entered_on = models.DateField(_("entered on"))
    township_entered_on = models.DateField(_("in townships since"))
    notes = LongTextField(_("notes"), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = pgettext_lazy("register", "people")
        ordering = ["staff_no"]
        constraints = [
            models.UniqueConstraint(fields=["county", "staff_no"], name="person_staff_no_once"),
            models.UniqueConstraint(
                fields=["county", "identity_index"], condition=~Q(identity_index=""), name="person_identity_once"
            ),
            models.CheckConstraint(name="person_enters_after_birth", condition=Q(entered_on__gt=F("birth_on"))),
            models.CheckConstraint(name="person_gender_known", condition=Q(gender__in=Gender.values)),
        ]
        indexes = [models.Index(fields=["county", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return f"{self.name}（{self.staff_no}）"

    @property
    def post(self) -> "Assignment | None":
        """The main post held now."""
        return next((post for post in self.assignments.all() if post.is_main and post.ends_on is None), None)

    @property
    def pauses(self) -> list[Pause]:
        """Absences that the county's rules do not count towards a service term."""
        rules = list(self.county.term_interruptions.all())
        return [pause for absence in self.absences.all() if (pause := absence.pause_by(rules))]

    def terms_binding(self, on: datetime.date) -> "list[ServiceTerm]":
        """The service terms within which the day lies."""
        return [term for term in self.service_terms.all() if term.binds(on)]


class Assignment(models.Model):
    """任职: a person holds a post at a body from one day to another. At most one main post is open."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="assignments", verbose_name=_("person"), db_index=False
    )
    organisation = models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name="assignments", verbose_name=_("organisation")
    )
    category = models.CharField(_("category"), max_length=24, choices=QuotaCategory.choices)
    post_class = models.CharField(_("class of post"), max_length=16, choices=PostClass.choices)
    grade = models.CharField(_("grade"), max_length=30)
    post_title = models.CharField(_("post"), max_length=60, blank=True)
    starts_on = models.DateField(_("from day"), null=True, blank=True, help_text=_("Empty: not stated."))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_main = models.BooleanField(_("main post"), default=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["person", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends_on=None, is_main=True), name="assignment_one_main_post"
            ),
            models.CheckConstraint(
                name="assignment_dates_ordered",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(name="assignment_category_known", condition=Q(category__in=QuotaCategory.values)),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="assignment_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class ServiceTerm(models.Model):
    """服务期: years that a recruitment binds a person to stay. It belongs to the recruitment: three years here, five
    with probation for civil servants elsewhere."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="service_terms", verbose_name=_("person"), db_index=False
    )
    starts_on = models.DateField(_("counts from"))
    years = models.PositiveSmallIntegerField(_("years"))
    basis = models.CharField(_("basis"), max_length=200)
    probation_months = models.PositiveSmallIntegerField(
        _("months of probation that do not count"), default=0, help_text=_("0: the years include probation.")
    )

    class Meta:
        verbose_name = _("service term")
        verbose_name_plural = _("service terms")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["person", "starts_on"], name="service_term_once"),
            models.CheckConstraint(name="service_term_has_years", condition=Q(years__gte=1, years__lte=LONGEST_TERM)),
            models.CheckConstraint(name="service_term_probation", condition=Q(probation_months__lte=12)),
        ]

    def __str__(self) -> str:
        return self.explanation

    @property
    def free_from(self) -> datetime.date | None:
        """The first day on which it no longer binds; None while an absence that stops the count goes on."""
        return free_after(self.starts_on, self.years, self.person.pauses, probation_months=self.probation_months)

    def binds(self, on: datetime.date) -> bool:
        free = self.free_from
        return self.starts_on <= on and (free is None or on < free)

    @property
    def explanation(self) -> str:
        """“Service term until …, because …”, in the reader's language."""
        free, words = self.free_from, {"years": self.years, "start": self.starts_on, "basis": self.basis}
        if free is None:
            return (
                _("Service term of %(years)s years from %(start)s (%(basis)s); an absence that stops it goes on.")
                % words
            )
        said = _("Service term until %(until)s, because it counts %(years)s full years from %(start)s (%(basis)s).") % {
            "until": free - ONE_DAY, **words,
        }  # fmt: skip
        further: list[object] = []
        if self.probation_months:
            further.append(
                _("Before them come %(months)s months of probation, which do not count.")
                % {"months": self.probation_months}
            )
        if free != free_after(self.starts_on, self.years, probation_months=self.probation_months):
            further.append(_("Absences are left out by the county's rule."))
        return sentences(said, *further)
