"""Village points: opening and closing them, what each does of which item, and confirming it."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation
from governance.errors import RuleViolation
from governance.local_values import local_term
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.switches import applies
from governance.value_names import name_values
from services.item_choices import VillageRole
from services.models import HandlingItem, Implementation, PointClosure, PointItem, ServicePoint

ASSURANCE = "services.point_assurance"
name_values({ASSURANCE: _("How long a village's confirmation of an item holds")})
POINT_LAPSED = outbox.declare("services.point.lapsed", _("Items of a village point are to be confirmed"))
_FACTS = ("place", "hours", "telephone", "latitude", "longitude")


@operation(_("Open village point"), at="self")
def open_point(
    village: Organisation,
    *,
    by: Account,
    place: str,
    hours: str,
    telephone: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> ServicePoint:
    """设立村级便民服务点: people are helped in the village from today on, with every item the catalogue has a village
    part of. Nothing of it is assured until somebody confirms it.

    Raises RuleViolation `invalid`, `not_a_village`, `point_exists`.
    """
    if village.kind != Organisation.Kind.VILLAGE:
        raise RuleViolation("not_a_village", _("Points are those of villages and communities."))
    if ServicePoint.objects.filter(village=village, closed_on=None).exists():
        raise RuleViolation("point_exists", _("%(village)s has an open point.") % {"village": village})
    today = timezone.localdate()
    if ServicePoint.objects.filter(village=village, opened_on=today).exists():
        message = _("The point of %(village)s was closed today; open the next one tomorrow.")
        raise RuleViolation("point_exists", message % {"village": village})
    point = ServicePoint(
        village=village,
        township=Organisation.objects.get_parent(village),
        place=place.strip(),
        hours=hours.strip(),
        telephone=telephone.strip(),
        latitude=latitude,
        longitude=longitude,
        opened_on=today,
    )
    _check_point(point)
    point.save()
    PointItem.objects.bulk_create(
        PointItem(
            point=point,
            item=one.item,
            role=one.village_role,
            steps=one.village_steps,
            ground=one.village_ground,
            taken_over=one.taken_over,
        )
        for one in Implementation.objects.in_force()
        .in_villages()
        .filter(item__service_item__county__path=village.county_path)
    )
    audit.record(point, after=audit.snapshot(point, *_FACTS))
    return point


@operation(_("Change village point"), at="village")
def change_point(
    point: ServicePoint,
    *,
    by: Account,
    place: str,
    hours: str,
    telephone: str,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    version: int | None = None,
) -> ServicePoint:
    """变更服务点: place, hours and telephone are these from now on. Raises RuleViolation `invalid`, `point_closed`."""
    _check_open(point)
    before = audit.snapshot(point, *_FACTS)
    point.place, point.hours, point.telephone = place.strip(), hours.strip(), telephone.strip()
    point.latitude, point.longitude = latitude, longitude
    _check_point(point)
    point.version += 1
    point.save()
    audit.record(point, before=before, after=audit.snapshot(point, *_FACTS))
    return point


@operation(_("Close village point"), at="village")
def close_point(point: ServicePoint, *, by: Account, reason: str, version: int | None = None) -> ServicePoint:
    """撤销服务点: from today on nobody is helped there, and people read which open one is nearest.

    Raises RuleViolation `point_closed`.
    """
    _check_open(point)
    point.closed_on, point.closing_reason = timezone.localdate(), reason
    point.version += 1
    point.save(update_fields=["closed_on", "closing_reason", "version"])
    audit.record(point, after={"closed_on": point.closed_on}, reason=reason)
    return point


@operation(_("Close village point for days"), at="village")
def close_point_for_days(
    point: ServicePoint, *, by: Account, first_day: datetime.date, last_day: datetime.date, reason: str
) -> PointClosure:
    """暂停服务: on these days people read that the point is closed, why, and which one is open.

    Raises RuleViolation `point_closed`, `days_out_of_order`, `days_past`, `days_closed_already`.
    """
    _check_open(point)
    if last_day < first_day:
        raise RuleViolation("days_out_of_order", _("The last day is not before the first."), "last_day")
    if last_day < timezone.localdate():
        raise RuleViolation("days_past", _("These days are over."), "last_day")
    if point.closures.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        raise RuleViolation("days_closed_already", _("The point is closed on some of these days already."), "first_day")
    closure = PointClosure(point=point, first_day=first_day, last_day=last_day, reason=reason)
    closure.save()
    audit.record(point, after=audit.snapshot(closure, "first_day", "last_day"), reason=reason)
    return closure


@operation(_("Assign item to village point"), at="village")
def assign_point_item(
    point: ServicePoint,
    *,
    by: Account,
    item: HandlingItem,
    role: str,
    steps: str,
    person: str,
    ground: str = "",
) -> PointItem:
    """明确村级办理事项: the village does this step of the item, by this person. It is to be confirmed anew.

    Nothing is passed to a village without ground: whoever does an item in the village itself names it. Raises
    RuleViolation `invalid`, `point_closed`, `item_not_in_force`, `direct_without_ground`.
    """
    _check_open(point)
    if not Implementation.objects.in_force().filter(item=item).exists():
        raise RuleViolation("item_not_in_force", _("The catalogue in force has no such item."), "item")
    known = PointItem.objects.filter(point=point, item=item).first()
    was_direct = known is not None and known.role == VillageRole.DIRECT and known.taken_over
    is_new = role == VillageRole.DIRECT and not was_direct
    if is_new and not ground.strip() and applies("direct_without_ground", at=point.village):
        message = _("What is done in the village itself needs its legal ground.")
        raise RuleViolation("direct_without_ground", message, "ground")
    says = known or PointItem(point=point, item=item)
    before = {} if known is None else audit.snapshot(known, "role", "steps", "person", "ground")
    says.role, says.steps, says.person, says.ground = role, steps.strip(), person.strip(), ground.strip()
    says.taken_over = role == VillageRole.DIRECT and not says.ground  # a finding, where the rule is switched off, too
    says.assured_until = says.confirmed_at = says.confirmed_by = None
    check_fields(says, skip=("point", "item"))
    says.version += 0 if known is None else 1
    says.save()
    audit.record(says, before=before, after=audit.snapshot(says, "role", "steps", "person", "ground"))
    return says


@operation(_("Confirm item of village point"), at="point.village")
def confirm_point_item(
    point_item: PointItem, *, by: Account, person: str = "", version: int | None = None
) -> PointItem:
    """确认服务点事项: who confirms it says that the village does this from today for the county's term, by this person.

    One tap: without a name it is the person that was there before, else who confirms. Raises RuleViolation
    `point_closed`, `point_term_not_set`, `item_not_in_force`.
    """
    _check_open(point_item.point)
    today = timezone.localdate()
    if not Implementation.objects.in_force(today).filter(item=point_item.item_id).exists():
        raise RuleViolation("item_not_in_force", _("The catalogue in force has no such item."))
    term = local_term(ASSURANCE, at=point_item.point.village, on=today)
    if term is None:
        message = _("The county has not set for how many days a confirmation holds; a system administrator does so.")
        raise RuleViolation("point_term_not_set", message)
    before = audit.snapshot(point_item, "assured_until", "person")
    point_item.person = person.strip() or point_item.person or by.name
    point_item.assured_until = today + datetime.timedelta(days=int(term.number))
    point_item.confirmed_at, point_item.confirmed_by = timezone.now(), by
    point_item.version += 1
    point_item.save()
    audit.record(point_item, before=before, after=audit.snapshot(point_item, "assured_until", "person"))
    return point_item


@operation(_("Report what lapsed at village point"), at="village")
def report_lapsed_point(point: ServicePoint, *, by: Account) -> bool:
    """提醒逾期未确认: village and township are told, once, of items that are to be confirmed; whether they were.

    What people read has changed by itself on the day.
    """
    today = timezone.localdate()
    lapsed = lapsed_untold(point, today)
    if not lapsed or not point.is_open(today):
        return False
    point.lapses_told_on = today
    point.save(update_fields=["lapses_told_on"])
    audit.record(point, after={"lapsed": lapsed})
    outbox.emit(
        POINT_LAPSED,
        to=[point.village, point.township],
        about=point,
        right="confirm_point_item",
        api_path=f"/api/v1/services/points/{point.pk}/",
        page_path=f"/services/servicepoint/{point.pk}/",
    )
    return True


def lapsed_untold(point: ServicePoint, today: datetime.date) -> int:
    """How many items lapsed since people were last told."""
    since = {} if point.lapses_told_on is None else {"assured_until__gte": point.lapses_told_on}
    return point.items.filter(assured_until__lt=today, **since).count()


def _check_open(point: ServicePoint) -> None:
    if not point.is_open():
        message = _("The point of %(village)s is closed since %(day)s.")
        raise RuleViolation("point_closed", message % {"village": point.village, "day": point.closed_on})


def _check_point(point: ServicePoint) -> None:
    check_fields(point, skip=("village", "township"))
    if (point.latitude is None) != (point.longitude is None):
        raise RuleViolation("half_a_place", _("Give latitude and longitude, or neither."), "longitude")
