"""The kernel's own pages, one file per noun; importing them registers them with the site."""

from governance.admin.pages import organisations

__all__ = ["organisations"]
