"""Absences of people, and the county's rules on what they do to service terms."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.errors import RuleViolation
from governance.models import Organisation
from staffing.forms import EndAbsenceForm, RecordAbsenceForm, TermInterruptionForm
from staffing.models import Person, TermInterruption
from staffing.operations.absences import end_absence, record_absence, set_term_interruption
from staffing.operations.people import place_of


class RecordAbsence(Step):
    """登记离岗."""

    name = "absence"
    operation = staticmethod(record_absence)
    title = _("Record an absence")
    verb = _("Absence")
    tone = "default"
    form_class = RecordAbsenceForm

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    def facts(self):
        rules = self.obj.county.term_interruptions.all()
        listed: list[tuple[Any, Any]] = [
            (rule.get_kind_display(), f"{rule.get_effect_display()} · {rule.valid_from}") for rule in rules
        ]
        none = (_("Rules"), _("None: every absence counts like service."))
        return [(_("person"), self.obj), *(listed or [none])]

    def outcome(self):
        return _("The register knows of these days. Whether they stop a service term is the county's rule.")


class EndAbsence(Step):
    """返岗."""

    name = "absence-end"
    operation = staticmethod(end_absence)
    title = _("Record the end of an absence")
    verb = _("Back on duty")
    tone = "default"
    form_class = EndAbsenceForm

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    @classmethod
    def blocked(cls, obj, account):
        return None if cls.open_absence(obj) else _("No absence goes on.")

    @staticmethod
    def open_absence(person: Person):
        return next((absence for absence in person.absences.all() if absence.ends_on is None), None)

    def facts(self):
        return [(_("person"), self.obj), (_("absence"), self.open_absence(self.obj))]

    def outcome(self):
        return _("The absence is over. A term that it stopped goes on from there.")

    def perform(self, data):
        absence = self.open_absence(self.obj)
        if absence is None:
            raise RuleViolation("absence_over", _("No absence goes on."))
        return end_absence(absence, by=self.account, **data)


class SetTermInterruption(Step):
    """设定服务期中断规则."""

    name = "set"
    operation = staticmethod(set_term_interruption)
    title = _("Set a rule on interrupted service")
    verb = _("Set a rule")
    form_class = TermInterruptionForm

    def outcome(self):
        return _("Absences of this kind that begin from the day on do this to the count; earlier ones keep theirs.")

    def perform(self, data):
        mine = access.organisations_of(self.account, self.right())
        county = mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")
        return set_term_interruption(county, by=self.account, **data)


@admin.register(TermInterruption)
class TermInterruptionPage(ScopedAdmin):
    """服务期中断规则."""

    noun = "term-interruption"
    view_right = "view_people"
    menu_title = _("Interrupted service")
    menu_order = 29
    icon = "pause_circle"
    list_steps = [SetTermInterruption]
    list_display = ["kind", "effect", "valid_from", "document_no"]
    list_filter = ["kind", "effect"]
    search_fields = ["document_no"]
    ordering = ["kind", "-valid_from"]
    headline = ["effect", "valid_from"]
    fieldsets = [(None, {"fields": ["kind", "effect", "valid_from", "document_no"]})]
    empty = _("No rule is set: every absence counts like service.")
