"""Demonstration accounts: one for each role, at the place where such a person works."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from governance.models import Account, Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.roles import Role

FILE = settings.VAR_DIR / "demo-accounts.txt"

TOWNSHIP = "LS-T03"
# Role, name, body. The user name is the role's code.
PEOPLE = [
    (Role.LIST_EDITOR, "沈编清", "LS-A02"),
    (Role.LIST_APPROVER, "陆定章", "LS-A02"),
    (Role.TOWNSHIP_CLERK, "叶知砚", "LS-T03"),
    (Role.OFFICER, "程巡舟", "LS-T03-11"),
    (Role.CAPTAIN, "贺长风", "LS-T03-11"),
    (Role.DEPUTY_HEAD, "苏映川", "LS-T03"),
    (Role.TOWNSHIP_HEAD, "顾望汀", "LS-T03"),
    (Role.LEGAL_REVIEWER, "温守则", "LS-T03"),
    (Role.DEPARTMENT_CLERK, "江土宁", "LS-A13"),
    (Role.DEPARTMENT_HEAD, "宋允衡", "LS-A13"),
    (Role.WINDOW_CLERK, "林可办", "LS-T03-12"),
    (Role.SERVICES_OFFICER, "蒋政和", "LS-A27"),
    (Role.VILLAGE_AGENT, "吴砚池", "LS-T03-V02"),
    (Role.PERSONNEL_OFFICER, "方人事", "LS-T03"),
    (Role.PARTY_OFFICER, "秦党务", "LS-T03"),
    (Role.STAFFING_OFFICER, "韩定编", "LS-A02"),
    (Role.ORGANISATION_OFFICER, "许选任", "LS-A01"),
    (Role.HR_OFFICER, "郑招录", "LS-A12"),
    (Role.SUPERVISOR, "方督明", "LS-A10"),
    (Role.LEADER, "周览山", "LS-T03"),
    (Role.SYSTEM_ADMIN, "石维安", "LS"),
    (Role.SECURITY_ADMIN, "孟守安", "LS"),
    (Role.AUDIT_ADMIN, "邵审安", "LS"),
]


@dataclass(frozen=True)
class People:
    """The demonstration accounts by role, and the password they share."""

    password: str
    by_role: dict[str, Account]

    def __getitem__(self, role: Role) -> Account:
        return self.by_role[role]


def open_all(*, by: Account, tell: Callable[[str], None]) -> People:
    """Open what is missing. The password is made once, for all, and kept in a file only its owner reads."""
    known = _kept_password()
    password = known or secrets.token_urlsafe(9)
    bodies = Organisation.objects.in_bulk([TOWNSHIP, *(code for _role, _name, code in PEOPLE)], field_name="code")
    accounts = {account.username: account for account in Account.objects.filter(username__in=Role.values)}
    opened = 0
    for role, name, code in PEOPLE:
        account = accounts.get(role)
        if account is None:
            account = open_account(
                bodies[code], by=by, username=role, name=name, password=password, must_choose_password=False
            )
            grant_membership(account, by=by, organisation=bodies[code], role=role, reason="演示数据")
            accounts[role] = account
            opened += 1
        elif known is None:  # the file is gone, and with it the old password
            account.set_password(password)
            account.must_choose_password = False
            account.save(update_fields=["password", "must_choose_password"])
    if known is None:
        _keep(password)
    tell(f"Demonstration accounts: {opened} opened, {len(PEOPLE) - opened} already there")
    return People(password, accounts)


def table() -> list[str]:
    """One line an account: user name, what it is for, whose it is."""
    bodies = dict(Organisation.objects.filter(code__in={code for *_, code in PEOPLE}).values_list("code", "name"))
    return [f"{role.value:<20}{role.label} · {name} · {bodies[code]}" for role, name, code in PEOPLE]


def _kept_password() -> str | None:
    try:
        return FILE.read_text().splitlines()[0].removeprefix("password: ")
    except (FileNotFoundError, IndexError):
        return None


def _keep(password: str) -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.touch(mode=0o600)
    FILE.write_text("\n".join([f"password: {password}", *table()]) + "\n")
