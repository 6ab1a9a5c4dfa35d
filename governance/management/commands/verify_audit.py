"""Proves that nobody has touched the sealed audit log, or names the first row that was."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from governance import audit
from governance.models import AuditBlock


class Command(BaseCommand):
    help = "Recompute the chain over the audit log; exit code 1, naming the first altered or missing row, if broken."

    def add_arguments(self, parser):
        parser.add_argument("--head", help="the head an earlier run printed: it must still be part of the chain")

    def handle(self, *args, head: str | None = None, **options):
        verdict = audit.verify()
        if verdict.fault is not None:
            messages = {
                "missing": _("Audit entry %(entry)s is missing."),
                "altered": _("Audit entry %(entry)s has been altered."),
                "broken_chain": _("The chain is broken at audit entry %(entry)s."),
            }
            intact = _("Intact before it: %(blocks)s blocks, %(entries)s entries.")
            raise CommandError(
                f"{messages[verdict.fault]} {intact}"
                % {"entry": verdict.entry_id, "blocks": verdict.blocks, "entries": verdict.entries}
            )
        if head and not AuditBlock.objects.filter(hash=head).exists():
            raise CommandError(_("The chain no longer contains the head %(head)s.") % {"head": head})
        self.stdout.write(
            _("Intact: %(blocks)s blocks, %(entries)s sealed entries, %(unsealed)s not sealed yet. Head: %(head)s")
            % {
                "blocks": verdict.blocks,
                "entries": verdict.entries,
                "unsealed": verdict.unsealed,
                "head": verdict.head,
            }
        )
