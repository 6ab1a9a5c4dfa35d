"""Brings in the catalogue of services, what belongs in the townships' centres, and the bodies these name."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.founding import portal_account
from services.reference_data import ITEMS, STATIONING, load_reference


class Command(BaseCommand):
    help = "Load service items and the matters of the centres; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--items", type=Path, default=ITEMS, help="table of the service items")
        parser.add_argument("--stationing", type=Path, default=STATIONING, help="table of the matters of the centres")

    def handle(self, *args, items: Path, stationing: Path, **options):
        try:
            loaded = load_reference(
                Organisation.objects.get(depth=1), by=portal_account(), items=items, stationing=stationing
            )
        except (RuleViolation, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for what, result in (("items", loaded.items), ("stationing", loaded.stationing)):
            self.stdout.write(f"{what}: {result.added} added, {result.changed} changed, {result.unchanged} unchanged")
        self.stdout.write(self.style.SUCCESS(f"bodies: {len(loaded.bodies)} opened; terms: {len(loaded.terms)} set"))
