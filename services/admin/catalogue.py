"""Pages of the catalogue of services."""

import datetime

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.admin.display import chip
from governance.admin.filters import UsedFilter, View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.steps import Step
from services.forms.catalogue import ConfirmItemForm, WithdrawItemForm
from services.models import HandlingStep, Implementation, Material
from services.operations.catalogue import confirm_item, withdraw_item

YEAR = datetime.timedelta(days=365)


class ConfirmItem(Step):
    """确认事项."""

    name = "confirm"
    operation = staticmethod(confirm_item)
    title = gettext_lazy("Confirm the item")
    verb = gettext_lazy("Confirm")
    form_class = ConfirmItemForm

    @classmethod
    def at(cls, obj: Implementation):
        return obj.body

    def initial(self):
        return {"until": timezone.localdate() + YEAR}

    def outcome(self):
        return _("Until the day people read the item without the remark that it is to be verified.")

    def done(self, result):
        return _("Confirmed until %(day)s.") % {"day": result.confirmed_until}


class WithdrawItem(Step):
    """取消事项."""

    name = "withdraw"
    operation = staticmethod(withdraw_item)
    title = gettext_lazy("Withdraw the item")
    verb = gettext_lazy("Withdraw")
    tone = "danger"
    form_class = WithdrawItemForm

    @classmethod
    def at(cls, obj: Implementation):
        return obj.item.service_item.county

    @classmethod
    def blocked(cls, obj, account):
        if obj.effective_to is not None:
            return _("It already ends on %(day)s.") % {"day": obj.effective_to}
        return None

    def outcome(self):
        return _("After the day nobody can apply for it. What was received under it goes on.")


class MaterialRows(ScopedInline):
    model = Material
    fields = ["name", "copies", "form", "source", "source_text", "is_tolerable"]
    readonly_fields = fields


class HandlingStepRows(ScopedInline):
    model = HandlingStep
    fields = ["name", "limit", "unit", "counts_in_limit", "basis"]
    readonly_fields = fields


class BodyFilter(UsedFilter):
    title = gettext_lazy("body")
    parameter_name = field = "body"


@admin.register(Implementation)
class ItemPage(ScopedAdmin):
    """政务服务事项目录."""

    noun = "item"
    menu_right = "view_items"
    menu_title = gettext_lazy("Catalogue of services")
    menu_order = 10
    icon = "list_alt"
    steps = [ConfirmItem, WithdrawItem]
    list_display = ["code", "name", "main_item", "item_type", "body", "promise", "village_role", "state"]
    list_filter = [BodyFilter, "item_type", "handling_kind", "village_role"]
    list_select_related = ["item__service_item", "body"]
    search_fields = ["name", "item__code", "item__service_item__name", "legal_basis"]
    ordering = ["item__base_code", "item__code", "-effective_from"]
    views = [
        View("in-force", gettext_lazy("In force"), lambda rows, account: rows.in_force()),
        View("villages", gettext_lazy("In villages"), lambda rows, account: rows.in_force().in_villages()),
        View(
            "to-be-verified",
            gettext_lazy("To be verified"),
            lambda rows, account: rows.in_force().to_be_verified(),
        ),
        View(
            "without-ground",
            gettext_lazy("In villages without ground"),
            lambda rows, account: rows.in_force().without_ground(),
        ),
    ]
    headline = ["code", "body", "state"]
    fieldsets = [
        (None, {"fields": ["main_item", "audience_words", "conditions", "result", "legal_basis", "is_free", "fee"]}),
        (
            gettext_lazy("Limits"),
            {"fields": ["handling_kind", "legal", "promise", "visits", "level"], "classes": ["aside"]},
        ),
        (
            gettext_lazy("In the village"),
            {"fields": ["village_role", "village_steps", "village_ground"], "classes": ["aside"]},
        ),
        (
            gettext_lazy("Version"),
            {"fields": ["effective_from", "effective_to", "document_no", "confirmed_until"], "classes": ["aside"]},
        ),
    ]
    inlines = [MaterialRows, HandlingStepRows]
    empty = gettext_lazy("No item fits. The government services office loads the catalogue.")

    @admin.display(description=gettext_lazy("implementation code"), ordering="item__code")
    def code(self, one: Implementation):
        return one.item.code

    @admin.display(description=gettext_lazy("main item"))
    def main_item(self, one: Implementation):
        return one.item.service_item

    @admin.display(description=gettext_lazy("for whom"))
    def audience_words(self, one: Implementation):
        return one.audience_text

    @admin.display(description=gettext_lazy("legal limit"))
    def legal(self, one: Implementation):
        return one.legal_text

    @admin.display(description=gettext_lazy("promised limit"))
    def promise(self, one: Implementation):
        return one.promise_text

    @admin.display(description=gettext_lazy("state"))
    def state(self, one: Implementation):
        if not one.is_in_force():
            return chip(_("not in force"))
        return chip(_("confirmed"), "success") if one.is_confirmed() else chip(_("to be verified"), "warning")
