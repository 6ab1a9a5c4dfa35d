"""Dated check lists (核查清单): criteria from a document, and examinations of bodies by them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import checklists
from governance.examination_states import (
    MOVES,
    ExaminationResult,
    ExaminationStatus,
    Silence,
    Turn,
    Verdict,
    turn_of,
)
from governance.fields import LongTextField
from governance.models.attachment import Attachment
from governance.models.clock import Clock
from governance.models.organisation import Organisation
from governance.text import LONGEST_REASON
from governance.transitions import version_field


def _seen(account: Any, *fields: str, use: str) -> Q:
    """Rows of the uses that the account may see there."""
    from governance import access  # it reads models itself

    seen = Q(pk__in=[])
    for key in checklists.USES:
        seen |= Q(**{use: key}) & access.within(account, checklists.right_of(key, "view"), *fields)
    return seen


class ChecklistQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """The lists of the county whose bodies the account may see examined."""
        examined = Examination.objects.for_user(account).order_by().values("checklist")
        return self.filter(_seen(account, "owner", use="use") | Q(pk__in=examined))


class Checklist(models.Model):
    """核查清单: what a document asks of a body, and the terms of each round. It stays as it was drawn up; another
    document makes another list."""

    use = models.CharField(_("use"), max_length=40)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="checklists", verbose_name=_("owner"), db_index=False
    )
    title = models.CharField(_("title"), max_length=200)
    document_no = models.CharField(_("document number"), max_length=64)
    issuer = models.CharField(_("issued by"), max_length=100)
    decided_on = models.DateField(_("decided on"))
    evidence_days = models.PositiveSmallIntegerField(_("working days for the evidence"))
    reading_days = models.PositiveSmallIntegerField(_("working days for each look"))
    reply_days = models.PositiveSmallIntegerField(_("working days for the replies"))
    silence = models.CharField(_("silence of the examiner"), max_length=8, choices=Silence.choices)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("check list")
        verbose_name_plural = _("check lists")
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "use", "document_no"], name="checklist_once_by_document"),
            models.CheckConstraint(
                name="checklist_has_terms",
                condition=Q(evidence_days__gte=1, reading_days__gte=1, reply_days__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_no}）"

    @property
    def use_words(self) -> Any:
        use = checklists.USES.get(self.use)
        return use.name if use else self.use


class Criterion(models.Model):
    """标准: one thing the list asks for, and what shows it."""

    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="criteria", verbose_name=_("check list"), db_index=False
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("criterion", "number"))
    text = models.CharField(_("criterion"), max_length=LONGEST_REASON)
    evidence = models.CharField(_("what shows it"), max_length=LONGEST_REASON, blank=True)
    is_required = models.BooleanField(_("must be met"), default=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="criterion_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class ExaminationQuerySet(models.QuerySet):
    def for_user(self, account: Any) -> Self:
        """Examinations of the bodies that the account may see examined, by the use of the list."""
        return self.filter(_seen(account, "subject", use="checklist__use"))

    def open(self) -> Self:
        return self.exclude(status=ExaminationStatus.CLOSED)

    def past_due(self) -> Self:
        """Those whose turn has certainly passed, as `turn_of` says."""
        return self.open().filter(due_provisional=False, due_at__lt=timezone.now())


class Examination(Clock):
    """评估: one body is measured by one check list, for the first time or again. `due_at` is the term of whoever has
    the turn; the result is written once and stays."""

    MOVES = MOVES

    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="examinations", verbose_name=_("check list"), db_index=False
    )
    subject = models.ForeignKey(
        Organisation, models.PROTECT, related_name="examinations", verbose_name=_("examined body")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    status = models.CharField(
        _("state"), max_length=12, choices=ExaminationStatus.choices, default=ExaminationStatus.COLLECTING
    )
    result = models.CharField(_("result"), max_length=8, choices=ExaminationResult.choices, blank=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("told as late at"), null=True, blank=True, editable=False)
    version = version_field()

    objects = ExaminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "subject", "attempt"], name="examination_attempt_once"),
            models.UniqueConstraint(
                fields=["checklist", "subject"], condition=Q(closed_at=None), name="examination_one_open"
            ),
            models.CheckConstraint(
                name="examination_closed_with_result",
                condition=Q(status=ExaminationStatus.CLOSED, closed_at__isnull=False) & ~Q(result="")
                | ~Q(status=ExaminationStatus.CLOSED) & Q(closed_at=None, result=""),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(closed_at=None), name="examination_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} · {self.checklist.title} · {self.attempt}"

    @property
    def turn(self) -> Turn:
        return turn_of(self.status, self.due_at, self.due_provisional)

    @property
    def clock_owner(self) -> Organisation:
        return self.subject

    def file_of(self, piece: int) -> Attachment | None:
        """The file of a piece of its evidence; None if it is another's, or has none."""
        pieces = Evidence.objects.filter(finding__examination=self, pk=piece).select_related("attachment")
        return next((found.attachment for found in pieces), None)


class CriterionFinding(models.Model):
    """核查结论: what the examiner found of one criterion, at the first look and, if it was refused, at the second."""

    examination = models.ForeignKey(
        Examination, models.PROTECT, related_name="findings", verbose_name=_("examination"), db_index=False
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="findings", verbose_name=_("criterion"))
    first = models.CharField(_("first look"), max_length=8, choices=Verdict.choices, blank=True)
    first_reason = models.CharField(_("reason of the first look"), max_length=LONGEST_REASON, blank=True)
    first_by_silence = models.BooleanField(_("first look by silence"), default=False)
    second = models.CharField(_("second look"), max_length=8, choices=Verdict.choices, blank=True)
    second_reason = models.CharField(_("reason of the second look"), max_length=LONGEST_REASON, blank=True)
    second_by_silence = models.BooleanField(_("second look by silence"), default=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["examination", "criterion"], name="finding_once"),
            models.CheckConstraint(
                name="finding_second_look_at_refused_only", condition=Q(second="") | Q(first=Verdict.REFUSED)
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def verdict(self) -> str:
        """What holds now; empty while nobody has looked."""
        return self.second or self.first


class Evidence(models.Model):
    """佐证材料: what the examined body says and hands in for a criterion, or replies to a refusal."""

    finding = models.ForeignKey(CriterionFinding, models.PROTECT, related_name="evidence", verbose_name=_("finding"))
    is_reply = models.BooleanField(_("reply"), default=False)
    text = LongTextField(_("text"))
    attachment = models.ForeignKey(
        "governance.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Sample(models.Model):
    """抽样: which rows the examiner looks at. Seed, bounds and what was drawn from are kept, so that anybody can draw
    it again and get the same; it is drawn once for each examination."""

    examination = models.OneToOneField(
        Examination, models.PROTECT, related_name="sample", verbose_name=_("examination")
    )
    seed = models.CharField(_("seed"), max_length=32)
    share = models.PositiveSmallIntegerField(_("share in per cent"))
    at_least = models.PositiveSmallIntegerField(_("at least"))
    at_most = models.PositiveSmallIntegerField(_("at most"))
    population = models.JSONField(_("drawn from"))
    chosen = models.JSONField(_("drawn"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn at"), default=timezone.now)

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        constraints = [
            models.CheckConstraint(
                name="sample_has_bounds",
                condition=Q(share__gte=1, share__lte=100, at_least__gte=1, at_most__gte=models.F("at_least")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.examination} · {self.seed}"
