"""Pages of batches: what was done to drafts, and taking it back."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip
from governance.admin.filters import LinkedFilter, View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from governance.parameters import page_of, takes
from responsibilities.admin.markup import edition_link
from responsibilities.models import Batch
from responsibilities.operations.batches import undo_batch, what_undoing_does
from responsibilities.selectors.batches import batch_changes
from responsibilities.states import EditionStatus


class UndoBatch(Step):
    """撤销批次."""

    name = "undo"
    operation = staticmethod(undo_batch)
    title = _("Undo the batch")
    verb = _("Undo")
    tone = "default"
    compares_versions = False  # a batch never changes, and whether it can still be undone is looked at entry by entry

    @classmethod
    def at(cls, obj: Batch):
        return obj.edition.duty_list.owner

    @classmethod
    def blocked(cls, obj: Batch, account):
        if obj.undone_by_id:  # type: ignore[attr-defined]  # from `counted`
            return _("This was undone already.")
        return None if obj.edition.status == EditionStatus.DRAFT else _("The edition is no draft any more.")

    def facts(self):
        return [(_("Batch"), self.obj), (_("By"), self.obj.by.name), (_("Reason"), self.obj.reason or "–")]

    def outcome(self):
        return _("What the batch changed is as it was before, as a unit. Entries edited since stay as they are.")

    def consequences(self):
        found = what_undoing_does(self.obj)
        lines = [_("%(entry)s is put back.") % {"entry": title} for title in found.restored_titles[:SHOWN]]
        if more := len(found.restored_titles) - SHOWN:
            lines += [_("And %(count)s more.") % {"count": more}] if more > 0 else []
        return [*lines, *(_("Stays: %(entry)s") % {"entry": kept} for kept in found.kept_titles)]

    def done(self, result):
        if not result.kept:
            return super().done(result)
        return _("Undone, but for these, which stay as they are: %(entries)s") % {
            "entries": "；".join(result.kept_titles)
        }


ON_A_PAGE = 20  # entries with all that changed in them
SHOWN = 20  # entries named before they are only counted


class EditionFilter(LinkedFilter):
    """The batches of one edition, where its page leads."""

    title = _("edition")
    parameter_name = field = "edition"


@admin.register(Batch)
class BatchPage(ScopedAdmin):
    """批次: one save, import, undo … of a draft, with everything it changed."""

    view_right = "view_drafts"
    noun = "batch"
    icon = "history"
    menu_order = 32
    list_display = ["at", "kind", "edition_of", "by", "rows", "reason", "state"]
    list_filter = ["kind", EditionFilter]
    list_select_related = ["by", "edition__duty_list"]
    search_fields = ["reason", "by__name"]
    search_help_text = _("Reason, or who did it")
    ordering = ["-pk"]
    views = [View("mine", _("Mine"), lambda rows, account: rows.filter(by=account))]
    steps = [UndoBatch]
    headline = ["kind", "state", "edition_of"]
    fieldsets = [(None, {"fields": ["reason"]}), (_("People"), {"fields": ["by", "at"], "classes": ["aside"]})]
    has_timeline = False
    change_form_template = "responsibilities/admin/batch.html"
    empty = _("Nothing was changed yet. A draft is edited in its grid, or comes from a spreadsheet.")

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.counted().select_related("edition__duty_list__owner")

    @takes("page")
    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self.get_visible(request, object_id)
        page = page_of(Paginator(batch.rows.order_by("pk"), ON_A_PAGE), request)
        context = {**(extra_context or {}), "changes": batch_changes(batch, page), "page": page}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("edition"))
    def edition_of(self, batch: Batch):
        return edition_link(batch.edition)

    @admin.display(description=_("entries"))
    def rows(self, batch):
        return batch.row_count

    @admin.display(description=_("state"))
    def state(self, batch):
        return chip(_("Undone"), "neutral") if batch.undone_by_id else chip(_("Stands"), "info")


def batches_link(edition) -> str:
    """How many batches the edition was written in, leading to them."""
    url = reverse("admin:responsibilities_batch_changelist")
    return format_html('<a href="{}?edition={}">{}</a>', url, edition.pk, edition.batches.count())
