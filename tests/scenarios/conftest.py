"""A county as it is: real bodies, real items, real powers, brought in by the product's own loaders; and its people."""

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import httpx2
import pytest
from django.utils import timezone

from enforcement import reference_data as enforcement_reference
from governance.models import Account, Organisation
from governance.operations import reference as bodies_reference
from governance.operations.clients import register_client
from governance.operations.reference import ensure_county, load_organisations
from governance.roles import Role
from responsibilities.models import Entry
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.imports import import_entries
from responsibilities.operations.reference import FOLDER
from responsibilities.operations.workflow import approve_edition, submit_edition
from tests.factories import member
from tests.responsibilities.files import table
from tests.responsibilities.publishing import publish_edition
from tests.scenarios.browser import Browser
from tests.scenarios.department import DepartmentSystem

# 建筑垃圾: 市城市管理局 leads. 违法占地: 市自然资源和规划局, but 农户建住宅: 市农业农村局.
ITEMS = {"1", "35", "72"}
POWERS = {"LS-CG-030", "LS-ZR-005", "LS-SL-001"}


def extract(source: Path, target: Path, wanted: Callable[[dict[str, str]], bool]) -> Path:
    """The rows of a table the portal ships with that a story needs, as a table of the same form."""
    with source.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        rows, columns = [row for row in reader if wanted(row)], reader.fieldnames
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or [])
        writer.writeheader()
        writer.writerows(rows)
    return target


def publish_items(county: Organisation) -> None:
    """The county's list is imported from a workbook by one person, approved and published by another."""
    editor, approver = member(county, Role.LIST_EDITOR), member(county, Role.LIST_APPROVER)
    with (FOLDER / "territorial-items-official.csv").open(encoding="utf-8-sig", newline="") as lines:
        header, *rows = csv.reader(lines)
    duty_list = open_list(county, by=editor, kind="territorial_list", title="属地管理事项责任清单")
    draft = start_draft(duty_list, by=editor)
    # An extract has gaps in its numbers, which people confirm.
    file = table(header, *(row for row in rows if row[0] in ITEMS))
    import_entries(draft, by=editor, file=file, filename="属地管理事项.xlsx", confirmed=True)
    submit_edition(draft, by=editor)
    a_month_ago = timezone.localdate() - datetime.timedelta(days=30)
    approve_edition(draft, by=approver, document_no="澜政发〔2026〕15号", decided_on=a_month_ago)
    publish_edition(draft, by=approver, effective_from=a_month_ago)


@pytest.fixture
def county(transactional_db, tmp_path):
    """The county with all departments and townships, three items in force, three powers and who holds them."""
    bodies = extract(
        bodies_reference.ORGANISATIONS,
        tmp_path / "organisations.csv",
        lambda row: row["kind"] in ("county", "department", "township"),
    )
    portal = ensure_county(bodies)
    load_organisations(by=portal, file=bodies)
    county = Organisation.objects.get(depth=1)
    enforcement_reference.load_reference(
        county,
        by=portal,
        **{
            name: extract(source, tmp_path / source.name, lambda row: row["catalogue_no"] in POWERS)
            for name, source in {"powers": enforcement_reference.POWERS, "grants": enforcement_reference.GRANTS}.items()
        },
    )
    publish_items(county)
    return SimpleNamespace(
        body=county,
        portal=portal,
        township=Organisation.objects.get(name="汀砚镇"),
        urban=Organisation.objects.get(name="市城市管理局"),
        land=Organisation.objects.get(name="市自然资源和规划局"),
        farming=Organisation.objects.get(name="市农业农村局"),
        items={entry.seq_no: entry for entry in Entry.objects.in_force()},
    )


@pytest.fixture
def clerk(county) -> Account:
    return member(county.township, Role.TOWNSHIP_CLERK, username="lin.xiaoman", name="林小满")


@pytest.fixture
def browser(live_server, settings):
    """Opens windows on the running portal: `browser(account)` has signed in by the form."""
    settings.PORTAL_URL = live_server.url
    windows: list[Browser] = []

    def open_window(account: Account, **options) -> Browser:
        windows.append(Browser(live_server.url, **options))
        return windows[-1].sign_in(account.username)

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def system_of(live_server, settings, county, tmp_path):
    """Registers the example department system for a department; it is stopped at the end."""
    settings.PORTAL_URL = live_server.url
    systems: list[DepartmentSystem] = []

    def register(department: Organisation) -> DepartmentSystem:
        folder = tmp_path / f"department-{department.code}"
        systems.append(DepartmentSystem(department, by=county.portal, portal_url=live_server.url, folder=folder))
        return systems[-1]

    yield register
    for system in systems:
        system.stop()


@pytest.fixture
def api_of(live_server, county):
    """Opens the API as a department's own system does: with client credentials, over HTTP."""
    systems: list[httpx2.Client] = []

    def register(organisation: Organisation, role: Role = Role.DEPARTMENT_CLERK) -> httpx2.Client:
        _client, name, secret = register_client(
            organisation, by=county.portal, name="业务系统", role=role, scopes=["read", "write"]
        )
        systems.append(httpx2.Client(base_url=live_server.url, timeout=30, trust_env=False))
        granted = systems[-1].post("/oauth/token/", auth=(name, secret), data={"grant_type": "client_credentials"})
        systems[-1].headers["Authorization"] = f"Bearer {granted.json()['access_token']}"
        return systems[-1]

    yield register
    for system in systems:
        system.close()
