"""Writing into the quota ledger: documents, movements, counter-entries."""

import datetime
from collections.abc import Sequence
from itertools import accumulate

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import lock_row, operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.wording import sentences
from staffing.models import QuotaAccount, QuotaDocument, QuotaMovement
from staffing.models.accounts import HOLDING_KINDS
from staffing.states import (
    BETWEEN_ACCOUNTS,
    BY_DOCUMENT,
    HOLDERS,
    STANDINGS,
    HolderKind,
    Level,
    MovementKind,
    Origin,
    QuotaCategory,
    Source,
)

FAULTY = outbox.declare("staffing.ledger.faulty", _("The quota ledger does not add up"))

FACTS = (
    "document", "entry_no", "kind", "giver", "giver_standing", "receiver", "receiver_standing", "count", "effective_on",
    "known_on", "quota_source", "origin", "counters", "level_approval",
)  # fmt: skip
# Where the places of a movement come from, where its kind says so.
_SOURCE_OF = {MovementKind.MERGE_UNIT: Source.MERGED_UNITS, MovementKind.RECLAIM: Source.VACANCIES}


@operation(_("Register quota document"), at="self")
def register_quota_document(
    county: Organisation, *, by: Account, number: str, issuer: str, decided_on: datetime.date, title: str
) -> QuotaDocument:
    """登记台账文件: movements can name the document from now on. It is not changed afterwards.

    Raises RuleViolation `document_known`, `decided_later` (a day to come), `invalid`.
    """
    if decided_on > timezone.localdate():
        message = _("%(day)s is still to come: a document is registered once it is decided.")
        raise RuleViolation("decided_later", message % {"day": decided_on}, field="decided_on")
    if not number.strip():
        raise RuleViolation("invalid", _("Name the number of the document."), field="number")
    known = QuotaDocument.objects.filter(county=county, number=number).first()
    if known is not None:
        message = _("%(number)s is registered already: “%(title)s”, decided on %(day)s.")
        words = {"number": number, "title": known.title, "day": known.decided_on}
        raise RuleViolation("document_known", message % words, field="number")
    document = QuotaDocument(county=county, number=number, issuer=issuer, decided_on=decided_on, title=title)
    check_fields(document)
    document.save(force_insert=True)
    audit.record(document, after=audit.snapshot(document, "number", "issuer", "decided_on", "title"))
    return document


@operation(_("Move quota"), at="county", lock=False)
def move_quota(
    document: QuotaDocument,
    *,
    by: Account,
    kind: str,
    category: str,
    count: int,
    effective_on: datetime.date,
    giver: Organisation | None = None,
    receiver: Organisation | None = None,
    source: str = "",
    level_approval: QuotaDocument | None = None,
    reason: str = "",
) -> QuotaMovement:
    """记入编制台账: from `effective_on` on the receiver has `count` places more and the giver as many less.

    The pool and the approving authority are no bodies: where the kind says that they give or receive, nobody is named;
    an approval from above that names no receiver goes to the pool. Places move between vacant and vacant: filled and
    reserved ones stay where they are (编制条例 6). `source` is said for what moves down from the pool; the kind says it
    for the rest.

    Raises RuleViolation `not_by_document`, `invalid`, `giver_needed`, `no_giver`, `receiver_needed`, `no_receiver`,
    `same_body`, `holds_no_quota`, `body_closed`, `not_a_township`, `source_needed`, `level_approval_needed` (编制条例
    18), `of_other_county`, `not_enough_places`.
    """
    county = document.county
    _hold_ledger(county)
    if kind not in BY_DOCUMENT:
        raise RuleViolation("not_by_document", _("Movements of this kind are not entered by hand."), field="kind")
    _check_count(count)
    if giver is not None and giver == receiver:
        raise RuleViolation("same_body", _("%(body)s would give places to itself.") % {"body": giver}, field="receiver")
    giving = _side("giver", kind, category, giver, county, effective_on)
    receiving = _side("receiver", kind, category, receiver, county, effective_on)
    if kind == MovementKind.DOWNSHIFT:
        _check_downshift(receiving, source)
    _check_levels(giving, receiving, level_approval)
    if level_approval is not None:
        _check_county(level_approval, county, field="level_approval")
    movement = QuotaMovement(
        document=document,
        kind=kind,
        giver=giving,
        receiver=receiving,
        count=count,
        effective_on=effective_on,
        known_on=_today(),
        reason=reason,
        quota_source=_source(kind, giver, source),
        level_approval=level_approval,
    )
    movement.giver_standing, movement.receiver_standing = BETWEEN_ACCOUNTS
    return _enter(movement)


@operation(_("Counter movement"), lock=False)
def counter_movement(
    movement: QuotaMovement,
    *,
    by: Account,
    document: QuotaDocument,
    count: int,
    effective_on: datetime.date,
    reason: str,
) -> QuotaMovement:
    """冲回: from `effective_on` on so many places of the movement are back where they came from; both entries stay.

    Raises RuleViolation `is_counter_entry`, `of_other_county`, `invalid`, `countered_before`, `counter_too_large`,
    `not_enough_places`.
    """
    county = movement.giver.county
    require(at=county)
    _hold_ledger(county)
    _check_county(document, county, field="document")
    if movement.counters_id:
        message = _("This takes a movement back already. Enter a new movement instead.")
        raise RuleViolation("is_counter_entry", message)
    _check_count(count)
    if effective_on < movement.effective_on:
        message = _("The movement counts from %(day)s; it cannot be taken back before.")
        raise RuleViolation("countered_before", message % {"day": movement.effective_on}, field="effective_on")
    left = movement.count - (movement.countered_by.aggregate(total=Sum("count"))["total"] or 0)
    if count > left:
        message = _("Of this movement %(left)s places can still be taken back, not %(count)s.")
        raise RuleViolation("counter_too_large", message % {"left": left, "count": count}, field="count")
    back = QuotaMovement(
        document=document,
        kind=movement.kind,
        giver=movement.receiver,
        giver_standing=movement.receiver_standing,
        receiver=movement.giver,
        receiver_standing=movement.giver_standing,
        count=count,
        effective_on=effective_on,
        known_on=_today(),
        reason=reason,
        quota_source=movement.quota_source,
        counters=movement,
    )
    return _enter(back)


@operation(_("Report ledger faults"), at="self", lock=False)
def report_ledger_faults(county: Organisation, *, by: Account, faults: Sequence[str]) -> None:
    """台账核对有误: the staffing office is told which entries do not hold; nothing is repaired."""
    audit.record(county, after={"faults": list(faults)})
    outbox.emit(
        FAULTY,
        to=[county],
        about=county,
        right="move_quota",
        api_path=reverse("movement-list"),
        page_path=reverse("admin:staffing_quotamovement_changelist"),
        label=faults[0],
    )


def account_of(body: Organisation, category: str, county: Organisation) -> QuotaAccount:
    """The body's account of the category, opened now if it had none."""
    level = Level.TOWNSHIP if body.kind == Organisation.Kind.TOWNSHIP else Level.COUNTY
    account, _opened = QuotaAccount.objects.get_or_create(
        kind=HolderKind.BODY, organisation=body, category=category, defaults={"county": county, "level": level}
    )
    return account


def account_without_body(kind: str, category: str, county: Organisation, name: str = "") -> QuotaAccount:
    """The account of the pool, of the approving authority, or of a body outside the register."""
    level = Level.SUPERIOR if kind == HolderKind.SUPERIOR else Level.COUNTY
    account, _opened = QuotaAccount.objects.get_or_create(
        kind=kind, county=county, name=name, category=category, organisation=None, defaults={"level": level}
    )
    return account


def enter_within(
    account: QuotaAccount, kind: MovementKind, document: QuotaDocument, effective_on: datetime.date, count: int = 1
) -> QuotaMovement:
    """A movement within one account, part of an operation on a person or an approval: places change their standing.

    Raises RuleViolation `not_enough_places`.
    """
    _hold_ledger(account.county)
    movement = _within(account, kind, effective_on, count)
    movement.document, movement.known_on = document, _today()
    return _enter(movement)


def check_reservable(account: QuotaAccount, count: int) -> None:
    """Whether so many places could be reserved today, on every later day, too. Raises RuleViolation
    `not_enough_places`."""
    _check_places(_within(account, MovementKind.RESERVE, timezone.localdate(), count))


def _within(account: QuotaAccount, kind: MovementKind, effective_on: datetime.date, count: int) -> QuotaMovement:
    before, after = STANDINGS[kind]
    return QuotaMovement(
        kind=kind,
        giver=account,
        giver_standing=before,
        receiver=account,
        receiver_standing=after,
        count=count,
        effective_on=effective_on,
    )


def _hold_ledger(county: Organisation) -> None:
    """One after another: what is checked here is still so when it is written. Rows of the ledger itself are never
    locked, for the portal's own role may not change them."""
    lock_row(county)


def _today() -> datetime.date:
    """The day on which the ledger learns of something. It never goes back, whatever the machine's clock does."""
    last = QuotaMovement.objects.aggregate(last=Max("known_on"))["last"]
    today = timezone.localdate()
    return today if last is None else max(last, today)


def _check_county(document: QuotaDocument, county: Organisation, *, field: str) -> None:
    if document.county_id != county.pk:
        raise RuleViolation("of_other_county", _("The document is of another county."), field=field)


def _check_count(count: int) -> None:
    if count < 1:
        raise RuleViolation("invalid", _("Give the number of places, at least one."), field="count")


def _side(
    side: str, kind: str, category: str, body: Organisation | None, county: Organisation, on: datetime.date
) -> QuotaAccount:
    """The account on this side of the movement, by what its kind allows."""
    if category not in QuotaCategory.values:
        raise RuleViolation("unknown_category", _("There is no such category of quotas."), field="category")
    allowed = HOLDERS[kind][0 if side == "giver" else 1]
    if body is None:
        others = allowed & {HolderKind.POOL, HolderKind.SUPERIOR}
        if not others:
            if side == "giver":
                raise RuleViolation("giver_needed", _("Name the body that gives."), field=side)
            raise RuleViolation("receiver_needed", _("Name the body that receives."), field=side)
        return account_without_body(min(others), category, county)
    if HolderKind.BODY not in allowed:
        message = _("“%(kind)s” names no body here: the places come from or go to the pool or the approving authority.")
        said = message % {"kind": MovementKind(kind).label}
        if side == "giver":
            raise RuleViolation("no_giver", said, field=side)
        raise RuleViolation("no_receiver", said, field=side)
    if body.kind not in HOLDING_KINDS or not body.path.startswith(county.path):
        message = _("%(body)s has no quotas of its own: name the government or department it belongs to.")
        raise RuleViolation("holds_no_quota", message % {"body": body}, field=side)
    if not body.is_open(on):
        message = _("%(body)s does not exist on %(day)s.")
        raise RuleViolation("body_closed", message % {"body": body, "day": on}, field=side)
    return account_of(body, category, county)


def _check_downshift(receiving: QuotaAccount, source: str) -> None:
    if receiving.level != Level.TOWNSHIP:
        message = _("Places move down to townships. For %(body)s choose another kind.") % {"body": receiving.holder}
        raise RuleViolation("receiver_not_a_township", message, field="receiver")
    if source not in Source.values:
        raise RuleViolation("source_needed", _("Say where the pool has these places from."), field="source")


def _check_levels(giving: QuotaAccount, receiving: QuotaAccount, level_approval: QuotaDocument | None) -> None:
    """编制条例 18: an administrative quota moves between levels with the approval of the provincial organ only."""
    moves_levels = {giving.level, receiving.level} == {Level.COUNTY, Level.TOWNSHIP}
    if moves_levels and giving.category == QuotaCategory.ADMIN and level_approval is None:
        message = _(
            "Administrative quotas move between the county and a township only with an approval: name its document."
        )
        raise RuleViolation("level_approval_needed", message, field="level_approval")


def _source(kind: str, giver: Organisation | None, said: str) -> str:
    if kind == MovementKind.DOWNSHIFT:
        return said
    if kind == MovementKind.TRANSFER_BETWEEN and giver is not None:
        return Source.DISPATCHED_UNITS if giver.kind == Organisation.Kind.DISPATCHED else Source.REDEPLOYED
    return _SOURCE_OF.get(MovementKind(kind), "")


def _enter(movement: QuotaMovement) -> QuotaMovement:
    """Write the movement, unless its giver would be short of places on some day. Raises `not_enough_places`."""
    movement.origin = Origin.RECORDED
    check_fields(movement)
    _check_places(movement)
    movement.save(force_insert=True)
    audit.record(movement, after=audit.snapshot(movement, *FACTS), reason=movement.reason)
    return movement


def _check_places(movement: QuotaMovement) -> None:
    giver, standing = movement.giver, movement.giver_standing
    if giver.kind == HolderKind.SUPERIOR:
        return
    changes: dict[datetime.date, int] = {movement.effective_on: -movement.count}
    for sign, side in ((1, "receiver"), (-1, "giver")):
        rows = QuotaMovement.objects.filter(**{side: giver, f"{side}_standing": standing}).order_by()
        for day, total in rows.values_list("effective_on").annotate(total=Sum("count")):
            changes[day] = changes.get(day, 0) + sign * total
    days = sorted(changes)
    for day, balance in zip(days, accumulate(changes[day] for day in days), strict=True):
        if day >= movement.effective_on and balance < 0:
            raise _short(movement, day, balance + movement.count)


def _short(movement: QuotaMovement, day: datetime.date, there: int) -> RuleViolation:
    """Why not, with the entry it conflicts with if that lies later."""
    words = {
        "account": movement.giver,
        "day": day,
        "there": there,
        "count": movement.count,
        "standing": movement.get_giver_standing_display(),
    }
    message = _("%(account)s has %(there)s places (%(standing)s) on %(day)s, and %(count)s would go.") % words
    if day > movement.effective_on:
        later = movement.giver.given.filter(effective_on=day, giver_standing=movement.giver_standing).first()
        if later is not None:
            more = _("%(count)s go on that day by %(document)s.")
            message = sentences(message, more % {"count": later.count, "document": later.document})
    return RuleViolation("not_enough_places", message, field="count")
