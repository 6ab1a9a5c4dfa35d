"""Brings in the quota ledger and the register of people that the portal ships with."""

from django.core.management.base import BaseCommand, CommandError

from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.founding import portal_account
from staffing.operations.people import take_over_people
from staffing.reference_data import PEOPLE, load_reference


class Command(BaseCommand):
    help = "Load the demonstration county's quota ledger and register of people. A second run changes nothing."

    def handle(self, *args, **options):
        try:
            county, portal = Organisation.objects.get(depth=1), portal_account()
            taken = load_reference(county, by=portal)
            register = take_over_people(county, by=portal, file=PEOPLE)
        except RuleViolation as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"quota ledger: {taken.openings} openings, {taken.inferred} inferred ones, {taken.movements} movements, "
            f"{taken.counted} head counts"
        )
        self.stdout.write(f"people: {register.people} with {register.terms} service terms")
        self.stdout.write(self.style.SUCCESS("quotas loaded"))
