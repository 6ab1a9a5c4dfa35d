"""Fills a demonstration portal: accounts, a connected department, cases, a transfer under way, lists being prepared."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from enforcement.demonstration import accounts, department, matters
from enforcement.models import PenaltyPower
from governance.errors import RuleViolation
from governance.operations.founding import portal_account
from governance.roles import Role
from responsibilities import demonstration as lists
from responsibilities.models import Entry


class Command(BaseCommand):
    help = "Set up demonstration accounts, a connected department and cases. Only with DEBUG on; safe to run again."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration has known passwords. It runs with DEBUG on only.")
        if not (PenaltyPower.objects.exists() and Entry.objects.exists()):
            raise CommandError("The demonstration needs the reference data: run load_reference and load_powers first.")
        try:
            portal = portal_account()
            people = accounts.open_all(by=portal, tell=self.tell)
            department.connect(by=portal, administrator=people[Role.SECURITY_ADMIN], tell=self.tell)
            matters.set_up(people, tell=self.tell)
            lists.set_up(editor=people[Role.LIST_EDITOR], clerk=people[Role.TOWNSHIP_CLERK], tell=self.tell)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell("")
        self.tell(f"The portal is at {settings.PORTAL_URL}; its public pages at {settings.PORTAL_URL}/public/")
        self.tell(f"All demonstration accounts have the password {people.password} (kept in {accounts.FILE})")
        self.tell("")
        for line in accounts.table():
            self.tell(f"  {line}")
        self.tell("")
        self.tell("To watch a transfer travel:")
        for line in matters.how_to_watch():
            self.tell(f"  {line}")

    def tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
