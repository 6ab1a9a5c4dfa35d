"""`make run`: tables and demonstration data, in one process because each start of Django costs a second."""

import os
import sys

import django
from django.core.management import CommandError, call_command

from examples import ports


def main() -> int:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "governance.settings", **ports.OF_PORTAL}
    django.setup()
    from examples.demonstration.parts import PARTS  # models, so after Django is set up

    try:
        call_command("migrate", verbosity=0)
        for part in PARTS:
            call_command(part.LOADED_BY)
        call_command("demo", department_port=ports.DEPARTMENT)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
