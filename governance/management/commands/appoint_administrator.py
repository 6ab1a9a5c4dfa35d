"""Appoints the first holder of each of the three administrators' roles."""

import getpass
import os

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.operations.founding import appoint_administrator
from governance.roles import SECURITY_ROLES


class Command(BaseCommand):
    help = (
        "Appoint an administrator while nobody holds the role. The password is asked for, or read from "
        "ADMINISTRATOR_PASSWORD. `createsuperuser` is the same for system_admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("role", choices=sorted(SECURITY_ROLES))
        parser.add_argument("username")
        parser.add_argument("name", help="the person's name")

    def handle(self, *args, role: str, username: str, name: str, **options):
        password = os.environ.get("ADMINISTRATOR_PASSWORD") or getpass.getpass("Password: ")
        try:
            account = appoint_administrator(role=role, username=username, name=name, password=password)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(self.style.SUCCESS(str(account.current_memberships[0])))
