"""The kernel's own pages, one file per noun; importing them registers them with the site."""

from governance.app_modules import load_modules

load_modules(__name__)
