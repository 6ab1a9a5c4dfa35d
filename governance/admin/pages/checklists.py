"""Pages of check lists and of examinations by them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import access, attachments, checklists
from governance.admin.display import chip, clock
from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.examination_states import (
    OF_EXAMINER,
    OF_SUBJECT,
    ExaminationResult,
    ExaminationStatus,
    Silence,
    Verdict,
)
from governance.models import Checklist, Criterion, CriterionFinding, Evidence, Examination, Organisation
from governance.operations import checklists as operations
from governance.text import LONGEST_TEXT

CRITERIA = _("One criterion a line; behind a ｜ what shows it, as in: 人员到位｜人员名册.")
RESULT_TONES = {ExaminationResult.PASSED: "success", ExaminationResult.FAILED: "danger"}
VERDICT_TONES = {Verdict.MET: "success", Verdict.REFUSED: "danger"}


def text_area(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **options)


def read_criteria(text: str, *, required: bool) -> list[dict[str, Any]]:
    """The criteria of a text with one on each line."""
    found = []
    for line in text.replace("|", "｜").splitlines():
        words, _mark, evidence = line.partition("｜")
        if words.strip():
            found.append({"text": words.strip(), "evidence": evidence.strip(), "is_required": required})
    return found


class DrawUpForm(StepForm):
    use = forms.ChoiceField(label=_("use"))
    title = forms.CharField(label=_("title"), max_length=200)
    document_no = forms.CharField(label=_("document number"), max_length=64)
    issuer = forms.CharField(label=_("issued by"), max_length=100)
    decided_on = day_field(label=_("decided on"))
    criteria = text_area(_("what must be met"), 8, help_text=CRITERIA)
    further_criteria = text_area(_("what is looked at besides"), required=False, help_text=CRITERIA)
    evidence_days = forms.IntegerField(label=_("working days for the evidence"), min_value=1, max_value=250)
    reading_days = forms.IntegerField(label=_("working days for each look"), min_value=1, max_value=250)
    reply_days = forms.IntegerField(label=_("working days for the replies"), min_value=1, max_value=250)
    silence = forms.ChoiceField(label=_("silence of the examiner"), choices=Silence.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [
            (key, name)
            for key, name in checklists.choices()
            if access.may_anywhere(self.account, checklists.right_of(key, "draw_up"))
        ]
        self.fields["use"] = forms.ChoiceField(label=_("use"), choices=mine)


class DrawUp(Step):
    name = "draw-up"
    operation = staticmethod(operations.draw_up_checklist)
    title = _("Draw up a check list")
    verb = _("Draw up a list")
    form_class = DrawUpForm

    def initial(self):
        return {"evidence_days": 10, "reading_days": 10, "reply_days": 5, "silence": Silence.WAITS}

    def outcome(self):
        return _("Bodies can be examined by the list. It stays as it is; another document makes another list.")

    def perform(self, data):
        required = read_criteria(data.pop("criteria"), required=True)
        further = read_criteria(data.pop("further_criteria"), required=False)
        mine = access.organisations_of(self.account, self.right())
        county = mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")
        return operations.draw_up_checklist(county, by=self.account, criteria=required + further, **data)


class OpenForm(StepForm):
    subject = BodyField(label=_("examined body"))


class Open(Step):
    name = "open"
    operation = staticmethod(operations.open_examination)
    title = _("Open an examination")
    verb = _("Open an examination")
    form_class = OpenForm

    @classmethod
    def offered_to(cls, account, obj=None):
        return obj is not None and access.may_anywhere(account, checklists.right_of(obj.use, "draw_up"))

    def outcome(self):
        return _("The body is told, and hands in evidence for each criterion within the term of the list.")

    def next_url(self, result):
        return reverse("admin:governance_examination_change", args=[result.pk])


class CriterionRows(ScopedInline):
    model = Criterion
    fields = ["number", "text", "evidence", "is_required"]
    readonly_fields = fields


@admin.register(Checklist)
class ChecklistPage(ScopedAdmin):
    """核查清单: what documents ask of bodies."""

    view_right = "view_checklists"
    noun = "checklist"
    menu_title = _("Check lists")
    section = "coordination"
    icon = "checklist"
    menu_order = 60
    list_display = ["title", "use_name", "document_no", "issuer", "decided_on"]
    search_fields = ["title", "document_no"]
    headline = ["use_name", "decided_on"]
    fieldsets = [
        (None, {"fields": ["title", "use_name", "document_no", "issuer", "decided_on"]}),
        (_("Terms"), {"fields": ["evidence_days", "reading_days", "reply_days", "silence"], "classes": ["aside"]}),
    ]
    inlines = [CriterionRows]
    list_steps = [DrawUp]
    steps = [Open]
    empty = _("No check list has been drawn up yet.")

    @admin.display(description=_("use"))
    def use_name(self, checklist: Checklist):
        return checklist.use_words


class OnExamination(Step):
    """A step of an examination, for who has the right of its use at the body."""

    act: str
    turns: tuple[ExaminationStatus, ...]

    @classmethod
    def offered_to(cls, account, obj=None):
        right = checklists.right_of(obj.checklist.use, cls.act)
        return access.may(account, right, at=obj.subject)

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.status in cls.turns else obj.turn.words

    def facts(self):
        return [(_("examined body"), self.obj.subject), (_("state"), self.obj.get_status_display())]


class CriterionForm(StepForm):
    criterion = forms.ModelChoiceField(label=_("criterion"), queryset=Criterion.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        findings = self.obj.findings.all()
        if self.obj.status in (ExaminationStatus.REPLYING, ExaminationStatus.SECOND_LOOK):
            findings = findings.filter(first=Verdict.REFUSED)
        rows = Criterion.objects.filter(findings__in=findings)
        self.fields["criterion"] = forms.ModelChoiceField(label=_("criterion"), queryset=rows)


class EvidenceForm(CriterionForm):
    text = text_area(_("what shows it"))
    file = forms.FileField(label=_("file"), required=False)


class AddEvidence(OnExamination):
    name = "evidence"
    act, turns = "submit", OF_SUBJECT
    operation = staticmethod(operations.add_evidence)
    title = _("Add evidence")
    verb = _("Add evidence")
    tone = "default"
    form_class = EvidenceForm

    def outcome(self):
        return _("The text and the file are beside the criterion, and stay.")


class Submit(OnExamination):
    name = "submit"
    act, turns = "submit", OF_SUBJECT
    operation = staticmethod(operations.submit_examination)
    title = _("Hand in what was collected")
    verb = _("Hand in")

    def outcome(self):
        return _("The examiner looks at it as it is now; nothing can be added meanwhile.")


class FindingForm(CriterionForm):
    verdict = forms.ChoiceField(label=_("finding"), choices=Verdict.choices)
    reason = reason_field(required=False)


class GiveFinding(OnExamination):
    name = "finding"
    act, turns = "examine", OF_EXAMINER
    operation = staticmethod(operations.give_finding)
    title = _("Give a finding on a criterion")
    verb = _("Finding")
    tone = "default"
    form_class = FindingForm

    def outcome(self):
        return _("The finding stands beside the criterion; it can be given anew until the result is given.")


class GiveResult(OnExamination):
    name = "result"
    act, turns = "examine", OF_EXAMINER
    operation = staticmethod(operations.give_result)
    title = _("Give the result of the look")
    verb = _("Give result")

    def outcome(self):
        return _("With nothing refused the body has passed; else it may reply to what was refused, once.")


class SampleForm(StepForm):
    population = text_area(_("rows to draw from"), 8, help_text=_("One row a line."))
    share = forms.IntegerField(label=_("share in per cent"), min_value=1, max_value=100)
    at_least = forms.IntegerField(label=_("at least"), min_value=1, max_value=5000)
    at_most = forms.IntegerField(label=_("at most"), min_value=1, max_value=5000)


class Draw(OnExamination):
    name = "sample"
    act, turns = "examine", OF_EXAMINER
    operation = staticmethod(operations.draw_sample)
    title = _("Draw a sample")
    verb = _("Draw a sample")
    tone = "default"
    form_class = SampleForm

    @classmethod
    def blocked(cls, obj, account):
        if hasattr(obj, "sample"):
            return _("The sample of this examination has been drawn; it stays.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("The portal chooses the rows, and keeps its seed: anybody can draw them again and get the same.")

    def perform(self, data):
        rows = data.pop("population").splitlines()
        return operations.draw_sample(self.obj, by=self.account, population=rows, **data)


class FindingRows(ScopedInline):
    """The criteria with what was handed in and what was found."""

    model = CriterionFinding
    fields = ["criterion_words", "handed_in", "first_look", "replies", "second_look"]
    readonly_fields = fields
    ordering = ["criterion__number"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("criterion")
            .prefetch_related("evidence__attachment", "evidence__added_by")
        )

    @admin.display(description=_("criterion"))
    def criterion_words(self, finding: CriterionFinding):
        if finding.criterion.is_required:
            return str(finding.criterion)
        return format_html("{} <small>{}</small>", finding.criterion, _("besides"))

    @admin.display(description=_("evidence"))
    def handed_in(self, finding: CriterionFinding):
        return self._pieces(finding, is_reply=False)

    @admin.display(description=_("reply"))
    def replies(self, finding: CriterionFinding):
        return self._pieces(finding, is_reply=True)

    @admin.display(description=_("first look"))
    def first_look(self, finding: CriterionFinding):
        return self._look(finding.first, finding.first_reason, finding.first_by_silence)

    @admin.display(description=_("second look"))
    def second_look(self, finding: CriterionFinding):
        return self._look(finding.second, finding.second_reason, finding.second_by_silence)

    def _look(self, verdict: str, reason: str, by_silence: bool):
        if not verdict:
            return "–"
        words = _("by silence") if by_silence else reason
        return format_html("{} {}", chip(Verdict(verdict).label, VERDICT_TONES[Verdict(verdict)]), words)

    def _pieces(self, finding: CriterionFinding, *, is_reply: bool):
        pieces = [piece for piece in finding.evidence.all() if piece.is_reply == is_reply]
        return format_html_join("", "<p>{} {}</p>", ((piece.text, self._file(finding, piece)) for piece in pieces))

    def _file(self, finding: CriterionFinding, piece: Evidence):
        if piece.attachment is None:
            return ""
        url = reverse("admin:governance_examination_file", args=[finding.examination_id, piece.pk])
        return format_html('<a href="{}">{}</a>', url, piece.attachment.name)


@admin.register(Examination)
class ExaminationPage(ScopedAdmin):
    """评估: bodies measured by check lists, with the state of each round."""

    view_right = "view_checklists"
    noun = "examination"
    menu_title = _("Examinations")
    section = "coordination"
    icon = "fact_check"
    menu_order = 61
    steps = [AddEvidence, Submit, GiveFinding, Draw, GiveResult]
    list_display = ["subject", "list_title", "attempt", "state", "due", "result_words"]
    list_select_related = ["subject", "checklist"]
    list_filter = ["status", "result"]
    search_fields = ["subject__name", "checklist__title"]
    views = [
        View("open", _("Open"), lambda rows, account: rows.open()),
        View("late", _("Past their term"), lambda rows, account: rows.past_due()),
    ]
    headline = ["state", "due", "result_words"]
    fieldsets = [
        (None, {"fields": ["subject", "checklist", "attempt", "drawn"]}),
        (_("Dates"), {"fields": ["opened_at", "closed_at"], "classes": ["aside"]}),
    ]
    inlines = [FindingRows]
    empty = _("No examination fits. One is opened from the page of its check list.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("subject", "checklist__owner", "sample")

    def get_custom_pages(self, page):
        return [path("<str:object_id>/files/<row:file_id>/", page(self.file_view), name="governance_examination_file")]

    def file_view(self, request: HttpRequest, object_id: str, file_id: int) -> HttpResponseBase:
        file = self.get_visible(request, object_id).file_of(file_id)
        if file is None:
            raise Http404
        return attachments.serve(file, as_attachment=False)

    @admin.display(description=_("check list"))
    def list_title(self, examination: Examination):
        return examination.checklist.title

    @admin.display(description=_("state"), ordering="status")
    def state(self, examination: Examination):
        return chip(examination.get_status_display(), examination.turn.tone)

    @admin.display(description=_("due"), ordering="due_at")
    def due(self, examination: Examination):
        if examination.status == ExaminationStatus.CLOSED:
            return "–"
        return clock(examination.due_at, provisional=examination.due_provisional)

    @admin.display(description=_("result"), ordering="result")
    def result_words(self, examination: Examination):
        if not examination.result:
            return "–"
        return chip(examination.get_result_display(), RESULT_TONES[ExaminationResult(examination.result)])

    @admin.display(description=pgettext_lazy("sample", "sample"))
    def drawn(self, examination: Examination):
        sample = getattr(examination, "sample", None)
        if sample is None:
            return "–"
        words = _("%(chosen)s of %(all)s, seed %(seed)s, %(share)s %%, at least %(least)s, at most %(most)s") % {
            "chosen": len(sample.chosen), "all": len(sample.population), "seed": sample.seed, "share": sample.share,
            "least": sample.at_least, "most": sample.at_most,
        }  # fmt: skip
        rows = format_html_join("", "<li>{}</li>", ((row,) for row in sample.chosen[:50]))
        return format_html("{}<ul>{}</ul>", words, rows)
