"""Mid-level posts: the county's ceiling, and how a township splits it among its offices and institutions."""

import datetime
from collections.abc import Mapping

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance import audit, outbox
from governance.access import lock_row, operation
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.transitions import check_move, move
from staffing.models import MidlevelCeiling, MidlevelPlan, MidlevelShare, QuotaDocument
from staffing.states import MidlevelStatus

PROPOSED = outbox.declare("staffing.midlevel.proposed", gettext_lazy("An allocation of mid-level posts is proposed"))
CEILING = outbox.declare("staffing.midlevel.ceiling_set", gettext_lazy("The ceiling of mid-level posts is set"))
ONE_DAY = datetime.timedelta(days=1)


@operation(gettext_lazy("Set ceiling of mid-level posts"), at="self")
def set_midlevel_ceiling(
    township: Organisation,
    *,
    by: Account,
    count: int,
    effective_on: datetime.date,
    document: QuotaDocument,
    institution_count: int | None = None,
) -> MidlevelCeiling:
    """核定中层职数: from its day on the township has no more mid-level posts than this.

    It is not set below what the township has allocated: the allocation changes first. Raises RuleViolation
    `ceiling_for_townships`, `of_other_county`, `ceiling_known`, `below_allocation`, `invalid`.
    """
    if township.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation("ceiling_for_townships", _("%(body)s is no township.") % {"body": township})
    if document.county.path != township.county_path:
        raise RuleViolation("of_other_county", _("The document is of another county."), field="document")
    ceilings = MidlevelCeiling.objects.filter(township=township)
    if ceilings.filter(effective_on=effective_on).exists():
        message = _("A ceiling of %(body)s begins on %(day)s already.") % {"body": township, "day": effective_on}
        raise RuleViolation("ceiling_known", message, field="effective_on")
    ceiling = MidlevelCeiling(
        township=township, count=count, institution_count=institution_count, effective_on=effective_on,
        document=document,
    )  # fmt: skip
    check_fields(ceiling)
    if institution_count is not None and institution_count > count:
        message = _("Institutions cannot have more of the posts than there are.")
        raise RuleViolation("invalid", message, field="institution_count")
    following = ceilings.filter(effective_on__gt=effective_on).order_by("effective_on").first()
    for plan in MidlevelPlan.objects.filter(township=township).decided():
        begins = max(plan.effective_on, effective_on)
        is_over = plan.ends_on is not None and plan.ends_on < effective_on
        misfit = _misfit(ceiling, shares_of(plan), plan.document_no, begins)
        if misfit and not is_over and (following is None or begins < following.effective_on):
            raise RuleViolation("below_allocation", misfit, field="count")
    ceiling.save(force_insert=True)
    facts = audit.snapshot(ceiling, "count", "institution_count", "effective_on", "document")
    audit.record(ceiling, organisation=township, after=facts)
    _tell(CEILING, ceiling, township, "/staffing/midlevel-ceiling/", "view_midlevel")
    return ceiling


@operation(gettext_lazy("Propose allocation of mid-level posts"), at="self", lock=False)
def propose_midlevel_plan(
    township: Organisation,
    *,
    by: Account,
    shares: Mapping[Organisation, int],
    effective_on: datetime.date,
    document_no: str,
    decided_on: datetime.date,
) -> MidlevelPlan:
    """拟定中层职数分配: how many mid-level posts each office and institution of the township has.

    Raises RuleViolation `share_outside`, `decided_later`, `above_ceiling`, `no_ceiling`, `invalid`.
    """
    for body in shares:
        inside = body.path.startswith(township.path) and body.kind in Organisation.INNER_UNITS
        if not inside or not body.is_open(effective_on):
            message = _("%(body)s is no office or institution of %(township)s on %(day)s.")
            words = {"body": body, "township": township, "day": effective_on}
            raise RuleViolation("share_outside", message % words, field="shares")
    if decided_on > timezone.localdate():
        message = _("%(day)s is still to come: a document is registered once it is decided.")
        raise RuleViolation("decided_later", message % {"day": decided_on}, field="decided_on")
    plan = MidlevelPlan(
        township=township, document_no=document_no, decided_on=decided_on, effective_on=effective_on, proposed_by=by
    )
    check_fields(plan)
    _check_ceilings(plan, shares)
    plan.save(force_insert=True)
    MidlevelShare.objects.bulk_create(
        MidlevelShare(plan=plan, body=body, count=count) for body, count in shares.items() if count
    )
    audit.record(plan, organisation=township, after={body.name: count for body, count in shares.items() if count})
    _tell(PROPOSED, plan, township, "/staffing/midlevel/", "approve_midlevel_plan")
    return plan


@operation(gettext_lazy("Approve allocation of mid-level posts"), at="township")
def approve_midlevel_plan(plan: MidlevelPlan, *, by: Account, version: int | None = None) -> MidlevelPlan:
    """批准中层职数分配: from its day on the plan is in force, and the one before it ends the day before.

    Raises RuleViolation `wrong_state`, `same_person`, `plan_begins_before`, `above_ceiling`, `no_ceiling`;
    StaleVersion.
    """
    check_move(plan, MidlevelStatus.APPROVED)
    if by == plan.proposed_by:
        raise RuleViolation("same_person", _("You proposed this: somebody else approves it."))
    before = MidlevelPlan.objects.filter(township=plan.township, ends_on=None).decided().first()
    if before is not None and before.effective_on >= plan.effective_on:
        message = _("%(plan)s counts from %(day)s; this one must begin later.")
        words = {"plan": before, "day": before.effective_on}
        raise RuleViolation("plan_begins_before", message % words, field="effective_on")
    _check_ceilings(plan, shares_of(plan))
    if before is not None:
        lock_row(before)
        before.ends_on, before.version = plan.effective_on - ONE_DAY, before.version + 1
        before.save(update_fields=["ends_on", "version"])
        audit.record(before, organisation=plan.township, after=audit.snapshot(before, "ends_on"))
    move(plan, MidlevelStatus.APPROVED, organisation=plan.township, approved_by=by)
    return plan


@operation(gettext_lazy("Withdraw allocation of mid-level posts"), at="township")
def withdraw_midlevel_plan(plan: MidlevelPlan, *, by: Account, reason: str, version: int | None = None) -> MidlevelPlan:
    """撤回中层职数分配: a proposal that was not decided comes to nothing. Raises RuleViolation `wrong_state`;
    StaleVersion."""
    move(plan, MidlevelStatus.WITHDRAWN, organisation=plan.township, reason=reason)
    return plan


def shares_of(plan: MidlevelPlan) -> dict[Organisation, int]:
    return {share.body: share.count for share in plan.shares.select_related("body")}


def _check_ceilings(plan: MidlevelPlan, shares: Mapping[Organisation, int]) -> None:
    """Whether the posts are no more than the ceiling of any day from the plan's first on."""
    ceilings = MidlevelCeiling.objects.filter(township=plan.township).order_by("effective_on")
    current = ceilings.filter(effective_on__lte=plan.effective_on).last()
    if current is None:
        message = _("The county has set no ceiling for %(township)s on %(day)s.")
        words = {"township": plan.township, "day": plan.effective_on}
        raise RuleViolation("no_ceiling", message % words, field="effective_on")
    for ceiling in [current, *ceilings.filter(effective_on__gt=plan.effective_on)]:
        begins = max(ceiling.effective_on, plan.effective_on)
        if misfit := _misfit(ceiling, shares, plan.document_no, begins):
            raise RuleViolation("above_ceiling", misfit, field="shares")


def _misfit(
    ceiling: MidlevelCeiling, shares: Mapping[Organisation, int], document_no: str, on: datetime.date
) -> str | None:
    """Why the posts are more than the ceiling, in words; None if they are not."""
    in_institutions = sum(count for body, count in shares.items() if body.kind == Organisation.Kind.INSTITUTION)
    total = sum(shares.values())
    parts = [(total, ceiling.count, _("in all"))]
    if ceiling.institution_count is not None:
        parts.append((in_institutions, ceiling.institution_count, _("in institutions")))
        parts.append((total - in_institutions, ceiling.count - ceiling.institution_count, _("in offices")))
    message = _("%(document)s has %(allocated)s mid-level posts %(where)s; from %(day)s on %(allowed)s are set.")
    for allocated, allowed, where in parts:
        if allocated > allowed:
            words = {"document": document_no, "allocated": allocated, "where": where, "day": on, "allowed": allowed}
            return message % words
    return None


def allocated_on(township: Organisation, on: datetime.date) -> int:
    """Mid-level posts that the township's plan of the day gives to its bodies."""
    shares = MidlevelShare.objects.filter(plan__in=MidlevelPlan.objects.filter(township=township).in_force(on))
    return shares.aggregate(total=Sum("count"))["total"] or 0


def _tell(kind: str, about: MidlevelCeiling | MidlevelPlan, township: Organisation, page: str, right: str) -> None:
    outbox.emit(
        kind,
        to=[township],
        about=about,
        right=right,
        api_path="/api/v1/staffing/midlevel/",
        page_path=f"{page}{about.pk}/",
        label=str(about),
    )
