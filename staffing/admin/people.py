"""Pages of the register of people. Lists carry nothing sensitive; each opening of a record is in the audit."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from staffing.forms import IdentityNumberForm
from staffing.models import Assignment, Person, ServiceTerm
from staffing.operations.people import place_of, record_identity_number, view_person
from staffing.service_terms import binds


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


@admin.register(Person)
class PersonPage(ScopedAdmin):
    """实名制名册."""

    noun = "person"
    view_right = "view_people"
    menu_title = _("Register of people")
    menu_order = 20
    icon = "badge"
    steps = [RecordIdentityNumber]
    list_display = ["staff_no", "name", "body", "post_title", "category", "grade", "entry_channel", "bound"]
    list_filter = ["assignments__category", "assignments__post_class", "gender"]
    search_fields = ["name", "staff_no"]
    ordering = ["staff_no"]
    views = [View("bound", _("In their service term"), lambda rows, account: rows.bound_on(timezone.localdate()))]
    headline = ["body", "post_title", "bound"]
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
        (_("Entry"), {"fields": ["entry_channel", "entered_on", "township_entered_on"], "classes": ["aside"]}),
    ]  # fmt: skip
    inlines = [AssignmentRows, TermRows]
    empty = _("Nobody fits.")

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("assignments__organisation", "service_terms").select_related("county")

    def values(self, request, obj):
        """What this reader may see of the person; that it was opened is recorded."""
        return view_person(obj, by=request.user)

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
        terms = [term for term in person.service_terms.all() if binds(term.starts_on, term.years, today)]
        if not terms:
            return "–"
        return chip(_("free from %(day)s") % {"day": max(term.free_from for term in terms)}, "info")
