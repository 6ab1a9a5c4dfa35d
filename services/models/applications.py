"""Applications: who wants what, where it stands, and what happened to it on the way."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.fields import EncryptedTextField, KeyedIndexField, LongTextField
from governance.models import Account
from governance.text import LONGEST_REASON
from governance.transitions import version_field
from governance.workdays.results import DueDate
from services import clocks
from services.item_rules import legal_term, promised_term
from services.querysets.applications import (
    SEEN_BY,
    ApplicationQuerySet,
    HandOverQuerySet,
    OpinionQuerySet,
    places_of,
)
from services.states import (
    APPLICATION_MOVES,
    DECIDED,
    HAND_OVER_MOVES,
    HANDLED,
    OVER,
    ApplicantKind,
    ApplicationStatus,
    CheckResult,
    Clock,
    HandOverAnswer,
    NotAcceptedReason,
    StageKind,
    Stance,
    Way,
)


def body_key(related_name: str, label: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "governance.Organisation", models.PROTECT, related_name=related_name, verbose_name=label, **options
    )


def account_key(label: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **options)


class Application(models.Model):
    """办件: one matter of one applicant, under the version of the item that was in force when it was received.

    - `centre` received it and keeps its number; `body` decides it; `holder` has the papers now (`services.custody` has
      the whole line of holders), `offered_to` is to receive them next. `village` is where an agent (代办) took it.
    - `received_on` is the day of receipt, `completed_on` the day on which everything that was asked for was there,
      `accepted_on` the day handling is counted from: of a licence accepted by silence the day of receipt (许可法 32).
    - `due_on` and `paused_left` are what `clocks.standing` said when the row last changed: lists order by them. Of a
      paused clock the days left stay, and the day is counted from today whenever it is shown.
    - Name, identity number, telephone are encrypted, masked for most readers, and each opening is in the audit.
    """

    MOVES = APPLICATION_MOVES
    CONFIDENTIAL = frozenset(
        {"applicant_name", "identity_number", "identity_index", "telephone", "address", "check_word"}
    )

    number = models.CharField(_("number"), max_length=64, unique=True)
    check_word = EncryptedTextField(_("check word"), editable=False)
    item = models.ForeignKey(
        "services.Implementation", models.PROTECT, related_name="applications", verbose_name=_("item")
    )
    centre = body_key("received_applications", _("received by"), db_index=False)
    body = body_key("decided_applications", _("decided by"), db_index=False)
    holder = body_key("held_applications", _("has the papers"), db_index=False)
    offered_to = body_key("offered_applications", _("passed on to"), null=True, blank=True)
    village = body_key("village_applications", _("taken in the village"), null=True, blank=True)
    way = models.CharField(_("way"), max_length=12, choices=Way.choices, default=Way.ORDINARY)
    subject = models.CharField(_("what is applied for"), max_length=200, blank=True)

    applicant_kind = models.CharField(_("kind of applicant"), max_length=12, choices=ApplicantKind.choices)
    applicant_name = EncryptedTextField(_("applicant"))
    identity_number = EncryptedTextField(_("identity number"), blank=True)
    identity_index = KeyedIndexField(of="identity_number")
    telephone = EncryptedTextField(_("telephone"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    agent = account_key(_("agent"), null=True, blank=True)
    agent_consent = models.CharField(_("consent of the applicant"), max_length=200, blank=True)

    status = models.CharField(
        _("state"), max_length=24, choices=ApplicationStatus.choices, default=ApplicationStatus.SUBMITTED
    )
    received_at = models.DateTimeField(_("received at"))
    received_on = models.DateField(_("received on"))
    received_by = account_key(_("received by"))
    completed_on = models.DateField(_("papers complete on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted from"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("acceptance confirmed at"), null=True, blank=True)
    accepted_by = account_key(_("accepted by"), null=True, blank=True)
    was_deemed = models.BooleanField(_("accepted by silence"), default=False)
    not_accepted_reason = models.CharField(
        _("why it was not accepted"), max_length=16, choices=NotAcceptedReason.choices, blank=True
    )
    right_body = body_key("+", _("competent body named"), null=True, blank=True)
    handler = account_key(_("handler"), null=True, blank=True)
    is_joint = models.BooleanField(_("handled jointly"), default=False)
    extended_by = models.PositiveSmallIntegerField(_("extended by working days"), default=0)
    extension_reason = models.CharField(_("reason of the extension"), max_length=LONGEST_REASON, blank=True)
    extension_approved_by = account_key(_("extension approved by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = account_key(_("decided by"), null=True, blank=True)
    explanation = LongTextField(_("reasons given"), blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True)
    issued_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    check_due_on = models.DateField(_("promise to be checked by"), null=True, blank=True)
    check_result = models.CharField(_("result of the check"), max_length=8, choices=CheckResult.choices, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    annulled_at = models.DateTimeField(_("decision annulled at"), null=True, blank=True)
    external_ref = models.CharField(_("number on the province's platform"), max_length=64, blank=True)

    clock = models.CharField(_("what is due"), max_length=12, choices=Clock.choices, default=Clock.ANSWER)
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_provisional = models.BooleanField(_("provisional"), default=False)
    paused_left = models.PositiveSmallIntegerField(_("days left while paused"), null=True, blank=True)
    paused_since = models.DateField(_("paused since"), null=True, blank=True)
    calendar_version = models.CharField(max_length=200, editable=False)
    told_of = models.CharField(max_length=24, blank=True, editable=False)  # the last clock's end that was told
    version = version_field()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="application_offered_to_another", condition=Q(offered_to=None) | ~Q(offered_to=F("holder"))
            ),
            models.CheckConstraint(
                name="application_redirected_to_somebody",
                condition=~Q(status=ApplicationStatus.REDIRECTED) | Q(offered_to__isnull=False),
            ),
            models.CheckConstraint(
                name="application_accepted_from_a_day",
                condition=~Q(
                    status__in=sorted({*HANDLED, *DECIDED, ApplicationStatus.ISSUED, ApplicationStatus.CLOSED})
                )
                | Q(accepted_on__isnull=False),
            ),
            # 许可法 32: not accepting says why; “not ours” says whose.
            models.CheckConstraint(
                name="application_not_accepted_with_reason",
                condition=Q(status=ApplicationStatus.NOT_ACCEPTED) & ~Q(not_accepted_reason="")
                | ~Q(status=ApplicationStatus.NOT_ACCEPTED) & Q(not_accepted_reason=""),
            ),
            models.CheckConstraint(
                name="application_not_ours_names_whose",
                condition=~Q(not_accepted_reason=NotAcceptedReason.NOT_OURS) | Q(right_body__isnull=False),
            ),
            # 许可法 38: a refusal has its reasons.
            models.CheckConstraint(
                name="application_refused_with_reasons",
                condition=~Q(status=ApplicationStatus.DECIDED_REFUSE) | ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="application_extended_with_reason",
                condition=Q(extended_by=0, extension_reason="", extension_approved_by=None)
                | Q(extended_by__gt=0, extension_approved_by__isnull=False) & ~Q(extension_reason=""),
            ),
            models.CheckConstraint(
                name="application_agent_with_consent", condition=Q(agent=None) | ~Q(agent_consent="")
            ),
            models.CheckConstraint(
                name="application_accepted_after_receipt",
                condition=Q(accepted_on=None) | Q(accepted_on__gte=F("received_on")),
            ),
            models.UniqueConstraint(
                fields=["centre", "external_ref"], condition=~Q(external_ref=""), name="application_platform_once"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-id"], name="application_of_centre"),
            models.Index(fields=["body", "-id"], name="application_of_body"),
            models.Index(fields=["holder", "due_on"], condition=~Q(clock=Clock.OVER), name="application_waiting"),
            models.Index(fields=["due_on"], condition=~Q(clock=Clock.OVER), name="application_by_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def masked_applicant(self) -> str:
        """For lists, and for those who may not see it: of a citizen only the family name."""
        return masked(self.applicant_kind, self.applicant_name)

    @property
    def masked_telephone(self) -> str:
        return f"{self.telephone[:3]}****{self.telephone[-4:]}" if len(self.telephone) > 7 else ""

    def course(self) -> clocks.Course:
        """What the calculator needs to know of it. Reads its stages and its request; lists have them with the rows."""
        is_kept = self.pk is not None
        request = next(iter(self.supplement_requests.all()), None) if is_kept else None
        over = self.issued_at or self.ended_at
        return clocks.Course(
            received_on=self.received_on,
            promised=promised_term(self.item),
            legal=legal_term(self.item),
            is_licence=self.item.is_licence,
            supplement_asked_on=timezone.localdate(request.asked_at) if request else None,
            supplement_term=request.due.term if request else None,
            completed_on=self.completed_on,
            accepted_on=self.accepted_on,
            is_joint=self.is_joint,
            extended_by=self.extended_by,
            stages=tuple(stage.as_stage() for stage in self.stages.all()) if is_kept else (),
            decided_on=self.decided_at and timezone.localdate(self.decided_at),
            over_on=over and timezone.localdate(over),
        )

    def applicant_seen_at(self, account: Account) -> int | None:
        """The key of a body through which the account may see who applies, in full; None if it may not."""
        places = set(places_of(account, "view_applicant"))
        return next((key for name in SEEN_BY if (key := getattr(self, f"{name}_id")) in places), None)


def masked(kind: str, name: str) -> str:
    """A citizen's name without the given name; names of organisations are no personal data."""
    return f"{name[:1]}**" if kind == ApplicantKind.CITIZEN else name


class SupplementRequest(models.Model):
    """一次性告知: everything that is missing, told once. A second one cannot be stored (许可法 32)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="supplement_requests", verbose_name=_("application"), db_index=False
    )
    missing = LongTextField(_("what is missing"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = account_key(_("asked by"))
    due_on = models.DateField(_("to be brought by"))
    due_provisional = models.BooleanField(_("provisional"), default=False)
    due_steps = models.JSONField(editable=False)
    completed_at = models.DateTimeField(_("brought at"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for papers")
        verbose_name_plural = _("request for papers")
        constraints = [models.UniqueConstraint(fields=["application"], name="supplement_asked_once")]

    def __str__(self) -> str:
        return f"{self.application} · {self.missing}"

    @property
    def due(self) -> DueDate:
        return DueDate.from_json(self.due_steps)


class PaperGap(models.Model):
    """容缺: one minor paper that may come later, by a day that was named."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="gaps", verbose_name=_("application"), db_index=False
    )
    paper = models.CharField(_("paper"), max_length=200)
    due_on = models.DateField(_("to be brought by"))
    brought_at = models.DateTimeField(_("brought at"), null=True, blank=True)

    class Meta:
        verbose_name = _("missing paper")
        verbose_name_plural = _("missing papers")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "paper"], name="paper_gap_once")]

    def __str__(self) -> str:
        return self.paper


class SpecialStage(models.Model):
    """特别程序: a hearing, test, appraisal, review or notice. Its days do not count only where the law says so and from
    the day on which the applicant was told in writing (许可法 45)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="stages", verbose_name=_("application"), db_index=False
    )
    kind = models.CharField(_("kind of stage"), max_length=16, choices=StageKind.choices)
    counts = models.BooleanField(_("counts in the limit"), default=False)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    first_on = models.DateField(_("first day"))
    expected_days = models.PositiveSmallIntegerField(_("days it is expected to take"))
    told_on = models.DateField(_("told in writing on"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = _("special stage")
        verbose_name_plural = _("special stages")
        ordering = ["first_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(last_on=None), name="stage_one_open"),
            models.UniqueConstraint(fields=["application", "kind", "first_on"], name="stage_once"),
            models.CheckConstraint(
                name="stage_ends_after_start", condition=Q(last_on=None) | Q(last_on__gte=F("first_on"))
            ),
            models.CheckConstraint(name="stage_excluded_by_a_rule", condition=Q(counts=True) | ~Q(basis="")),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def as_stage(self) -> clocks.Stage:
        return clocks.Stage(self.first_on, self.last_on, self.counts, self.told_on, self.basis)


class Opinion(models.Model):
    """并联意见: what another body says of an application, asked of all at the same time."""

    LOCKED_AFTER = "application"

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="opinions", verbose_name=_("application"), db_index=False
    )
    body = body_key("+", _("body"))
    question = LongTextField(_("question"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_on = models.DateField(_("due"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = account_key(_("answered by"), null=True, blank=True)
    stance = models.CharField(_("opinion"), max_length=12, choices=Stance.choices, blank=True)
    text = LongTextField(_("in words"), blank=True)
    version = version_field()

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "body"], name="opinion_of_a_body_once"),
            models.CheckConstraint(
                name="opinion_answered_completely",
                condition=Q(answered_at=None, answered_by=None, stance="", text="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(stance="") & ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.body}"


class HandOver(models.Model):
    """交接: papers on their way from one holder to the next, with the list of originals; who receives them has them."""

    MOVES = HAND_OVER_MOVES
    LOCKED_AFTER = "application"

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="hand_overs", verbose_name=_("application"), db_index=False
    )
    sender = body_key("+", _("sender"))
    receiver = body_key("+", _("receiver"))
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    originals = LongTextField(_("originals handed over"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    sent_by = account_key(_("sent by"))
    status = models.CharField(_("answer"), max_length=12, choices=HandOverAnswer.choices, default=HandOverAnswer.OPEN)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = account_key(_("answered by"), null=True, blank=True)
    answer_reason = models.CharField(_("reason of the return"), max_length=LONGEST_REASON, blank=True)
    right_body = body_key("+", _("competent body named"), null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(status=HandOverAnswer.OPEN), name="hand_over_one_open"
            ),
            models.CheckConstraint(name="hand_over_to_another", condition=~Q(sender=F("receiver"))),
            models.CheckConstraint(
                name="hand_over_answered_completely",
                condition=Q(status=HandOverAnswer.OPEN, answered_at=None, answered_by=None)
                | ~Q(status=HandOverAnswer.OPEN) & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hand_over_sent_back_with_reason",
                condition=Q(status=HandOverAnswer.SENT_BACK) & ~Q(answer_reason="")
                | ~Q(status=HandOverAnswer.SENT_BACK) & Q(answer_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.sender} → {self.receiver}"
