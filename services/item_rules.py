"""What an item of the catalogue means for an application under it: whose decision, which limits, whether a licence."""

import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.models import Organisation
from governance.workdays.terms import Term
from services.clocks import LICENSING_LAW, limit_of

if TYPE_CHECKING:
    from services.models import HandlingItem

LICENCE = "行政许可"


def is_licence(item: "HandlingItem") -> bool:
    """行政许可: the Licensing Law's limits and its deemed acceptance hold."""
    return item.item_type == LICENCE


def promised_term(item: "HandlingItem") -> Term:
    return limit_of(item.promised_limit, item.promised_unit, is_licence=is_licence(item), rule="services.promised")


def legal_term(item: "HandlingItem") -> Term | None:
    """法定时限; None where there is only a promise."""
    if item.legal_limit is None:
        return None
    basis = LICENSING_LAW if is_licence(item) else ""
    return limit_of(item.legal_limit, item.legal_unit, is_licence=is_licence(item), rule="services.legal", basis=basis)


def check_offered(item: "HandlingItem", *, village: Organisation | None, on: datetime.date) -> None:
    """Raise RuleViolation unless applications under the item are received here on the day: `on_platform` where the
    province's platform is compulsory, `not_in_force`, `not_in_village` where the village is no agent for it."""
    if item.is_on_platform:
        message = _("Applications under “%(item)s” are made on the province's platform and read from there.")
        raise RuleViolation("on_platform", message % {"item": item}, field="item")


def offered_items() -> "QuerySet[HandlingItem]":
    """Items under which applications are received today."""
    from services.models import HandlingItem

    return HandlingItem.objects.filter(is_on_platform=False)


def decider(item: "HandlingItem", centre: Organisation) -> Organisation:
    """Whose decision it is: the item's body; a township-level item is decided by the township that received it."""
    return item.body or centre
