"""Staff pages of duty lists: lists, editions with their way to publication, entries."""

from governance.app_modules import load_modules

load_modules(__name__)
