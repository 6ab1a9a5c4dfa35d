"""Pages of public bodies: the tree, their names, and the steps that change them."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.models import Alias, Organisation


class AliasRows(ScopedInline):
    model = Alias
    fields = ["name", "valid_from", "valid_to"]


@admin.register(Organisation)
class OrganisationPage(ScopedAdmin):
    """机构: every body of the county in its place; open to all staff, since names of public bodies are public."""

    menu_right = "open_organisation"
    icon = "account_tree"
    list_display = ["place", "kind", "code", "opened_on", "closed_on"]
    list_filter = ["kind", "township_form"]
    search_fields = ["name", "short_name", "code", "aliases__name"]
    search_help_text = _("Name, alias or code")
    views = [
        View("departments", _("Departments"), lambda rows, account: rows.departments().open()),
        View("townships", _("Townships"), lambda rows, account: rows.townships().open()),
        View("closed", _("Closed"), lambda rows, account: rows.exclude(closed_on=None)),
    ]
    headline = ["kind", "code"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "rank", "township_form", "notes"]}),
        (_("Place"), {"fields": ["parent", "managed_by", "region_code"], "classes": ["aside"]}),
        (_("Dates"), {"fields": ["opened_on", "closed_on", "merged_into"], "classes": ["aside"]}),
    ]
    inlines = [AliasRows]

    @admin.display(description=_("name"))
    def place(self, body: Organisation):
        return format_html('<span class="depth-{}">{}</span>', min(body.depth, 4), body.name)

    @admin.display(description=_("part of"))
    def parent(self, body: Organisation):
        above = Organisation.objects.get_parent(body)
        return above and format_html('<a href="{}">{}</a>', self.url_of(above), above)
