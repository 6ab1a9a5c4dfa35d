"""WSGI entry point of the portal."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")

application = get_wsgi_application()

# A long answer builds a hundred thousand values and drops them all. Looking for cycles among them every 700 values, as
# Python does by itself, walks again and again through everything the process keeps.
gc.set_threshold(50_000)
