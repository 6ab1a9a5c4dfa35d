"""Staff pages of staffing, one file per noun."""

from governance.app_modules import load_modules

load_modules(__name__)
