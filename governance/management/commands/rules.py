"""Prints the register of rules: docs/rules.md."""

from django.core.management.base import BaseCommand, CommandError

from governance.rule_walk import walk
from governance.rulebook import RULES
from governance.rules_table import as_markdown


class Command(BaseCommand):
    help = "Prints every rule with its source, as Markdown in English and Chinese."

    def handle(self, *args, **options) -> None:
        if unknown := walk().codes - RULES.keys():
            raise CommandError(f"These codes stand in no app's rules.py: {', '.join(sorted(unknown))}")
        self.stdout.write(as_markdown(), ending="")
