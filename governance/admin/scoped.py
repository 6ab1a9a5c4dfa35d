"""The page of a table: a list of the rows the reader may see, and a read-only record of each."""

from collections.abc import Mapping, Sequence
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import IntegerField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from governance import access, confidential
from governance.admin import export, facts, timeline
from governance.admin.changelist import DeclaredChangeList
from governance.admin.filters import View, ViewFilter, scoped_filters
from governance.admin.steps import Step
from governance.counting import CountingPaginator
from governance.errors import RuleViolation
from governance.models import Account
from governance.models.saved_form import CONTINUES
from governance.parameters import page_of, takes, whole_number
from governance.roles import PERMITTED
from governance.text import words_of

TIMELINE = 20  # happenings on the record itself; its timeline page has all


def scoped(model: type[Model], account: Account) -> QuerySet:
    """The rows of a model the account may see. A model without `for_user` has no rows for any page."""
    return model._default_manager.for_user(account)  # type: ignore[attr-defined]


class ScopedChoices:
    """Choices of relations hold only what the reader may see, in drop-downs and autocompletes alike."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", scoped(db_field.remote_field.model, request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", scoped(db_field.remote_field.model, request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class ReadOnly:
    """Nothing is written through a page of rows: writing is a step, and a step calls an operation."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class ScopedInline(ReadOnly, ScopedChoices, TabularInline):
    """Rows that belong to a record and are shown with it, to whoever may see the record."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_view_permission(self, request, obj=None) -> bool:
        return True


MOST_CELLS = 250  # on a page of a list


class ScopedAdmin(ReadOnly, ScopedChoices, ModelAdmin):
    """List and record pages of one model, for one reader: every row, choice, filter, search and export is scoped.

    A subclass says what to show: `list_display`, `list_filter`, `search_fields`, `fieldsets` as in Django, and

    - `view_right`: the right in `roles.PERMITTED` that opens the pages; None opens them to every member of staff;
    - `noun`: the address, `/enforcement/case/`, instead of the model's name;
    - `steps`: the workflow actions of a record (`Step` subclasses), shown as buttons on it;
    - `list_steps`: actions that need no record, such as logging a case, shown as buttons on the list;
    - `views`: saved views of the list, shown as tabs;
    - `headline`: names of fields or methods shown under the record's title: state, holder, clock;
    - a fieldset with the class "aside" stands on the record's right: clocks, people, what it rests on;
    - `empty`: what an empty list tells its reader to do;
    - `section`, `menu_title`, `icon`, `menu_order`, `menu_right`: where the menu shows it, under which word, and the
      right without which it is left out of the menu though it may be opened.
    """

    view_right: str | None = None
    noun: str = ""
    steps: Sequence[type[Step]] = ()
    list_steps: Sequence[type[Step]] = ()
    views: Sequence[View] = ()
    headline: Sequence[str] = ()
    empty: Any = _("Nothing here yet.")
    section: str = ""
    menu_title: Any = ""
    icon: str = "description"
    menu_right: str | None = None
    menu_order: int = 50
    has_timeline: bool = True
    exports: bool = True

    list_per_page = 50
    paginator = CountingPaginator
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    preserve_filters = False
    list_fullwidth = True
    actions = None
    change_form_template = "admin/record.html"
    change_list_template = "admin/list.html"

    def __init__(self, model, admin_site) -> None:
        super().__init__(model, admin_site)
        if self.view_right is not None and self.view_right not in PERMITTED:
            raise LookupError(f"{self.view_right} is in no rights.py: nobody could ever see these pages")
        for name in (*self.search_fields, *self.list_display):
            confidential.check(model, str(name).lstrip("^=@"))
        # A cell costs half a kilobyte of markup: wide lists have fewer rows to a page, so that each stays light.
        self.list_per_page = min(self.list_per_page, MOST_CELLS // len(self.list_display))
        self.noun = self.noun or model._meta.model_name
        self.section = self.section or model._meta.app_label

    # --- May --------------------------------------------------------------------------------------------------------

    def has_view_permission(self, request, obj=None) -> bool:
        account = request.user
        return account.is_staff and (self.view_right is None or access.may_anywhere(account, self.view_right))

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def in_menu_of(self, request) -> bool:
        """Whether the reader's menu lists the page."""
        wanted = self.menu_right is None or access.may_anywhere(request.user, self.menu_right)
        return wanted and self.has_view_permission(request)

    # --- See --------------------------------------------------------------------------------------------------------

    def get_queryset(self, request) -> QuerySet:
        rows = scoped(self.model, request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_search_fields(self, request) -> list[str]:
        """Words are searched as people type them (`mentions`), unless a field says otherwise by its prefix."""
        return [name if name[0] in "=^@" else f"{name}__mentions" for name in super().get_search_fields(request)]

    def get_search_results(self, request, queryset, search_term: str) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, " ".join(words_of(search_term)))

    def get_views(self, request) -> Sequence[View]:
        return self.views

    def get_changelist(self, request, **kwargs) -> type[DeclaredChangeList]:
        return DeclaredChangeList

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Django's way of narrowing by any field is never taken, see DeclaredChangeList."""
        return False

    def get_list_filter(self, request) -> list:
        filters = scoped_filters(self.model, super().get_list_filter(request))
        return [ViewFilter, *filters] if self.get_views(request) else filters

    def get_visible(self, request: HttpRequest, object_id: str) -> Any:
        """The row, if the reader may open these pages (else 403) and may see it (else 404)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """None unless the key is written as the portal writes it: 007 and １ are no other names of rows."""
        is_number = isinstance(self.opts.pk, IntegerField)
        return super().get_object(request, object_id, from_field) if not is_number or whole_number(object_id) else None

    # --- Pages ------------------------------------------------------------------------------------------------------

    @property
    def prefix(self) -> str:
        """Start of the names of the steps' addresses: `enforcement_case` in `admin:enforcement_case_transfer`."""
        return f"{self.opts.app_label}_{self.noun}"

    def get_urls(self) -> list[URLPattern]:
        def page(view, *, checks_parameters: bool = False):
            def guarded(*args, **kwargs):
                return self.admin_site.admin_view(view)(*args, **kwargs)

            guarded.model_admin = self  # type: ignore[attr-defined]
            guarded.checks_parameters = checks_parameters  # type: ignore[attr-defined]
            return update_wrapper(guarded, view)

        model = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [path("", page(self.changelist_view, checks_parameters=True), name=f"{model}_changelist")]
        if self.exports:
            export_page = page(self.export_view, checks_parameters=True)
            pages.append(path("export/", export_page, name=f"{self.prefix}_export"))
        pages += [
            path(f"{step.name}/", page(self._step_page(step)), name=f"{self.prefix}_{step.name}")
            for step in self.list_steps
        ]
        pages += [
            path("<str:object_id>/", page(self.change_view), name=f"{model}_change"),
            path("<str:object_id>/history/", page(self.history_view), name=f"{model}_history"),
        ]
        pages += [
            path(f"<str:object_id>/{step.name}/", page(self._step_page(step)), name=f"{self.prefix}_{step.name}")
            for step in self.steps
        ]
        return self.get_custom_pages(page) + pages

    def get_custom_pages(self, page) -> list[URLPattern]:
        """Further addresses below the noun's; wrap each view in `page` so that only staff reach it.

        A view whose address has parameters declares them with `governance.parameters.takes`.
        """
        return []

    def _step_page(self, step: type[Step]):
        def view(request: HttpRequest, object_id: str | None = None) -> HttpResponseBase:
            return step.serve(self, request, object_id)

        view.step = step  # type: ignore[attr-defined]  # so that an address says what its form does
        update_wrapper(view, step.respond)
        return takes(
            *step.parameters, *step.consequences_of, *([CONTINUES] if step.keeps else []), many=step.repeated_parameters
        )(view)

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        context = {
            "title": self.opts.verbose_name_plural,
            "steps": list(filter(None, (step(self, request, None).button() for step in self.list_steps))),
            "search_var": SEARCH_VAR,
            "export_url": reverse(f"admin:{self.prefix}_export") if self.exports else None,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def export_view(self, request) -> HttpResponseBase:
        """The list as it is shown, all its pages, as a spreadsheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return export.as_spreadsheet(self, request)
        except RuleViolation as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(f"{self.list_url()}?{request.GET.urlencode()}")

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """The record, to be read; Django's form for it is never built."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        obj = self.get_visible(request, object_id)
        values = self.values(request, obj)
        inlines = [inline for inline in self.get_inline_instances(request, obj) if inline.has_view_permission(request)]
        context = {
            **self.admin_site.each_context(request),
            "title": str(obj),
            "opts": self.opts,
            "original": obj,
            "headline": facts.facts(self.headline, obj, self, request, values),
            "steps": [button for step in self.steps if (button := step(self, request, obj).button())],
            "panels": facts.panels(self.get_fieldsets(request, obj), obj, self, request, values),
            "tables": [facts.table(inline, obj, request) for inline in inlines],
            "timeline": timeline.of(obj, limit=TIMELINE) if self.has_timeline else None,
            "timeline_goes_on": TIMELINE,
            "values": values,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.change_form_template, context)

    def values(self, request: HttpRequest, obj: Any) -> Mapping[str, Any]:
        """What the record's page says of some of its facts for this reader, by their names, instead of what it would
        say of itself; `facts.LEFT_OUT` where it says nothing."""
        return {}

    @takes("page")
    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        """Everything that was done to the record, from the audit log."""
        obj = self.get_visible(request, object_id)
        page = page_of(Paginator(timeline.done_to(obj), ScopedAdmin.list_per_page), request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Timeline"),
            "opts": self.opts,
            "original": obj,
            "timeline": timeline.in_words(obj, page),
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/timeline.html", context)

    def url_of(self, obj: Model) -> str:
        """Address of the record's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[quote(obj.pk)])

    def hit_words(self, obj: Any) -> Any:
        """What stands beside the record among the hits of the search, to tell it from others of its name."""
        return ""

    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # Django's own log of admin changes is not kept: every change is in the audit.
    def log_addition(self, request, obj, message) -> None: ...

    def log_change(self, request, obj, message) -> None: ...

    def log_deletions(self, request, queryset) -> None: ...
