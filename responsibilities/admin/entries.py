"""Pages of entries: what the lists say, for reading and finding."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.display import chip
from governance.admin.filters import LinkedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.parameters import takes, understood
from responsibilities.admin.entry_steps import EditEntry, IdentifyEntry, MergeEntries, RemoveEntry, SplitEntry
from responsibilities.admin.markup import LEADING, edition_link, edition_state, entry_link, names, sources_of
from responsibilities.contents import LABELS
from responsibilities.forms.reading import KnownForm
from responsibilities.models import Edition, Entry, LegalBasis, Participation
from responsibilities.selectors.amendments import amended_entries
from responsibilities.selectors.duties import of_posts
from responsibilities.selectors.entries import correspondences
from responsibilities.selectors.history import history, signatures
from responsibilities.states import UNPUBLISHED


class TownshipLedFilter(admin.SimpleListFilter):
    """乡镇主责."""

    title = _("led by")
    parameter_name = "led_by"

    def lookups(self, request, model_admin):
        return [("townships", _("Townships")), ("others", _("Others"))]

    def queryset(self, request, queryset):
        return queryset if self.value() is None else queryset.township_led(self.value() == "townships")


class EditionFilter(LinkedFilter):
    """The entries of one edition, where its page leads."""

    title = _("edition")
    parameter_name = field = "edition"


class DutyRows(ScopedInline):
    model = Participation
    fields = ["role", "party_name", "duties"]
    readonly_fields = fields
    ordering = ["position"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body")

    @admin.display(description=_("body"))
    def party_name(self, part: Participation):
        return part.party

    @admin.display(description=_("duties"))
    def duties(self, part: Participation):
        return format_html_join("", "<p>{}</p>", ((clause,) for clause in part.clauses))


class BasisRows(ScopedInline):
    model = LegalBasis
    fields = ["text"]
    readonly_fields = fields
    ordering = ["position"]


HEAD = {"seq_no", "heading", "title"}  # of an entry, above its page


@admin.register(Entry)
class EntryPage(ScopedAdmin):
    """条目: an item as one edition prints it."""

    noun = "entry"
    icon = "search"
    menu_order = 25
    menu_title = _("Entries of the lists")
    list_display = ["seq_no", "title", "leads", "supports", "heading", "duty_list"]
    list_display_links = ["title"]
    list_filter = ["edition__duty_list__kind", TownshipLedFilter, EditionFilter]
    list_select_related = ["heading", "edition__duty_list"]
    search_fields = ["title", "content"]
    search_help_text = _("Words in the title or the content")
    ordering = ["edition", "position"]
    views = [
        View("in-force", _("In force"), lambda rows, account: rows.in_force()),
        View("ours", _("Our duties"), of_posts),
        View("preparation", _("In preparation"), lambda rows, account: rows.filter(edition__status__in=UNPUBLISHED)),
    ]
    steps = [EditEntry, SplitEntry, MergeEntries, RemoveEntry, IdentifyEntry]
    has_timeline = False
    headline = ["heading", "edition_of", "amendment"]
    inlines = [DutyRows, BasisRows]
    empty = _("No entry fits. Try fewer words, or another list.")

    def get_queryset(self, request):
        parts = Participation.objects.select_related("body").order_by("position").defer("duty_text", "source_text")
        return (
            super()
            .get_queryset(request)
            .select_related("heading", "item", "edition__duty_list__owner")
            .prefetch_related(Prefetch("participations", parts))
        )

    def changelist_view(self, request, extra_context=None):
        """Without any choice, what is in force; older editions and drafts are a click away."""
        if not request.GET:
            return HttpResponseRedirect("?view=in-force")
        return super().changelist_view(request, extra_context)

    def get_custom_pages(self, page):
        return [path("<str:object_id>/editions/", page(self.editions_view), name="responsibilities_entry_editions")]

    @takes("known")
    def editions_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The entry's item through all editions the reader may see, with who approved and published them."""
        entry = self.get_visible(request, object_id)
        form = KnownForm(request.GET.dict())
        steps = history(entry.item, Edition.objects.for_user(request.user), understood(form)["known"])
        signed = signatures([step.edition for step in steps])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Through all editions"),
            "opts": self.opts,
            "original": entry,
            "form": form,
            "steps": [(step, signed.get(step.edition.pk, [])) for step in steps],
        }
        return TemplateResponse(request, "responsibilities/admin/history.html", context)

    @admin.display(description=_("revision"))
    def amendment(self, entry: Entry):
        if amended_entries({entry.pk: entry.edition.duty_list_id}):
            return chip(_("Revision in progress"), "info")
        return None

    @admin.display(description=_("through all editions"))
    def editions_page(self, entry: Entry):
        url = reverse("admin:responsibilities_entry_editions", args=[entry.pk])
        return format_html('<a href="{}">{}</a>', url, _("What became of it"))

    def get_fieldsets(self, request, obj=None):
        """What the kind of list fills in; the notes and the imported cells only for those who keep the list."""
        if obj is None:
            return []
        filled = [name for name in LABELS if name not in HEAD and getattr(obj, name)]
        fieldsets: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": [*filled, "corresponding", "editions_page"]})]
        if access.may(request.user, "view_drafts", at=obj.edition.duty_list.owner):
            kept = ["internal_note", "source_cells", "sources"]
            fieldsets.append((_("For editors"), {"fields": kept, "classes": ["aside"]}))
        return fieldsets

    def hit_words(self, obj: Entry):
        """List, edition, state, and the bodies that lead."""
        return format_html("{} {} {}", obj.edition, edition_state(obj.edition), names(obj, *LEADING))

    @admin.display(description=_("leads"))
    def leads(self, entry: Entry):
        return names(entry, *LEADING)

    @admin.display(description=_("supports"))
    def supports(self, entry: Entry):
        return names(entry, Participation.Role.SUPPORT)

    @admin.display(description=_("list"))
    def duty_list(self, entry: Entry):
        return entry.edition.duty_list.title

    @admin.display(description=_("edition"))
    def edition_of(self, entry: Entry):
        return edition_link(entry.edition)

    @admin.display(description=_("the same matter in other lists"))
    def corresponding(self, entry: Entry):
        found = correspondences(entry)
        return format_html_join("", "<p>{}</p>", ((entry_link(other),) for other in (*found.named, *found.naming)))

    @admin.display(description=_("sources in the inventories of townships"))
    def sources(self, entry: Entry):
        return sources_of(entry)

    @admin.display(description=_("imported cells"))
    def source_cells(self, entry: Entry):
        return format_html_join("", "<p><small>{}</small><br>{}</p>", entry.source.items())
