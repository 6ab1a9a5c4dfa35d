"""Pages of the calendar that days are counted by: the official year tables."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance import year_tables
from governance.admin.display import chip
from governance.admin.fields import day_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import ReasonForm, StepForm
from governance.admin.steps import Step
from governance.models import CalendarDay, CalendarYear, Organisation
from governance.operations import calendar


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


class Undo(Step):
    name = "undo"
    operation = staticmethod(calendar.undo_calendar_year)
    title = _("Undo the loading")
    verb = _("Undo")
    tone = "danger"
    form_class = ReasonForm

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
