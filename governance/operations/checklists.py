"""Check lists and examinations: drawing up, evidence, looks, replies, the result that stays."""

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import attachments, audit, checklists, outbox
from governance.access import operation, require
from governance.calendars import current_calendar
from governance.errors import RuleViolation
from governance.examination_states import (
    OF_EXAMINER,
    OF_SUBJECT,
    ExaminationResult,
    ExaminationStatus,
    Silence,
    Verdict,
)
from governance.models import (
    Account,
    Checklist,
    Criterion,
    CriterionFinding,
    Evidence,
    Examination,
    Organisation,
    Sample,
)
from governance.operations.validation import check_fields
from governance.transitions import move
from governance.workdays.counting import due_date
from governance.workdays.terms import Regime, Term, Unit

OPENED = outbox.declare("governance.examination.opened", gettext_lazy("We are to be examined: hand in the evidence"))
REFUSED = outbox.declare("governance.examination.refused", gettext_lazy("Criteria were refused: replies are possible"))
SUBMITTED = outbox.declare("governance.examination.submitted", gettext_lazy("Evidence was handed in for a look"))
CLOSED = outbox.declare("governance.examination.closed", gettext_lazy("An examination has its result"))
LATE = outbox.declare("governance.examination.late", gettext_lazy("The term of an examination has passed"))
MOST_CRITERIA, MOST_DRAWN_FROM = 200, 5000


@operation(gettext_lazy("Draw up check list"), lock=False)
def draw_up_checklist(
    owner: Organisation,
    *,
    by: Account,
    use: str,
    title: str,
    document_no: str,
    issuer: str,
    decided_on: datetime.date,
    criteria: Sequence[dict[str, Any]],
    evidence_days: int = 10,
    reading_days: int = 10,
    reply_days: int = 5,
    silence: str = Silence.WAITS,
) -> Checklist:
    """制定核查清单: bodies can be examined by it from now on; it is not changed afterwards.

    Each of `criteria` has a `text`, and may have `evidence` (what shows it) and `is_required`. The days are working
    days. Raises RuleViolation `unknown_use`, `decided_later`, `no_criteria`, `checklist_known`, `invalid`.
    """
    if use not in checklists.USES:
        require(at=owner)
        raise RuleViolation("unknown_use", _("Nothing uses check lists of this kind."), field="use")
    _require("draw_up", use, by, at=owner)
    if decided_on > timezone.localdate():
        message = _("%(day)s is still to come: a document is registered once it is decided.")
        raise RuleViolation("decided_later", message % {"day": decided_on}, field="decided_on")
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        message = _("A check list has between 1 and %(most)s criteria.") % {"most": MOST_CRITERIA}
        raise RuleViolation("no_criteria", message, field="criteria")
    if Checklist.objects.filter(owner=owner, use=use, document_no=document_no).exists():
        message = _("There is a check list by %(document)s already.") % {"document": document_no}
        raise RuleViolation("checklist_known", message, field="document_no")
    made = Checklist(
        use=use, owner=owner, title=title, document_no=document_no, issuer=issuer, decided_on=decided_on,
        evidence_days=evidence_days, reading_days=reading_days, reply_days=reply_days, silence=silence,
    )  # fmt: skip
    check_fields(made)
    rows = [Criterion(checklist=made, number=number, **facts) for number, facts in enumerate(criteria, start=1)]
    for row in rows:
        check_fields(row, skip=("checklist",))
    made.save(force_insert=True)
    Criterion.objects.bulk_create(rows)
    audit.record(made, organisation=owner, after=audit.snapshot(made, "use", "title", "document_no", "silence"))
    return made


@operation(gettext_lazy("Open examination"), lock=False)
def open_examination(checklist: Checklist, *, by: Account, subject: Organisation) -> Examination:
    """启动评估: the body hands in evidence for each criterion within the list's term. One examination by a list at a
    time; after one that was not passed another may follow.

    Raises RuleViolation `body_closed`, `list_of_other_county`, `examination_open`, `examination_passed`.
    """
    _require("draw_up", checklist.use, by, at=subject)
    if not subject.is_open():
        raise RuleViolation("body_closed", _("%(body)s is closed.") % {"body": subject}, field="subject")
    if subject.county_path != checklist.owner.county_path:
        message = _("The list is another county's; %(body)s is not measured by it.") % {"body": subject}
        raise RuleViolation("list_of_other_county", message, field="subject")
    before = list(Examination.objects.filter(checklist=checklist, subject=subject).order_by("attempt"))
    if before and before[-1].status != ExaminationStatus.CLOSED:
        message = _("%(body)s is being examined by this list already.") % {"body": subject}
        raise RuleViolation("examination_open", message, field="subject")
    if any(earlier.result == ExaminationResult.PASSED for earlier in before):
        message = _("%(body)s has passed this list.") % {"body": subject}
        raise RuleViolation("examination_passed", message, field="subject")
    examination = Examination(checklist=checklist, subject=subject, attempt=len(before) + 1)
    examination.due = _due(checklist, checklist.evidence_days, "opened")
    examination.save(force_insert=True)
    CriterionFinding.objects.bulk_create(
        CriterionFinding(examination=examination, criterion=row) for row in checklist.criteria.all()
    )
    audit.record(examination, after=audit.snapshot(examination, "checklist", "subject", "attempt", "due_at"))
    _tell(OPENED, examination, "submit")
    return examination


@operation(gettext_lazy("Add evidence"))
def add_evidence(
    examination: Examination, *, by: Account, criterion: Criterion, text: str, file: File | None = None
) -> Evidence:
    """提交佐证材料: the body says what shows that it meets the criterion; after a refusal, what it replies to it.

    Raises RuleViolation `evidence_frozen`, `criterion_unknown`, `not_refused`, `invalid`; what `attachments.store`
    raises.
    """
    _require("submit", examination.checklist.use, by, at=examination.subject)
    if examination.status not in OF_SUBJECT:
        message = _("What was handed in is being read: %(state)s. Nothing is added meanwhile.")
        raise RuleViolation("evidence_frozen", message % {"state": examination.get_status_display()})
    finding = _finding(examination, criterion)
    is_reply = examination.status == ExaminationStatus.REPLYING
    if is_reply and finding.first != Verdict.REFUSED:
        message = _("Replies are for what was refused; “%(criterion)s” was not.") % {"criterion": criterion}
        raise RuleViolation("not_refused", message, field="criterion")
    piece = Evidence(finding=finding, is_reply=is_reply, text=text.strip(), added_by=by)
    check_fields(piece, skip=("finding", "added_by", "attachment"))
    if file is not None:
        piece.attachment = attachments.store(file, by=by, organisation=examination.subject)
    piece.save(force_insert=True)
    facts = {"criterion": criterion.number, "is_reply": is_reply, "text": piece.text}
    audit.record(examination, after=facts | {"file": piece.attachment.digest if piece.attachment else ""})
    return piece


@operation(gettext_lazy("Hand in examination"))
def submit_examination(examination: Examination, *, by: Account, version: int | None = None) -> Examination:
    """报送: what was handed in is frozen while the examiner looks. Replies go to a second look at what was refused;
    without any, the first look stays.

    Raises RuleViolation `not_the_subjects_turn`, `evidence_missing`; StaleVersion.
    """
    _require("submit", examination.checklist.use, by, at=examination.subject)
    if examination.status not in OF_SUBJECT:
        message = _("It is not the turn of the examined body: %(state)s.")
        raise RuleViolation("not_the_subjects_turn", message % {"state": examination.get_status_display()})
    if examination.status == ExaminationStatus.COLLECTING:
        bare = examination.findings.filter(criterion__is_required=True, evidence=None).select_related("criterion")
        if bare:
            message = _("Nothing was handed in for: %(criteria)s.")
            raise RuleViolation("evidence_missing", message % {"criteria": "；".join(map(str, bare))})
    _hand_over(examination)
    return examination


@operation(gettext_lazy("Give finding"))
def give_finding(
    examination: Examination, *, by: Account, criterion: Criterion, verdict: str, reason: str = ""
) -> CriterionFinding:
    """逐项核查: the examiner says whether the criterion is met; a refusal says why. Until the result is given it can be
    given anew.

    Raises RuleViolation `not_the_examiners_turn`, `criterion_unknown`, `second_look_at_refused_only`,
    `reason_missing`, `same_person`, `invalid`.
    """
    _require("examine", examination.checklist.use, by, at=examination.subject)
    _check_examiner(examination, by)
    finding = _finding(examination, criterion)
    if verdict not in Verdict.values:
        raise RuleViolation("invalid", _("There is no such finding."), field="verdict")
    if verdict == Verdict.REFUSED and not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it is refused: the body replies to it."), field="reason")
    look = "first" if examination.status == ExaminationStatus.READING else "second"
    if look == "second" and finding.first != Verdict.REFUSED:
        message = _("The second look is at what was refused; “%(criterion)s” was not.") % {"criterion": criterion}
        raise RuleViolation("second_look_at_refused_only", message, field="criterion")
    before = getattr(finding, look)
    setattr(finding, look, verdict)
    setattr(finding, f"{look}_reason", reason.strip())
    finding.save(update_fields=[look, f"{look}_reason"])
    facts = {"criterion": criterion.number, look: verdict}
    audit.record(examination, before={"criterion": criterion.number, look: before}, after=facts, reason=reason.strip())
    return finding


@operation(gettext_lazy("Give result"))
def give_result(examination: Examination, *, by: Account, version: int | None = None) -> Examination:
    """出具结论: after the first look the body may reply to what was refused; with nothing refused, and after the second
    look, the examination is closed and its result stays.

    Raises RuleViolation `not_the_examiners_turn`, `findings_missing`, `same_person`; StaleVersion.
    """
    _require("examine", examination.checklist.use, by, at=examination.subject)
    _check_examiner(examination, by)
    missing = [finding for finding in _findings(examination) if not _is_looked_at(examination, finding)]
    if missing:
        message = _("There is no finding yet on: %(criteria)s.")
        raise RuleViolation("findings_missing", message % {"criteria": "；".join(map(str, missing))})
    _conclude(examination)
    return examination


@operation(gettext_lazy("Draw sample"))
def draw_sample(
    examination: Examination, *, by: Account, population: Sequence[str], share: int, at_least: int, at_most: int
) -> Sample:
    """抽取样本: of the given rows the portal chooses `share` per cent, no fewer than `at_least` and no more than
    `at_most`, by a seed that it keeps. Nobody draws twice.

    Raises RuleViolation `not_the_examiners_turn`, `sample_drawn`, `nothing_to_draw_from`, `sample_bounds`.
    """
    _require("examine", examination.checklist.use, by, at=examination.subject)
    _check_examiner(examination, by)
    if Sample.objects.filter(examination=examination).exists():
        raise RuleViolation("sample_drawn", _("The sample of this examination has been drawn; it stays."))
    rows = list(dict.fromkeys(text.strip() for text in population if text.strip()))
    if not 1 <= len(rows) <= MOST_DRAWN_FROM:
        message = _("Name between 1 and %(most)s rows to draw from.") % {"most": MOST_DRAWN_FROM}
        raise RuleViolation("nothing_to_draw_from", message, field="population")
    if not (1 <= share <= 100 and 1 <= at_least <= at_most):
        message = _("The share lies between 1 and 100 per cent, and “at most” is no less than “at least”.")
        raise RuleViolation("sample_bounds", message, field="share")
    seed = secrets.token_hex(8)
    sample = Sample(
        examination=examination, seed=seed, share=share, at_least=at_least, at_most=at_most, population=rows,
        chosen=drawn(rows, seed=seed, share=share, at_least=at_least, at_most=at_most), drawn_by=by,
    )  # fmt: skip
    sample.save(force_insert=True)
    audit.record(examination, after=audit.snapshot(sample, "seed", "share", "at_least", "at_most", "chosen"))
    return sample


@operation(gettext_lazy("Let term pass"))
def let_term_pass(examination: Examination, *, by: Account) -> bool:
    """逾期处理: a turn that was not taken in its term ends by the list's rule; whether anything was done.

    What the body handed in by then is read as it is, and replies that did not come leave the first look. The silence
    of the examiner counts as the list says; where it says that it waits, everybody is told, once. A provisional date
    does nothing.
    """
    require(at=examination.subject)
    if not examination.turn.is_late:
        return False
    if examination.status in OF_SUBJECT:
        _hand_over(examination)
        return True
    silence = examination.checklist.silence
    if silence == Silence.WAITS:
        if examination.reminded_at is not None:
            return False
        examination.reminded_at = timezone.now()
        examination.save(update_fields=["reminded_at"])
        audit.record(examination, after=audit.snapshot(examination, "due_at", "reminded_at"))
        _tell(LATE, examination, "examine")
        return True
    look = "first" if examination.status == ExaminationStatus.READING else "second"
    for finding in _findings(examination):
        if not _is_looked_at(examination, finding):
            setattr(finding, look, silence)
            setattr(finding, f"{look}_by_silence", True)
            finding.save(update_fields=[look, f"{look}_by_silence"])
    _conclude(examination)
    return True


def drawn(rows: Sequence[str], *, seed: str, share: int, at_least: int, at_most: int) -> list[str]:
    """The sample that this seed gives: the first rows by the SHA-256 of seed and row, so that everybody can check."""
    size = min(max(-(-len(rows) * share // 100), at_least), at_most, len(rows))
    return sorted(rows, key=lambda row: hashlib.sha256(f"{seed}\n{row}".encode()).hexdigest())[:size]


def _require(act: str, use: str, by: Account, *, at: Organisation) -> None:
    """The operation's own right, which some use gives; then the right of this one."""
    require(at=at)
    require(by, checklists.right_of(use, act), at=at)


def _check_examiner(examination: Examination, by: Account) -> None:
    if examination.status not in OF_EXAMINER:
        message = _("It is not the turn of the examiner: %(state)s.")
        raise RuleViolation("not_the_examiners_turn", message % {"state": examination.get_status_display()})
    if Evidence.objects.filter(finding__examination=examination, added_by=by).exists():
        raise RuleViolation("same_person", _("You have handed in evidence here: somebody else must judge it."))


def _finding(examination: Examination, criterion: Criterion) -> CriterionFinding:
    finding = examination.findings.filter(criterion=criterion).first()
    if finding is None:
        message = _("“%(criterion)s” is no criterion of this list.") % {"criterion": criterion}
        raise RuleViolation("criterion_unknown", message, field="criterion")
    return finding


def _findings(examination: Examination) -> list[CriterionFinding]:
    return list(examination.findings.select_related("criterion"))


def _is_looked_at(examination: Examination, finding: CriterionFinding) -> bool:
    if examination.status == ExaminationStatus.READING:
        return bool(finding.first)
    return finding.first != Verdict.REFUSED or bool(finding.second)


def _hand_over(examination: Examination) -> None:
    """The subject's turn ends."""
    replies = Evidence.objects.filter(finding__examination=examination, is_reply=True)
    if examination.status == ExaminationStatus.REPLYING and not replies.exists():
        _close(examination)
        return
    to = ExaminationStatus.READING
    if examination.status == ExaminationStatus.REPLYING:
        to = ExaminationStatus.SECOND_LOOK
    _move(examination, to, examination.checklist.reading_days)
    _tell(SUBMITTED, examination, "examine")


def _conclude(examination: Examination) -> None:
    """The examiner's turn ends."""
    refused = any(finding.verdict == Verdict.REFUSED for finding in _findings(examination))
    if examination.status == ExaminationStatus.READING and refused:
        _move(examination, ExaminationStatus.REPLYING, examination.checklist.reply_days)
        _tell(REFUSED, examination, "submit")
        return
    _close(examination)


def _close(examination: Examination) -> None:
    needed = [finding for finding in _findings(examination) if finding.criterion.is_required]
    passed = all(finding.verdict == Verdict.MET for finding in needed)
    result = ExaminationResult.PASSED if passed else ExaminationResult.FAILED
    move(
        examination,
        ExaminationStatus.CLOSED,
        organisation=examination.subject,
        result=result,
        closed_at=timezone.now(),
    )
    _tell(CLOSED, examination, "view")


def _move(examination: Examination, to: str, days: int) -> None:
    due = _due(examination.checklist, days, str(to))
    move(
        examination,
        to,
        organisation=examination.subject,
        due_at=due.ends_at,
        due_provisional=due.provisional,
        due_steps=due.to_json(),
        reminded_at=None,
    )


def _due(checklist: Checklist, days: int, event: str) -> Any:
    term = Term(
        rule=f"checklist.{event}", number=days, unit=Unit.WORKING_DAYS, regime=Regime.NATURAL,
        basis=f"《{checklist.title}》（{checklist.document_no}）",
    )  # fmt: skip
    return due_date(term, timezone.localdate(), current_calendar(), event=event)


def _tell(kind: str, examination: Examination, act: str) -> None:
    """The examined body and its list's owner know; each through who has the use's right for the act."""
    to = [examination.checklist.owner] if act == "examine" else [examination.subject]
    outbox.emit(
        kind,
        to=to,
        about=examination,
        right=checklists.right_of(examination.checklist.use, act),
        api_path=f"/api/v1/governance/examinations/{examination.pk}/",
        page_path=f"/governance/examination/{examination.pk}/",
        label=str(examination),
    )
