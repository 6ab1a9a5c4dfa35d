"""The longest tables that people may upload, through the two pages of their import: read for the preview, confirmed."""

import csv
import html
import io
import itertools
import re
import resource
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from benchmarks.anonymous import processor
from benchmarks.data import open_account_of
from benchmarks.sheets import territorial_file
from enforcement.reference_data import GRANTS, POWERS
from governance.models import Organisation
from governance.operations.founding import portal_account
from governance.roles import Role
from governance.shipped_tables import read_table
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList
from responsibilities.operations.drafts import start_draft
from responsibilities.selectors.round_trip import exported_table

MOST_SECONDS = 10
# As many rows as a table of each kind may have.
POWER_ROWS, GRANT_ROWS, LAW_ROWS, LIST_ROWS = 20_000, 20_000, 5_000, 10_000


@dataclass(frozen=True)
class Figures:
    """Of the page that shows what is in the file, and of the yes: seconds of processors and statements; bytes of the
    page."""

    name: str
    shown: float
    statements_shown: int
    bytes_shown: int
    confirmed: float
    statements_confirmed: int


def measure() -> Iterator[Figures]:
    """Each kind of import, in a county that has the reference data: all rows new, then all rows different."""
    connection.settings_dict["CONN_MAX_AGE"] = None  # one server process to the end, whose time is read
    county = Organisation.objects.get(depth=1)
    client = Client()
    client.force_login(open_account_of(Role.LIST_EDITOR, county))
    powers, grants = reverse("admin:enforcement_power_load"), reverse("admin:enforcement_grant_load")
    yield _bring_in(client, "powers", powers, "目录.csv", _powers())
    yield _bring_in(client, "powers, all corrected", powers, "目录.csv", _powers("等", "2020-02-01"))
    yield _bring_in(client, "grants", grants, "赋权.csv", _grants(county))
    yield _bring_in(client, "grants, all ended", grants, "赋权.csv", _grants(county, "2026-12-31"))
    laws = reverse("admin:responsibilities_law_load")
    yield _bring_in(client, "laws", laws, "法律.csv", _laws(40))
    yield _bring_in(client, "laws, all corrected", laws, "法律.csv", _laws(41))
    duty_list = DutyList.objects.get(owner=county, kind=ListKind.TERRITORIAL)
    begun = duty_list.editions.filter(status="draft").first()
    draft = begun or start_draft(duty_list, by=portal_account())
    entries = reverse("admin:responsibilities_edition_import", args=[draft.pk])
    yield _bring_in(client, "entries", entries, "清单.xlsx", territorial_file(LIST_ROWS))
    yield _bring_in(client, "entries, all changed and renumbered", entries, "清单.xlsx", _turned())
    draft.refresh_from_db()
    edits = reverse("admin:responsibilities_edition_import-edits", args=[draft.pk])
    yield _bring_in(client, "edits of all entries", edits, "修改.xlsx", _edited(exported_table(draft)))
    inventory = reverse("admin:responsibilities_list_import-inventory", args=[duty_list.pk])
    township = Organisation.objects.townships().earliest("path")
    yield _bring_in(client, "inventory", inventory, "摸底.xlsx", territorial_file(LIST_ROWS), township=township.name)


def _bring_in(client: Client, name: str, page: str, filename: str, file: bytes, **beside: str) -> Figures:
    opened = _hidden(client.get(page).content.decode())
    chosen = {**opened, "file": SimpleUploadedFile(filename, file), **beside}
    shown, statements_shown, preview = _sent(client, page, chosen, 200)
    said = _hidden(preview)
    if "upload" not in said:
        raise RuntimeError(f"{name}: {_text(preview)}")
    if 'name="confirmed"' in preview:
        said["confirmed"] = "on"
    confirmed, statements_confirmed, _answer = _sent(client, page, said, 302)
    return Figures(name, shown, statements_shown, len(preview.encode()), confirmed, statements_confirmed)


def _sent(client: Client, page: str, data: dict, status: int) -> tuple[float, int, str]:
    statements: list[str] = []

    def count(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    client.get("/public/")  # so that a connection is open
    before = _processors()
    with connection.execute_wrapper(count):
        answer = client.post(page, data)
    took = _processors() - before
    if answer.status_code != status:
        raise RuntimeError(f"{page}: {answer.status_code}, {_text(answer.content.decode())}")
    return took, len(statements), answer.content.decode()


def _processors() -> float:
    """Seconds of this process, of its server in PostgreSQL, and of the processes that parse files."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return processor() + children.ru_utime + children.ru_stime


def _text(page: str) -> str:
    """What the main part of a page says, for the message about an import that does not go through."""
    main = page.partition('id="main"')[2] or page
    return " ".join(re.sub("<[^>]+>", " ", main).split())[:2000]


def _hidden(page: str) -> dict[str, str]:
    """What the form of the step sends besides what a person enters."""
    _before, _tag, form = page.partition('id="step-form"')
    fields = re.findall(r'<input type="hidden"[^>]*>', form.partition("</form>")[0])
    pairs = [(re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)) for field in fields]
    return {name[1]: html.unescape(value[1]) for name, value in pairs if name and value}


# --- Files ----------------------------------------------------------------------------------------------------------


def _powers(ending: str = "", begins: str = "2020-01-01") -> bytes:
    """The catalogue over and over, each time with numbers of its own."""
    known = [row | {"basis_valid_from": begins, "basis_valid_to": ""} for row in read_table(POWERS)]
    rows = (
        row | {"catalogue_no": f"BENCH-{n:05}", "title": row["title"] + ending}
        for n, row in enumerate(itertools.islice(itertools.cycle(known), POWER_ROWS))
    )
    return _csv(rows)


def _grants(county: Organisation, ends: str = "") -> bytes:
    """Each row gives another power of that catalogue to one of the townships."""
    days = {"acceptance_date": "2026-10-01", "decision_date": "2026-09-01"}
    known = read_table(GRANTS)[0] | days | {"valid_to": ends, "transition_rule": "移交" if ends else ""}
    townships = list(Organisation.objects.townships().order_by("path").values_list("name", flat=True)[:10])
    return _csv(
        known | {"catalogue_no": f"BENCH-{n:05}", "township_group": townships[n % len(townships)]}
        for n in range(GRANT_ROWS)
    )


def _laws(last_article: int) -> bytes:
    return _csv(
        {
            "title": f"澜山市第{n}号管理办法",
            "commencement": "dated",
            "in_force_from": "2026-10-01",
            "last_article": last_article,
            "own_commencement": "第三条：2026-11-01",
        }
        for n in range(LAW_ROWS)
    )


def _csv(lines: Iterable[dict]) -> bytes:
    rows = list(lines)
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def _turned() -> bytes:
    """The same entries with their numbers the other way round, and a remark on each."""
    return _changed(territorial_file(LIST_ROWS), lambda row, at: {"序号": LIST_ROWS - at, "备注": "重新编号"})


def _edited(exported: bytes) -> bytes:
    """The exported table with another title in every row."""
    return _changed(exported, lambda row, at: {"事项名称": f"{row['事项名称']}（修改）"})


def _changed(file: bytes, change: Callable[[dict[str, Any], int], dict[str, Any]]) -> bytes:
    workbook = load_workbook(io.BytesIO(file))
    [sheet] = workbook.worksheets
    header = next(row for row in sheet.iter_rows() if any(cell.value == "事项名称" for cell in row))
    rows = (
        {title.value: cell for title, cell in zip(header, row, strict=True)}
        for row in sheet.iter_rows(header[0].row + 1)
    )
    named = [row for row in rows if row["事项名称"].value and not str(row["序号"].value).startswith("#")]
    for at, row in enumerate(named):
        for title, value in change({title: cell.value for title, cell in row.items()}, at).items():
            row[title].value = value
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
