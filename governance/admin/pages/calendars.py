"""Pages of the calendar days are counted by: the official year tables and the county's own terms."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import year_tables
from governance.admin.display import chip
from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.models import CalendarDay, CalendarYear, LocalTerm, Organisation
from governance.models.calendar import REGIME_LABELS, UNIT_LABELS
from governance.operations import calendar
from governance.text import LONGEST_TEXT
from governance.workdays.explain import term_text
from governance.workdays.terms import Regime, Unit


def county_of(account) -> Organisation:
    """The county of the reader's first post; a portal serves one."""
    return Organisation.objects.get(path=account.current_memberships[0].organisation.county_path)


class LoadForm(StepForm):
    year = forms.IntegerField(label=_("year"), min_value=1950, max_value=2100)
    source_document = forms.CharField(label=_("source document"), max_length=200)
    published_on = day_field(label=_("published on"), required=False)
    is_official = forms.BooleanField(
        label=_("the State Council's notice"),
        required=False,
        help_text=_("Leave empty for days known before the notice; the year stays provisional."),
    )
    days = forms.CharField(
        label=_("days"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "One day a line, under the headings in the first line. Only days that differ from their weekday, with 1 for"
            " yes and 0 for no. A table may be pasted from a spreadsheet."
        ),
    )


class Load(Step):
    name = "load"
    operation = staticmethod(calendar.load_calendar_year)
    title = _("Load a year's table")
    verb = _("Load a year")
    form_class = LoadForm

    def initial(self):
        return {"is_official": True, "days": f"{year_tables.HEADINGS}\n"}

    def outcome(self):
        return _("The table counts from now on; the edition before it stays on record.")

    def consequences(self):
        return [_("Open deadlines that run through the year are counted again within the hour.")]

    def perform(self, data):
        days = year_tables.read_days(data.pop("days").splitlines())
        return calendar.load_calendar_year(county_of(self.account), by=self.account, days=days, **data)


class UndoForm(StepForm):
    reason = reason_field()


class Undo(Step):
    name = "undo"
    operation = staticmethod(calendar.undo_calendar_year)
    title = _("Undo the loading")
    verb = _("Undo")
    tone = "danger"
    form_class = UndoForm

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.is_current else _("Only the current edition can be undone.")

    def outcome(self):
        return _("The edition before this one counts again; without one the year is provisional.")

    def perform(self, data):
        return calendar.undo_calendar_year(self.obj, by=self.account, county=county_of(self.account), **data)


class DayRows(ScopedInline):
    model = CalendarDay
    fields = ["date", "name", "is_off", "is_statutory", "is_makeup"]
    ordering = ["date"]


@admin.register(CalendarYear)
class CalendarYearPage(ScopedAdmin):
    """年度节假日安排: which days are working days; open to all staff."""

    noun = "calendar"
    menu_title = _("Calendar")
    menu_right = "load_calendar_year"
    icon = "calendar_month"
    list_display = ["year", "edition", "state", "source_document", "published_on", "loaded_at"]
    list_filter = ["is_official"]
    views = [View("current", _("Current"), lambda rows, account: rows.current())]
    headline = ["state"]
    fieldsets = [
        (None, {"fields": ["year", "edition", "is_official", "source_document", "published_on"]}),
        (_("Loading"), {"fields": ["loaded_at", "loaded_by", "undone_at"], "classes": ["aside"]}),
    ]
    inlines = [DayRows]
    steps = [Undo]
    list_steps = [Load]
    empty = _("No year has been loaded: the packaged table of past years counts, later years are provisional.")

    @admin.display(description=_("state"))
    def state(self, year: CalendarYear):
        if not year.is_current:
            return chip(_("Undone") if year.undone_at else _("Replaced"))
        return chip(_("Current"), "success") if year.is_official else chip(_("Current, provisional"), "warning")


class TermForm(StepForm):
    organisation = BodyField(label=_("organisation"), help_text=_("It holds here and below."))
    code = forms.CharField(label=_("code"), max_length=64)
    number = forms.IntegerField(label=pgettext_lazy("term", "number"), min_value=1)
    unit = forms.TypedChoiceField(
        label=_("unit"), coerce=Unit, choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()]
    )
    regime = forms.TypedChoiceField(
        label=_("counted by"), coerce=Regime, choices=[(regime.value, label) for regime, label in REGIME_LABELS.items()]
    )
    roll_organ = forms.BooleanField(label=_("an organ's period rolls over"), required=False)
    pausable = forms.BooleanField(label=_("may be suspended"), required=False)
    effective_from = day_field(label=_("effective from"))
    document_no = forms.CharField(label=_("document number"), max_length=100)
    note = forms.CharField(
        label=_("note"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


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


@admin.register(LocalTerm)
class LocalTermPage(ScopedAdmin):
    """地方规定的期限: the county's own terms, each with its document; open to all staff."""

    noun = "term"
    menu_title = _("Local terms")
    menu_right = "set_local_term"
    icon = "hourglass_empty"
    list_display = ["code", "length", "organisation", "effective_from", "effective_to", "document_no"]
    list_select_related = ["organisation"]
    search_fields = ["code", "document_no"]
    views = [View("in-force", _("In force"), lambda rows, account: rows.in_force())]
    headline = ["length"]
    fieldsets = [
        (None, {"fields": ["code", "organisation", "length", "regime", "roll_organ", "pausable", "note"]}),
        (_("Basis"), {"fields": ["document_no", "effective_from", "effective_to"], "classes": ["aside"]}),
    ]
    list_steps = [SetTerm]
    empty = _("The county has set no terms of its own yet; nothing local is counted.")

    @admin.display(description=_("term"), ordering="number")
    def length(self, term: LocalTerm):
        return term_text(term.as_term())
