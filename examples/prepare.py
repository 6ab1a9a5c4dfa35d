"""`make run`: tables and demonstration data, in one process because each start of Django costs a second."""

import os
import sys

import django
from django.core.management import CommandError, call_command


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
    django.setup()
    try:
        call_command("migrate", verbosity=0)
        for command in ("load_reference", "load_powers", "demo"):
            call_command(command)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
