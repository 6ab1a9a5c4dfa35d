"""Where `make run` serves the portal, and on the port after it the example department's system."""

import os
import sys

HOST = "127.0.0.1"
LAST = 65535


def chosen(text: str) -> int:
    """The portal's port; ends the program with one sentence if it cannot be one."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) < LAST):
        sys.exit(f"PORT is {text!r}; choose 1 to {LAST - 1}, because the example department takes the next one.")
    return int(text)


PORTAL = chosen(os.environ.get("PORT", "8000"))
DEPARTMENT = PORTAL + 1

# What the processes that `make run` starts are told.
OF_PORTAL = {"PORTAL_URL": f"http://{HOST}:{PORTAL}", "WEB_BIND": f"{HOST}:{PORTAL}"}
OF_DEPARTMENT = {"PORT": str(DEPARTMENT)}
