"""Pages of editions: what is being prepared, what applies, and each edition's way to publication."""

from typing import cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.models import Account
from governance.parameters import page_of, takes
from responsibilities.admin.batches import batches_link
from responsibilities.admin.copy_step import CopyList
from responsibilities.admin.defects import Explain, defects_link, defects_page
from responsibilities.admin.grid import grid_button, grid_page
from responsibilities.admin.import_steps import ImportEntries
from responsibilities.admin.markup import edition_link, edition_state, entries_link, validity
from responsibilities.admin.rehearsals import rehearsal_link, rehearsal_page
from responsibilities.admin.round_trip_steps import ImportEdits
from responsibilities.admin.steps import Approve, Discard, Publish, Revoke, SendBack, Submit
from responsibilities.downloads import table_file
from responsibilities.models import Edition, Heading
from responsibilities.selectors.renames import possible_renames
from responsibilities.states import UNPUBLISHED, EditionStatus
from responsibilities.views import compared


class HeadingRows(ScopedInline):
    model = Heading
    fields = ["title", "entry_count"]
    readonly_fields = fields
    ordering = ["position"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(count=Count("entries"))

    @admin.display(description=_("entries"))
    def entry_count(self, heading):
        return heading.count


RENAMES = 50  # on a page


@admin.register(Edition)
class EditionPage(ScopedAdmin):
    """版本: one text of a list, with the steps that are lawful now."""

    noun = "edition"
    icon = "edit_document"
    menu_order = 30
    menu_right = "view_drafts"
    list_display = ["duty_list", "edition_no", "state", "valid", "document_no", "published_at"]
    list_filter = ["status", "duty_list__kind"]
    list_select_related = ["duty_list"]
    search_fields = ["duty_list__title", "document_no"]
    search_help_text = _("List or document number")
    ordering = ["-pk"]
    views = [
        View("preparation", _("In preparation"), lambda rows, account: rows.filter(status__in=UNPUBLISHED)),
        View("sent-back", _("Sent back"), lambda rows, account: rows.sent_back()),
        View("review", _("In review"), lambda rows, account: rows.filter(status=EditionStatus.REVIEW)),
        View("approved", _("Approved"), lambda rows, account: rows.filter(status=EditionStatus.APPROVED)),
        View("in-force", _("In force"), lambda rows, account: rows.in_force()),
    ]
    steps = [ImportEntries, ImportEdits, Submit, Approve, Publish, SendBack, Discard, Revoke, CopyList, Explain]
    headline = ["state", "valid", "entry_count"]
    fieldsets = [
        (None, {"fields": ["duty_list", "edition_no", "document_no", "decided_on", "copied_from", "compared_page"]}),
        (
            _("Publication"),
            {
                "fields": ["published_at", "effective_from", "effective_to", "revoked", "public_page", "official_form"],
                "classes": ["aside"],
            },
        ),
        (_("People"), {"fields": ["written_by"], "classes": ["aside"]}),
    ]
    inlines = [HeadingRows]
    empty = _("No edition fits. A draft is started from its list.")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("duty_list__owner", "based_on__duty_list")

    def get_custom_pages(self, page) -> list[URLPattern]:
        @takes("page", "explained")
        def defects(request, object_id):
            return defects_page(self, request, object_id)

        @takes("effective_from")
        def rehearsal(request, object_id):
            return rehearsal_page(self, request, object_id)

        name = "responsibilities_edition"
        return [
            path("<str:object_id>/comparison/", page(self.comparison_view), name=f"{name}_comparison"),
            path("<str:object_id>/defects/", page(defects), name=f"{name}_defects"),
            path("<str:object_id>/rehearsal/", page(rehearsal), name=f"{name}_rehearsal"),
            path("<str:object_id>/grid/", page(self.grid_view), name=f"{name}_grid"),
            path("<str:object_id>/renames/", page(self.renames_view), name=f"{name}_renames"),
            path("<str:object_id>/table.xlsx", page(self.table_view), name=f"{name}_table"),
        ]

    def get_kept(self, request: HttpRequest, object_id: str) -> Edition:
        """The edition, if the reader is one of those who keep its list."""
        edition = self.get_visible(request, object_id)
        if not access.may(cast(Account, request.user), "view_drafts", at=edition.duty_list.owner):
            raise Http404
        return edition

    @takes("q", "heading", "rows", "beside")
    def grid_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The edition as a table that its editors write in."""
        return grid_page(self, request, self.get_kept(request, object_id))

    def table_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The edition as a spreadsheet to edit and import again."""
        return table_file(self.get_kept(request, object_id))

    @takes("page")
    def renames_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """New entries that may be former items under another name, each with what it may have been."""
        edition = self.get_kept(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Possibly renamed"),
            "opts": self.opts,
            "original": edition,
            "back": self.url_of(edition),
            "renames": page_of(Paginator(possible_renames(edition), RENAMES), request),
            "may_identify": edition.status == EditionStatus.DRAFT
            and access.may(cast(Account, request.user), "identify_entry", at=edition.duty_list.owner),
        }
        return TemplateResponse(request, "responsibilities/admin/renames.html", context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The record; before its steps, the way to its table."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        context = response.context_data  # type: ignore[attr-defined]
        if button := grid_button(context["original"], request.user):
            context["steps"].insert(0, button)
        return response

    @takes("from", "kind", "page")
    def comparison_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The edition beside the one it follows, or beside any other one the reader may see."""
        edition = self.get_visible(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            **compared(request, edition, Edition.objects.for_user(request.user)),
            "title": _("Comparison"),
            "opts": self.opts,
            "original": edition,
        }
        return TemplateResponse(request, "responsibilities/admin/comparison.html", context)

    @admin.display(description=_("compared with the last one"))
    def compared_page(self, edition: Edition):
        url = reverse("admin:responsibilities_edition_comparison", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, _("What is different"))

    def get_fieldsets(self, request, obj=None):
        """What is wrong with it only for those who keep the list."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.sent_back_reason:
            fieldsets = [(_("Sent back"), {"fields": ["sent_back_reason", "state_since"]}), *fieldsets]
        if obj is None or not access.may(request.user, "view_drafts", at=obj.duty_list.owner):
            return fieldsets
        kept = ["findings", "renames", "rehearsal", "batches", "spreadsheet"]
        return [*fieldsets, (_("For editors"), {"fields": kept, "classes": ["aside"]})]

    @admin.display(description=_("state"))
    def state(self, edition: Edition):
        return edition_state(edition)

    @admin.display(description=_("valid"))
    def valid(self, edition: Edition):
        return validity(edition)

    @admin.display(description=_("findings"))
    def findings(self, edition: Edition):
        return defects_link(edition)

    @admin.display(description=_("publish rehearsal"))
    def rehearsal(self, edition: Edition):
        return rehearsal_link(edition) if edition.status in UNPUBLISHED else None

    @admin.display(description=_("revoked"))
    def revoked(self, edition: Edition):
        if edition.revoked_at is None:
            return None
        day = timezone.localdate(edition.revoked_at).isoformat()
        return f"{day} · {edition.revocation_no}" if edition.revocation_no else day

    def hit_words(self, obj: Edition):
        return format_html("{} {}", edition_state(obj), validity(obj))

    @admin.display(description=_("possibly renamed"))
    def renames(self, edition: Edition):
        count = len(possible_renames(edition)) if edition.status in UNPUBLISHED else 0
        url = reverse("admin:responsibilities_edition_renames", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, count) if count else None

    @admin.display(description=_("changes to the draft"))
    def batches(self, edition: Edition):
        return batches_link(edition)

    @admin.display(description=_("as a spreadsheet"))
    def spreadsheet(self, edition: Edition):
        url = reverse("admin:responsibilities_edition_table", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, _("Export for editing"))

    @admin.display(description=_("entries"))
    def entry_count(self, edition: Edition):
        return entries_link(edition, edition.entries.count())

    @admin.display(description=_("copied from"))
    def copied_from(self, edition: Edition):
        return edition_link(edition.based_on) if edition.based_on else None

    @admin.display(description=_("authors"))
    def written_by(self, edition: Edition):
        return "、".join(author.name for author in edition.authors.order_by("pk"))

    @admin.display(description=_("public page"))
    def public_page(self, edition: Edition):
        if not edition.is_public:
            return None
        url = reverse("public_edition", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, url)

    @admin.display(description=_("official layout"))
    def official_form(self, edition: Edition):
        if not edition.is_public:
            return None
        addresses = {
            "public_edition_print": _("Print"),
            "public_edition_file": _("Excel file"),
        }
        links = ((reverse(route, args=[edition.pk]), label) for route, label in addresses.items())
        return format_html_join(" · ", '<a href="{}">{}</a>', links)
