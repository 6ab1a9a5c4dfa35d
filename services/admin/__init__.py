"""Pages of the service centre, one file per noun."""

from governance.app_modules import load_modules

load_modules(__name__)
