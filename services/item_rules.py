"""What an item of the catalogue means for an application under it: its limits, and whether it is received here."""

import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.workdays.terms import Term
from services.clocks import LICENSING_LAW, limit_of
from services.item_choices import Audience
from services.models.catalogue import Implementation
from services.states import ApplicantKind

AUDIENCES = {
    ApplicantKind.CITIZEN: {Audience.PERSONS},
    ApplicantKind.ORGANISATION: {Audience.ORGANISATIONS, Audience.VILLAGE_COMMITTEES},
}


def promised_term(item: Implementation) -> Term | None:
    """承诺时限; None of what is done at once (即办件)."""
    if item.promised_limit == 0:
        return None
    return limit_of(item.promised_limit, item.promised_unit, is_licence=item.is_licence, rule="services.promised")


def legal_term(item: Implementation) -> Term | None:
    """法定时限; None where there is only a promise."""
    if not item.legal_limit:
        return None
    basis = LICENSING_LAW if item.is_licence else ""
    return limit_of(item.legal_limit, item.legal_unit, is_licence=item.is_licence, rule="services.legal", basis=basis)


def offered_items(on: datetime.date | None = None) -> QuerySet[Implementation]:
    """Items under which applications are received on the day (today if not given)."""
    return Implementation.objects.in_force(on).filter(is_on_platform=False)


def check_offered(item: Implementation, *, applicant_kind: str, on: datetime.date) -> None:
    """Raise RuleViolation unless applications under the item are received here on the day: `on_platform` where the
    province's platform is compulsory, `application_item_not_in_force`, `not_for_this_applicant`."""
    if not item.is_in_force(on):
        message = _("“%(item)s” is not in force in this version on %(day)s; choose the version of that day.")
        raise RuleViolation("application_item_not_in_force", message % {"item": item, "day": on}, field="item")
    if item.is_on_platform:
        message = _("Applications under “%(item)s” are made on the province's platform and read from there.")
        raise RuleViolation("on_platform", message % {"item": item}, field="item")
    if item.audience and not AUDIENCES.get(ApplicantKind(applicant_kind), set()) & set(item.audience):
        message = _("“%(item)s” is not for this kind of applicant.")
        raise RuleViolation("not_for_this_applicant", message % {"item": item}, field="applicant_kind")
