"""One case: reading it, filing one, sending it, and the department's acceptance, on the driver that is installed."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction

from benchmarks.data import demonstration_township, log_one_case, open_account_of
from benchmarks.pages import milliseconds
from benchmarks.portal import System
from enforcement.models import EnforcementCase, Transfer
from enforcement.operations.transfers import accept_transfer, transfer_case
from governance.models import Account, Organisation
from governance.roles import Role

LETTER = {
    "reason_code": "not_our_item",
    "explanation": "测速",
    "argument": "测速用的案件没有清单事项。",
}


@dataclass
class Step:
    """Milliseconds: over the API, what of it the database takes, the operation alone, and its writing alone."""

    name: str
    request: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    operation: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def ratio(self) -> float:
        return statistics.median(self.operation) / statistics.median(self.plain) if self.plain else 0.0


class Statements:
    """What is sent to the database: how long each takes, and those that write."""

    def __init__(self) -> None:
        self.taken = 0.0
        self.count = 0
        self.writing: list[tuple[str, Any]] = []

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.taken += (time.perf_counter() - begun) * 1000
            self.count += sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            if sql.startswith(("INSERT", "UPDATE")):
                self.writing.append((sql, params))


def driver() -> str:
    return f"{connection.Database.__name__} {connection.Database.__version__.split()[0]}"


def measure(times: int) -> list[Step]:
    """The steps of so many cases, one after the other, after five that warm up."""
    township = demonstration_township()
    clerk = open_account_of(Role.TOWNSHIP_CLERK, township)
    first = log_one_case(township, by=clerk)
    department = first.power.department
    receiver = open_account_of(Role.DEPARTMENT_CLERK, department)
    ours, theirs = System(township, Role.TOWNSHIP_CLERK), System(department, Role.DEPARTMENT_CLERK)
    steps = {name: Step(name) for name in ("one case", "filing", "transfer", "acceptance")}
    for number in range(times + 5):
        if number == 5:
            steps = {name: Step(name) for name in steps}
        filing = {
            "township": township.code,
            "power": first.power_id,
            "facts": "测速",
            "place": "镇政府门前",
            "party_kind": "citizen",
            "party_name": "测速人",
            "found_at": first.found_at.isoformat(),
        }
        filed = _ask(steps["filing"], ours, "cases/", filing)
        _ask(steps["one case"], ours, f"cases/{filed['id']}/")
        sent = _ask(steps["transfer"], ours, f"cases/{filed['id']}/transfer/", {"receiver": department.code, **LETTER})
        _ask(steps["acceptance"], theirs, f"transfers/{sent['id']}/accept/", {})
        _in_process(steps, township, clerk, receiver)
    return list(steps.values())


def _ask(step: Step, system: System, address: str, body: dict[str, Any] | None = None) -> Any:
    seen = Statements()
    with connection.execute_wrapper(seen):
        begun = time.perf_counter()
        answer = system.ask(f"/api/v1/enforcement/{address}", body)
        step.request.append((time.perf_counter() - begun) * 1000)
    step.database.append(seen.taken)
    step.statements = seen.count
    return json.loads(answer)


def _in_process(steps: dict[str, Step], township: Organisation, clerk: Account, receiver: Account) -> None:
    """Each operation on one case; and on another one undone, with its rows written by hand instead."""
    department = receiver.current_memberships[0].organisation
    _beside_plain(steps["filing"], *(partial(log_one_case, township, by=clerk) for _ in range(2)))
    cases = list(EnforcementCase.objects.filter(township=township, status="filed").order_by("-pk")[:2])
    _beside_plain(
        steps["transfer"], *(partial(transfer_case, case, by=clerk, receiver=department, **LETTER) for case in cases)
    )
    transfers = [Transfer.objects.get(case=case) for case in cases]
    _beside_plain(steps["acceptance"], *(partial(accept_transfer, transfer, by=receiver) for transfer in transfers))


def _beside_plain(step: Step, operation: Callable[[], Any], another: Callable[[], Any]) -> None:
    step.operation.append(milliseconds(operation))
    seen = Statements()
    with transaction.atomic(), connection.execute_wrapper(seen):
        another()
        transaction.set_rollback(True)
    _set_back(seen.writing)
    step.plain.append(milliseconds(partial(_write, seen.writing)))


def _write(statements: list[tuple[str, Any]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


def _set_back(statements: list[tuple[str, Any]]) -> None:
    """Number the next rows as the ones that were undone: rows name each other by their keys."""
    tables = {sql.split('"')[1] for sql, _params in statements if sql.startswith('INSERT INTO "')}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()[0]
            if sequence is not None:
                cursor.execute(f"SELECT setval(%s, (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)", [sequence])
