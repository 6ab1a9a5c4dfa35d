"""WSGI entry point of the portal."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

django_application = get_wsgi_application()

from governance.input_guard import UTF8_ONLY, is_utf8  # noqa: E402  # needs the settings


def application(environ, start_response):
    """The portal, behind a look at the charset a request names: of some Django cannot even make a request object."""
    if not is_utf8(environ.get("CONTENT_TYPE", "")):
        environ |= {"CONTENT_TYPE": "", UTF8_ONLY: True}  # refused by InputGuard, in the reader's language
    return django_application(environ, start_response)


# A long answer builds a hundred thousand values and drops them all. Looking for cycles among them every 700 values, as
# Python does by itself, walks again and again through everything the process keeps.
gc.set_threshold(50_000)
