"""Proves that nobody has touched the audit log, or names the rows that somebody did."""

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from governance import append_only
from governance.audit.verification import verify
from governance.models import AuditEntry, AuditSeal


class Command(BaseCommand):
    help = (
        "Verify the audit log against its chain of seals and what is kept outside; exit code 1, naming what is wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("--head", help="a head that an earlier run printed: it must still be part of the chain")
        parser.add_argument(
            "--log",
            type=argparse.FileType(encoding="utf-8", errors="replace"),
            help="the portal's log, of all its processes (- for standard input): entries and heads must be as it says, "
            "and an entry it knows may have got its seal late",
        )

    def handle(self, *args, head=None, log=None, **options):
        if log:
            log.reconfigure(newline="\n")  # a carriage return in somebody's text begins no line
        verdict = verify(log)
        found = [str(fault) for fault in verdict.faults]
        if verdict.unnamed:
            found.append(_("And %(count)s more of the same kinds.") % {"count": verdict.unnamed})
        if head and not AuditSeal.objects.filter(hash=head).exists():
            found.append(_("The chain no longer contains the head %(head)s.") % {"head": head})
        if found:
            raise CommandError("\n".join(found))
        said = _("Intact: %(sealed)s sealed entries, %(unsealed)s not sealed yet. Head: %(head)s")
        self.stdout.write(said % {"sealed": verdict.sealed, "unsealed": verdict.unsealed, "head": verdict.head})
        if append_only.may_be_lifted(connection, AuditEntry._meta.db_table, AuditSeal._meta.db_table):
            self.stdout.write(_("The portal's own database role could change the log: give it one that owns no table."))
