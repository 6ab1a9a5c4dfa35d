"""Reading one's notifications."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.access import operation, require_own
from governance.models.account import Account
from governance.models.outbox import Notification


@operation(_("Mark notifications as read"), lock=False)
def read_notifications(account: Account, *, by: Account, only: Notification | None = None) -> int:
    """标为已读: the account's notifications (or `only` that one) count as read; returns how many did not before.

    Everybody's own business, so it leaves no entry in the audit.
    """
    require_own(account)
    notices = Notification.objects.for_user(account).unread()
    if only is not None:
        notices = notices.filter(pk=only.pk)
    return notices.update(read_at=timezone.now())
