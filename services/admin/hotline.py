"""Pages of hotline orders: what is to be answered, by when; who called stays sealed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.admin.display import chip, day
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin
from governance.admin.steps import Step
from services.admin import markup
from services.forms import hotline as forms
from services.hotline_states import WAITING_ORDERS, OrderStatus
from services.models import HotlineOrder
from services.operations import hotline


class ReceiveOrder(Step):
    """接单."""

    name = "receive"
    operation = staticmethod(hotline.receive_order)
    title = _("Receive an order of the hotline")
    verb = _("Receive an order")
    form_class = forms.ReceiveOrderForm

    def outcome(self):
        return _("The order is with the body, whose days begin; who called is sealed.")

    def perform(self, data):
        return hotline.receive_order(data.pop("body"), by=self.account, **data)


class OrderStep(Step):
    states = WAITING_ORDERS

    @classmethod
    def at(cls, obj: HotlineOrder):
        return obj.holder

    def button(self):
        return super().button() if self.obj.status in self.states else None

    @classmethod
    def blocked(cls, obj, account):
        return None if obj.status in cls.states else _("It is “%(state)s”.") % {"state": obj.get_status_display()}

    def facts(self):
        return [(_("Order"), f"{self.obj.order_no} {self.obj.subject}"), (_("Due"), self.obj.due_on)]


class AnswerOrder(OrderStep):
    """办结答复."""

    name = "answer"
    operation = staticmethod(hotline.answer_order)
    title = _("Answer the order")
    verb = _("Answer")
    form_class = forms.AnswerOrderForm

    def outcome(self):
        return _("The order is answered; the hotline tells the caller.")


class ReturnOrder(OrderStep):
    """退单."""

    name = "return"
    operation = staticmethod(hotline.return_order)
    title = _("Return the order")
    verb = _("Return")
    tone = "default"
    form_class = forms.ReturnOrderForm
    states = frozenset({OrderStatus.RECEIVED})

    def outcome(self):
        return _("The hotline has it back, and knows whose it is.")

    @classmethod
    def blocked(cls, obj, account):
        if timezone.localdate() > obj.return_until:
            return _("It could be returned until %(day)s.") % {"day": obj.return_until}
        return super().blocked(obj, account)


class LinkOrder(OrderStep):
    """转为办件."""

    name = "link"
    operation = staticmethod(hotline.link_order)
    title = _("It has become an application")
    verb = _("Became an application")
    tone = "default"
    form_class = forms.LinkOrderForm
    states = frozenset({OrderStatus.RECEIVED})

    def outcome(self):
        return _("The link stays; the caller is still to be answered.")


class OpenCaller(OrderStep):
    """开启来电人信息."""

    name = "caller"
    operation = staticmethod(hotline.open_caller)
    title = _("Open who called")
    verb = _("Open who called")
    tone = "default"
    form_class = forms.OpenCallerForm
    keeps = False

    def outcome(self):
        return _("You see who called, once; that you did, and why, is recorded.")

    def revealed(self, result):
        return [(_("caller"), result["caller_name"]), (_("caller's telephone"), result["caller_telephone"])]


@admin.register(HotlineOrder)
class HotlineOrderPage(ScopedAdmin):
    """热线工单."""

    noun = "order"
    view_right = "view_hotline_orders"
    menu_title = _("Hotline orders")
    icon = "call"
    menu_order = 40
    list_display = ["order_no", "subject", "holder", "state", "due", "received_at"]
    list_filter = ["status", "is_complex"]
    list_select_related = ["holder"]
    search_fields = ["order_no", "subject"]
    ordering = ["-pk"]
    views = [
        View("waiting", _("To be answered"), lambda rows, account: rows.waiting().order_by("due_on", "pk")),
        View("overdue", _("Overdue"), lambda rows, account: rows.past_due()),
    ]
    list_steps = [ReceiveOrder]
    steps = [AnswerOrder, ReturnOrder, LinkOrder, OpenCaller]
    headline = ["state", "holder", "due"]
    fieldsets = [
        (None, {"fields": ["subject", "text", "answer", "right_body", "right_entry"]}),
        (_("Clock"), {"fields": ["due", "return_until", "is_complex", "received_at"], "classes": ["aside"]}),
        (_("Application"), {"fields": ["application_to"], "classes": ["aside"]}),
    ]
    empty = _("No order fits.")

    @admin.display(description=_("state"), ordering="status")
    def state(self, order: HotlineOrder):
        return chip(order.get_status_display(), "info" if order.status in WAITING_ORDERS else "neutral")

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, order: HotlineOrder):
        late = order.status in WAITING_ORDERS and order.due_on < timezone.localdate() and not order.due_provisional
        return chip(day(order.due_on), "danger") if late else day(order.due_on)

    @admin.display(description=_("application"))
    def application_to(self, order: HotlineOrder):
        return markup.application_link(order.application) if order.application else "–"
