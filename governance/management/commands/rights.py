"""Prints the table of rights: docs/rights.md."""

from django.core.management.base import BaseCommand

from governance.rights_table import as_markdown


class Command(BaseCommand):
    help = "Prints who may do what, as Markdown in English and Chinese."

    def handle(self, *args, **options) -> None:
        self.stdout.write(as_markdown(), ending="")
