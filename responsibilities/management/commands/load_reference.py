"""Loads the county, its bodies and the duty lists the portal ships with."""

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.operations.reference import ensure_county, load_organisations
from responsibilities.operations.reference import load_lists


class Command(BaseCommand):
    help = "Load the demonstration county with its bodies and duty lists. A second run changes nothing."

    def handle(self, *args, **options):
        try:
            bodies = load_organisations(by=ensure_county(), progress=self._count)
            self.stdout.write(f"organisations: {len(bodies.opened)} opened, {len(bodies.aliases)} aliases added")
            lists = load_lists(progress=self.stdout.write)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        if bodies.changed_nothing and not lists:
            self.stdout.write("everything was there already")
        self.stdout.write(self.style.SUCCESS("reference data loaded"))

    def _count(self, done: int, of: int) -> None:
        if done % 100 == 0 or done == of:
            self.stdout.write(f"organisations: row {done} of {of}")
