"""Staff pages of enforcement, one file per noun."""

from enforcement.admin import cases, powers, transfers

__all__ = ["cases", "powers", "transfers"]
