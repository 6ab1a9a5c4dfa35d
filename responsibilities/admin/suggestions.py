"""Pages of reported answers: what the finder of responsibilities got wrong, and what editors make of it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import ReasonForm
from governance.admin.steps import Step
from responsibilities.forms.steps import AcceptSuggestionForm, ReportAnswerForm
from responsibilities.models import SynonymSuggestion
from responsibilities.operations.synonyms import accept_suggestion, decline_suggestion, report_answer
from responsibilities.states import SuggestionStatus

TONES = {SuggestionStatus.OPEN: "info", SuggestionStatus.ACCEPTED: "success", SuggestionStatus.DECLINED: "neutral"}


class ReportAnswer(Step):
    """反馈答错."""

    name = "report"
    operation = staticmethod(report_answer)
    title = _("Report a wrong answer")
    verb = _("Report a wrong answer")
    tone = "default"
    form_class = ReportAnswerForm
    parameters = ("question", "answered")

    def outcome(self):
        return _("The editors of the lists see the question, and may teach the portal what people call the matter.")

    def initial(self):
        return {name: self.request.GET[name] for name in self.parameters if self.request.GET.get(name)}

    def perform(self, data):
        # Every post may report; whoever has several reports from the first.
        place = self.account.current_memberships[0].organisation
        return report_answer(place, by=self.account, **data)


class SuggestionStep(Step):
    """What an editor does with a report that waits."""

    @classmethod
    def at(cls, obj: SynonymSuggestion):
        return obj.organisation

    @classmethod
    def blocked(cls, obj: SynonymSuggestion, account):
        return None if obj.status == SuggestionStatus.OPEN else _("This report has been answered.")

    def facts(self):
        report = self.obj
        return [
            (_("Question"), report.question),
            (_("Answered with"), report.answered or "–"),
            (_("Would be right"), report.proposed or "–"),
            (_("Note"), report.note or "–"),
        ]


class AcceptSuggestion(SuggestionStep):
    """采纳为俗称."""

    name = "accept"
    operation = staticmethod(accept_suggestion)
    title = _("Take up as a synonym")
    verb = _("Take up")
    form_class = AcceptSuggestionForm

    def outcome(self):
        return _("From now on the portal knows the phrase as a name of the entry’s item, in all editions.")

    def initial(self):
        return {"phrase": self.obj.question, "entry": self.obj.proposed}


class DeclineSuggestion(SuggestionStep):
    """不予采纳."""

    name = "decline"
    operation = staticmethod(decline_suggestion)
    title = _("Close the report")
    verb = _("Do not take up")
    tone = "default"
    form_class = ReasonForm

    def outcome(self):
        return _("The report is closed, and the portal goes on answering as before.")


@admin.register(SynonymSuggestion)
class SuggestionPage(ScopedAdmin):
    """答错反馈: what waits for editors; everybody else sees their own reports."""

    noun = "suggestion"
    icon = "rate_review"
    menu_order = 40
    menu_title = _("Reported answers")
    menu_right = "accept_suggestion"
    list_display = ["question", "answered", "proposed", "state", "organisation", "created_at"]
    list_select_related = ["answered", "proposed", "organisation"]
    search_fields = ["question"]
    search_help_text = _("Words of the question")
    ordering = ["-pk"]
    views = [View("open", _("Waiting"), lambda rows, account: rows.filter(status=SuggestionStatus.OPEN))]
    list_steps = [ReportAnswer]
    steps = [AcceptSuggestion, DeclineSuggestion]
    headline = ["state", "organisation"]
    fieldsets = [(None, {"fields": ["answered", "proposed", "note", "synonym", "reported_by", "created_at"]})]
    empty = _("No answer has been reported as wrong.")

    @admin.display(description=_("state"))
    def state(self, report: SynonymSuggestion):
        return chip(report.get_status_display(), TONES[SuggestionStatus(report.status)])
