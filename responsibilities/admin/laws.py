"""Pages of the law register: the laws, their versions, and the table they are kept in."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.buttons import Button
from governance.admin.display import chip
from governance.admin.filters import View
from governance.admin.imports import ImportStep
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.models import Organisation
from governance.parameters import page_of, takes, understood
from responsibilities.downloads import laws_file
from responsibilities.forms.reading import OnDayForm
from responsibilities.law_changes import by_kind, doubtful, law_on_day
from responsibilities.models import Commencement, Law, LawArticle, LawName, LawVersion
from responsibilities.operations.laws import LawsEffect, PlannedVersion, load_laws, what_loading_laws_does
from responsibilities.spreadsheets.laws import LAWS, read_laws

MOST_SHOWN = 200
ON_A_PAGE = 100


class LoadLaws(ImportStep):
    """导入法律法规."""

    name = "load"
    operation = staticmethod(load_laws)
    title = _("Import laws")
    verb = _("Import laws")
    template_name = "admin/load_table.html"
    effect: LawsEffect | None = None

    def preview(self, data):
        upload = data["file"]
        table = read_laws(upload, upload.name, sheet=data["sheet"] or None)
        effect = what_loading_laws_does(table)
        self.effect = None if table.faults else effect
        return [table]

    def owner(self, data):
        return self.county

    @cached_property
    def county(self) -> Organisation:
        """The one whose register the account keeps."""
        mine = access.organisations_of(self.account, self.right())
        return mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")

    def bring_in(self, facts, **arguments):
        return load_laws(self.county, **arguments, **facts)

    def outcome(self):
        return gettext("All versions of the file are in the register, or none is.")

    def facts(self):
        return [] if self.tables else [(gettext("Columns"), "、".join(column.title for column in LAWS))]

    def effects(self):
        effect = self.effect
        if effect is None:
            return []
        counts = {
            "added": len(effect.added), "corrected": len(effect.corrected), "unchanged": effect.unchanged
        }  # fmt: skip
        return [
            gettext("%(added)s are new, %(corrected)s are corrected, %(unchanged)s stay as they are.") % counts,
            gettext("What is not in the file stays as it is. To correct imported data, import a corrected file."),
        ]

    @property
    def differences(self) -> list[tuple[Any, Any, Any, Any]]:
        """Each corrected field with what it says and what it will say."""
        corrected = self.effect.corrected[:MOST_SHOWN] if self.effect else []
        return [(one.stored, *_correction(one, name)) for one in corrected for name in one.changed]

    @property
    def new(self):
        return [str(one.row) for one in self.effect.added[:MOST_SHOWN]] if self.effect else []

    def done(self, result):
        return gettext("%(added)s added, %(changed)s corrected, %(unchanged)s left as they were.") % vars(result)


def _correction(one: PlannedVersion, name: str) -> tuple[Any, Any, Any]:
    """The field's name, what is stored and what the file says."""
    stored: Any = one.stored
    row: Any = one.row
    if name == "articles":
        return gettext("articles"), _own_days(stored.articles.all()), _own_days(row.articles)
    if name == "successor":
        successor = one.successor and (one.successor.stored or one.successor.row)
        return pgettext("a law", "successor"), stored.successor, successor
    said, says = (_shown(version, name) for version in (stored, row.version))
    return stored._meta.get_field(name).verbose_name, said, says


def _shown(version: LawVersion, name: str) -> Any:
    return version.get_commencement_display() if name == "commencement" else getattr(version, name)


def _own_days(articles: Iterable[LawArticle]) -> str:
    return "；".join(f"{one}：{one.in_force_from or one.get_commencement_display()}" for one in articles)


def state_of(version: LawVersion):
    if version.is_in_force():
        return chip(_("in force"), "success")
    if version.in_force_to is None:
        return chip(_("not yet in force"), "info")
    return chip(_("not in force"))


class VersionRows(ScopedInline):
    model = LawVersion
    fields = ["state", "in_force_from", "in_force_to", "document_no", "issuer", "last_article", "successor", "own"]
    readonly_fields = fields
    ordering = ["-in_force_from"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("law", "successor__law").prefetch_related("articles")

    @admin.display(description=_("state"))
    def state(self, version: LawVersion):
        return state_of(version)

    @admin.display(description=_("articles with a commencement of their own"))
    def own(self, version: LawVersion):
        return _own_days(version.articles.all())


@admin.register(Law)
class LawPage(ScopedAdmin):
    """法规库: every law that something in the portal rests on."""

    noun = "law"
    icon = "menu_book"
    menu_order = 60
    menu_title = _("Law register")
    menu_right = "view_lists"
    list_steps = [LoadLaws]
    list_display = ["title", "state", "begins", "ends", "successor"]
    search_fields = ["names__name"]
    search_help_text = _("Title, short name or old name")
    ordering = ["title", "pk"]
    views = [
        View("ended", _("No longer in force"), lambda rows, account: rows.without_version_in_force()),
        View("waiting", _("With a version not yet in force"), lambda rows, account: rows.with_version_to_come()),
    ]
    headline = ["state"]
    fieldsets = [(None, {"fields": ["title", "short_names", "old_names", "citing"]})]
    inlines = [VersionRows]
    has_timeline = False
    empty = _("No law fits. Whoever keeps the lists imports laws here.")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names", "versions__successor__law")

    def get_custom_pages(self, page) -> list[URLPattern]:
        @takes("on", "page")
        def citing(request, object_id):
            return self._citing_view(request, object_id)

        @takes("on", "page")
        def doubts(request):
            return self._doubts_view(request)

        return [
            path("doubtful/", page(doubts), name="responsibilities_law_doubtful"),
            path("<str:object_id>/citing/", page(citing), name="responsibilities_law_citing"),
        ]

    def _citing_view(self, request, object_id: str) -> HttpResponse:
        """法变推演: what rests on the law on a day one chooses (today)."""
        law = self.get_visible(request, object_id)
        form = OnDayForm({name: request.GET[name] for name in request.GET if name == "on"})
        day = understood(form)["on"] or timezone.localdate()
        found = law_on_day(law, request.user, day)
        page = page_of(Paginator(found.touched, ON_A_PAGE), request)
        all_of = {label: len(rows) for label, rows in found.kinds}
        context = {
            **self.admin_site.each_context(request),
            "title": _("What rests on it"),
            "opts": self.opts,
            "original": law,
            "back": self.url_of(law),
            "form": form,
            "found": found,
            "page": page,
            "kinds": [(label, all_of[label], rows) for label, rows in by_kind(page)],
        }
        return TemplateResponse(request, "responsibilities/admin/law_citing.html", context)

    def _doubts_view(self, request) -> HttpResponse:
        """待核引用: the citations that a person has to look at."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = OnDayForm({name: request.GET[name] for name in request.GET if name == "on"})
        rows = doubtful(request.user, understood(form)["on"] or timezone.localdate())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Citations to look at"),
            "opts": self.opts,
            "back": self.list_url(),
            "form": form,
            "rows": page_of(Paginator(rows, ON_A_PAGE), request),
        }
        return TemplateResponse(request, "responsibilities/admin/law_doubtful.html", context)

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        doubts = Button(_("Citations to look at"), reverse("admin:responsibilities_law_doubtful"), "default")
        steps = filter(None, (step(self, request, None).button() for step in self.list_steps))
        return super().changelist_view(request, {"steps": [doubts, *steps], **(extra_context or {})})

    def export_view(self, request):
        """The laws of the list with all their versions, as the table that can be imported again."""
        return laws_file(self.get_changelist_instance(request).queryset)

    def current(self, law: Law) -> LawVersion | None:
        """The version that applies today, else the last that did, else one to come."""
        versions = list(law.versions.all())
        in_force = [version for version in versions if version.is_in_force()]
        begun = [version for version in versions if version.commencement != Commencement.NOT_YET]
        return next(iter(in_force or begun[-1:] or versions), None)

    @admin.display(description=_("state"))
    def state(self, law: Law):
        version = self.current(law)
        return state_of(version) if version else "–"

    @admin.display(description=_("in force from"))
    def begins(self, law: Law):
        version = self.current(law)
        return (version.in_force_from or version.get_commencement_display()) if version else "–"

    @admin.display(description=_("last day"))
    def ends(self, law: Law):
        version = self.current(law)
        return (version.in_force_to if version else None) or "–"

    @admin.display(description=pgettext_lazy("a law", "successor"))
    def successor(self, law: Law):
        version = self.current(law)
        return (version.successor.law if version and version.successor else None) or "–"

    @admin.display(description=_("cited by"))
    def citing(self, law: Law):
        url = reverse("admin:responsibilities_law_citing", args=[law.pk])
        return format_html('<a href="{}">{}</a>', url, _("What rests on it, on any day"))

    @admin.display(description=_("short names"))
    def short_names(self, law: Law):
        return self._named(law, LawName.Kind.SHORT)

    @admin.display(description=_("old names"))
    def old_names(self, law: Law):
        return self._named(law, LawName.Kind.OLD)

    def _named(self, law: Law, kind: str) -> str:
        return "、".join(name.name for name in law.names.all() if name.kind == kind) or "–"
