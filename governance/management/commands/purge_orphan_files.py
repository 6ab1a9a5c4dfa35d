"""Delete stored files that no row refers to, left behind by rolled-back transactions."""

import datetime

from django.core.management.base import BaseCommand, CommandParser

from governance import attachments


class Command(BaseCommand):
    help = "Delete stored files that no attachment refers to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=float, default=24, help="only files older than this (default: 24)")
        parser.add_argument("--dry-run", action="store_true", help="say what would go and delete nothing")

    def handle(self, *, hours: float, dry_run: bool, **options: object) -> None:
        older_than = datetime.timedelta(hours=hours)
        found = list(attachments.orphans(older_than)) if dry_run else attachments.purge_orphans(older_than)
        for path in found:
            self.stdout.write(path)
        self.stdout.write(f"{len(found)} {'found' if dry_run else 'deleted'}")
