"""Counts the quota ledger again, or names the first entry that is wrong."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from governance.models import Organisation
from staffing.models import QuotaMovement
from staffing.selectors.ledger import ledger_faults


class Command(BaseCommand):
    help = "Recount the quota ledger entry by entry; exit code 1, naming what is wrong, the first wrong entry first."

    def handle(self, *args, **options):
        faults = [str(fault) for county in Organisation.objects.filter(depth=1) for fault in ledger_faults(county)]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(_("The ledger adds up: %(count)s entries.") % {"count": QuotaMovement.objects.count()})
