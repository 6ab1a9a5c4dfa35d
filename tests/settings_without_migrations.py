"""Settings of `make migrations`: the apps' migrations are those in var/migrations, which is empty to begin with."""

from tests.settings import *  # noqa: F403

MIGRATION_MODULES = {path.parent.name: f"migrations.{path.parent.name}" for path in BASE_DIR.glob("*/migrations")}  # noqa: F405
