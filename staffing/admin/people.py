"""Pages of the register of people. Lists carry nothing sensitive; each opening of a record is in the audit."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from staffing.admin.absences import EndAbsence, RecordAbsence
from staffing.admin.applicants import EnterApplicant
from staffing.admin.people_reports import PeopleReports
from staffing.admin.person_movements import MOVEMENTS
from staffing.admin.secondments import RequestSecondment
from staffing.forms import IdentityNumberForm
from staffing.models import Absence, Assignment, Person, ServiceTerm
from staffing.operations.people import place_of, record_identity_number, view_person
from staffing.retirement import retirement
from staffing.selectors.eligibility import selection_eligibility


class RecordIdentityNumber(Step):
    """登记公民身份号码."""

    name = "identity"
    operation = staticmethod(record_identity_number)
    title = _("Record the identity number")
    verb = _("Identity number")
    tone = "default"
    form_class = IdentityNumberForm
    keeps = False  # it is written nowhere else

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    def outcome(self):
        return _("The number is stored encrypted, and found by itself alone. The audit says that it was changed.")


class AssignmentRows(ScopedInline):
    model = Assignment
    fields = ["organisation", "post_title", "category", "post_class", "grade", "starts_on", "ends_on"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class TermRows(ScopedInline):
    model = ServiceTerm
    fields = ["starts_on", "years", "explanation_words", "free_day"]
    readonly_fields = fields

    @admin.display(description=_("why"))
    def explanation_words(self, term: ServiceTerm):
        return term.explanation

    @admin.display(description=_("free from"))
    def free_day(self, term: ServiceTerm):
        return term.free_from


class AbsenceRows(ScopedInline):
    model = Absence
    fields = ["kind", "starts_on", "ends_on", "document_no"]
    readonly_fields = fields


@admin.register(Person)
class PersonPage(PeopleReports, ScopedAdmin):
    """实名制名册."""

    noun = "person"
    view_right = "view_people"
    menu_title = _("Register of people")
    menu_order = 20
    icon = "badge"
    steps = [RequestSecondment, EnterApplicant, *MOVEMENTS, RecordAbsence, EndAbsence, RecordIdentityNumber]
    list_display = ["staff_no", "name", "body", "post_title", "category", "grade", "entry_channel", "bound"]
    list_filter = ["assignments__category", "assignments__post_class", "gender"]
    search_fields = ["name", "staff_no"]
    ordering = ["staff_no"]
    views = [View("bound", _("In their service term"), lambda rows, account: rows.bound_on(timezone.localdate()))]
    headline = ["body", "post_title", "bound"]
    list_select_related = ["county"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "staff_no", "name", "gender", "birth_on", "identity_number", "education", "degree", "major",
                    "notes",
                ]
            },
        ),
        (_("Bound and free"), {"fields": ["bound", "lent", "eligible", "retires"], "classes": ["aside"]}),
        (
            pgettext_lazy("person", "Entry"),
            {"fields": ["entry_channel", "entered_on", "township_entered_on"], "classes": ["aside"]},
        ),
    ]  # fmt: skip
    inlines = [AssignmentRows, TermRows, AbsenceRows]
    empty = _("Nobody fits.")

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.prefetch_related("assignments__organisation__managed_by").with_terms()

    def values(self, request, obj):
        """What this reader may see of the person; that it was opened is recorded."""
        shown = view_person(obj, by=request.user)
        is_whole = shown["birth_on"] == obj.birth_on.isoformat()
        return {**shown, "retires": _retires(obj, "%Y-%m" if is_whole else "%Y")}

    @admin.display(description=_("organisation"))
    def body(self, person: Person):
        return person.post.organisation if person.post else "–"

    @admin.display(description=pgettext_lazy("person", "post"))
    def post_title(self, person: Person):
        return person.post.post_title if person.post else "–"

    @admin.display(description=_("category"))
    def category(self, person: Person):
        return person.post.get_category_display() if person.post else "–"

    @admin.display(description=_("grade"))
    def grade(self, person: Person):
        return person.post.grade if person.post else "–"

    @admin.display(description=_("service term"))
    def bound(self, person: Person):
        today = timezone.localdate()
        free = [term.free_from for term in person.terms_binding(today)]
        if not free:
            return "–"
        if None in free:
            return chip(_("bound; the count stands still"), "info")
        return chip(_("free from %(day)s") % {"day": max(day for day in free if day)}, "info")

    @admin.display(description=_("lent"))
    def lent(self, person: Person):
        secondment = person.secondments.open().select_related("borrower").first()
        if secondment is None:
            return "–"
        url = reverse("admin:staffing_secondment_change", args=[secondment.pk])
        return format_html('<a href="{}">{} · {}</a>', url, secondment.place, secondment.get_status_display())

    @admin.display(description=_("county selection"))
    def eligible(self, person: Person):
        return selection_eligibility(person).explanation

    @admin.display(description=_("lawful month of retirement"))
    def retires(self, person: Person):
        return _retires(person, "%Y")  # the month tells the month of birth: see `values`


def _retires(person: Person, form: str):
    lawful = retirement(person.birth_on, person.gender, person.post.post_class if person.post else None)
    return _("not known") if lawful is None else f"{lawful.month:{form}}"
