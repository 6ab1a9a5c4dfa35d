"""Brings in the penalty catalogue, the grants and the local values of enforcement."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from enforcement.reference_data import GRANTS, POWERS, load_reference
from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.founding import portal_account


class Command(BaseCommand):
    help = "Load penalty powers, grants, terms and thresholds; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--powers", type=Path, default=POWERS, help="table of the penalty catalogue")
        parser.add_argument("--grants", type=Path, default=GRANTS, help="table of the grants")

    def handle(self, *args, powers: Path, grants: Path, **options):
        try:
            loaded = load_reference(
                Organisation.objects.get(depth=1),
                by=portal_account(),
                powers=powers,
                grants=grants,
            )
        except (RuleViolation, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for what, result in (("powers", loaded.powers), ("grants", loaded.grants)):
            self.stdout.write(f"{what}: {result.added} added, {result.changed} changed, {result.unchanged} unchanged")
        self.stdout.write(self.style.SUCCESS(f"local values: {len(loaded.values)} set"))
