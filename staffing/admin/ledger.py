"""Pages of the quota ledger: balances, movements, and the documents they rest on."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance import access
from governance.admin.display import chip
from governance.admin.filters import LinkedFilter, UsedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline, scoped
from governance.admin.steps import Step
from governance.models import Organisation
from governance.parameters import takes, understood
from staffing.forms import CounterMovementForm, MomentForm, MoveQuotaForm, RegisterQuotaDocumentForm
from staffing.models import QuotaAccount, QuotaDocument, QuotaMovement
from staffing.operations.ledger import counter_movement, move_quota, register_quota_document
from staffing.selectors.establishment import establishment
from staffing.states import HolderKind, Origin

NOT_KNOWN = _("not known")


class RegisterQuotaDocument(Step):
    """登记台账文件."""

    name = "register"
    operation = staticmethod(register_quota_document)
    title = _("Register a quota document")
    verb = _("Register a document")
    form_class = RegisterQuotaDocumentForm

    def outcome(self):
        return _("The document is registered as it is, and movements can name it.")

    def perform(self, data):
        mine = access.organisations_of(self.account, self.right())
        county = mine.filter(kind=Organisation.Kind.COUNTY).earliest("path")
        return register_quota_document(county, by=self.account, **data)


class MoveQuota(Step):
    """记入编制台账."""

    name = "move"
    operation = staticmethod(move_quota)
    title = _("Enter a movement of places")
    verb = _("Enter a movement")
    form_class = MoveQuotaForm

    @classmethod
    def at(cls, obj: QuotaDocument):
        return obj.county

    def outcome(self):
        return _("From its day on, the giver has so many places less and the receiver as many more.")

    def facts(self):
        return [(_("Document"), self.obj), (_("decided on"), self.obj.decided_on), (_("Title"), self.obj.title)]

    def consequences(self):
        return [
            _("The entry stays. What is wrong with it is taken back by a counter-entry."),
            _("Filled and reserved places do not move; the giver must have enough vacant ones on every later day."),
        ]

    def next_url(self, result):
        return reverse("admin:staffing_quotamovement_change", args=[result.pk])


class CounterMovement(Step):
    """冲回."""

    name = "counter"
    operation = staticmethod(counter_movement)
    title = _("Take places of a movement back")
    verb = _("Take back")
    tone = "danger"
    form_class = CounterMovementForm

    @classmethod
    def at(cls, obj: QuotaMovement):
        return obj.giver.county

    @classmethod
    def blocked(cls, obj, account):
        if obj.counters_id:
            return _("This takes a movement back already. Enter a new movement instead.")
        return None

    def initial(self):
        return {"count": self.obj.count}

    def facts(self):
        movement = self.obj
        return [
            (_("Document"), movement.document),
            (_("giver"), movement.giver),
            (pgettext_lazy("quota", "receiver"), movement.receiver),
            (_("places"), movement.count),
            (_("effective on"), movement.effective_on),
        ]

    def outcome(self):
        return _("A counter-entry takes the places back from its day on. Both entries stay in the ledger.")

    def next_url(self, result):
        return self.page.url_of(result)


def account_link(account: QuotaAccount):
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:staffing_quotaaccount_change", args=[account.pk]), account.holder
    )


def document_link(document: QuotaDocument):
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:staffing_quotadocument_change", args=[document.pk]), document
    )


def origin_chip(origin: str):
    return chip(Origin(origin).label, "warning" if origin == Origin.INFERRED else "neutral")


class BodyFilter(UsedFilter):
    title = _("body")
    parameter_name = field = "organisation"

    def order(self):
        return ("path",)


class MovementRows(ScopedInline):
    """The movements of a document."""

    model = QuotaMovement
    fk_name = "document"
    fields = ["entry", "kind", "giver", "receiver", "count", "effective_on"]
    readonly_fields = fields
    ordering = ["effective_on", "pk"]

    def get_queryset(self, request):
        visible = QuotaMovement.objects.for_user(request.user).order_by().values("pk")
        rows = super().get_queryset(request).filter(pk__in=visible)
        return rows.select_related("giver__organisation", "receiver__organisation", "document")

    @admin.display(description=_("entry"))
    def entry(self, movement: QuotaMovement):
        url = reverse("admin:staffing_quotamovement_change", args=[movement.pk])
        return format_html('<a href="{}">{}</a>', url, movement.entry_no or movement.pk)


@admin.register(QuotaAccount)
class BalancePage(ScopedAdmin):
    """编制账户 with today's balances; every balance opens what it is made of."""

    noun = "balance"
    view_right = "view_quotas"
    menu_title = _("Quotas")
    menu_order = 10
    icon = "account_balance"
    list_display = ["holder_name", "category", "approved", "on_post", "reserved", "vacant", "entries"]
    list_filter = [BodyFilter, "category", "level", "kind"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "name"]
    ordering = ["organisation__path", "name", "category"]
    views = [
        View("townships", _("Townships"), lambda rows, account: rows.of_townships()),
        View("pool", _("County pool"), lambda rows, account: rows.filter(kind=HolderKind.POOL)),
        View(
            "unregistered",
            _("Bodies outside the register"),
            lambda rows, account: rows.filter(kind=HolderKind.UNREGISTERED),
        ),
    ]
    headline = ["category", "approved", "on_post", "reserved", "vacant"]
    fieldsets = [
        (None, {"fields": ["holder_name", "category", "kind", "level", "entries"]}),
        (_("Today"), {"fields": ["approved", "on_post", "reserved", "vacant"], "classes": ["aside"]}),
    ]
    has_timeline = False
    empty = _("No account fits.")

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        return rows.holding().with_balances()

    def get_custom_pages(self, page):
        return [path("establishment/", page(self.establishment_view), name="staffing_balance_establishment")]

    @takes("on", "known")
    def establishment_view(self, request: HttpRequest) -> HttpResponseBase:
        """Who has how many places of each category on a day, as known on another."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = MomentForm(request.GET.dict(), label_suffix="")
        asked = understood(form)
        rows: Any = scoped(QuotaAccount, request.user)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Establishment on %(day)s") % {"day": asked["on"] or timezone.localdate()},
            "opts": self.opts,
            "form": form,
            "unknown": NOT_KNOWN,
            "parts": establishment(rows.holding().with_balances(asked["on"], asked["known"])),
        }
        return TemplateResponse(request, "staffing/admin/establishment.html", context)

    @admin.display(description=_("holder"), ordering="organisation__path")
    def holder_name(self, account: QuotaAccount):
        return account.holder

    @admin.display(description=_("approved"))
    def approved(self, account):
        return account.approved

    @admin.display(description=_("on post"))
    def on_post(self, account):
        return NOT_KNOWN if account.on_post is None else account.on_post

    @admin.display(description=_("reserved"))
    def reserved(self, account):
        return NOT_KNOWN if account.reserved is None else account.reserved

    @admin.display(description=_("vacant"))
    def vacant(self, account):
        return NOT_KNOWN if account.vacant is None else account.vacant

    @admin.display(description=_("movements"))
    def entries(self, account):
        url = reverse("admin:staffing_quotamovement_changelist")
        return format_html('<a href="{}?account={}">{}</a>', url, account.pk, _("What it is made of"))


class AccountFilter(LinkedFilter):
    """The movements of one account, by a link from its balance."""

    title = _("account")
    parameter_name = "account"
    field = "giver"

    def queryset(self, request, queryset):
        return queryset if self.row is None else queryset.of_account(self.row)


@admin.register(QuotaMovement)
class MovementPage(ScopedAdmin):
    """编制台账: every movement with its document."""

    noun = "movement"
    view_right = "view_quotas"
    menu_title = _("Quota ledger")
    menu_order = 11
    icon = "swap_horiz"
    steps = [CounterMovement]
    list_display = [
        "effective_on", "kind", "giver_name", "receiver_name", "category", "count", "document_no", "origin_words",
    ]  # fmt: skip
    list_filter = [AccountFilter, "giver__category", "kind", "quota_source", "origin"]
    list_select_related = ["document", "giver__organisation", "receiver__organisation"]
    search_fields = ["document__number", "entry_no", "reason", "giver__name", "receiver__organisation__name"]
    ordering = ["-effective_on", "-pk"]
    views = [
        View("inferred", _("Inferred openings"), lambda rows, account: rows.inferred()),
        View("countered", _("Counter-entries"), lambda rows, account: rows.filter(counters__isnull=False)),
        View(
            "without-approval",
            _("Between levels without approval"),
            lambda rows, account: rows.without_level_approval(),
        ),
    ]
    headline = ["kind", "count", "origin_words"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "giver_link", "giver_standing", "receiver_link", "receiver_standing", "category", "count",
                    "quota_source", "reason",
                ]
            },
        ),
        (_("Dates"), {"fields": ["effective_on", "known_on"], "classes": ["aside"]}),
        (
            _("Rests on"),
            {
                "fields": ["document_no", "entry_no", "origin_words", "level_approval_no", "counters_link"],
                "classes": ["aside"],
            },
        ),
    ]  # fmt: skip
    empty = _("No movement fits. The staffing office enters movements from the page of their document.")

    @admin.display(description=_("giver"))
    def giver_name(self, movement: QuotaMovement):
        return movement.giver.holder

    @admin.display(description=pgettext_lazy("quota", "receiver"))
    def receiver_name(self, movement: QuotaMovement):
        return movement.receiver.holder

    @admin.display(description=_("giver"))
    def giver_link(self, movement: QuotaMovement):
        return account_link(movement.giver)

    @admin.display(description=pgettext_lazy("quota", "receiver"))
    def receiver_link(self, movement: QuotaMovement):
        return account_link(movement.receiver)

    @admin.display(description=_("category"))
    def category(self, movement: QuotaMovement):
        return movement.giver.get_category_display()

    @admin.display(description=_("document"), ordering="document__number")
    def document_no(self, movement: QuotaMovement):
        return document_link(movement.document)

    @admin.display(description=_("origin"), ordering="origin")
    def origin_words(self, movement: QuotaMovement):
        return origin_chip(movement.origin)

    @admin.display(description=_("approval of the movement between levels"))
    def level_approval_no(self, movement: QuotaMovement):
        return document_link(movement.level_approval) if movement.level_approval else "–"

    @admin.display(description=_("counter-entry to"))
    def counters_link(self, movement: QuotaMovement):
        return (
            format_html('<a href="{}">{}</a>', self.url_of(movement.counters), movement.counters)
            if movement.counters
            else "–"
        )


@admin.register(QuotaDocument)
class QuotaDocumentPage(ScopedAdmin):
    """台账文件: what decided movements."""

    noun = "document"
    view_right = "view_quotas"
    menu_title = _("Quota documents")
    menu_order = 12
    icon = "description"
    list_steps = [RegisterQuotaDocument]
    steps = [MoveQuota]
    list_display = ["number", "title", "issuer", "decided_on"]
    list_filter = ["decided_on"]
    search_fields = ["number", "title", "issuer"]
    ordering = ["-decided_on", "-pk"]
    headline = ["decided_on"]
    fieldsets = [(None, {"fields": ["number", "title", "issuer", "decided_on"]})]
    inlines = [MovementRows]
    empty = _("No document fits. The staffing office registers documents here.")
