"""Pages of local values: terms, thresholds, ratios and maxima by document; open to all staff."""

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.fields import BodyField, day_field
from governance.admin.filters import View
from governance.admin.load_tables import LoadTable
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.local_value_tables import VALUES, read_local_values, write_local_values
from governance.models import LocalTerm, LocalValue
from governance.models.local_values import CHECK_AGAIN_AFTER, OTHER_UNITS, REGIME_LABELS, TIMES, UNIT_LABELS
from governance.operations import calendar
from governance.operations.local_values import (
    load_local_values,
    mark_checked,
    set_local_value,
    what_loading_values_does,
)
from governance.spreadsheets.writing import CONTENT_TYPE
from governance.text import LONGEST_TEXT
from governance.workdays.terms import Regime, Unit


class LaidDownForm(StepForm):
    """What every local value says besides its number."""

    organisation = BodyField(label=_("organisation"), help_text=_("It holds here and below."))
    code = forms.CharField(label=_("code"), max_length=64)
    effective_from = day_field(label=_("effective from"))
    document_no = forms.CharField(label=_("document number"), max_length=100)
    note = forms.CharField(
        label=_("note"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class TermForm(LaidDownForm):
    number = forms.IntegerField(label=pgettext_lazy("term", "number"), min_value=1)
    unit = forms.TypedChoiceField(
        label=_("unit"), coerce=Unit, choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()]
    )
    regime = forms.TypedChoiceField(
        label=_("counted by"), coerce=Regime, choices=[(regime.value, label) for regime, label in REGIME_LABELS.items()]
    )
    roll_organ = forms.BooleanField(label=_("an organ's period rolls over"), required=False)
    pausable = forms.BooleanField(label=_("may be suspended"), required=False)
    field_order = [
        "organisation", "code", "number", "unit", "regime", "roll_organ", "pausable", "effective_from", "document_no",
    ]  # fmt: skip


class SetTerm(Step):
    name = "set"
    operation = staticmethod(calendar.set_local_term)
    title = _("Set a local term")
    verb = _("Set a term")
    form_class = TermForm

    def outcome(self):
        return _("From its date the term is in force for the body and all below that have none of their own.")

    def consequences(self):
        return [
            _("The term in force until then ends the day before."),
            _("Deadlines that have begun keep the term they began with."),
        ]

    def perform(self, data):
        return calendar.set_local_term(data.pop("organisation"), by=self.account, **data)


class ValueForm(LaidDownForm):
    number = forms.DecimalField(
        label=pgettext_lazy("local value", "number"), min_value=0, max_digits=14, decimal_places=4
    )
    unit = forms.ChoiceField(label=pgettext_lazy("local value", "unit"), choices=list(OTHER_UNITS.items()))
    field_order = ["organisation", "code", "number", "unit", "effective_from", "document_no"]


class SetValue(Step):
    name = "set"
    operation = staticmethod(set_local_value)
    title = _("Set a local value")
    verb = _("Set a value")
    form_class = ValueForm

    def outcome(self):
        return _("From its date the value is in force for the body and all below that have none of their own.")

    def consequences(self):
        return [_("The value in force until then ends the day before.")]

    def perform(self, data):
        return set_local_value(data.pop("organisation"), by=self.account, **data)


class LoadValues(LoadTable):
    """导入地方规定的数值."""

    name = "load"
    operation = staticmethod(load_local_values)
    title = _("Import local values")
    verb = _("Import values")
    columns = VALUES
    reads = staticmethod(read_local_values)
    effect_of = staticmethod(what_loading_values_does)

    def outcome(self):
        return _("All values of the file are in force on their days, or none is.")


class MarkChecked(Step):
    name = "check"
    operation = staticmethod(mark_checked)
    title = _("Mark as checked today")
    verb = _("Checked today")

    @classmethod
    def blocked(cls, obj, account):
        return _("This was checked today already.") if obj.checked_on == timezone.localdate() else None

    def outcome(self):
        return _("It is on record that its document still says this. It is asked for again in twelve months.")

    def perform(self, data):
        return mark_checked(self.obj, by=self.account)


class LocalRows(ScopedAdmin):
    """What pages of local values have in common."""

    list_display = ["named", "length", "organisation", "effective_from", "effective_to", "document_no", "checked"]
    list_select_related = ["organisation"]
    search_fields = ["code", "document_no"]
    views = [
        View("in-force", _("In force"), lambda rows, account: rows.in_force()),
        View("to-check", _("To check"), lambda rows, account: rows.to_check()),
    ]
    headline = ["length"]
    steps = [MarkChecked]

    @admin.display(description=_("what it is"), ordering="code")
    def named(self, value: LocalValue):
        if value.name == value.code:
            return format_html("<code>{}</code>", value.code)
        return format_html("{} <code>{}</code>", value.name, value.code)

    @admin.display(description=_("value"), ordering="number")
    def length(self, value: LocalValue):
        return value.text

    @admin.display(description=_("last checked"), ordering="checked_on")
    def checked(self, value: LocalValue):
        day = value.checked_on.isoformat()
        return chip(day, "warning") if timezone.localdate() - value.checked_on >= CHECK_AGAIN_AFTER else day


@admin.register(LocalValue)
class LocalValuePage(LocalRows):
    """地方规定的数值: all of them, terms too."""

    noun = "value"
    menu_title = _("Local values")
    menu_right = "set_local_value"
    icon = "tune"
    list_filter = ["unit"]
    fieldsets = [
        (None, {"fields": ["named", "organisation", "length", "note"]}),
        (_("Basis"), {"fields": ["document_no", "effective_from", "effective_to", "checked"], "classes": ["aside"]}),
    ]
    list_steps = [SetValue, LoadValues]
    empty = _("The county has laid down no values of its own yet.")

    def export_view(self, request):
        """The values of the list as the table that can be imported again."""
        rows = self.get_changelist_instance(request).queryset.select_related("organisation")
        response = HttpResponse(write_local_values(rows), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = 'attachment; filename="local-values.xlsx"'
        return response


@admin.register(LocalTerm)
class LocalTermPage(LocalRows):
    """地方规定的期限: the county's own terms, each with its document."""

    noun = "term"
    menu_title = _("Local terms")
    menu_right = "set_local_term"
    icon = "hourglass_empty"
    fieldsets = [
        (None, {"fields": ["named", "organisation", "length", "regime", "roll_organ", "pausable", "note"]}),
        (_("Basis"), {"fields": ["document_no", "effective_from", "effective_to", "checked"], "classes": ["aside"]}),
    ]
    list_steps = [SetTerm]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(unit__in=TIMES)

    empty = _("The county has set no terms of its own yet; nothing local is counted.")
