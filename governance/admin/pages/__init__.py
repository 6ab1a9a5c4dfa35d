"""The kernel's own pages, one file per noun; importing them registers them with the site."""

from governance.admin.pages import (
    accounts,
    audit,
    calendars,
    clients,
    deliveries,
    notices,
    organisations,
    subscriptions,
)

__all__ = [
    "accounts",
    "audit",
    "calendars",
    "clients",
    "deliveries",
    "notices",
    "organisations",
    "subscriptions",
]
