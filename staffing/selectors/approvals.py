"""What a request to fill places is checked against: quota, posts, structure, people."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from staffing.models import QuotaAccount, QuotaApproval
from staffing.states import WAITING_APPROVALS


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what it is, what was found, and whether it stands in the way."""

    name: Any
    found: Any
    stands_in_the_way: bool = False


def checks_of(approval: QuotaApproval) -> list[Check]:
    """What the staffing office looks at before it agrees."""
    body = approval.organisation
    is_open = body.is_open()
    structure = _("%(body)s exists.") if is_open else _("%(body)s is closed.")
    people = _("%(entered)s of %(count)s have arrived.")
    return [
        _quota(approval),
        Check(_("Posts"), f"{approval.get_post_class_display()} · {approval.grade}"),
        Check(_("Structure"), structure % {"body": body}, not is_open),
        Check(_("People"), people % {"entered": approval.entered, "count": approval.count}),
    ]


def _quota(approval: QuotaApproval) -> Check:
    if approval.slip is not None:
        return Check(_("Quota"), _("Reserved by %(slip)s.") % {"slip": approval.slip})
    account: Any = QuotaAccount.objects.with_balances().get(pk=approval.account_id)
    others = account.approvals.filter(status__in=WAITING_APPROVALS).exclude(pk=approval.pk)
    words = _("%(vacant)s vacant, %(count)s asked for; other requests wait for %(waiting)s.") % {
        "vacant": _("not known") if account.vacant is None else account.vacant,
        "count": approval.count,
        "waiting": others.aggregate(places=Sum("count"))["places"] or 0,
    }
    return Check(_("Quota"), words, stands_in_the_way=account.vacant_places < approval.count)
