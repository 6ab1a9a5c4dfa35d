"""What can be found wrong with the audit log, each kind with the title of the notice that tells of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from governance import outbox

ENTRY_ALTERED = outbox.declare("governance.audit.entry_altered", _("An audit entry has been altered"))
ENTRY_MISSING = outbox.declare("governance.audit.entry_missing", _("An audit entry is missing"))
ENTRY_UNSEALED = outbox.declare(
    "governance.audit.entry_unsealed",
    _("An audit entry should have its seal by now: it was put in afterwards, or sealing stands still"),
)
ENTRY_UNTIMELY = outbox.declare(
    "governance.audit.entry_untimely",
    _("The time of an audit entry is not that of its seal: it was put in afterwards, or sealing stood still"),
)
ENTRY_UNLOGGED = outbox.declare("governance.audit.entry_unlogged", _("An audit entry is not in the portal's log"))
SEAL_MISSING = outbox.declare("governance.audit.seal_missing", _("A seal of the audit log is missing"))
SEAL_ALTERED = outbox.declare(
    "governance.audit.seal_altered", _("A seal of the audit log does not follow from the one before")
)
HEAD_LOST = outbox.declare(
    "governance.audit.head_lost", _("The audit log no longer leads to the head that was kept outside")
)
HEADS_UNREADABLE = outbox.declare(
    "governance.audit.heads_unreadable", _("The heads of the audit log kept outside cannot be read")
)
LOG_UNREADABLE = outbox.declare(
    "governance.audit.log_unreadable", _("The log holds no line of the audit log as the portal writes it")
)
GUARD_LIFTED = outbox.declare(
    "governance.audit.guard_lifted", _("The database no longer refuses to change the audit log")
)
GUARD_STRANGE = outbox.declare(
    "governance.audit.guard_strange", _("Something that the portal did not set up acts on the audit log")
)


@dataclass(frozen=True)
class Fault:
    """One thing found wrong: which kind, and where: `#12` is an entry, a number alone a seal."""

    kind: str
    where: str
    entry_id: int | None = None

    def __str__(self) -> str:
        return f"{outbox.TITLES[self.kind]}: {self.where}"


def of_entry(kind: str, entry_id: int) -> Fault:
    return Fault(kind, f"#{entry_id}", entry_id)
