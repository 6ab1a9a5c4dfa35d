"""应进则进: loading what belongs in the centres; a matter that enters or leaves one; windows."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.imports import check_file, check_holds_items, origin_of, remember_names
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from services.models import CentreMatter, Stationing, Window
from services.models.stationing import WindowKind
from services.spreadsheets.stationing import ReadStationing, read_stationing

BATCH = 500


@dataclass(frozen=True)
class StationingLoaded:
    """How many rows (a matter in one centre) a load added, changed and found as they were."""

    added: int
    changed: int
    unchanged: int


@operation(_("Load matters of the centres"), at="self")
def load_stationing(
    county: Organisation,
    *,
    by: Account,
    file: BinaryIO,
    filename: str,
    sheet: str | None = None,
    confirmed: bool = False,
    names: Mapping[str, Organisation] | None = None,
    remember: Collection[str] = (),
) -> StationingLoaded:
    """导入进驻事项: what the file says of a matter in a centre, or without a township in all of them, is so.

    Only rows that say otherwise than what is known change it; nothing is taken out; all or nothing. Raises
    UnreadableSpreadsheet, ImportRefused, `nothing_to_import`.
    """
    table = read_stationing(file, filename, county=county, sheet=sheet, names=names)
    check_holds_items([table], filename)
    check_file([table], filename, confirmed)
    rows: list[ReadStationing] = list(table.records.values())
    matters = _write_matters(county, rows)
    loaded = _write_stationings(county, rows, matters)
    if loaded.added or loaded.changed:
        audit.record(county, after={**vars(loaded), **origin_of(file, filename)})
    remember_names(names or {}, remember, by=by)
    return loaded


_OF_MATTER = ("should_enter", "window_kind", "reason_exempt")
_OF_STATIONING = ("has_entered", "window_kind", "reason")


def _write_matters(county: Organisation, rows: list[ReadStationing]) -> dict[tuple[int, str], CentreMatter]:
    said = {(row.matter.body_id, row.matter.name): row.matter for row in rows}
    CentreMatter.objects.bulk_create(
        said.values(),
        update_conflicts=True,
        unique_fields=["county", "body", "name"],
        update_fields=_OF_MATTER,
        batch_size=BATCH,
    )
    return {(matter.body_id, matter.name): matter for matter in CentreMatter.objects.filter(county=county)}


def _write_stationings(
    county: Organisation, rows: list[ReadStationing], matters: Mapping[tuple[int, str], CentreMatter]
) -> StationingLoaded:
    stored = {(one.centre_id, one.matter_id): one for one in Stationing.objects.filter(matter__county=county)}
    added, changed = [], []
    for row in rows:
        says, matter = row.stationing, matters[(row.matter.body_id, row.matter.name)]
        known = stored.get((says.centre_id, matter.pk))
        if known is None:
            says.matter = matter
            added.append(says)
        elif audit.snapshot(known, *_OF_STATIONING) != audit.snapshot(says, *_OF_STATIONING):
            for name in _OF_STATIONING:
                setattr(known, name, getattr(says, name))
            known.window = known.window if known.has_entered else None
            known.version += 1
            changed.append(known)
    Stationing.objects.bulk_create(added, batch_size=BATCH)
    Stationing.objects.bulk_update(changed, [*_OF_STATIONING, "window", "version"], batch_size=BATCH)
    return StationingLoaded(len(added), len(changed), len(rows) - len(added) - len(changed))


@operation(_("Open window"), at="self", lock=False)
def open_window(
    centre: Organisation,
    *,
    by: Account,
    number: str,
    name: str,
    kind: str,
    hours: str,
    body: Organisation | None = None,
    telephone: str = "",
    staffed_by: str = "",
    is_seconded: bool = False,
) -> Window:
    """设立窗口: the centre has this counter from today on, for one body or, without one, for several.

    Raises RuleViolation `invalid`, `not_a_centre`, `window_exists`.
    """
    if centre.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation("not_a_centre", _("Windows are those of a township's centre."))
    window = Window(
        centre=centre,
        number=number.strip(),
        name=name.strip(),
        kind=kind,
        hours=hours.strip(),
        body=body,
        telephone=telephone.strip(),
        staffed_by=staffed_by.strip(),
        is_seconded=is_seconded,
        opened_on=timezone.localdate(),
    )
    check_fields(window, skip=("centre", "body"))
    if Window.objects.open().filter(centre=centre, number=window.number).exists():
        message = _("%(centre)s already has a window %(number)s.")
        raise RuleViolation("window_exists", message % {"centre": centre, "number": window.number}, "number")
    window.save()
    audit.record(window, after=audit.snapshot(window, "number", "name", "kind", "body", "hours"))
    return window


@operation(_("Close window"), at="centre")
def close_window(window: Window, *, by: Account, reason: str, version: int | None = None) -> Window:
    """撤销窗口: from today on there is no such counter. Raises RuleViolation `window_closed`, `window_in_use`."""
    if not window.is_open():
        raise RuleViolation("window_closed", _("This window is closed already."))
    if (used := window.stationings.filter(has_entered=True).count()) > 0:
        message = _("%(count)s matters are handled at this window: move them to another one first.")
        raise RuleViolation("window_in_use", message % {"count": used})
    window.closed_on, window.closing_reason = timezone.localdate(), reason
    window.version += 1
    window.save(update_fields=["closed_on", "closing_reason", "version"])
    audit.record(window, after={"closed_on": window.closed_on}, reason=reason)
    return window


@operation(_("Enter the centre"), at="centre")
def enter_centre(
    stationing: Stationing,
    *,
    by: Account,
    window_kind: str,
    window: Window | None = None,
    entered_on: datetime.date | None = None,
    version: int | None = None,
) -> Stationing:
    """进驻: the matter is handled in the township's centre, at this window if one is named. Who is in already may
    change the window.

    Raises RuleViolation `window_elsewhere`, `window_closed`, `entered_in_the_future`, `no_window_kind`.
    """
    if window is not None and window.centre_id != stationing.centre_id:
        raise RuleViolation("window_elsewhere", _("The window belongs to another centre."), "window")
    if window is not None and not window.is_open():
        raise RuleViolation("window_closed", _("This window is closed already."), "window")
    if window_kind == WindowKind.NONE:
        raise RuleViolation("no_window_kind", _("What has entered has a window of some kind."), "window_kind")
    entered_on = entered_on or timezone.localdate()
    if entered_on > timezone.localdate():
        raise RuleViolation("entered_in_the_future", _("It enters on the day, not before."), "entered_on")
    before = audit.snapshot(stationing, *_OF_STATIONING, "window", "entered_on")
    if not stationing.has_entered:
        stationing.entered_on, stationing.left_on = entered_on, None
    stationing.has_entered, stationing.reason = True, ""
    stationing.window_kind, stationing.window = window_kind, window
    return _save(stationing, before)


@operation(_("Leave the centre"), at="centre")
def leave_centre(stationing: Stationing, *, by: Account, reason: str, version: int | None = None) -> Stationing:
    """退出大厅: the matter is no longer handled in the centre, for the reason that stays on file (应进则进).

    Raises RuleViolation `not_in_centre`, `leaves_without_reason`.
    """
    if not stationing.has_entered:
        raise RuleViolation("not_in_centre", _("It is not in the centre."))
    if not reason.strip():
        raise RuleViolation("leaves_without_reason", _("Say why it leaves the centre."), "reason")
    before = audit.snapshot(stationing, *_OF_STATIONING, "window", "left_on")
    stationing.has_entered, stationing.reason, stationing.window = False, reason.strip(), None
    stationing.left_on = timezone.localdate()
    return _save(stationing, before)


def _save(stationing: Stationing, before: dict) -> Stationing:
    stationing.version += 1
    stationing.save()
    audit.record(stationing, before=before, after=audit.snapshot(stationing, *before), reason=stationing.reason)
    return stationing
