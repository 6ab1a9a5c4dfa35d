"""Pages of opinions: what we are asked, and the answer."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from services.admin import markup
from services.forms.applications import OpinionForm
from services.models import Opinion
from services.operations.handling import give_opinion


class GiveOpinion(Step):
    """并联意见."""

    name = "give"
    operation = staticmethod(give_opinion)
    title = _("Give our opinion")
    verb = _("Give opinion")
    form_class = OpinionForm

    @classmethod
    def at(cls, obj: Opinion):
        return obj.body

    @classmethod
    def blocked(cls, obj, account):
        return _("The opinion has been given already.") if obj.answered_at else None

    def facts(self):
        opinion = self.obj
        return [
            (_("Application"), f"{opinion.application.number} {opinion.application.item}"),
            (_("Question"), opinion.question),
            (_("Due"), opinion.due_on),
        ]

    def outcome(self):
        return _("The body that decides reads it; nothing is granted before every body has answered.")


@admin.register(Opinion)
class OpinionPage(ScopedAdmin):
    """并联意见: what our bodies are asked, and by when."""

    noun = "opinion"
    view_right = "view_applications"
    menu_title = _("Opinions asked")
    menu_right = "give_opinion"
    icon = "forum"
    menu_order = 20
    list_display = ["application", "item_name", "body", "due_on", "answered_at", "stance"]
    list_filter = ["stance"]
    list_select_related = ["application__item", "body"]
    search_fields = ["application__number"]
    ordering = ["-pk"]
    views = [View("ours", _("Waiting for our opinion"), lambda rows, account: rows.asked_of(account))]
    steps = [GiveOpinion]
    headline = ["body", "due_on", "stance"]
    fieldsets = [(None, {"fields": ["application_to", "question", "text", "answered_at", "answered_by"]})]
    empty = _("Nobody waits for an opinion.")

    @admin.display(description=_("application"))
    def application_to(self, opinion: Opinion):
        return markup.application_link(opinion.application)

    @admin.display(description=_("item"))
    def item_name(self, opinion: Opinion):
        return opinion.application.item.name
