"""Bringing in what townships say they do, and taking an inventory out again."""

from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.imports import check_file, check_holds_items, origin_of
from governance.models import Account, Organisation
from responsibilities.models import Cluster, DutyList, Inventory, InventoryRow
from responsibilities.operations.cluster_counts import update_counts
from responsibilities.spreadsheets.inventories import read_inventory
from responsibilities.spreadsheets.parsed import ParsedList
from responsibilities.states import DECIDED, ClusterStatus

ROWS_AT_ONCE = 500


@operation(_("Import inventory"), at="owner")
def import_inventory(
    duty_list: DutyList,
    *,
    by: Account,
    township: Organisation,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
    replace: bool = False,
) -> ParsedList:
    """导入摸底清单: the workshop of the list holds every row of the township's file, still in no cluster.

    The same file once more changes nothing; another one takes the place of the township's rows with `replace`, as long
    as none of them is decided. Raises UnreadableSpreadsheet, ImportRefused as `import_entries` does, RuleViolation
    `wrong_township`, `inventory_exists`, `rows_decided` or `nothing_to_import`.
    """
    if township.kind != Organisation.Kind.TOWNSHIP or not township.path.startswith(duty_list.owner.path):
        raise RuleViolation(
            "wrong_township", _("%(township)s is no township of this list.") % {"township": township}, "township"
        )
    parsed = read_inventory(file, filename, kind=duty_list.kind, sheet=sheet)
    check_holds_items([parsed], filename)
    check_file([parsed], filename, confirmed)
    origin = origin_of(file, filename)
    existing = Inventory.objects.filter(duty_list=duty_list, township=township).first()
    if existing is not None and existing.digest == origin["digest"]:
        return parsed
    if existing is not None and not replace:
        raise RuleViolation(
            "inventory_exists",
            _("%(township)s has handed in %(file)s, %(count)s rows. Say that this file takes its place.")
            % {"township": township, "file": existing.filename, "count": existing.row_count},
            "replace",
        )
    if existing is not None:
        _take_rows_out(existing)
    inventory = existing or Inventory(duty_list=duty_list, township=township)
    before = {"file": inventory.filename, "rows": inventory.row_count} if existing else None
    inventory.filename, inventory.digest = filename, origin["digest"]
    inventory.row_count, inventory.uploaded_by = len(parsed.entries), by
    inventory.version += 1 if existing else 0
    inventory.save()
    InventoryRow.objects.bulk_create(
        (
            InventoryRow(
                inventory=inventory,
                number=entry.row,
                seq_no=entry.seq_no,
                heading=entry.heading,
                title=entry.title,
                content=entry.content,
                legal_basis="；".join(basis.text for basis in entry.bases),
                department=entry.office,
                source=entry.source,
            )
            for entry in parsed.entries
        ),
        batch_size=ROWS_AT_ONCE,
    )
    audit.record(
        inventory,
        before=before,
        after={"rows": inventory.row_count, **origin},
    )
    return parsed


@operation(_("Remove inventory"), at="duty_list.owner")
def remove_inventory(inventory: Inventory, *, by: Account, reason: str, version: int | None = None) -> None:
    """移除摸底清单: the township's rows are out of the workshop, as if never handed in.

    Raises RuleViolation `reason_missing` or `rows_decided`, while a row is in the list or set aside.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the inventory is taken out."), "reason")
    _take_rows_out(inventory)
    audit.record(
        inventory,
        before={"township": inventory.township.name, "file": inventory.filename, "rows": inventory.row_count},
        reason=reason.strip(),
    )
    inventory.delete()


def _take_rows_out(inventory: Inventory) -> None:
    """Delete the rows, and the clusters they leave empty. Raises RuleViolation `rows_decided`."""
    decided = inventory.rows.filter(cluster__status__in=DECIDED).select_related("cluster")
    first = decided.first()
    if first is not None:
        raise RuleViolation(
            "rows_decided",
            _("%(count)s rows of %(township)s are decided, such as “%(row)s”. Open their clusters again first.")
            % {"count": decided.count(), "township": inventory.township, "row": first},
        )
    touched = list(
        Cluster.objects.filter(duty_list=inventory.duty_list, status=ClusterStatus.OPEN, rows__inventory=inventory)
        .distinct()
        .values_list("pk", flat=True)
    )
    inventory.rows.all().delete()
    update_counts(touched)
