"""Pages of one's own notices."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.models import Notification
from governance.operations.notifications import read_notifications


class ReadAll(Step):
    name = "read"
    operation = staticmethod(read_notifications)
    title = _("Mark all notifications as read")
    verb = _("Mark all as read")
    tone = "default"

    def outcome(self):
        return _("Every notice you have counts as read; they stay in the list.")

    def perform(self, data):
        return read_notifications(self.account, by=self.account)


@admin.register(Notification)
class NotificationPage(ScopedAdmin):
    """通知: what the reader has been told; a notice leads to what it is about, and counts as read from then on."""

    noun = "notification"
    icon = "notifications"
    section = "coordination"
    list_display = ["what", "about", "created_at"]
    list_display_links = ["what"]
    list_select_related = ["event"]
    ordering = ["-created_at", "-pk"]
    list_steps = [ReadAll]
    views = [View("unread", _("Unread"), lambda rows, account: rows.unread())]
    fieldsets = [(None, {"fields": ["what", "about", "created_at", "read_at"]})]
    empty = _("Nobody has told you anything yet. What is sent to you, and what becomes of what you sent, appears here.")

    @admin.display(description=_("what happened"))
    def what(self, notice: Notification):
        if notice.read_at is not None:
            return notice.event.title
        return format_html("{} {}", notice.event.title, chip(_("new"), "info"))

    @admin.display(description=_("about"))
    def about(self, notice: Notification) -> str:
        return notice.event.label

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None) -> HttpResponse:
        notice = self.get_visible(request, object_id)
        if request.method != "GET":
            return super().change_view(request, object_id, form_url, extra_context)
        read_notifications(notice.account, by=notice.account, only=notice)  # `for_user` found the reader's own
        if notice.event.page_path:
            return HttpResponseRedirect(notice.event.page_path)
        return super().change_view(request, object_id, form_url, extra_context)
