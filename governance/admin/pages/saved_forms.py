"""Pages of the forms one has begun and not sent."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.models import SavedForm
from governance.operations.saved_forms import discard_saved_form


class DiscardForm(StepForm):
    sent_beside = ("at_the_form",)


class Discard(Step):
    """丢弃."""

    name = "discard"
    operation = staticmethod(discard_saved_form)
    title = _("Discard what you typed")
    verb = _("Discard")
    tone = "danger"
    form_class = DiscardForm

    def outcome(self):
        return _("What you typed into this form and did not send is gone for good.")

    def done(self, result):
        return _("What you had typed was discarded.")

    def next_url(self, result):
        """Back to the form, empty, if that is where it was discarded."""
        return self.obj.path if "at_the_form" in self.request.POST else self.page.list_url()


@admin.register(SavedForm)
class SavedFormPage(ScopedAdmin):
    """暂存表单: what the reader has begun; nobody else sees it."""

    noun = "saved-form"
    icon = "draft"
    section = "coordination"
    menu_order = 60
    list_display = ["what", "typed", "go_on", "begun_at", "saved_at"]
    list_display_links = ["what"]
    steps = [Discard]
    fieldsets = [(None, {"fields": ["typed", "go_on", "begun_at", "saved_at"]})]
    has_timeline = False
    exports = False
    empty = _("Nothing kept. What you type into a form is kept here until you send it, for thirty days.")

    @admin.display(description=pgettext_lazy("to be filled in", "form"))
    def what(self, kept: SavedForm) -> str:
        return str(kept)

    @admin.display(description=_("what you typed"))
    def typed(self, kept: SavedForm) -> str:
        """By which two forms of one kind are told apart."""
        return kept.excerpt

    @admin.display(description=_("next"))
    def go_on(self, kept: SavedForm):
        return format_html('<a href="{}">{}</a>', kept.url, _("Go on writing"))
