"""Pages of powers and grants: what may be penalised, by whom, and since when. They change by whole tables only."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from enforcement.admin.table_steps import LoadGrants, LoadPowers
from enforcement.models import PenaltyPower, PowerGrant
from enforcement.states import GrantForm
from governance import access
from governance.admin.display import chip
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.models import Organisation


class DepartmentFilter(UsedFilter):
    title = _("department")
    parameter_name = field = "department"


class TownshipFilter(UsedFilter):
    title = _("township")
    parameter_name = field = "township"


def my_townships(account):
    return access.organisations_of(account, "view_cases").filter(kind=Organisation.Kind.TOWNSHIP)


def state_of(in_force: bool):
    return chip(_("in force"), "success") if in_force else chip(_("not in force"))


class GrantRows(ScopedInline):
    model = PowerGrant
    fields = ["township", "form", "level", "decision_document", "accepted_on", "valid_to", "transition_rule"]
    readonly_fields = fields
    ordering = ["-accepted_on", "township__path"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("township", "power")


@admin.register(PenaltyPower)
class PowerPage(ScopedAdmin):
    """处罚事项目录: the county's penalty catalogue."""

    noun = "power"
    list_steps = [LoadPowers]
    menu_right = "view_powers"
    icon = "gavel"
    list_display = ["catalogue_no", "title", "department", "domain", "kinds", "state"]
    list_filter = [DepartmentFilter, "domain", "procedure_ruleset", "summary_allowed"]
    list_select_related = ["department"]
    search_fields = ["catalogue_no", "title", "legal_basis"]
    ordering = ["catalogue_no", "catalogue_edition"]
    views = [
        View("held", _("Held by my township today"), lambda rows, account: rows.held_by_any(my_townships(account))),
        View("in-force", _("In force"), lambda rows, account: rows.in_force()),
    ]
    headline = ["department", "state"]
    fieldsets = [
        (None, {"fields": ["title", "domain", "kinds", "measure_words", "summary_allowed"]}),
        (_("Fines (yuan)"), {"fields": ["fine_citizen", "fine_organisation"]}),
        (
            _("Basis"),
            {
                "fields": ["legal_basis", "basis_valid_from", "basis_valid_to", "procedure_ruleset"],
                "classes": ["aside"],
            },
        ),
        (
            _("Catalogue"),
            {"fields": ["catalogue_no", "catalogue_edition", "protected_interest"], "classes": ["aside"]},
        ),
    ]
    inlines = [GrantRows]
    has_timeline = False
    empty = _("No power fits. Whoever keeps the lists imports the catalogue here.")

    @admin.display(description=_("kinds of penalty"))
    def kinds(self, power: PenaltyPower):
        return "、".join(power.penalty_kinds)

    @admin.display(description=_("measures"))
    def measure_words(self, power: PenaltyPower):
        return "、".join(power.measures)

    @admin.display(description=_("state"))
    def state(self, power: PenaltyPower):
        return state_of(power.is_in_force())

    @admin.display(description=_("citizen"))
    def fine_citizen(self, power: PenaltyPower):
        return yuan_range(power.fine_citizen_min, power.fine_citizen_max)

    @admin.display(description=_("organisation"))
    def fine_organisation(self, power: PenaltyPower):
        return yuan_range(power.fine_organisation_min, power.fine_organisation_max)


def yuan_range(low: int | None, high: int | None) -> str:
    """The range in words; the catalogue may state one end only, or none."""
    if low is None and high is None:
        return "–"
    if low is None:
        return str(_("up to %(high)s") % {"high": f"{high:,}"})
    if high is None:
        return str(_("from %(low)s") % {"low": f"{low:,}"})
    return f"{low:,} – {high:,}"


def form_chip(form: str):
    return chip(GrantForm(form).label, "info" if form == GrantForm.GRANT else "warning")


@admin.register(PowerGrant)
class GrantPage(ScopedAdmin):
    """赋权和委托: which township holds which power, from when to when."""

    noun = "grant"
    list_steps = [LoadGrants]
    menu_right = "view_powers"
    icon = "handshake"
    list_display = ["power_no", "power_title", "township", "form_words", "level", "accepted_on", "valid_to", "state"]
    list_display_links = ["power_no"]
    list_filter = [TownshipFilter, "form", "level", "transition_rule"]
    list_select_related = ["power", "township"]
    search_fields = ["power__catalogue_no", "power__title", "township__name"]
    ordering = ["power__catalogue_no", "township__path", "-accepted_on"]
    views = [
        View("mine", _("My township"), lambda rows, account: rows.filter(township__in=my_townships(account))),
        View("in-force", _("In force"), lambda rows, account: rows.in_force()),
        View("ended", _("Ended"), lambda rows, account: rows.filter(valid_to__lt=timezone.localdate())),
    ]
    headline = ["township", "form_words", "state"]
    fieldsets = [
        (None, {"fields": ["power_link", "township", "form_words", "level"]}),
        (_("Dates"), {"fields": ["decided_on", "accepted_on", "valid_to"], "classes": ["aside"]}),
        (
            _("Rests on"),
            {"fields": ["decision_document", "transition_rule", "lapse_days"], "classes": ["aside"]},
        ),
    ]
    has_timeline = False
    empty = _("No grant fits. Whoever keeps the lists imports the grants here.")

    @admin.display(description=_("number"), ordering="power__catalogue_no")
    def power_no(self, grant: PowerGrant):
        return grant.power.catalogue_no

    @admin.display(description=_("power"))
    def power_title(self, grant: PowerGrant):
        return grant.power.title

    @admin.display(description=_("power"))
    def power_link(self, grant: PowerGrant):
        return power_link(grant.power)

    @admin.display(description=_("form"), ordering="form")
    def form_words(self, grant: PowerGrant):
        return form_chip(grant.form)

    @admin.display(description=_("state"))
    def state(self, grant: PowerGrant):
        return state_of(grant.is_in_force())


def power_link(power: PenaltyPower):
    return format_html('<a href="{}">{}</a>', reverse("admin:enforcement_penaltypower_change", args=[power.pk]), power)
