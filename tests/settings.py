"""The portal's own settings, in an environment made for the tests: nothing but variables is set here."""

import atexit
import os
import re
import secrets
import shutil
import tempfile

from cryptography.fernet import Fernet

os.environ.setdefault("ENV_FILE", os.devnull)  # a developer's .env is none of the tests' business
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("FIELD_ENCRYPTION_KEYS", Fernet.generate_key().decode())
os.environ.setdefault("INDEX_KEYS", secrets.token_urlsafe(50))
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
# Parallel test processes (gw0, gw1, …) share neither files nor queues; processes they start share theirs.
process = os.environ.get("PYTEST_XDIST_WORKER", "")
if process != os.environ.get("TESTS_OF", ""):
    os.environ["TESTS_OF"] = process
    os.environ["VAR_DIR"] = os.path.join(os.environ["VAR_DIR"], process)
    if "REDIS_URL" in os.environ:
        number = 1 + int(process.removeprefix("gw"))
        os.environ["REDIS_URL"] = re.sub(r"/\d*$", f"/{number}", os.environ["REDIS_URL"])
os.makedirs(os.path.join(os.environ["VAR_DIR"], "static"), exist_ok=True)  # whitenoise looks for it
os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from governance.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests sign in thousands of times
# Throttles count in here: each process for itself, emptied between tests, and never the broker's own database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # In a file, as `make run` has it: threads have connections of their own and wait for each other's transactions.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
