"""Pages of lists: which there are, what applies of each, and where their next edition begins."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from responsibilities import states
from responsibilities.admin.import_steps import ImportTownshipLists
from responsibilities.admin.markup import edition_link, edition_state, edition_url, validity
from responsibilities.admin.workshop import ClusterInventories, ImportInventory, workshop_link, workshop_page
from responsibilities.forms.steps import OpenListForm, StartDraftForm
from responsibilities.models import DutyList, Edition
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.selectors.adaptation import adaptations


class OpenList(Step):
    """建立清单."""

    name = "open"
    operation = staticmethod(open_list)
    title = _("Open a list")
    verb = _("Open a list")
    tone = "default"
    form_class = OpenListForm

    def outcome(self):
        return _("The county or the township has a list of this kind, still without any edition.")

    def consequences(self):
        return [_("Nothing is public until the first edition is published.")]

    def perform(self, data):
        return open_list(data.pop("owner"), by=self.account, **data)


class StartDraft(Step):
    """起草."""

    name = "draft"
    operation = staticmethod(start_draft)
    title = _("Start a draft")
    verb = _("Start a draft")
    form_class = StartDraftForm

    @classmethod
    def at(cls, obj):
        return obj.owner

    @classmethod
    def blocked(cls, obj, account):
        draft = obj.editions.filter(status__in=states.UNPUBLISHED).first()
        if draft:
            return _("An edition is in preparation already: it is “%(status)s”.") % {
                "status": draft.get_status_display()
            }
        return None

    def outcome(self):
        return _("The list has a draft of its next edition, which only editors and approvers see.")

    def facts(self):
        last = self.obj.editions.filter(status=states.EditionStatus.PUBLISHED).first()
        return [(_("List"), self.obj), (_("Last published edition"), last or "–")]

    def consequences(self):
        return [
            _("The edition in force stays as it is until the new one is published."),
            _("Of a template, the township and its bodies become this township and its bodies where it has the same."),
        ]

    def done(self, result):
        if result.based_on is None or result.based_on.duty_list_id == self.obj.pk:
            return super().done(result)
        (adaptation,) = adaptations(result.based_on, [self.obj.owner])
        return _(
            "The draft is started; %(adapted)d parts were given to %(township)s. Still to be looked at: %(left)d"
        ) % {
            "adapted": adaptation.adapted,
            "township": self.obj.owner,
            "left": len(adaptation.left),
        }

    def next_url(self, result):
        return edition_url(result)


class EditionRows(ScopedInline):
    model = Edition
    fields = ["edition", "state", "valid", "document_no", "published_at"]
    readonly_fields = fields
    ordering = ["-pk"]
    verbose_name_plural = _("editions")

    def get_queryset(self, request):
        return super().get_queryset(request).for_user(request.user).select_related("duty_list")

    @admin.display(description=_("edition"))
    def edition(self, edition: Edition):
        return edition_link(edition)

    @admin.display(description=_("state"))
    def state(self, edition: Edition):
        return edition_state(edition)

    @admin.display(description=_("valid"))
    def valid(self, edition: Edition):
        return validity(edition)


@admin.register(DutyList)
class ListPage(ScopedAdmin):
    """清单: one row for each list, with the edition that applies today."""

    noun = "list"
    icon = "checklist"
    menu_order = 20
    menu_title = _("Duty lists")
    list_display = ["title", "kind", "owner", "current_edition", "current_from", "next_edition"]
    list_filter = ["kind"]
    list_select_related = ["owner"]
    search_fields = ["title", "owner__name"]
    search_help_text = _("Title, or the name of the township")
    ordering = ["owner__path", "pk"]
    views = [View("workshop", _("In the workshop"), lambda rows, account: rows.in_workshop())]
    list_steps = [OpenList, ImportTownshipLists]
    steps = [StartDraft, ImportInventory, ClusterInventories]
    fieldsets = [(None, {"fields": ["kind", "owner", "public_page"]})]
    inlines = [EditionRows]
    empty = _("No list fits. An editor opens one with “Open a list”.")

    def hit_words(self, obj: DutyList):
        return obj.owner.name

    def get_queryset(self, request):
        editions = Edition.objects.for_user(request.user).filter(duty_list=OuterRef("pk"))
        current, draft = editions.in_force(), editions.filter(status__in=states.UNPUBLISHED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                current_no=Subquery(current.values("edition_no")[:1]),
                current_since=Subquery(current.values("effective_from")[:1]),
                draft_status=Subquery(draft.values("status")[:1]),
            )
        )

    def get_custom_pages(self, page) -> list[URLPattern]:
        def workshop(request, object_id):
            return workshop_page(self, request, object_id)

        return [path("<str:object_id>/workshop/", page(workshop), name="responsibilities_list_workshop")]

    def get_fieldsets(self, request, obj=None):
        """The workshop only for those who keep the list."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not access.may(request.user, "view_drafts", at=obj.owner):
            return fieldsets
        return [*fieldsets, (_("Workshop"), {"fields": ["workshop"], "classes": ["aside"]})]

    @admin.display(description=_("inventories"))
    def workshop(self, duty_list):
        return workshop_link(duty_list)

    @admin.display(description=_("edition in force"))
    def current_edition(self, duty_list):
        return duty_list.current_no

    @admin.display(description=_("in force since"))
    def current_from(self, duty_list):
        return duty_list.current_since

    @admin.display(description=_("in preparation"))
    def next_edition(self, duty_list):
        return states.EditionStatus(duty_list.draft_status).label if duty_list.draft_status else None

    @admin.display(description=_("public page"))
    def public_page(self, duty_list):
        url = reverse("public_list", args=[duty_list.pk])
        return format_html('<a href="{}">{}</a>', url, url)
