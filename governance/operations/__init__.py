"""Every write of the kernel that a person or a command asks for."""

from governance.operations.accounts import (
    change_password,
    close_account,
    end_membership,
    grant_membership,
    open_account,
    reset_password,
)
from governance.operations.aliases import add_alias, end_alias
from governance.operations.calendar import (
    load_calendar_year,
    load_shipped_calendars,
    set_local_term,
    undo_calendar_year,
)
from governance.operations.clients import register_client
from governance.operations.founding import appoint_administrator, found_county, portal_account
from governance.operations.notices import read_notices
from governance.operations.organisations import (
    close_organisation,
    merge_organisations,
    move_organisation,
    open_organisation,
    rename_organisation,
)
from governance.operations.reference import ensure_county, load_organisations
from governance.operations.subscriptions import (
    pause_subscription,
    resend_delivery,
    resume_subscription,
    rotate_secret,
    send_test_event,
    subscribe,
)

__all__ = [
    "add_alias",
    "appoint_administrator",
    "change_password",
    "close_account",
    "close_organisation",
    "end_alias",
    "end_membership",
    "ensure_county",
    "found_county",
    "grant_membership",
    "load_calendar_year",
    "load_organisations",
    "load_shipped_calendars",
    "merge_organisations",
    "move_organisation",
    "open_account",
    "open_organisation",
    "pause_subscription",
    "portal_account",
    "read_notices",
    "register_client",
    "rename_organisation",
    "resend_delivery",
    "reset_password",
    "resume_subscription",
    "rotate_secret",
    "send_test_event",
    "set_local_term",
    "subscribe",
    "undo_calendar_year",
]
