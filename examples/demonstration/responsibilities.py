"""What a newcomer finds of the organisation office's work: a draft, inventories being merged, a reported answer."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from examples.demonstration.accounts import People
from governance.job_worker import run_waiting
from governance.models import Account, Organisation
from governance.roles import Role
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, DutyList, Edition, Entry, Inventory, SynonymSuggestion
from responsibilities.operations.clusters import accept_cluster, set_aside_cluster
from responsibilities.operations.drafts import start_draft
from responsibilities.operations.edits import edit_entries
from responsibilities.operations.grouping import cluster_inventories
from responsibilities.operations.inventories import import_inventory
from responsibilities.operations.synonyms import report_answer
from responsibilities.selectors.table import TableRow, table_rows
from responsibilities.selectors.workshop import proposal

# What three townships say they do, each in its own words and columns; anybody can upload them again.
INVENTORIES = Path(__file__).resolve().parent / "inventories"

LOADED_BY = "load_reference"


def is_loaded() -> bool:
    return Entry.objects.exists()


def what_to_try(department_port: int) -> list[str]:
    return [
        "To prepare a list:",
        "  1. Sign in as list_editor. Home shows the draft of 属地管理事项责任清单; open its grid, change a cell.",
        "  2. The workshop of 乡镇职责清单 holds three townships' inventories, grouped; take a group into the draft.",
        "  3. Send the draft to review; sign in as list_approver to approve it, rehearse and publish it.",
    ]


@transaction.atomic  # what was broken off half-way would be taken for done
def set_up(people: People, *, tell: Callable[[str], None]) -> None:
    """Nothing is done twice, and nothing that somebody has gone on with is touched."""
    editor, clerk = people[Role.LIST_EDITOR], people[Role.TOWNSHIP_CLERK]
    county = Organisation.objects.get(depth=1)
    territorial = DutyList.objects.get(owner=county, kind=ListKind.TERRITORIAL)
    duties = DutyList.objects.get(owner=county, kind=ListKind.TOWNSHIP)
    if not _begun(territorial):
        _prepare_next_edition(start_draft(territorial, by=editor), editor)
        tell(f"{territorial.title}：a draft with its first changes")
    if not Inventory.objects.filter(duty_list=duties).exists() and not _begun(duties):
        _merge_inventories(duties, editor)
        tell(f"{duties.title}：three inventories in the workshop")
    if not SynonymSuggestion.objects.exists():
        place = clerk.current_memberships[0].organisation
        report_answer(place, by=clerk, question="村口路灯不亮了找谁修", note="群众常这样问。")


def _begun(duty_list: DutyList) -> bool:
    """Whether there was ever an edition beside the one that is shipped; a newcomer may have published or dropped it."""
    return Edition.objects.filter(duty_list=duty_list).count() > 1


def _prepare_next_edition(draft: Edition, editor: Account) -> None:
    """Changed cells, a split, a move, and an entry that goes and comes back under another name."""
    rows = table_rows(draft)
    land, farmland, dispute = rows[0], rows[1], rows[5]

    def save(reason: str, *edits: RowEdit) -> None:
        edit_entries(draft, by=editor, edits=edits, reason=reason)

    save(
        "土地管理条例修订，配合单位相应调整",
        _cell(land, "title", "违法占用耕地等农用地（农户住宅除外）行为的发现制止与查处"),
        _cell(rows[3], "process_note", f"{rows[3].cells['process_note']}办结后5个工作日内反馈所在乡镇。"),
        _cell(farmland, "support", f"{farmland.cells['support']}\n市公安局：1.依法处置阻碍执法的行为。"),
    )
    part = {**farmland.cells, "seq_no": str(len(rows) + 1), "title": "永久基本农田保护标志的设立和修复"}
    save("标志管护单列", _row("split", part, after=farmland.key, split_from=farmland.key))
    save("按办理顺序调整", RowEdit(rows[8].key, after=rows[6].key))
    save("并入新的表述，原条删除", RowEdit(dispute.key, removed=True, version=dispute.version))
    save(
        "更名后重新列入",
        _row("renamed", {**dispute.cells, "title": f"{dispute.cells['title']}与权属登记指导"}, after=rows[4].key),
    )


def _cell(row: TableRow, column: str, text: str) -> RowEdit:
    return RowEdit(row.key, {column: CellEdit(row.cells[column], text)})


def _row(key: str, cells: dict[str, str], *, after: str, split_from: str = "") -> RowEdit:
    return RowEdit(key, {name: CellEdit("", text) for name, text in cells.items()}, after=after, split_from=split_from)


def _merge_inventories(duties: DutyList, editor: Account) -> None:
    """Three inventories, grouped; one group is taken into the draft, one is set aside."""
    for path in sorted(INVENTORIES.glob("*.csv")):
        township = Organisation.objects.get(name=path.stem, kind=Organisation.Kind.TOWNSHIP)
        with path.open("rb") as file:
            import_inventory(duties, by=editor, township=township, file=file, filename=path.name, confirmed=True)
    cluster_inventories(duties, by=editor)
    run_waiting()
    start_draft(duties, by=editor)
    clusters = Cluster.objects.filter(duty_list=duties)
    veterans, press = (clusters.filter(title__mentions=word).first() for word in ("退役军人", "报刊"))
    if veterans is not None:
        said = proposal(veterans)
        accept_cluster(
            veterans,
            by=editor,
            heading="公共服务",
            title=said.title,
            content=said.content,
            legal_basis=said.legal_basis,
        )
    if press is not None:
        set_aside_cluster(press, by=editor, reason="报刊征订不属于乡镇职责，不列入清单。")
