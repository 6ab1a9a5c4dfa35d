"""The kernel's own pages, one file per noun; importing them registers them with the site."""

from governance.admin.pages import clients, deliveries, notices, organisations, subscriptions

__all__ = ["clients", "deliveries", "notices", "organisations", "subscriptions"]
