"""Reading one's notices."""

from django.utils import timezone

from governance.access import operation
from governance.errors import NotPermitted
from governance.models.account import Account
from governance.models.outbox import Notice


@operation
def read_notices(account: Account, *, by: Account, only: Notice | None = None) -> int:
    """标为已读: the account's notices (or `only` that one) count as read; returns how many did not before.

    Everybody's own business, so it leaves no entry in the audit.
    """
    if by.pk != account.pk:
        raise NotPermitted("read_notices", account=by)
    notices = Notice.objects.for_user(account).unread()
    if only is not None:
        notices = notices.filter(pk=only.pk)
    return notices.update(read_at=timezone.now())
