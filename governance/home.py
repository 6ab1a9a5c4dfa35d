"""Home of the administrators, and what every home has."""

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.models import (
    Account,
    AuditEntry,
    AuditSeal,
    EventDelivery,
    LocalValue,
    Membership,
    Notification,
    SavedForm,
    Subscription,
)
from governance.panels import Act, Figure, Line, Panel, Panels, begin, list_url, page_of, panel_of, verbs


def notifications(account: Account) -> Panel:
    rows = Notification.objects.for_user(account).unread().select_related("event").order_by("-created_at", "-pk")
    return panel_of(
        _("Unread notifications"),
        rows,
        lambda notice: Line(
            notice.event.title,
            page_of(Notification).url_of(notice),
            notice.event.label,
            _minute(notice.created_at),
        ),
        view="unread",
        empty=_("You have read everything."),
    )


def saved_forms(account: Account) -> Iterator[Panel]:
    """What the reader has begun and not sent; nothing if there is nothing."""
    panel = panel_of(
        _("Begun and not sent"),
        SavedForm.objects.for_user(account),
        lambda kept: Line(kept, kept.url, _minute(kept.saved_at), verbs=verbs(account, kept, "discard")),
        empty="",
    )
    if panel.count:
        yield panel


def _minute(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime("%m-%d %H:%M")


def _failed_deliveries(account: Account) -> Iterator[Panel]:
    rows = EventDelivery.objects.for_user(account).filter(status=EventDelivery.Status.DEAD)
    yield panel_of(
        _("Deliveries given up"),
        rows.select_related("event", "subscription", "organisation__managed_by").order_by("-pk"),
        lambda delivery: Line(
            delivery.event.title,
            page_of(EventDelivery).url_of(delivery),
            f"{delivery.event.label} · {delivery.organisation}",
            reason=delivery.get_given_up_because_display(),
            verbs=verbs(account, delivery, "resend"),
        ),
        view="dead",
        empty=_("No delivery was given up."),
    )


def _values_to_check(account: Account) -> Iterator[Panel]:
    kept = access.organisations_of(account, "mark_checked")
    yield panel_of(
        _("Local values to check"),
        LocalValue.objects.for_user(account).filter(organisation__in=kept).to_check().order_by("checked_on", "pk"),
        lambda value: Line(
            value,
            page_of(LocalValue).url_of(value),
            _("Last checked on %(day)s") % {"day": value.checked_on},
            verbs=verbs(account, value, "check"),
        ),
        view="to-check",
        empty=_("Every value was compared with its document in the last twelve months."),
    )


def figures(account: Account) -> Iterator[Figure]:
    if access.may_anywhere(account, "view_deliveries"):
        paused = Subscription.objects.for_user(account).filter(is_active=False).count()
        yield Figure(_("subscriptions paused"), paused, list_url(Subscription, "?is_active__exact=0"))
    if access.may_anywhere(account, "view_accounts"):
        accounts = Account.objects.for_user(account).filter(is_active=True)
        idle = accounts.exclude(pk__in=Membership.objects.in_force().values("account")).count()
        yield Figure(_("accounts without a post"), idle, f"{page_of(Account).list_url()}?view=without-post")
        yield Figure(_("accounts in use"), accounts.count(), f"{page_of(Account).list_url()}?view=open")
    if access.may_anywhere(account, "view_audit"):
        week = timezone.now() - datetime.timedelta(days=7)
        refused = AuditEntry.objects.for_user(account).filter(outcome=AuditEntry.Outcome.REFUSED, at__gte=week).count()
        newest = AuditSeal.objects.order_by("-pk").first()
        sealed = AuditSeal.objects.aggregate(last=Max("entry_id"))["last"] or 0
        url = page_of(AuditEntry).list_url()
        yield Figure(_("refusals in seven days"), refused, f"{url}?view=refused")
        yield Figure(_("entries not sealed yet"), AuditEntry.objects.filter(pk__gt=sealed).count(), url)
        last = timezone.localtime(newest.sealed_at).strftime("%Y-%m-%d %H:%M") if newest else "–"
        yield Figure(_("last seal"), last, url)


PANELS: list[tuple[str, Panels]] = [("view_deliveries", _failed_deliveries), ("mark_checked", _values_to_check)]
ACTS: list[tuple[str, Act]] = [
    ("open_account", lambda account: begin(Account, "open")),
    ("grant_membership", lambda account: [(_("Accounts without a post"), list_url(Account, "?view=without-post"))]),
    ("view_audit", lambda account: [(_("Look into the audit"), list_url(AuditEntry))]),
]
