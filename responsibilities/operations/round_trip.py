"""Bringing back a draft that was edited as a spreadsheet: only the cells that were changed in it."""

from collections.abc import Mapping
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from governance.access import operation
from governance.errors import RuleViolation
from governance.imports import check_file, origin_of
from governance.models import Account
from governance.spreadsheets.table import Fault
from responsibilities.edits import EditConflict
from responsibilities.models import Batch, Edition
from responsibilities.operations.edits import Edited, Plan, plan_edits, write_edits
from responsibilities.operations.locks import check_is_draft
from responsibilities.selectors.round_trip import RoundTrip, round_trip, settled
from responsibilities.spreadsheets.parsed import ParsedList


@operation(_("Bring back spreadsheet"), at="duty_list.owner")
def import_edits(
    edition: Edition,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
    remove_missing: bool = False,
    choices: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Edited:
    """导回修改: the cells that were changed in an exported file are changed in the draft, and no others.

    Rows put in are new entries; rows left out stay, unless `remove_missing`. A cell that the draft has changed since,
    too, needs a choice: `choices` names it as `<item>.<column>`, with "file" or "list". `confirmed` as in
    `import_entries`. Raises what `read_table` and `round_trip` raise, ImportRefused, EditConflict, RuleViolation
    `not_a_draft`, `nothing_changed` or `duplicate_number`.
    """
    check_is_draft(edition)
    found = round_trip(edition, file=file, filename=filename, sheet=sheet)
    plan, edits = plan_round_trip(edition, found, choices or {}, remove_missing=remove_missing)
    check_file([as_list(edition, found)], filename, confirmed)
    if plan.conflicts:
        raise EditConflict(plan.conflicts)
    edited = write_edits(
        edition,
        edits,
        plan,
        by=by,
        kind=Batch.Kind.ROUND_TRIP,
        reason=filename,
        details=origin_of(file, filename),
    )
    if edited.batch is None:
        raise RuleViolation(
            "nothing_changed", _("%(file)s changes nothing: no cell differs from the export.") % {"file": filename}
        )
    return edited


def plan_round_trip(
    edition: Edition, found: RoundTrip, choices: Mapping[str, str], *, remove_missing: bool = False
) -> tuple[Plan, list]:
    """What the file would do after these choices; what is wrong with its cells is added to its faults."""
    edits = [*found.edits, *(found.removals() if remove_missing else ())]
    plan = plan_edits(edition, edits, found.says)
    if choices and plan.conflicts:
        edits = settled(edits, plan.conflicts, choices)
        plan = plan_edits(edition, edits, found.says)
    for fault in plan.faults:
        row, column = found.table.place_of(fault.key, fault.column)
        found.table.faults.append(Fault(fault.code, fault.message, row, column, suggestions=fault.suggestions))
    return plan, edits


def as_list(edition: Edition, found: RoundTrip) -> ParsedList:
    """The file as previews and refusals of imports show one."""
    return ParsedList(edition.duty_list.kind, found.table.sheet, faults=found.table.faults)
