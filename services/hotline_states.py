"""Which state of a hotline order may follow which: tables only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    RECEIVED = "received", _("Received, to be answered")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Returned: another body's")
    BECAME = "became", _("Became an application")


_S = OrderStatus
ORDER_MOVES: dict[str, frozenset[str]] = {
    _S.RECEIVED: frozenset({_S.ANSWERED, _S.RETURNED, _S.BECAME}),
    _S.BECAME: frozenset({_S.ANSWERED}),
}
WAITING_ORDERS = frozenset({_S.RECEIVED, _S.BECAME})


class OrderEnd(models.TextChoices):
    """Why a body no longer has the order."""

    HANDED_OVER = "handed_over", _("Handed over")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Returned to the hotline")
