"""Loads the county, its bodies and the duty lists the portal ships with."""

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.calendar import load_shipped_calendars
from governance.operations.reference import ensure_county, load_organisations
from responsibilities.operations.reference import load_lists, load_register
from responsibilities.operations.synonyms import load_synonyms


class Command(BaseCommand):
    help = "Load the demonstration county with its bodies, laws and duty lists. A second run changes nothing."

    def handle(self, *args, **options):
        try:
            portal = ensure_county()
            bodies = load_organisations(by=portal, progress=self._count)
            self.stdout.write(f"organisations: {len(bodies.opened)} opened, {len(bodies.aliases)} aliases added")
            years = load_shipped_calendars(Organisation.objects.get(depth=1), by=portal)
            self.stdout.write(f"calendar years: {len(years)} loaded")
            laws = load_register()
            self.stdout.write(f"law versions: {laws.added} added, {laws.changed} changed")
            lists = load_lists(progress=self.stdout.write)
            synonyms = load_synonyms(Organisation.objects.get(depth=1), by=portal)
            self.stdout.write(f"synonyms: {synonyms} loaded")
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        if bodies.changed_nothing and not (years or laws.added or laws.changed or lists or synonyms):
            self.stdout.write("everything was there already")
        self.stdout.write(self.style.SUCCESS("reference data loaded"))

    def _count(self, done: int, of: int) -> None:
        if done % 100 == 0 or done == of:
            self.stdout.write(f"organisations: row {done} of {of}")
