"""Founds the county an empty portal serves."""

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.operations.founding import found_county


class Command(BaseCommand):
    help = "Found the county this portal serves, and the portal's own account. Works once."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the county's code, such as LS")
        parser.add_argument("name", help="the county's full name")

    def handle(self, *args, code: str, name: str, **options):
        try:
            found_county(code=code, name=name)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(self.style.SUCCESS(f"{code} {name}"))
