"""Local rules that are switched off for some days, each with its document; open to all staff."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.models import RuleSuspension
from governance.operations import rule_suspensions
from governance.rulebook import RULES, Source, rules_of


class SuspendForm(StepForm):
    organisation = BodyField(label=_("organisation"), help_text=_("It holds here and below."))
    code = forms.ChoiceField(label=_("Rule"))
    document_no = forms.CharField(label=_("document number"), max_length=100)
    approver = forms.CharField(label=_("approved by"), max_length=100)
    effective_from = day_field(label=_("effective from"))
    effective_to = day_field(label=_("last day"), required=False)
    reason = reason_field()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(rule.code, f"{rule.words} ({rule.source})") for rule in rules_of(Source.LOCAL)]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class Suspend(Step):
    name = "suspend"
    operation = staticmethod(rule_suspensions.suspend_rule)
    title = _("Switch a local rule off")
    verb = _("Switch a rule off")
    tone = "danger"
    form_class = SuspendForm

    def outcome(self):
        return _("On these days the portal does not refuse by this rule.")

    def consequences(self):
        return [_("What was refused before stays refused."), _("Rules of law and of the house are never switched off.")]

    def perform(self, data):
        return rule_suspensions.suspend_rule(data.pop("organisation"), by=self.account, **data)


class RestoreForm(StepForm):
    on = day_field(label=_("holds again from"))
    reason = reason_field()


class Restore(Step):
    name = "restore"
    operation = staticmethod(rule_suspensions.restore_rule)
    title = _("Switch the rule on again")
    verb = _("Switch on again")
    form_class = RestoreForm

    @classmethod
    def blocked(cls, obj, account):
        ended = obj.effective_to is not None and obj.effective_to < timezone.localdate()
        return _("It has ended.") if ended or obj.withdrawn_at else None

    def initial(self):
        return {"on": timezone.localdate()}

    def outcome(self):
        return _("From that day the portal refuses by this rule again.")

    def perform(self, data):
        return rule_suspensions.restore_rule(self.obj, by=self.account, **data)


@admin.register(RuleSuspension)
class RuleSuspensionPage(ScopedAdmin):
    """规则停用: which local rules are switched off, on which days, by which document."""

    noun = "rule-suspension"
    menu_title = _("Suspended rules")
    menu_right = "suspend_rule"
    icon = "rule_folder"
    list_display = ["words", "organisation", "state", "effective_from", "effective_to", "document_no", "approver"]
    list_select_related = ["organisation"]
    search_fields = ["code", "document_no"]
    views = [View("in-force", _("Switched off today"), lambda rows, account: rows.in_force())]
    headline = ["state"]
    fieldsets = [
        (None, {"fields": ["words", "organisation", "reason"]}),
        (_("Basis"), {"fields": ["document_no", "approver", "effective_from", "effective_to"], "classes": ["aside"]}),
    ]
    steps = [Restore]
    list_steps = [Suspend]
    empty = _("Every local rule holds.")

    @admin.display(description=_("Rule"), ordering="code")
    def words(self, suspension: RuleSuspension):
        rule = RULES.get(suspension.code)
        return rule.words if rule else suspension.code

    @admin.display(description=_("state"))
    def state(self, suspension: RuleSuspension):
        today = timezone.localdate()
        if suspension.withdrawn_at:
            return chip(_("withdrawn"))
        if suspension.effective_from > today:
            return chip(_("to come"), "info")
        if suspension.effective_to is not None and suspension.effective_to < today:
            return chip(_("ended"))
        return chip(_("switched off"), "warning")
