"""Fills a demonstration portal: accounts, a connected department, and what each app shows of its work."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from examples.demonstration import accounts, department
from examples.demonstration.parts import PARTS
from governance.errors import RuleViolation
from governance.operations.founding import portal_account
from governance.roles import Role


class Command(BaseCommand):
    help = (
        "Set up demonstration accounts, a connected department, lists and cases. Only with DEBUG on; safe to run again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--department-port", type=int, default=8001, help="where the example department's system listens"
        )

    def handle(self, *args, department_port: int, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration has known passwords. It runs with DEBUG on only.")
        if missing := [part.LOADED_BY for part in PARTS if not part.is_loaded()]:
            raise CommandError(f"The demonstration needs the reference data: run {' and '.join(missing)} first.")
        try:
            portal = portal_account()
            people = accounts.open_all(by=portal, tell=self.tell)
            department.connect(
                by=portal, administrator=people[Role.SECURITY_ADMIN], port=department_port, tell=self.tell
            )
            for part in PARTS:
                part.set_up(people, tell=self.tell)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell("")
        self.tell(f"The portal is at {settings.PORTAL_URL}; its public pages at {settings.PORTAL_URL}/public/")
        self.tell(f"All demonstration accounts have the password {people.password} (kept in {accounts.FILE})")
        self.tell("")
        for line in accounts.table():
            self.tell(f"  {line}")
        for part in PARTS:
            self.tell("")
            for line in part.what_to_try(department_port):
                self.tell(line)

    def tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
