"""What a request costs at most: statements by kind, and tables in one query; see docs/performance.md."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enforcement.operations.cases import attach_file
from tests.clients import signed_in
from tests.enforcement.factories import photo

pytestmark = pytest.mark.django_db

MOST_TABLES = 8  # PostgreSQL plans a query that joins more of them longer than it runs
API = "/api/v1/enforcement"


class Cost(CaptureQueriesContext):
    """Counts what reads and writes; statements of transactions apart."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def statements(self) -> int:
        return sum(query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for query in self.captured_queries)

    @property
    def tables(self) -> int:
        return max(len(re.findall(r" (?:FROM|JOIN) ", query["sql"])) for query in self.captured_queries)


def test_filing_a_case_and_sending_it_to_the_department_which_accepts_it(world, case, facts):
    attach_file(case, by=world.clerk, file=photo())
    clerk, department = signed_in(world.clerk), signed_in(world.department_clerk)
    filing = {
        "township": world.township.code,
        "power": world.power.pk,
        "entry": world.entry.pk,
        "facts": facts["facts"],
        "place": facts["place"],
        "party_kind": "citizen",
        "party_name": "张三丰",
        "found_at": "2026-09-14T08:00:00+08:00",
    }
    letter = {"receiver": world.department.code, "reason_code": "not_our_item", "explanation": "属部门主责事项。"}

    def cost(client, method: str, address: str, body: dict | None = None) -> tuple[Cost, dict]:
        key = {"HTTP_IDEMPOTENCY_KEY": address} if body is not None else {}
        with Cost() as spent:
            answer = getattr(client, method)(f"{API}/{address}", body, format="json", **key)
        assert answer.status_code in (200, 201), answer.content
        assert spent.tables <= MOST_TABLES
        return spent, answer.json()

    assert cost(clerk, "get", f"cases/{case.pk}/")[0].statements <= 8
    assert cost(clerk, "post", "cases/", filing)[0].statements <= 20
    spent, transfer = cost(clerk, "post", f"cases/{case.pk}/transfer/", letter)
    assert spent.statements <= 26
    assert cost(department, "get", f"transfers/{transfer['id']}/")[0].statements <= 8
    assert cost(department, "post", f"transfers/{transfer['id']}/accept/", {})[0].statements <= 22
