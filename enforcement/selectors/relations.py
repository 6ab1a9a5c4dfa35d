"""What a case or transfer is connected with, read by few queries before it is shown in full."""

from django.db.models import Prefetch, prefetch_related_objects

from enforcement.models import CaseFile, Custody, EnforcementCase, Transfer, TransferFile
from governance.models import Account, Organisation
from governance.relations import fill
from responsibilities.models import Entry

PINNED = ("item", "edition__duty_list")  # what says where an entry stands
_ENTRIES = Entry.objects.select_related(*PINNED)


def read_case(case: EnforcementCase) -> None:
    """Read the bodies and the entry of a case, its files, holders and transfers."""
    prefetch_related_objects(
        [case],
        Prefetch("files", CaseFile.objects.select_related("attachment")),
        # With their bodies: the holders and receivers are mostly the others' as well, which are then not read again.
        Prefetch("custodies", Custody.objects.select_related("holder")),
        Prefetch("transfers", Transfer.objects.order_by("round").select_related("sender", "receiver")),
    )
    bodies = ("custodies.holder", "transfers.sender", "transfers.receiver", "township", "organ", "holder", "offered_to")
    fill([case], Organisation.objects.all(), *bodies)
    fill([case], _ENTRIES, "entry")


def read_transfer(transfer: Transfer, *, account: Account, with_case: bool) -> None:
    """Read the bodies and entries of a transfer, those of its case if it is shown, and the files the account sees."""
    bodies, entries = ["sender", "receiver", "right_body"], ["entry", "right_entry"]
    if with_case:
        bodies += ["case.township", "case.organ", "case.holder", "case.offered_to"]
        entries.append("case.entry")
    prefetch_related_objects([transfer], Prefetch("files", TransferFile.objects.for_user(account)))
    fill([transfer], Organisation.objects.all(), *bodies)
    fill([transfer], _ENTRIES, *entries)
