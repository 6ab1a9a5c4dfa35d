"""The staff portal: Django's admin in unfold's skin, at the root of the address."""

from unfold.sites import UnfoldAdminSite


class PortalSite(UnfoldAdminSite):
    """The one admin site; what it shows to whom is decided by governance.access."""
