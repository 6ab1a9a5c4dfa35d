"""One call of every operation that goes through, for what is asked of all of them.

A new operation gets its entry here: a function that sets up on the stage what it needs, and returns the object that the
operation takes first (or None) and its other arguments but `by`. Who performs it follows from the tables of rights.
"""

import datetime
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from django.conf import settings
from django.utils import timezone

from enforcement.models import Transfer
from enforcement.operations.cases import file_case
from enforcement.operations.transfers import transfer_case
from enforcement.reference_data import GRANTS, POWERS
from enforcement.states import PartyKind, TransferReason
from governance.calendars import current_calendar
from governance.jobs import Result
from governance.models import (
    Account,
    CalendarYear,
    Criterion,
    Event,
    EventDelivery,
    Examination,
    Installation,
    Job,
    LocalValue,
    Membership,
    Notification,
    Organisation,
    SavedForm,
    Subscription,
)
from governance.operations.aliases import add_alias
from governance.operations.checklists import add_evidence, draw_up_checklist, give_finding, open_examination
from governance.operations.organisations import open_organisation
from governance.operations.reference import ORGANISATIONS
from governance.roles import CASEWORK, HEADS, PERMITTED, Role
from governance.workdays.counting import recompute
from governance.workdays.terms import Unit
from governance.year_tables import shipped_years
from responsibilities.edits import CellEdit, RowEdit
from responsibilities.kinds import ListKind
from responsibilities.models import Cluster, DutyList, Edition, Inventory, InventoryRow, SynonymSuggestion
from responsibilities.operations import edits
from responsibilities.operations.reference import FOLDER
from responsibilities.rehearsal import rehearse
from responsibilities.selectors.defects import edition_defects
from responsibilities.selectors.round_trip import exported_table
from services.models import Application, HotlineOrder, Rating, Visit, Window
from services.operations import applications as services
from services.operations.applications import accept_application, receive_application
from services.operations.hand_overs import hand_over_application
from services.operations.handling import ask_opinion, begin_special_stage, decide_application, issue_application
from services.operations.hotline import receive_order
from services.operations.ratings import appeal_rating, assign_rating, call_back_rating, rate_application
from services.operations.visits import call_next, hold_visit, take_ticket
from services.reference_data import ITEMS, STATIONING
from staffing.models import Absence, Applicant, Campaign, QuotaApproval, QuotaDocument
from staffing.operations.approvals import (
    approve_quota_approval,
    begin_hiring,
    check_quota_approval,
    request_quota_approval,
)
from staffing.operations.ledger import account_of, move_quota
from staffing.operations.midlevel import propose_midlevel_plan, set_midlevel_ceiling
from staffing.reference_data import COUNTED_ON, ESTABLISHMENT, LEDGER, OPENED_ON, PEOPLE
from staffing.service_terms import ONE_DAY
from staffing.states import MovementKind, QuotaCategory
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo, set_answer_terms
from tests.factories import (
    AccountFactory,
    CountyFactory,
    OrganisationFactory,
    RuleSuspensionFactory,
    TownshipFactory,
    member,
    portal_of,
)
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, publish_rows
from tests.responsibilities.files import THREE, WIDE, table
from tests.services.counter import item_of
from tests.services.factories import (
    ImplementationFactory,
    point_item_of,
    point_of,
    set_assurance_term,
    stationing_of,
    village_item,
)
from tests.staffing.factories import (
    CampaignFactory,
    QuotaDocumentFactory,
    applied,
    lent,
    moved,
    opening,
    person_at,
    slip_validity,
)

Call = tuple[Any, dict[str, Any]]
LAWS = FOLDER / "laws.csv"
PASSWORD = "a long first password"
TODAY = datetime.date(2026, 11, 23)
LONG_AGO = datetime.date(2024, 1, 1)


class Stage(SimpleNamespace):
    """A county with a township, a department and the portal's own account; what else an operation needs comes later."""

    def __init__(self) -> None:
        self.county = CountyFactory(name="澜山市", code="LS")
        self.township = TownshipFactory(parent=self.county, name="汀砚镇", code="LS-T03")
        self.department = OrganisationFactory(parent=self.county, name="市城市管理局")
        self.portal = portal_of(self.county)
        self.stranger = AccountFactory(name="过路人", organisation=self.county)
        self.person = AccountFactory(organisation=self.county)  # whom operations on accounts are about

    def one_who_may(self, name: str) -> Account:
        """Whose own business it is; the portal, where it may; else somebody who holds the first role that may."""
        if name in OWN_BUSINESS:
            return self.person
        if hasattr(self, "performer"):
            return self.performer
        roles = PERMITTED[name]
        if Role.PORTAL in roles:
            return self.portal
        role = next(role for role in Role if role in roles)
        return member(self.township if role in CASEWORK | HEADS else self.county, role)


CALLS: dict[str, Callable[[Stage], Call]] = {}
OWN_BUSINESS = {"change_password", "read_notifications", "save_form", "discard_saved_form", "cancel_job"}


def call(function: Callable[[Stage], Call]) -> Callable[[Stage], Call]:
    """The function is named as the operation it calls; with a _ behind it where the operation itself is needed here."""
    CALLS[function.__name__.rstrip("_")] = function
    return function


# --- The kernel -----------------------------------------------------------------------------------------------------


@call
def open_organisation_(stage: Stage) -> Call:
    return stage.county, {"code": "NEW", "name": "市水利局", "kind": Organisation.Kind.DEPARTMENT}


@call
def rename_organisation(stage: Stage) -> Call:
    return stage.department, {"name": "市综合行政执法局"}


@call
def add_alias_(stage: Stage) -> Call:
    return stage.department, {"name": "城管局"}


@call
def end_alias(stage: Stage) -> Call:
    return add_alias(stage.department, by=stage.portal, name="城管委"), {}


@call
def remove_alias(stage: Stage) -> Call:
    return add_alias(stage.department, by=stage.portal, name="城管委"), {}


@call
def move_organisation(stage: Stage) -> Call:
    office = open_organisation(
        stage.township, by=stage.portal, code="OFFICE", name="党政办", kind=Organisation.Kind.OFFICE
    )
    return office, {"to": TownshipFactory(parent=stage.county, name="石汀乡")}


@call
def merge_organisations(stage: Stage) -> Call:
    return stage.department, {"into": OrganisationFactory(parent=stage.county, name="市水务局")}


@call
def close_organisation(stage: Stage) -> Call:
    return stage.department, {}


@call
def load_organisations(stage: Stage) -> Call:
    """A county that is there already, and the first body below it that the stage does not have."""
    header, county, *bodies = ORGANISATIONS.read_text(encoding="utf-8").splitlines()
    body = next(line for line in bodies if ",department," in line and stage.department.name not in line)
    file = Path(settings.MEDIA_ROOT) / "bodies.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join([header, county, body]) + "\n", encoding="utf-8")
    return None, {"file": file}


@call
def open_account(stage: Stage) -> Call:
    return stage.township, {"username": "lin", "name": "林小满"}


@call
def close_account(stage: Stage) -> Call:
    return stage.person, {}


@call
def reset_password(stage: Stage) -> Call:
    return stage.person, {"password": PASSWORD, "reason": "忘记密码"}


@call
def change_password(stage: Stage) -> Call:
    return stage.person, {"password": PASSWORD}


@call
def grant_membership(stage: Stage) -> Call:
    return stage.person, {"organisation": stage.township, "role": Role.TOWNSHIP_CLERK}


@call
def end_membership(stage: Stage) -> Call:
    return Membership.objects.get(account=member(stage.township, Role.OFFICER)), {}


@call
def register_client(stage: Stage) -> Call:
    return stage.department, {"name": "对方系统", "role": Role.DEPARTMENT_CLERK, "scopes": ["read"]}


def _subscription(stage: Stage, **fields: Any) -> Subscription:
    return Subscription.objects.create(
        organisation=stage.department, url="https://system.example/", secret="whsec_eA==", **fields
    )


def _event() -> Event:
    return Event.objects.create(
        kind="enforcement.case.transferred", subject_type="x", subject_id="1", label="1号", api_path="/api/v1/"
    )


@call
def subscribe(stage: Stage) -> Call:
    return stage.department, {"url": "https://system.example/"}


@call
def rotate_secret(stage: Stage) -> Call:
    return _subscription(stage), {}


@call
def pause_subscription(stage: Stage) -> Call:
    return _subscription(stage), {}


@call
def resume_subscription(stage: Stage) -> Call:
    return _subscription(stage, is_active=False), {}


@call
def send_test_event(stage: Stage) -> Call:
    return _subscription(stage), {}


@call
def resend_event(stage: Stage) -> Call:
    return EventDelivery.objects.create(
        event=_event(),
        organisation=stage.department,
        subscription=_subscription(stage),
        status=EventDelivery.Status.DEAD,
        given_up_because=EventDelivery.Cause.EXHAUSTED,
    ), {}


@call
def send_from_here(stage: Stage) -> Call:
    Installation.objects.update_or_create(pk=1, defaults={"place": "elsewhere"})
    return None, {"reason": "迁移到新机房"}


@call
def read_notifications(stage: Stage) -> Call:
    Notification.objects.create(account=stage.person, event=_event())
    return stage.person, {}


# --- Check lists ----------------------------------------------------------------------------------------------------


def _list_facts() -> dict[str, Any]:
    return {
        "use": "institution_upgrade",
        "title": "综合行政执法队升格评估标准",
        "document_no": "澜编办发〔2026〕9号",
        "issuer": "市委编办",
        "decided_on": TODAY,
        "criteria": [{"text": "人员到位率不低于九成", "evidence": "人员名册"}, {"text": "制度健全"}],
    }


def _examination(stage: Stage, status: str = "collecting") -> Examination:
    """The township measured by a list; what a state needs to be there is not, for no rule of these calls asks."""
    stage.performer = member(stage.county, Role.STAFFING_OFFICER)
    made = draw_up_checklist(stage.county, by=stage.performer, **_list_facts())
    examination = open_examination(made, by=stage.performer, subject=stage.township)
    Examination.objects.filter(pk=examination.pk).update(status=status)
    return Examination.objects.get(pk=examination.pk)


def _handing_in(stage: Stage) -> Examination:
    examination = _examination(stage)
    stage.performer = member(stage.township, Role.PERSONNEL_OFFICER)
    return examination


def _first_criterion(examination: Examination) -> Criterion:
    return examination.checklist.criteria.earliest("number")


@call
def draw_up_checklist_(stage: Stage) -> Call:
    return stage.county, _list_facts()


@call
def open_examination_(stage: Stage) -> Call:
    examination = _examination(stage)
    return examination.checklist, {"subject": TownshipFactory(parent=stage.county, name="石汀乡")}


@call
def add_evidence_(stage: Stage) -> Call:
    examination = _handing_in(stage)
    return examination, {"criterion": _first_criterion(examination), "text": "名册见附件。"}


@call
def submit_examination(stage: Stage) -> Call:
    examination = _handing_in(stage)
    for criterion in examination.checklist.criteria.all():
        add_evidence(examination, by=stage.performer, criterion=criterion, text="见附件。")
    return examination, {}


@call
def give_finding_(stage: Stage) -> Call:
    examination = _examination(stage, "reading")
    return examination, {"criterion": _first_criterion(examination), "verdict": "met"}


@call
def give_result(stage: Stage) -> Call:
    examination = _examination(stage, "reading")
    for criterion in examination.checklist.criteria.all():
        give_finding(examination, by=stage.performer, criterion=criterion, verdict="met")
    return examination, {}


@call
def draw_sample(stage: Stage) -> Call:
    rows = {"population": ["甲村", "乙村", "丙村"], "share": 30, "at_least": 1, "at_most": 2}
    return _examination(stage, "reading"), rows


@call
def let_term_pass(stage: Stage) -> Call:
    examination = _examination(stage)
    stage.performer = stage.portal
    Examination.objects.update(due_at=timezone.now() - datetime.timedelta(days=1), due_provisional=False)
    return Examination.objects.get(pk=examination.pk), {}


@call
def save_form(stage: Stage) -> Call:
    return stage.person, {"path": "/", "key": "k", "copy": 0, "about": "", "fields": {"facts": ["写到一半"]}}


@call
def discard_saved_form(stage: Stage) -> Call:
    return SavedForm.objects.create(account=stage.person, path="/", key="k", content='{"about": "", "fields": {}}'), {}


def _job(stage: Stage, status: str) -> Job:
    now = timezone.now()
    begun = {"started_at": now, "seen_at": now, "attempts": 1} if status == "running" else {}
    return Job.objects.create(
        kind="group_inventories",
        organisation=stage.county,
        subject_type="governance.organisation",
        subject_id=stage.county.pk,
        label="乡镇摸底",
        requested_by=stage.person,
        status=status,
        **begun,
    )


@call
def start_job(stage: Stage) -> Call:
    return _job(stage, "waiting"), {}


@call
def finish_job(stage: Stage) -> Call:
    return _job(stage, "running"), {"attempt": 1, "write": Result}


@call
def fail_job(stage: Stage) -> Call:
    return _job(stage, "running"), {"attempt": 1, "reason": "内存不足"}


@call
def take_back_job(stage: Stage) -> Call:
    return _job(stage, "running"), {}


@call
def cancel_job(stage: Stage) -> Call:
    return _job(stage, "waiting"), {}


@call
def load_calendar_year(stage: Stage) -> Call:
    year = shipped_years()[0]
    return stage.county, {"year": year.year, "days": year.days, "source_document": year.source_document}


@call
def undo_calendar_year(stage: Stage) -> Call:
    year = CalendarYear.objects.create(
        year=2031, edition=1, source_document="通知", loaded_by=stage.portal, digest="sha256:x", is_current=True
    )
    return year, {"county": stage.county, "reason": "年份有误"}


@call
def set_local_term(stage: Stage) -> Call:
    return stage.county, {
        "code": "enforcement.transfer_answer",
        "number": 5,
        "unit": Unit.WORKING_DAYS,
        "effective_from": TODAY,
        "document_no": "澜政办发〔2026〕31号",
    }


@call
def suspend_rule(stage: Stage) -> Call:
    return stage.county, {
        "code": "sent_back_before",
        "document_no": "澜政办发〔2026〕33号",
        "approver": "市人民政府",
        "effective_from": timezone.localdate(),
        "reason": "试点期间",
    }


@call
def restore_rule(stage: Stage) -> Call:
    return RuleSuspensionFactory(organisation=stage.county), {"reason": "试点结束"}


@call
def set_local_value(stage: Stage) -> Call:
    return stage.county, {
        "code": "hearing.citizen",
        "number": Decimal(5000),
        "unit": "yuan",
        "effective_from": TODAY,
        "document_no": "澜政办发〔2026〕31号",
    }


@call
def load_local_values(stage: Stage) -> Call:
    lines = ["名称代码,数值,单位,生效日期,依据文件", "hearing.citizen,5000,元,2026-01-01,澜政办发〔2026〕31号"]
    return stage.county, {"file": io.BytesIO("\n".join(lines).encode()), "filename": "数值.csv"}


@call
def mark_checked(stage: Stage) -> Call:
    value = LocalValue.objects.create(
        organisation=stage.county, code="hearing.citizen", number=5000, unit="yuan", document_no="澜政办发〔2026〕31号",
        effective_from=TODAY, checked_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    return value, {}


# --- Duty lists -----------------------------------------------------------------------------------------------------


def _list(stage: Stage, kind: str = ListKind.TERRITORIAL, owner: Organisation | None = None) -> DutyList:
    return DutyListFactory(owner=owner or stage.county, kind=kind)


def _draft(stage: Stage, **fields: Any) -> Edition:
    draft = EditionFactory(duty_list=_list(stage), **fields)
    EntryFactory(edition=draft, seq_no="1", title="村级河道保洁", bodies={"lead": "townships"})
    return draft


def _published(stage: Stage, owner: Organisation | None = None, kind: str = ListKind.TERRITORIAL) -> Edition:
    edition = EditionFactory(duty_list=_list(stage, kind, owner))
    EntryFactory(edition=edition, seq_no="1", title="村级河道保洁", bodies={"lead": owner or "townships"})
    return publish_rows(edition)


def _rename(draft: Edition) -> RowEdit:
    entry = draft.entries.get()
    return RowEdit(str(entry.item.uid), {"title": CellEdit(entry.title, "镇村河道保洁")})


@call
def open_list(stage: Stage) -> Call:
    return stage.county, {"kind": ListKind.TERRITORIAL, "title": "属地管理事项责任清单"}


@call
def start_draft(stage: Stage) -> Call:
    return _list(stage), {}


@call
def copy_list(stage: Stage) -> Call:
    other = TownshipFactory(parent=stage.county, name="石汀乡")
    return _published(stage, stage.township, ListKind.BASIC), {"townships": [other]}


@call
def import_entries(stage: Stage) -> Call:
    row = [1, "生态环境", "村级河道保洁", "乡镇：1.保洁。", "市城市管理局：1.指导。", ""]
    return EditionFactory(duty_list=_list(stage)), {"file": table(WIDE, row), "filename": "清单.xlsx"}


@call
def import_township_lists(stage: Stage) -> Call:
    row = ["基本", 1, "党的建设", "发展党员", "", "", "制定计划。", "", "", ""]
    return stage.township, {"file": table(THREE, row), "filename": "三张清单.xlsx"}


@call
def edit_entries(stage: Stage) -> Call:
    draft = _draft(stage)
    return draft, {"edits": [_rename(draft)], "reason": "依据新条例"}


@call
def import_edits(stage: Stage) -> Call:
    draft = _draft(stage)
    book = openpyxl.load_workbook(io.BytesIO(exported_table(draft)))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value == "村级河道保洁":
                cell.value = "镇村河道保洁"
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return draft, {"file": file, "filename": "回来.xlsx"}


@call
def identify_entry(stage: Stage) -> Call:
    base = _published(stage)
    draft = EditionFactory(duty_list=base.duty_list, based_on=base)
    new = EntryFactory(edition=draft, seq_no="1", title="镇村河道保洁", bodies={"lead": "townships"})
    return new, {"former": base.entries.get().item}


@call
def undo_batch(stage: Stage) -> Call:
    draft = _draft(stage)
    return edits.edit_entries(draft, by=stage.portal, edits=[_rename(draft)], reason="依据新条例").batch, {}


@call
def discard_draft(stage: Stage) -> Call:
    return _draft(stage), {"reason": "不再修订"}


@call
def explain_finding(stage: Stage) -> Call:
    draft = EditionFactory(duty_list=_list(stage))
    EntryFactory(edition=draft, seq_no="1", title="无人负责的事项")
    found = edition_defects(draft)[0].finding
    return draft, {"fingerprint": found.fingerprint, "reason": "本轮暂无主责单位"}


@call
def submit_edition(stage: Stage) -> Call:
    return _draft(stage), {}


@call
def send_back_edition(stage: Stage) -> Call:
    return _draft(stage, status="review"), {"reason": "请补依据"}


@call
def approve_edition(stage: Stage) -> Call:
    return _draft(stage, status="review"), {"document_no": "澜政发〔2026〕9号", "decided_on": TODAY}


@call
def publish_edition(stage: Stage) -> Call:
    draft = _draft(stage, status="approved", document_no="澜政发〔2026〕9号", decided_on=TODAY)
    stage.performer = member(stage.county, Role.LIST_APPROVER)
    token = rehearse(draft, stage.performer, TODAY).token
    facts = {"effective_from": TODAY, "rehearsal": token, "accept_unsettled": True, "unsettled_reason": "试验用"}
    return draft, facts


@call
def revoke_edition(stage: Stage) -> Call:
    return _published(stage), {"document_no": "澜政发〔2026〕10号", "reason": "文号有误"}


@call
def load_synonyms(stage: Stage) -> Call:
    edition = EditionFactory(duty_list=_list(stage, ListKind.TOWNSHIP))
    for number in range(1, 4):
        EntryFactory(edition=edition, seq_no=str(number))
    publish_rows(edition)
    return stage.county, {}


@call
def import_inventory(stage: Stage) -> Call:
    file = table(["序号", "工作事项", "法律依据"], [1, "违法占地巡查", ""])
    return _list(stage, ListKind.TOWNSHIP), {"township": stage.township, "file": file, "filename": "摸底清单.xlsx"}


def _inventory(stage: Stage, *titles: str) -> tuple[DutyList, list[InventoryRow]]:
    duty_list = _list(stage, ListKind.TOWNSHIP)
    inventory = Inventory.objects.create(
        duty_list=duty_list,
        township=stage.township,
        filename="摸底.xlsx",
        digest="sha256:" + "0" * 64,
        row_count=len(titles),
        uploaded_by=stage.person,
    )
    rows = [
        InventoryRow.objects.create(inventory=inventory, number=number, title=title)
        for number, title in enumerate(titles, start=2)
    ]
    return duty_list, rows


def _cluster(stage: Stage, **fields: Any) -> tuple[Cluster, list[InventoryRow]]:
    duty_list, rows = _inventory(stage, "日常巡查", "夜间巡查")
    cluster = Cluster.objects.create(duty_list=duty_list, title="巡查", size=2, townships=1, **fields)
    InventoryRow.objects.update(cluster=cluster)
    return cluster, rows


@call
def remove_inventory(stage: Stage) -> Call:
    _duty_list, rows = _inventory(stage, "日常巡查")
    return rows[0].inventory, {"reason": "误报"}


@call
def cluster_inventories(stage: Stage) -> Call:
    return _inventory(stage, "日常巡查")[0], {}


@call
def write_groups(stage: Stage) -> Call:
    return _inventory(stage, "日常巡查")[0], {"groups": []}


@call
def split_cluster(stage: Stage) -> Call:
    cluster, rows = _cluster(stage)
    return cluster, {"rows": rows[:1]}


def _other(cluster: Cluster) -> Cluster:
    return Cluster.objects.create(duty_list=cluster.duty_list, title="保洁", size=0, townships=0)


@call
def move_rows(stage: Stage) -> Call:
    cluster, rows = _cluster(stage)
    return cluster, {"rows": rows[:1], "into": _other(cluster)}


@call
def merge_clusters(stage: Stage) -> Call:
    cluster, _rows = _cluster(stage)
    return cluster, {"into": _other(cluster)}


@call
def accept_cluster(stage: Stage) -> Call:
    cluster, _rows = _cluster(stage)
    EditionFactory(duty_list=cluster.duty_list)
    return cluster, {"heading": "综合治理", "title": "日常巡查", "content": "每周巡查。"}


@call
def set_aside_cluster(stage: Stage) -> Call:
    return _cluster(stage)[0], {"reason": "不属乡镇职责"}


@call
def reopen_cluster(stage: Stage) -> Call:
    return _cluster(stage, status="set_aside", set_aside_reason="不属乡镇职责")[0], {"reason": "重新研究"}


@call
def report_answer(stage: Stage) -> Call:
    return stage.township, {"question": "路灯坏了谁管"}


def _report(stage: Stage) -> SynonymSuggestion:
    return SynonymSuggestion.objects.create(
        organisation=stage.township, reported_by=stage.person, question="路灯坏了谁管"
    )


@call
def accept_suggestion(stage: Stage) -> Call:
    return _report(stage), {"entry": _published(stage).entries.get()}


@call
def decline_suggestion(stage: Stage) -> Call:
    return _report(stage), {"reason": "清单未列"}


@call
def load_laws(stage: Stage) -> Call:
    return stage.county, _first_row(LAWS)


# --- Enforcement ----------------------------------------------------------------------------------------------------


@call
def load_powers(stage: Stage) -> Call:
    return stage.county, _first_row(POWERS)


@call
def load_grants(stage: Stage) -> Call:
    PenaltyPowerFactory(department=stage.department, catalogue_no="LS-CG-001")
    return stage.county, _first_row(GRANTS)


def _first_row(table: Path) -> dict[str, Any]:
    """The shipped table, cut after its first row."""
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    return {"file": io.BytesIO("".join(lines).encode()), "filename": "目录.csv"}


def _filed(stage: Stage, **fields: Any) -> Any:
    """A case of the township, filed by a clerk of its own."""
    return file_case(stage.township, by=member(stage.township, Role.TOWNSHIP_CLERK), **_facts(stage, **fields))


def _facts(stage: Stage, **fields: Any) -> dict[str, Any]:
    if not hasattr(stage, "power"):
        set_answer_terms(stage.county)
        stage.power = PenaltyPowerFactory(department=stage.department)
        PowerGrantFactory(power=stage.power, township=stage.township)
    return {
        "power": stage.power,
        "facts": "当事人将果皮扔在人行道上。",
        "place": "前街12号",
        "party_kind": PartyKind.CITIZEN,
        "party_name": "张三丰",
        "found_at": timezone.now() - datetime.timedelta(hours=2),
        **fields,
    }


@call
def file_case_(stage: Stage) -> Call:
    return stage.township, _facts(stage)


@call
def void_case(stage: Stage) -> Call:
    return _filed(stage), {"duplicate_of": _filed(stage), "reason": "重复登记"}


@call
def attach_file(stage: Stage) -> Call:
    return _filed(stage), {"file": photo()}


def _letter(stage: Stage) -> dict[str, Any]:
    return {
        "receiver": stage.department,
        "reason_code": TransferReason.NOT_OUR_ITEM,
        "explanation": "属部门主责事项。",
        "argument": "目录列明由该部门主管此项处罚。",
    }


@call
def transfer_case_(stage: Stage) -> Call:
    return _filed(stage), _letter(stage)


def _sent(stage: Stage) -> Transfer:
    return transfer_case(_filed(stage), by=member(stage.township, Role.TOWNSHIP_CLERK), **_letter(stage))


@call
def accept_transfer(stage: Stage) -> Call:
    stage.performer = member(stage.department, Role.DEPARTMENT_CLERK)
    return _sent(stage), {}


@call
def send_back_transfer(stage: Stage) -> Call:
    stage.performer = member(stage.department, Role.DEPARTMENT_CLERK)
    return _sent(stage), {"reason_code": "expired", "explanation": "已过追责时效。"}


@call
def report_overdue(stage: Stage) -> Call:
    transfer = _sent(stage)
    Transfer.objects.filter(pk=transfer.pk).update(
        due_at=timezone.now() - datetime.timedelta(days=1), due_provisional=False
    )
    return Transfer.objects.get(pk=transfer.pk), {}


@call
def recompute_deadline(stage: Stage) -> Call:
    transfer = _sent(stage)
    Transfer.objects.filter(pk=transfer.pk).update(due_at=transfer.due_at + datetime.timedelta(days=3))
    return Transfer.objects.get(pk=transfer.pk), {}


# --- Staffing -------------------------------------------------------------------------------------------------------


def _document(stage: Stage) -> QuotaDocument:
    return QuotaDocumentFactory(county=stage.county)


def _movement(stage: Stage) -> dict[str, Any]:
    """Five places from the department, which has ten, to the township."""
    opening(account_of(stage.department, QuotaCategory.INSTITUTION, stage.county), 10)
    return {
        "kind": MovementKind.TRANSFER_BETWEEN,
        "category": QuotaCategory.INSTITUTION,
        "giver": stage.department,
        "receiver": stage.township,
        "count": 5,
        "effective_on": TODAY,
    }


@call
def register_quota_document(stage: Stage) -> Call:
    facts = {"number": "澜编发〔2026〕3号", "issuer": "市委编委", "decided_on": TODAY, "title": "关于划转编制的通知"}
    return stage.county, facts


@call
def move_quota_(stage: Stage) -> Call:
    account_of(stage.township, QuotaCategory.INSTITUTION, stage.county)
    return _document(stage), _movement(stage)


@call
def counter_movement(stage: Stage) -> Call:
    moved = move_quota(_document(stage), by=member(stage.county, Role.STAFFING_OFFICER), **_movement(stage))
    return moved, {"document": moved.document, "count": 2, "effective_on": TODAY, "reason": "更正"}


@call
def take_over_ledger(stage: Stage) -> Call:
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    establishment, ledger = folder / "establishment.csv", folder / "ledger.csv"
    header, *rows = ESTABLISHMENT.read_text(encoding="utf-8").splitlines()
    first = next(row for row in rows if row.startswith(stage.township.code))
    establishment.write_text(f"{header}\n{first}\n", encoding="utf-8")
    ledger.write_text(LEDGER.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return stage.county, {
        "establishment": establishment, "ledger": ledger, "opened_on": OPENED_ON, "counted_on": COUNTED_ON
    }  # fmt: skip


@call
def take_over_people(stage: Stage) -> Call:
    file = Path(settings.MEDIA_ROOT) / "people.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    header, *rows = PEOPLE.read_text(encoding="utf-8").splitlines()
    first = next(row for row in rows if f",{stage.township.code}," in row)
    file.write_text(f"{header}\n{first}\n", encoding="utf-8")
    return stage.county, {"file": file}


def _approval(stage: Stage, status: str = "submitted") -> QuotaApproval:
    """Two places asked for, as far as the state says."""
    slip_validity(stage.county)
    opening(account_of(stage.township, QuotaCategory.INSTITUTION, stage.county), 10)
    asked = request_quota_approval(stage.township, by=member(stage.township, Role.PERSONNEL_OFFICER), **_asked())
    if status != "submitted":
        check_quota_approval(asked, by=member(stage.county, Role.STAFFING_OFFICER), opinion="同意")
    if status not in ("submitted", "checked"):
        approve_quota_approval(asked, by=member(stage.county, Role.STAFFING_OFFICER))
    if status == "in_hiring":
        begin_hiring(asked, by=member(stage.county, Role.HR_OFFICER))
    return asked


def _asked() -> dict[str, Any]:
    return {
        "category": "institution_quota", "count": 2, "post_class": "management", "grade": "九级",
        "entry_channel": "公开招聘", "reason": "缺员",
    }  # fmt: skip


@call
def request_quota_approval_(stage: Stage) -> Call:
    opening(account_of(stage.township, QuotaCategory.INSTITUTION, stage.county), 10)
    return stage.township, _asked()


@call
def check_quota_approval_(stage: Stage) -> Call:
    return _approval(stage), {"opinion": "同意"}


@call
def approve_quota_approval_(stage: Stage) -> Call:
    return _approval(stage, "checked"), {}


@call
def begin_hiring_(stage: Stage) -> Call:
    return _approval(stage, "approved"), {}


@call
def enter_person(stage: Stage) -> Call:
    somebody = {"staff_no": "N001", "name": "苏青禾", "gender": "female", "birth_on": datetime.date(2000, 2, 29)}
    return _approval(stage, "in_hiring"), somebody | {"arrived_on": TODAY}


@call
def cancel_quota_approval(stage: Stage) -> Call:
    return _approval(stage, "approved"), {"reason": "计划调整"}


@call
def expire_quota_approval(stage: Stage) -> Call:
    approval = _approval(stage, "approved")
    QuotaApproval.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    return approval, {}


def _ceiling(stage: Stage) -> Any:
    return set_midlevel_ceiling(
        stage.township, by=member(stage.county, Role.STAFFING_OFFICER), count=5, effective_on=TODAY,
        document=_document(stage),
    )  # fmt: skip


def _plan(stage: Stage) -> dict[str, Any]:
    office = OrganisationFactory(parent=stage.township, name="党政办公室", kind=Organisation.Kind.OFFICE)
    return {"shares": {office: 3}, "effective_on": TODAY, "document_no": "汀党发〔2026〕5号", "decided_on": TODAY}


def _proposed(stage: Stage) -> Any:
    _ceiling(stage)
    officer = member(stage.township, Role.PERSONNEL_OFFICER)
    stage.performer = member(stage.township, Role.PARTY_OFFICER)
    return propose_midlevel_plan(stage.township, by=officer, **_plan(stage))


@call
def set_midlevel_ceiling_(stage: Stage) -> Call:
    return stage.township, {"count": 5, "effective_on": TODAY, "document": _document(stage)}


@call
def propose_midlevel_plan_(stage: Stage) -> Call:
    _ceiling(stage)
    stage.performer = member(stage.township, Role.PERSONNEL_OFFICER)
    return stage.township, _plan(stage)


@call
def approve_midlevel_plan(stage: Stage) -> Call:
    return _proposed(stage), {}


@call
def withdraw_midlevel_plan(stage: Stage) -> Call:
    return _proposed(stage), {"reason": "重新拟定"}


def _change(stage: Stage) -> dict[str, Any]:
    facts = {"effective_on": TODAY, "document": _document(stage), "approver": "市委编委"}
    return facts | {"kind": "set_up", "name": "汀砚镇便民服务中心", "code": "C", "body_kind": "township_institution"}


@call
def change_structure(stage: Stage) -> Call:
    stage.performer = member(stage.county, Role.STAFFING_OFFICER)
    return stage.township, _change(stage)


@call
def approve_upgrade(stage: Stage) -> Call:
    examination = _examination(stage)
    Examination.objects.update(status="closed", result="passed", closed_at=timezone.now())
    stage.performer = member(stage.county, Role.ORGANISATION_OFFICER)
    facts = {"document": _document(stage), "effective_on": TODAY, "approver": "市委编委"}
    return Examination.objects.get(pk=examination.pk), facts


@call
def keep_agency_dispatched(stage: Stage) -> Call:
    return stage.county, {"word": "派出所", "rule": "公安派出所实行派驻体制", "effective_on": TODAY}


@call
def view_person(stage: Stage) -> Call:
    return person_at(stage.township), {}


@call
def record_identity_number(stage: Stage) -> Call:
    person = person_at(stage.township, gender="female", birth_on=datetime.date(1949, 12, 31))
    return person, {"number": "11010519491231002X", "reason": "核对身份证"}


@call
def report_ledger_faults(stage: Stage) -> Call:
    return stage.county, {"faults": ["Entry 5 is wrong."]}


# --- Staffing: people -------------------------------------------------------------------------------------------------


def _absent(stage: Stage) -> Absence:
    return person_at(stage.township).absences.create(kind="study", starts_on=TODAY - ONE_DAY)


def _moved_by_document() -> dict[str, Any]:
    return {"effective_on": TODAY, "document_no": "澜组干〔2026〕9号", "decided_on": TODAY}


@call
def record_absence(stage: Stage) -> Call:
    return person_at(stage.township), {"kind": "study", "starts_on": TODAY, "document_no": "澜人社〔2026〕1号"}


@call
def end_absence(stage: Stage) -> Call:
    return _absent(stage), {"ends_on": TODAY}


@call
def set_term_interruption(stage: Stage) -> Call:
    facts = {"kind": "study", "effect": "pauses", "valid_from": TODAY, "document_no": "澜组通〔2026〕2号"}
    return stage.county, facts


@call
def request_secondment(stage: Stage) -> Call:
    return person_at(stage.township), {
        "kind": "secondment", "borrower": stage.department, "starts_on": TODAY, "ends_on": TODAY + 30 * ONE_DAY,
        "reason": "防汛工作需要。",
    }  # fmt: skip


@call
def give_unit_opinion(stage: Stage) -> Call:
    return lent(person_at(stage.township), stage.department, status="requested"), {"agrees": True, "opinion": "同意。"}


@call
def give_department_opinion(stage: Stage) -> Call:
    secondment = lent(person_at(stage.township), stage.department, status="unit_opinion")
    return secondment, {"agrees": True, "opinion": "同意。"}


@call
def approve_secondment(stage: Stage) -> Call:
    secondment = lent(person_at(stage.township), stage.department, status="department_opinion")
    return secondment, {"document_no": "澜组借〔2026〕1号"}


@call
def extend_secondment(stage: Stage) -> Call:
    secondment = lent(person_at(stage.township), stage.department, starts_on=TODAY, ends_on=TODAY + 30 * ONE_DAY)
    return secondment, {"ends_on": TODAY + 60 * ONE_DAY, "document_no": "澜组借〔2026〕2号"}


@call
def record_return(stage: Stage) -> Call:
    secondment = lent(person_at(stage.township), stage.department, starts_on=TODAY - 30 * ONE_DAY, ends_on=TODAY)
    return secondment, {"returned_on": TODAY}


@call
def begin_secondment(stage: Stage) -> Call:
    return lent(person_at(stage.township), stage.department, status="approved"), {}


@call
def report_overdue_return(stage: Stage) -> Call:
    first, last = TODAY - 60 * ONE_DAY, TODAY - 30 * ONE_DAY
    return lent(person_at(stage.township), stage.department, starts_on=first, ends_on=last), {}


@call
def transfer_person(stage: Stage) -> Call:
    office = OrganisationFactory(parent=stage.township, kind=Organisation.Kind.OFFICE)
    post = {"category": "institution_quota", "post_class": "management", "grade": "八级", "post_title": "工作人员"}
    return person_at(stage.township), {"receiver": office, **post, **_moved_by_document()}


@call
def promote_person(stage: Stage) -> Call:
    return person_at(stage.township), {"grade": "八级", "post_title": "副主任", **_moved_by_document()}


@call
def retire_person(stage: Stage) -> Call:
    return person_at(stage.township, birth_on=datetime.date(1960, 1, 1)), _moved_by_document()


@call
def record_resignation(stage: Stage) -> Call:
    return person_at(stage.township), _moved_by_document()


@call
def record_death(stage: Stage) -> Call:
    return person_at(stage.township), _moved_by_document()


# --- Staffing: county selection ---------------------------------------------------------------------------------------


def _applicant(stage: Stage, *, campaign: str = "judged", **facts: Any) -> Applicant:
    return applied(person_at(stage.township), stage.department, campaign=campaign, **({"is_eligible": True} | facts))


@call
def open_campaign(stage: Stage) -> Call:
    return stage.county, {"title": "选调公告", "document_no": "澜组选〔2026〕1号", "cutoff_on": TODAY}


@call
def offer_post(stage: Stage) -> Call:
    post = {"title": "科员", "category": "institution_quota", "post_class": "management", "grade": "九级", "places": 1}
    return CampaignFactory(county=stage.county, status="draft"), {"organisation": stage.department, **post}


@call
def announce_campaign(stage: Stage) -> Call:
    return _applicant(stage, campaign="draft").campaign, {}


@call
def judge_applicants(stage: Stage) -> Call:
    return _applicant(stage, campaign="published", is_eligible=None).campaign, {}


@call
def rank_applicants(stage: Stage) -> Call:
    points = dict.fromkeys(("written", "interview", "appraisal_points"), 80)
    return _applicant(stage, unit_consents=True, department_consents=True, **points).campaign, {}


@call
def begin_notice(stage: Stage) -> Call:
    return _applicant(stage, campaign="ranked").campaign, {"notice_from": TODAY}


@call
def approve_selection(stage: Stage) -> Call:
    campaign = _applicant(stage, campaign="public_notice").campaign
    Campaign.objects.update(notice_from=TODAY - 9 * ONE_DAY, notice_until=TODAY - ONE_DAY)
    campaign.refresh_from_db()
    return campaign, {"document_no": "澜组干〔2026〕30号", "decided_on": TODAY}


@call
def enter_applicant(stage: Stage) -> Call:
    post = _applicant(stage, campaign="published").post
    return person_at(stage.township), {"post": post, "is_clear": True}


@call
def sign_appraisal(stage: Stage) -> Call:
    return _applicant(stage), {"appraisal": "踏实肯干。", "points": Decimal(90)}


@call
def reply_to_appraisal(stage: Stage) -> Call:
    return _applicant(stage, appraised_by=stage.person), {"reply": "无意见。"}


@call
def give_unit_consent(stage: Stage) -> Call:
    return _applicant(stage), {"agrees": True}


@call
def give_department_consent(stage: Stage) -> Call:
    return _applicant(stage), {"agrees": True}


@call
def record_points(stage: Stage) -> Call:
    return _applicant(stage), {"written": Decimal(80), "interview": Decimal(80)}


@call
def decide_tie(stage: Stage) -> Call:
    return _applicant(stage), {"order": 1, "reason": "加试成绩较高。"}


@call
def withdraw_applicant(stage: Stage) -> Call:
    return _applicant(stage), {"reason": "个人原因。"}


@call
def move_selected(stage: Stage) -> Call:
    places = account_of(stage.department, QuotaCategory.INSTITUTION, stage.county)
    opening(places, 5)
    moved(_document(stage), MovementKind.RESERVE, places, places, 1)
    return _applicant(stage, campaign="approved", status="approved"), _moved_by_document()


# --- Services -------------------------------------------------------------------------------------------------------


def at_the_window(stage: Stage, **said: Any) -> Application:
    """Received by the township, of an item it decides itself."""
    item = item_of(stage.county, stage.township, f"津贴{Application.objects.count()}", level="township")
    clerk = member(stage.township, Role.TOWNSHIP_CLERK)
    stage.performer = clerk
    said = {"by": clerk, "item": item, "applicant_kind": "citizen", "applicant_name": "赵六", **said}
    return receive_application(stage.township, **said)


def taken_in(stage: Stage, **said: Any) -> Application:
    return accept_application(at_the_window(stage, **said), by=stage.performer)


def decided(stage: Stage) -> Application:
    return decide_application(taken_in(stage), by=stage.performer, decision="grant")


def on_the_way(stage: Stage) -> Application:
    application = at_the_window(stage)
    hand_over_application(application, by=stage.performer, receiver=stage.department, reason="属部门窗口")
    stage.performer = member(stage.department, Role.DEPARTMENT_CLERK)
    return application


@call
def receive_application_(stage: Stage) -> Call:
    item = item_of(stage.county, stage.township, "津贴", level="township")
    stage.performer = member(stage.township, Role.WINDOW_CLERK)
    return stage.township, {"item": item, "applicant_kind": "citizen", "applicant_name": "赵六"}


@call
def request_application_supplement(stage: Stage) -> Call:
    return at_the_window(stage), {"missing": "身份证"}


@call
def complete_application(stage: Stage) -> Call:
    application = at_the_window(stage)
    services.request_application_supplement(application, by=stage.performer, missing="身份证")
    return application, {}


@call
def accept_application_(stage: Stage) -> Call:
    return at_the_window(stage), {}


@call
def not_accept_application(stage: Stage) -> Call:
    return at_the_window(stage), {"reason_code": "not_needed", "explanation": "无须许可"}


@call
def bring_paper(stage: Stage) -> Call:
    application = at_the_window(stage, way="tolerant")
    day = timezone.localdate() + datetime.timedelta(days=3)
    return accept_application(application, by=stage.performer, gaps="照片", gaps_due_on=day), {"paper": "照片"}


@call
def hand_over_application_(stage: Stage) -> Call:
    return at_the_window(stage), {"receiver": stage.department, "reason": "属部门窗口"}


@call
def receive_papers(stage: Stage) -> Call:
    return on_the_way(stage), {}


@call
def send_papers_back(stage: Stage) -> Call:
    return on_the_way(stage), {"reason": "不属我局"}


@call
def take_up_application(stage: Stage) -> Call:
    return taken_in(stage), {}


@call
def ask_opinion_(stage: Stage) -> Call:
    return taken_in(stage), {"body": stage.department, "question": "意见？", "due_on": timezone.localdate()}


@call
def give_opinion(stage: Stage) -> Call:
    asked = {"body": stage.department, "question": "意见？", "due_on": timezone.localdate()}
    opinion = ask_opinion(taken_in(stage), by=stage.performer, **asked)
    stage.performer = member(stage.department, Role.DEPARTMENT_CLERK)
    return opinion, {"stance": "agrees", "text": "同意"}


@call
def begin_special_stage_(stage: Stage) -> Call:
    return taken_in(stage), {"kind": "test", "expected_days": 5}


@call
def end_special_stage(stage: Stage) -> Call:
    application = taken_in(stage)
    begin_special_stage(application, by=stage.performer, kind="test", expected_days=5)
    return application, {"outcome": "合格"}


@call
def extend_application(stage: Stage) -> Call:
    application = taken_in(stage)
    stage.performer = member(stage.township, Role.TOWNSHIP_HEAD)
    return application, {"reason": "需要核查"}


@call
def decide_application_(stage: Stage) -> Call:
    return taken_in(stage), {"decision": "refuse", "explanation": "不符合条件"}


@call
def issue_application_(stage: Stage) -> Call:
    return decided(stage), {"received_by": "赵六"}


@call
def close_application(stage: Stage) -> Call:
    return issue_application(decided(stage), by=stage.performer, received_by="赵六"), {}


@call
def withdraw_application(stage: Stage) -> Call:
    return taken_in(stage), {"reason": "不要了"}


@call
def terminate_application(stage: Stage) -> Call:
    return taken_in(stage), {"reason": "无法办理"}


@call
def lapse_application(stage: Stage) -> Call:
    application = at_the_window(stage)
    services.request_application_supplement(application, by=stage.performer, missing="身份证")
    request = application.supplement_requests.get()
    long_ago = datetime.date(2026, 1, 16)
    request.due_steps = recompute(replace(request.due, start=long_ago), current_calendar()).to_json()
    request.save(update_fields=["due_steps"])
    return application, {}


@call
def check_commitment(stage: Stage) -> Call:
    application = at_the_window(stage, way="commitment")
    accept_application(application, by=stage.performer, check_due_on=timezone.localdate())
    return decide_application(application, by=stage.performer, decision="grant"), {"result": "kept"}


@call
def report_application_clock(stage: Stage) -> Call:
    application = at_the_window(stage)
    Application.objects.update(received_on=datetime.date(2026, 1, 16))
    stage.performer = stage.portal
    return application, {}


@call
def recompute_application_clock(stage: Stage) -> Call:
    application = at_the_window(stage)
    stage.performer = stage.portal
    return application, {}


def rated(stage: Stage, **said: Any) -> Rating:
    application = issue_application(decided(stage), by=stage.performer, received_by="赵六")
    return rate_application(application, by=stage.portal, grade="poor", **said)


def called_back(stage: Stage) -> Rating:
    rating = assign_rating(rated(stage), by=stage.performer, person=stage.performer)
    return call_back_rating(rating, by=stage.performer, said="已联系")


@call
def rate_application_(stage: Stage) -> Call:
    application = issue_application(decided(stage), by=stage.performer, received_by="赵六")
    stage.performer = stage.portal
    return application, {"grade": "good"}


@call
def assign_rating_(stage: Stage) -> Call:
    return rated(stage), {"person": stage.performer}


@call
def call_back_rating_(stage: Stage) -> Call:
    return assign_rating(rated(stage), by=stage.performer, person=stage.performer), {"said": "已联系"}


@call
def answer_rating(stage: Stage) -> Call:
    return called_back(stage), {"kind": "remedied", "answer": "已整改"}


@call
def appeal_rating_(stage: Stage) -> Call:
    return rated(stage), {"reason": "误评"}


@call
def decide_rating_appeal(stage: Stage) -> Call:
    rating = appeal_rating(rated(stage), by=stage.performer, reason="误评")
    stage.performer = member(stage.township, Role.DEPUTY_HEAD)
    return rating, {"decision": "mistaken", "explanation": "属误评"}


def _table_of(path: Path, rows: int) -> dict[str, Any]:
    """The first rows of a shipped table."""
    lines = path.read_text(encoding="utf-8").splitlines()[: rows + 1]
    return {"file": io.BytesIO("\n".join(lines).encode()), "filename": path.name}


def _village(stage: Stage) -> Organisation:
    return OrganisationFactory(parent=stage.township, name="砚池村", kind=Organisation.Kind.VILLAGE)


def _window(stage: Stage) -> Window:
    return Window.objects.create(
        centre=stage.township, number="1", name="综合窗口", kind="general", hours="9:00—17:00", opened_on=TODAY
    )


POINT = {"place": "村委会一楼", "hours": "周一至周五 8:30—17:00", "telephone": "0000-1234567"}


@call
def load_items(stage: Stage) -> Call:
    OrganisationFactory(parent=stage.county, name="市民政局")
    return stage.county, {**_table_of(ITEMS, 2), "effective_from": TODAY}


@call
def take_over_items(stage: Stage) -> Call:
    OrganisationFactory(parent=stage.county, name="市民政局")
    return stage.county, {**_table_of(ITEMS, 2), "effective_from": TODAY}


@call
def set_code_pattern(stage: Stage) -> Call:
    return stage.county, {"kind": "base", "pattern": "AA00000000"}


@call
def confirm_item(stage: Stage) -> Call:
    item = ImplementationFactory(item__service_item__county=stage.county, body=stage.department)
    return item, {"until": timezone.localdate()}


@call
def withdraw_item(stage: Stage) -> Call:
    item = ImplementationFactory(item__service_item__county=stage.county, body=stage.department)
    return item, {"last_day": timezone.localdate(), "reason": "依据废止"}


@call
def load_stationing(stage: Stage) -> Call:
    OrganisationFactory(parent=stage.county, name="市民政局")
    return stage.county, _table_of(STATIONING, 1)


@call
def open_window(stage: Stage) -> Call:
    return stage.township, {"number": "1", "name": "综合窗口", "kind": "general", "hours": "9:00—17:00"}


@call
def close_window(stage: Stage) -> Call:
    return _window(stage), {"reason": "合并到2号窗口"}


@call
def enter_centre(stage: Stage) -> Call:
    return stationing_of(stage.township, has_entered=False, reason="没有专网"), {
        "window_kind": "general",
        "window": _window(stage),
    }


@call
def leave_centre(stage: Stage) -> Call:
    return stationing_of(stage.township), {"reason": "改为全程网办"}


@call
def open_point(stage: Stage) -> Call:
    return _village(stage), POINT


@call
def change_point(stage: Stage) -> Call:
    return point_of(_village(stage)), {**POINT, "hours": "每天 8:00—12:00"}


@call
def close_point(stage: Stage) -> Call:
    return point_of(_village(stage)), {"reason": "并入邻村"}


@call
def close_point_for_days(stage: Stage) -> Call:
    today = timezone.localdate()
    return point_of(_village(stage)), {"first_day": today, "last_day": today, "reason": "村里选举"}


@call
def assign_point_item(stage: Stage) -> Call:
    item = village_item(stage.county).item
    return point_of(_village(stage)), {"item": item, "role": "agent", "steps": "收件", "person": "何代办"}


@call
def confirm_point_item(stage: Stage) -> Call:
    set_assurance_term(stage.county)
    return point_item_of(point_of(_village(stage))), {}


@call
def report_lapsed_point(stage: Stage) -> Call:
    point = point_of(_village(stage))
    lapsed = datetime.date(2026, 2, 1)
    point_item_of(point, assured_until=lapsed, confirmed_at=timezone.now(), confirmed_by=stage.person)
    return point, {}


# --- Services: the queue and the hotline ----------------------------------------------------------------------------


def a_window(stage: Stage, number: str = "1") -> Window:
    return Window.objects.create(
        centre=stage.township, number=number, name="综合窗口", kind="general", hours="9:00-17:00", opened_on=LONG_AGO
    )


def in_the_queue(stage: Stage) -> Visit:
    stage.counter = a_window(stage)
    stage.performer = member(stage.township, Role.WINDOW_CLERK)
    return take_ticket(stage.township, by=stage.performer)


def at_a_window(stage: Stage) -> Visit:
    in_the_queue(stage)
    return call_next(stage.counter, by=stage.performer)


def an_order(stage: Stage) -> HotlineOrder:
    stage.performer = member(stage.township, Role.WINDOW_CLERK)
    return receive_order(stage.township, by=stage.performer, order_no="RX1", subject="停水", text="停水三天")


@call
def take_ticket_(stage: Stage) -> Call:
    in_the_queue(stage)
    return stage.township, {}


@call
def call_next_(stage: Stage) -> Call:
    in_the_queue(stage)
    return stage.counter, {}


@call
def hold_visit_(stage: Stage) -> Call:
    return at_a_window(stage), {}


@call
def resume_visit(stage: Stage) -> Call:
    return hold_visit(at_a_window(stage), by=stage.performer), {"window": stage.counter}


@call
def finish_visit(stage: Stage) -> Call:
    return at_a_window(stage), {}


@call
def leave_visit(stage: Stage) -> Call:
    return in_the_queue(stage), {}


@call
def substitute_window(stage: Stage) -> Call:
    at_a_window(stage)
    return stage.counter, {"to": a_window(stage, "2")}


@call
def add_matter(stage: Stage) -> Call:
    application = at_the_window(stage)
    return at_a_window(stage), {"application": application}


@call
def receive_order_(stage: Stage) -> Call:
    return stage.township, {"order_no": "RX1", "subject": "停水", "text": "停水三天"}


@call
def answer_order(stage: Stage) -> Call:
    return an_order(stage), {"answer": "已恢复供水"}


@call
def return_order(stage: Stage) -> Call:
    return an_order(stage), {"answer": "属部门职责", "right_body": stage.department}


@call
def link_order(stage: Stage) -> Call:
    application = at_the_window(stage)
    return an_order(stage), {"application": application}


@call
def open_caller(stage: Stage) -> Call:
    return an_order(stage), {"reason": "回复来电人"}
