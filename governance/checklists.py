"""What apps use dated check lists for: each use names the rights that decide who draws up, submits, examines and sees.

The kernel's operations on check lists are allowed to whoever some use allows them to; the use of the list at hand then
decides. An app declares its uses in its `rights.py`, below its table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.roles import PERMITTED

# The kernel's operations, by the act that a use gives a right for.
ACTS: dict[str, tuple[str, ...]] = {
    "draw_up": ("draw_up_checklist", "open_examination"),
    "submit": ("add_evidence", "submit_examination"),
    "examine": ("give_finding", "give_result", "draw_sample"),
    "view": ("view_checklists",),
}


@dataclass(frozen=True)
class Use:
    """One use: its key, its name for people, and the app's rights by act."""

    key: str
    name: Any
    rights: Mapping[str, str]


USES: dict[str, Use] = {}


def declare(key: str, name: Any, *, draw_up: str, submit: str, examine: str, view: str) -> None:
    """Let an app use check lists: each act is for who has the app's own right of that name at the subject."""
    if key in USES:
        raise LookupError(f"{key} is declared twice as a use of check lists.")
    rights = {"draw_up": draw_up, "submit": submit, "examine": examine, "view": view}
    USES[key] = Use(key, name, rights)
    for act, right in rights.items():
        for operation in ACTS[act]:
            PERMITTED[operation] = PERMITTED[operation] | PERMITTED[right]


def right_of(use: str, act: str) -> str:
    """The app's right for the act. A use that no app declares any more has none."""
    return USES[use].rights[act]


def choices() -> Iterator[tuple[str, Any]]:
    for use in USES.values():
        yield use.key, use.name
