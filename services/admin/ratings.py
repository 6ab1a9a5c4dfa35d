"""Pages of ratings: poor ones to call back, appeals, results by item and cause."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from services.admin import markup
from services.forms import ratings as forms
from services.models import Rating
from services.operations import ratings
from services.rating_states import WAITING, RatingStatus
from services.selectors.ratings import rating_results


class RatingStep(Step):
    states = WAITING

    @classmethod
    def at(cls, obj: Rating):
        return obj.application.centre

    def button(self):
        return super().button() if self.obj.is_poor and self.obj.status in self.states else None

    @classmethod
    def blocked(cls, obj, account):
        if not obj.is_poor:
            return _("Only a poor rating is called back, answered or appealed against.")
        return None if obj.status in cls.states else _("It is “%(state)s”.") % {"state": obj.get_status_display()}

    def facts(self):
        rating = self.obj
        return [
            (_("Application"), f"{rating.application.number} {rating.application.item}"),
            (_("Grade"), rating.get_grade_display()),
            (_("About"), rating.get_cause_display() or "–"),
            (_("Due"), rating.due_on),
        ]


class Assign(RatingStep):
    """指定回访人."""

    name = "assign"
    operation = staticmethod(ratings.assign_rating)
    title = _("Name who calls back")
    verb = _("Name who calls back")
    form_class = forms.AssignForm
    states = frozenset({RatingStatus.RATED})

    def outcome(self):
        return _("One named person calls the applicant back in the term.")


class Named(RatingStep):
    @classmethod
    def blocked(cls, obj, account):
        if obj.assigned_to_id != account.pk:
            return _("%(person)s is named to call back; nobody else answers for it.") % {
                "person": obj.assigned_to or "–"
            }
        return super().blocked(obj, account)


class CallBack(Named):
    """回访."""

    name = "call-back"
    operation = staticmethod(ratings.call_back_rating)
    title = _("Call the applicant back")
    verb = _("Call back")
    form_class = forms.CallBackForm
    states = frozenset({RatingStatus.ASSIGNED})

    def outcome(self):
        return _("The applicant has been heard; what was said is kept.")


class AnswerRating(Named):
    """整改或者解释."""

    name = "answer"
    operation = staticmethod(ratings.answer_rating)
    title = _("Answer the poor rating")
    verb = _("Answer")
    form_class = forms.AnswerForm
    states = frozenset({RatingStatus.CALLED_BACK})

    def outcome(self):
        return _("What was wrong is put right, or explained by the rule that left no choice.")


class Appeal(RatingStep):
    """差评申诉."""

    name = "appeal"
    operation = staticmethod(ratings.appeal_rating)
    title = _("Appeal against the rating")
    verb = _("Appeal")
    tone = "default"
    form_class = forms.AppealForm

    def outcome(self):
        return _("Somebody who had no part in the matter decides; the rating stays as it was given.")


class DecideAppeal(RatingStep):
    """申诉决定."""

    name = "decide-appeal"
    operation = staticmethod(ratings.decide_rating_appeal)
    title = _("Decide the appeal")
    verb = _("Decide the appeal")
    form_class = forms.AppealDecisionForm
    states = frozenset({RatingStatus.APPEALED})

    def outcome(self):
        return _("The rating is marked as mistaken, or stands and is answered as before.")


@admin.register(Rating)
class RatingPage(ScopedAdmin):
    """好差评: what applicants said; nobody and no township is ranked by it."""

    noun = "rating"
    view_right = "view_ratings"
    menu_title = _("Ratings")
    icon = "rate_review"
    menu_order = 30
    list_display = ["number", "item_name", "grade_words", "cause", "state", "due_on", "assigned_to", "rated_at"]
    list_filter = ["grade", "cause", "status"]
    list_select_related = ["application__item", "application__centre", "assigned_to"]
    search_fields = ["application__number"]
    ordering = ["-pk"]
    views = [
        View("waiting", _("Poor, to be answered"), lambda rows, account: rows.waiting().order_by("due_on", "pk")),
        View("mine", _("I call back"), lambda rows, account: rows.to_call_back(account)),
        View("appealed", _("Appeals"), lambda rows, account: rows.appealed()),
    ]
    steps = [Assign, CallBack, AnswerRating, Appeal, DecideAppeal]
    headline = ["grade_words", "state", "due_on"]
    fieldsets = [
        (None, {"fields": ["application_to", "cause", "comment", "said", "answer", "basis"]}),
        (_("Appeal"), {"fields": ["appeal_reason", "appeal_explanation", "appeal_decided_by"], "classes": ["aside"]}),
        (_("Call-back"), {"fields": ["assigned_to", "called_back_at", "answered_at"], "classes": ["aside"]}),
    ]
    empty = _("No rating fits.")

    def get_custom_pages(self, page):
        return [path("results/", page(self.results_view), name="services_rating_results")]

    def results_view(self, request):
        """Results by item and by cause, of what the reader may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Results of ratings"),
            "opts": self.opts,
            "results": rating_results(request.user),
        }
        return TemplateResponse(request, "admin/services/rating_results.html", context)

    @admin.display(description=_("application"), ordering="application__number")
    def number(self, rating: Rating):
        return rating.application.number

    @admin.display(description=_("item"))
    def item_name(self, rating: Rating):
        return rating.application.item.name

    @admin.display(description=_("grade"), ordering="grade")
    def grade_words(self, rating: Rating):
        return chip(rating.get_grade_display(), "warning" if rating.is_poor else "neutral")

    @admin.display(description=_("state"), ordering="status")
    def state(self, rating: Rating):
        return chip(rating.get_status_display(), "neutral") if rating.is_poor else "–"

    @admin.display(description=_("application"))
    def application_to(self, rating: Rating):
        return markup.application_link(rating.application)
