"""Orders of the hotline 12345: what somebody called for, who has to answer, and how."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.fields import EncryptedTextField, LongTextField
from governance.models.custody import CustodyBase
from governance.transitions import version_field
from services.hotline_states import ORDER_MOVES, WAITING_ORDERS, OrderEnd, OrderStatus
from services.models.applications import Application, account_key, body_key
from services.querysets.hotline import HotlineOrderQuerySet


class HotlineOrder(models.Model):
    """热线工单: under the hotline's own number, with one holder, who answers or returns it in its term.

    Whoever called is sealed: stored encrypted, in no list and no record, opened with a reason that is recorded.
    """

    MOVES = ORDER_MOVES
    CONFIDENTIAL = frozenset({"caller_name", "caller_telephone"})

    order_no = models.CharField(_("order number"), max_length=64, unique=True)
    holder = body_key("hotline_orders", _("has to answer"), db_index=False)
    subject = models.CharField(_("subject"), max_length=200)
    text = LongTextField(_("what was said"))
    caller_name = EncryptedTextField(_("caller"), blank=True)
    caller_telephone = EncryptedTextField(_("caller's telephone"), blank=True)
    is_complex = models.BooleanField(_("complex"), default=False)
    received_at = models.DateTimeField(_("received at"))
    received_by = account_key(_("received by"))
    due_on = models.DateField(_("to be answered by"))
    due_provisional = models.BooleanField(_("provisional"), default=False)
    return_until = models.DateField(_("may be returned until"))
    status = models.CharField(_("state"), max_length=10, choices=OrderStatus.choices, default=OrderStatus.RECEIVED)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = account_key(_("answered by"), null=True, blank=True)
    answer = LongTextField(_("answer"), blank=True)
    right_body = body_key("+", _("competent body named"), null=True, blank=True)
    right_entry = models.ForeignKey(
        "responsibilities.Entry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entry named"),
    )
    application = models.OneToOneField(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hotline_order",
        verbose_name=_("application"),
    )
    version = version_field()

    objects = HotlineOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("hotline order")
        verbose_name_plural = _("hotline orders")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="hotline_order_answered_completely",
                condition=Q(status__in=sorted(WAITING_ORDERS), answered_at=None)
                | ~Q(status__in=sorted(WAITING_ORDERS)) & Q(answered_at__isnull=False) & ~Q(answer=""),
            ),
            # 退回须指明: “not ours” without a name is no answer.
            models.CheckConstraint(
                name="hotline_order_returned_names_body",
                condition=~Q(status=OrderStatus.RETURNED) | Q(right_body__isnull=False),
            ),
            models.CheckConstraint(
                name="hotline_order_became_something",
                condition=~Q(status=OrderStatus.BECAME) | Q(application__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="hotline_order_of_holder"),
            models.Index(
                fields=["due_on"], condition=Q(status__in=sorted(WAITING_ORDERS)), name="hotline_order_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.order_no


class OrderCustody(CustodyBase):
    """工单持有 of an order, from its receipt until it is answered or returned."""

    subject = models.ForeignKey(
        HotlineOrder, models.PROTECT, related_name="custodies", verbose_name=_("hotline order"), db_index=False
    )
    ended_because = models.CharField(_("ended because"), max_length=16, choices=OrderEnd.choices, blank=True)
