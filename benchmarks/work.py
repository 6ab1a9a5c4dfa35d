"""What editors do with long lists: compare, look a file through, publish, look for what is wrong."""

import datetime
import io
import statistics
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from benchmarks.data import approved, long_list, open_account_of, publishing
from benchmarks.pages import milliseconds
from benchmarks.portal import System
from benchmarks.sheets import territorial_file
from governance.models import Organisation
from governance.operations.founding import portal_account
from governance.roles import Role
from responsibilities.operations.drafts import start_draft
from responsibilities.selectors.defects import edition_defects
from responsibilities.selectors.imports import preview_import

FILE_ROWS = 3000


def comparison(system: System, times: int) -> float:
    """Two editions that differ in every entry, over the API; median in milliseconds."""
    editions = long_list().editions.order_by("edition_no")
    first, last = editions[0], editions.last()
    address = f"/api/v1/responsibilities/comparisons/?from={first.pk}&to={last.pk}"
    return _median(lambda: system.get(address), times)


def preview(times: int) -> float:
    """What a file would bring into a list, every row of it read and understood."""
    edition, content = long_list().editions.latest("edition_no"), territorial_file(FILE_ROWS)

    def look() -> None:
        (parsed,) = preview_import(edition, file=io.BytesIO(content), filename="long.xlsx")
        if len(parsed.entries) != FILE_ROWS or parsed.faults:
            raise AssertionError("the file was not read as it was written")

    return _median(look, times)


def publication(times: int) -> float:
    """The next edition of the list, whose last one it supersedes; each time undone."""
    taken = []
    for _ in range(times):
        with transaction.atomic():
            approver = open_account_of(Role.LIST_APPROVER, Organisation.objects.get(depth=1))
            draft = approved(start_draft(long_list(), by=portal_account()), approver)
            day = timezone.localdate() + datetime.timedelta(days=1)
            taken.append(milliseconds(publishing(draft, approver, day)))
            transaction.set_rollback(True)
    return statistics.median(taken)


def findings(times: int) -> float:
    """Everything that is wrong with the last edition, beside the lists of its county and township."""
    edition = long_list().editions.latest("edition_no")
    return _median(lambda: edition_defects(edition), times)


def _median(call: Callable[[], Any], times: int) -> float:
    call()
    return statistics.median(milliseconds(call) for _ in range(times))
