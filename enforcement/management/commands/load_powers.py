"""Brings in the penalty catalogue, the grants and the local terms of enforcement."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from enforcement.reference_data import GRANTS, POWERS, load_reference
from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.founding import portal_account


class Command(BaseCommand):
    help = "Load penalty powers, grants and the terms of transfers; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--powers", type=Path, default=POWERS, help="CSV of the penalty catalogue")
        parser.add_argument("--grants", type=Path, default=GRANTS, help="CSV of the grants")

    def handle(self, *args, powers: Path, grants: Path, verbosity: int, **options):
        try:
            loaded = load_reference(
                Organisation.objects.get(depth=1),
                by=portal_account(),
                powers=powers,
                grants=grants,
                progress=self._progress if verbosity else None,
            )
        except (RuleViolation, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for what, result in (("powers", loaded.powers), ("grants", loaded.grants)):
            self.stdout.write(f"{what}: {result.added} added, {result.changed} changed, {result.unchanged} unchanged")
        self.stdout.write(self.style.SUCCESS(f"terms: {len(loaded.terms)} set"))

    def _progress(self, what: str, done: int, of: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{what} {done}/{of}", ending="\n" if done == of else "")
