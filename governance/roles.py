"""The roles, and which of them may perform which operation.

Each app has a table in its `rights.py`. A name in it is the name of an operation's function, or of a right to see
(`view_…`). An operation that is in no table is allowed to nobody. A role counts at its membership's organisation and
everything below it; the roles of `COUNTY_WIDE` count in the whole county their organisation belongs to, those of
`GOVERNMENT_WIDE` in the township government whose office or institution it is.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LIST_EDITOR = "list_editor", _("List editor")
    LIST_APPROVER = "list_approver", _("List approver")
    TOWNSHIP_CLERK = "township_clerk", _("Township clerk")
    OFFICER = "officer", _("Enforcement officer")
    CAPTAIN = "captain", _("Brigade captain")
    DEPUTY_HEAD = "deputy_head", _("Deputy head")
    TOWNSHIP_HEAD = "township_head", _("Township head")
    LEGAL_REVIEWER = "legal_reviewer", _("Legal reviewer")
    DEPARTMENT_CLERK = "department_clerk", _("Department clerk")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    WINDOW_CLERK = "window_clerk", _("Service-window clerk")
    VILLAGE_AGENT = "village_agent", _("Village agent")
    SERVICES_OFFICER = "services_officer", _("Government services office")
    PERSONNEL_OFFICER = "personnel_officer", _("Unit's personnel officer")
    PARTY_OFFICER = "party_committee_officer", _("Township party committee's officer")
    STAFFING_OFFICER = "staffing_officer", _("Staffing office")
    ORGANISATION_OFFICER = "organisation_officer", _("Organisation department")
    HR_OFFICER = "hr_officer", _("Human-resources bureau")
    SUPERVISOR = "county_supervisor", _("County supervisor")
    LEADER = "leader", _("Leader (read only)")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")
    PORTAL = "portal", _("The portal itself")


# 三员分立: nobody holds two of these, not even one after the other without ending the first.
SECURITY_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

COUNTY_WIDE = SECURITY_ROLES | {
    Role.LIST_EDITOR,
    Role.LIST_APPROVER,
    Role.STAFFING_OFFICER,
    Role.ORGANISATION_OFFICER,
    Role.HR_OFFICER,
    Role.SERVICES_OFFICER,
    Role.SUPERVISOR,
    Role.PORTAL,
}

LISTS = frozenset({Role.LIST_EDITOR, Role.LIST_APPROVER})
CASEWORK = frozenset({Role.TOWNSHIP_CLERK, Role.OFFICER, Role.CAPTAIN})
HEADS = frozenset({Role.DEPUTY_HEAD, Role.TOWNSHIP_HEAD})
DEPARTMENT = frozenset({Role.DEPARTMENT_CLERK, Role.DEPARTMENT_HEAD})

# 编办, 组织部, 人社局: they check and approve for the whole county, each its own part; none of them asks.
PERSONNEL_OFFICES = frozenset({Role.STAFFING_OFFICER, Role.ORGANISATION_OFFICER, Role.HR_OFFICER})

# An office, the brigade or the service centre acts in its government's name (行政处罚法 17, 24); so do these roles.
GOVERNMENT_WIDE = (
    CASEWORK | HEADS | {Role.WINDOW_CLERK, Role.LEGAL_REVIEWER, Role.PERSONNEL_OFFICER, Role.PARTY_OFFICER}
)

# What the apps' tables say, by the name of the right.
PERMITTED: dict[str, frozenset[Role]] = {}
# The rights of each app, in the order of its table.
TABLES: dict[str, list[str]] = {}
_NAMES: dict[str, Any] = {}


def permit(app: str, rights: Mapping[str, Iterable[Role]], *, names: Mapping[str, Any]) -> None:
    """Add an app's table. `names` are the public names of those that are no operations, and of other actions in the
    audit. A right stands in one table only.
    """
    for right, roles in rights.items():
        if right in PERMITTED:
            raise LookupError(f"{right} stands in two tables of rights.")
        PERMITTED[right] = frozenset(roles)
    TABLES[app] = list(rights)
    for action, name in names.items():
        declare_name(action, name)


def declare_name(action: str, name: Any) -> None:
    """What an operation, a right to see, or another action in the audit is called for people."""
    if action in _NAMES:
        raise LookupError(f"{action} has two names: {_NAMES[action]} and {name}.")
    _NAMES[action] = name


def name_of(action: str) -> Any:
    """The public name; an action of an earlier version, which has none any more, appears as it is."""
    return _NAMES.get(action, action)


def has_name(action: str) -> bool:
    """Whether a public name was declared for it."""
    return action in _NAMES
