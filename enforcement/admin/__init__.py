"""Staff pages of enforcement, one file per noun."""

from governance.app_modules import load_modules

load_modules(__name__)
