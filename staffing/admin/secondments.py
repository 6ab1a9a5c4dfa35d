"""Pages of borrowed people: who is lent where, until when, and who has not come back."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from staffing.forms import DocumentNoForm, ExtendSecondmentForm, OpinionForm, RequestSecondmentForm, ReturnForm
from staffing.models import Person, Secondment
from staffing.operations.people import place_of
from staffing.operations.secondments import (
    approve_secondment,
    extend_secondment,
    give_department_opinion,
    give_unit_opinion,
    record_return,
    request_secondment,
)
from staffing.states import SecondmentStatus


class RequestSecondment(Step):
    """申请借调、抽调."""

    name = "lend"
    operation = staticmethod(request_secondment)
    title = _("Ask for somebody to be lent")
    verb = _("Lend")
    tone = "default"
    form_class = RequestSecondmentForm

    @classmethod
    def at(cls, obj: Person):
        return place_of(obj)

    @classmethod
    def blocked(cls, obj, account):
        if obj.post is None:
            return _("Nobody without a post is lent.")
        return None

    def facts(self):
        terms = [(_("service term"), term.explanation) for term in self.obj.service_terms.all()]
        return [(_("person"), self.obj), *terms]

    def outcome(self):
        return _("The unit is asked, then the human-resources bureau; the organisation department approves.")

    def consequences(self):
        return [
            _("Quota, pay and appraisal stay where they are."),
            _("Inside the service term this is refused; the audit keeps that it was tried."),
        ]

    def next_url(self, result):
        return reverse("admin:staffing_secondment_change", args=[result.pk])


class OnSecondment(Step):
    """A step on a secondment, possible in one state."""

    status: SecondmentStatus

    @classmethod
    def at(cls, obj: Secondment):
        return obj.lender

    @classmethod
    def blocked(cls, obj, account):
        if obj.status != cls.status:
            return _("It is “%(state)s”.") % {"state": obj.get_status_display()}
        return None

    def facts(self):
        secondment = self.obj
        return [
            (_("person"), secondment.person),
            (_("kind"), secondment.get_kind_display()),
            (_("borrower"), secondment.place),
            (_("from day"), secondment.starts_on),
            (_("last day"), secondment.ends_on),
            *((_("exception allowed by"), words) for words in [secondment.exception_approver] if words),
        ]


class GiveUnitOpinion(OnSecondment):
    """单位意见."""

    name = "unit-opinion"
    status = SecondmentStatus.REQUESTED
    operation = staticmethod(give_unit_opinion)
    title = _("Give the unit's opinion")
    verb = _("Unit's opinion")
    form_class = OpinionForm

    def outcome(self):
        return _("If the unit agrees, the human-resources bureau is asked; if not, it ends here.")


class GiveDepartmentOpinion(OnSecondment):
    """主管部门意见."""

    name = "department-opinion"
    status = SecondmentStatus.UNIT_OPINION
    operation = staticmethod(give_department_opinion)
    title = _("Give the bureau's opinion")
    verb = _("Bureau's opinion")
    form_class = OpinionForm

    def outcome(self):
        return _("If the bureau agrees, the organisation department decides; if not, it ends here.")


class ApproveSecondment(OnSecondment):
    """批准."""

    name = "approve"
    status = SecondmentStatus.DEPARTMENT_OPINION
    operation = staticmethod(approve_secondment)
    title = _("Approve the secondment")
    verb = _("Approve")
    form_class = DocumentNoForm

    def outcome(self):
        return _("It runs from its first day until its last; both bodies are told.")


class ExtendSecondment(OnSecondment):
    """延长."""

    name = "extend"
    status = SecondmentStatus.RUNNING
    operation = staticmethod(extend_secondment)
    title = _("Extend the secondment")
    verb = _("Extend")
    tone = "default"
    form_class = ExtendSecondmentForm

    @classmethod
    def blocked(cls, obj, account):
        if obj.extended_from is not None:
            return _("It was extended once already.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("It has a new last day. It is not extended again.")


class RecordReturn(OnSecondment):
    """返回."""

    name = "return"
    status = SecondmentStatus.RUNNING
    operation = staticmethod(record_return)
    title = _("Record the return")
    verb = _("Returned")
    form_class = ReturnForm

    def initial(self):
        return {"returned_on": timezone.localdate()}

    def outcome(self):
        return _("The person is back at the own unit, and can be lent again.")


def person_link(person: Person):
    return format_html('<a href="{}">{}</a>', reverse("admin:staffing_person_change", args=[person.pk]), person)


@admin.register(Secondment)
class SecondmentPage(ScopedAdmin):
    """借调、抽调台账."""

    view_right = "view_people"
    menu_title = _("Lent and called up")
    menu_order = 21
    icon = "sync_alt"
    steps = [GiveUnitOpinion, GiveDepartmentOpinion, ApproveSecondment, ExtendSecondment, RecordReturn]
    list_display = ["person_name", "kind", "lender", "place_words", "begins", "ends_on", "state"]
    list_filter = ["kind", "status", "origin"]
    list_select_related = ["person", "lender", "borrower"]
    search_fields = ["person__name", "person__staff_no", "borrower_name", "borrower__name"]
    ordering = ["-pk"]
    views = [
        View("waiting", _("To be decided"), lambda rows, account: rows.waiting()),
        View("running", pgettext_lazy("secondment", "Running"), lambda rows, account: rows.running()),
        View("overdue", _("Not come back"), lambda rows, account: rows.overdue()),
        View("begun-in-term", _("Begun inside the service term"), lambda rows, account: rows.begun_in_term()),
        View("without-end", _("Without an end"), lambda rows, account: rows.without_end()),
    ]
    headline = ["state", "lender", "place_words"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "person_to", "kind", "lender", "place_words", "begins", "ends_on",
                    "extended_from", "returned_on", "reason",
                ]
            },
        ),
        (_("Opinions"), {"fields": ["unit_opinion", "department_opinion", "approval_document"]}),
        (
            _("Service term"),
            {"fields": ["term_words", "exception_approver", "exception_document"], "classes": ["aside"]},
        ),
        (_("Rests on"), {"fields": ["origin"], "classes": ["aside"]}),
    ]  # fmt: skip
    empty = _("Nobody is lent. A unit's personnel officer asks from the page of the person.")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("person__county", "lender__managed_by", "borrower")
        related = ("service_terms", "absences", "county__term_interruptions")
        return rows.prefetch_related(*(f"person__{name}" for name in related))

    @admin.display(description=_("person"), ordering="person__staff_no")
    def person_name(self, secondment: Secondment):
        return str(secondment.person)

    @admin.display(description=_("person"))
    def person_to(self, secondment: Secondment):
        return person_link(secondment.person)

    @admin.display(description=_("borrower"))
    def place_words(self, secondment: Secondment):
        return secondment.place

    @admin.display(description=_("from day"), ordering="starts_on")
    def begins(self, secondment: Secondment):
        """An earlier register may state the month alone, or nothing."""
        if secondment.starts_on is None:
            return _("not stated")
        return secondment.starts_on if secondment.day_is_stated else f"{secondment.starts_on:%Y-%m}"

    @admin.display(description=_("state"), ordering="status")
    def state(self, secondment: Secondment):
        if secondment.is_overdue(timezone.localdate()):
            return chip(_("Not come back"), "danger")
        running = secondment.status == SecondmentStatus.RUNNING
        return chip(secondment.get_status_display(), "info" if running else "neutral")

    @admin.display(description=_("on the day it began"))
    def term_words(self, secondment: Secondment):
        """Judged by the day it began, whatever has ended since."""
        if secondment.starts_on is None:
            return _("not known: the day of its beginning is not stated")
        terms = secondment.person.terms_binding(secondment.starts_on)
        return terms[0].explanation if terms else _("No service term bound the person.")
