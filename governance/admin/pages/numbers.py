"""The register of document numbers: used and voided."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.models import IssuedNumber


@admin.register(IssuedNumber)
class NumberPage(ScopedAdmin):
    """文号登记簿: every number one's bodies have given out, in order, also those that were voided."""

    view_right = "view_numbers"
    noun = "number"
    icon = "tag"
    section = "coordination"
    menu_order = 70
    list_display = ["text", "organisation", "kind", "year", "number", "issued_at", "state", "void_reason"]
    list_select_related = ["organisation"]
    search_fields = ["text"]
    search_help_text = _("Document number")
    views = [View("voided", _("Voided"), lambda rows, account: rows.voided())]
    headline = ["state"]
    fieldsets = [
        (None, {"fields": ["organisation", "kind", "year", "number", "issued_at", "voided_at", "void_reason", "found"]})
    ]
    has_timeline = False
    empty = _("No number was given out yet. The first document that gets one is listed here.")

    @admin.display(description=_("state"))
    def state(self, number: IssuedNumber):
        if number.voided_at is None:
            return chip(pgettext_lazy("number", "used"), "success")
        return chip(pgettext_lazy("number", "void"), "warning")

    @admin.display(description=_("document"))
    def found(self, number: IssuedNumber):
        query = urlencode({"q": number.text})
        return format_html('<a href="{}?{}">{}</a>', reverse("admin:search"), query, _("Look for it"))
