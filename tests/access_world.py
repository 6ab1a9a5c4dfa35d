"""The little world of the access matrix: everybody once, and one of each thing that is theirs and one that is not."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from enforcement.models import CaseFile, EnforcementCase, PenaltyPower, Transfer
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import transfer_case
from enforcement.states import PartyKind, TransferReason
from governance import audit
from governance.models import (
    Account,
    CalendarYear,
    Client,
    Event,
    EventDelivery,
    IssuedNumber,
    Job,
    LocalTerm,
    Membership,
    Notification,
    Organisation,
    SavedForm,
    Subscription,
)
from governance.operations.checklists import add_evidence, draw_up_checklist, open_examination
from governance.roles import Role
from responsibilities.kinds import ListKind
from responsibilities.models import (
    Batch,
    Cluster,
    DutyList,
    Inventory,
    InventoryRow,
    SynonymSuggestion,
)
from services.models import Implementation, Rating, Visit, Window
from services.operations.applications import accept_application, receive_application
from services.operations.hand_overs import hand_over_application
from services.operations.handling import ask_opinion, decide_application, issue_application
from services.operations.hotline import receive_order
from services.operations.visits import take_ticket
from staffing.models import ExcludedAgency, MidlevelCeiling, MidlevelPlan, StructureChange, TermInterruption
from staffing.operations.approvals import request_quota_approval
from staffing.operations.ledger import account_of, account_without_body
from staffing.states import HolderKind, MovementKind, QuotaCategory
from tests.clients import Browser
from tests.enforcement.factories import PenaltyPowerFactory, PowerGrantFactory, photo, set_answer_terms
from tests.factories import (
    AccountFactory,
    CountyFactory,
    OrganisationFactory,
    RuleSuspensionFactory,
    TownshipFactory,
    member,
)
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, LawFactory, publish_rows
from tests.services.counter import item_of
from tests.services.factories import point_item_of, point_of, stationing_of, village_item
from tests.staffing.factories import QuotaDocumentFactory, applied, lent, moved, person_at

ANONYMOUS, POSTLESS = "anonymous", "without a post"
PERSONS = [role for role in Role if role != Role.PORTAL]
COUNTY_WIDE = {
    Role.LIST_EDITOR, Role.LIST_APPROVER, Role.SUPERVISOR,
    Role.STAFFING_OFFICER, Role.ORGANISATION_OFFICER, Role.HR_OFFICER, Role.SERVICES_OFFICER,
    Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
}  # fmt: skip
IN_DEPARTMENTS = {Role.DEPARTMENT_CLERK, Role.DEPARTMENT_HEAD}


@dataclass
class Thing:
    """A row somebody may ask for: what stands in its address, and how lists name it."""

    obj: Any
    label: str
    address: dict[str, Any] = field(default_factory=dict)


@dataclass
class Caller:
    name: str
    account: Account | None
    browser: Browser
    api: APIClient


class World:
    """Two townships and two departments in one county, and another county; `own` and `other` things of each caller."""

    def __init__(self) -> None:
        self.county, self.abroad = CountyFactory(name="澜山市"), CountyFactory(name="临海市")
        self.office = OrganisationFactory(parent=self.county, name="市委编办")
        self.home = self._side(self.county, "汀砚镇", "市城管局")
        self.neighbours = self._side(self.county, "石汀乡", "市水利局")
        self.strangers = self._side(self.abroad, "远山镇", "临海城管局")
        # Recorded last, so that those of all sides are on the first page.
        for side in (self.home, self.neighbours, self.strangers):
            entry = audit.record(side["account"].obj, action="open_account", by=side["audit"].obj.account)
            side["audit"] = Thing(entry, entry.target_label)
        self.callers = {role: self._caller(role.value, member(self._place(role), role)) for role in PERSONS}
        self.callers[POSTLESS] = self._caller(POSTLESS, AccountFactory(organisation=self.county))
        self.callers[ANONYMOUS] = self._caller(ANONYMOUS, None)

    def own(self, noun: str, name: str) -> Thing:
        if noun in self.personal:
            return self.personal[noun](self.callers[name].account or AccountFactory())
        return self.home[noun]

    def other(self, noun: str, name: str) -> Thing:
        if noun in self.personal:
            return self.personal[noun](AccountFactory())
        return (self.strangers if name in COUNTY_WIDE else self.neighbours)[noun]

    def _place(self, role: Role) -> Organisation:
        if role in COUNTY_WIDE:
            return self.office
        return self.home["department" if role in IN_DEPARTMENTS else "organisation"].obj

    def _caller(self, name: str, account: Account | None) -> Caller:
        browser, api = Browser(raise_request_exception=False), APIClient(raise_request_exception=False)
        if account is not None:
            browser.force_login(account)
            api.force_login(account)
        return Caller(name, account, browser, api)

    @property
    def personal(self) -> dict[str, Callable[[Account], Thing]]:
        """What belongs to one person, whatever their post."""
        return {
            "notification": self._notification_of,
            "saved form": self._saved_form_of,
            "job": self._job_of,
        }

    def _job_of(self, account: Account) -> Thing:
        """One that only its owner sees, wherever it belongs: nobody has a right for its kind."""
        job, _ = Job.objects.get_or_create(
            kind="counting",
            organisation=self.office,
            subject_type="governance.account",
            subject_id=account.pk,
            label=f"任务{account.pk}",
            requested_by=account,
        )
        return Thing(job, job.label)

    def _saved_form_of(self, account: Account) -> Thing:
        begun = json.dumps({"about": f"草稿{account.pk}", "fields": {}}, ensure_ascii=False)
        kept, _ = SavedForm.objects.update_or_create(
            account=account, key="a form", defaults={"path": "/enforcement/case/file/", "content": begun}
        )
        return Thing(kept, kept.about)

    def _notification_of(self, account: Account) -> Thing:
        event = self.event(f"通知{account.pk}")
        notice, _ = Notification.objects.get_or_create(account=account, event=event)
        return Thing(notice, event.label)

    def event(self, label: str) -> Event:
        return Event.objects.create(
            kind="enforcement.case.transferred", subject_type="x", subject_id="1", label=label, api_path="/api/v1/"
        )

    def _side(self, county: Organisation, township_name: str, department_name: str) -> dict[str, Thing]:
        """A township, a department and one of each thing that is theirs."""
        if not LocalTerm.objects.filter(organisation=county).exists():
            set_answer_terms(county)
        township = TownshipFactory(parent=county, name=township_name)
        department = OrganisationFactory(parent=county, name=department_name)
        clerk = member(township, Role.TOWNSHIP_CLERK)
        person = AccountFactory(organisation=township, name=f"{township_name}员工")
        Membership.objects.create(
            account=person, organisation=township, role=Role.WINDOW_CLERK, starts_on=datetime.date(2020, 1, 1)
        )
        things = {
            "organisation": Thing(township, township.code, {"code": township.code}),
            "department": Thing(department, department.code),
            "account": Thing(person, person.username),
        }
        things |= self._connected(department, clerk)
        things |= self._lists(township)
        things |= self._quotas(township)
        things |= self._applications(township, department, person)
        things |= self._services(township, department)
        things |= self._examined(county, township)
        things |= self._enforcement(township, department, clerk)
        # Last, so that it is among the newest of a side.
        entry = audit.record(person, action="open_account", by=clerk)
        return things | {"audit": Thing(entry, entry.target_label)}

    def _services(self, township: Organisation, department: Organisation) -> dict[str, Thing]:
        """An item of the department, and the centre and one village of the township."""
        county = Organisation.objects.get(path=township.county_path)
        item = village_item(county, name=f"{township}低保申请", body=department)
        village = OrganisationFactory(parent=township, name=f"{township}前村", kind=Organisation.Kind.VILLAGE)
        point = point_of(village)
        matter = stationing_of(township, name=f"{township}受理", has_entered=False, reason="没有专网")
        window = Window.objects.create(
            centre=township, number="9", name=f"{township}综合窗口", kind="general", hours="9:00—17:00",
            opened_on=datetime.date(2026, 1, 1),
        )  # fmt: skip
        return {
            "service item": Thing(item, item.name),
            "service point": Thing(point, village.name),
            "point item": Thing(point_item_of(point, item=item.item), village.name),
            "stationing": Thing(matter, matter.matter.name),
            "window": Thing(window, window.name),
        }

    def _quotas(self, township: Organisation) -> dict[str, Thing]:
        """Twenty places of the township by a document of its own."""
        county = Organisation.objects.get(path=township.county_path)
        account = account_of(township, QuotaCategory.INSTITUTION, county)
        document = QuotaDocumentFactory(county=county, number=f"编发〔{township.pk}〕1号")
        superior = account_without_body(HolderKind.SUPERIOR, account.category, county)
        movement = moved(document, MovementKind.APPROVE, superior, account, 20, reason=f"{township}核定")
        officer = member(township, Role.PERSONNEL_OFFICER)
        approval = request_quota_approval(
            township, by=officer, category=QuotaCategory.INSTITUTION, count=1, post_class="management", grade="九级",
            entry_channel="公开招聘", reason="缺员", post_title=f"{township}岗位",
        )  # fmt: skip
        slip = QuotaDocumentFactory(county=county, number=f"用编〔{township.pk}〕1号")
        approval.slip, approval.status, approval.expires_on = slip, "approved", datetime.date(2099, 1, 1)
        approval.save()
        return {
            "approval": Thing(approval, slip.number),
            "structure change": Thing(
                change := StructureChange.objects.create(
                    township=township,
                    kind="set_up",
                    body=township,
                    effective_on=datetime.date(2020, 1, 5),
                    document=document,
                    approver=f"{township}编委",
                ),
                change.approver,
            ),
            "excluded agency": Thing(
                kept := ExcludedAgency.objects.create(
                    county=county, word=f"所{township.pk}", rule="派驻", effective_on=datetime.date(2020, 1, 5)
                ),
                kept.word,
            ),
            "ceiling": Thing(
                MidlevelCeiling.objects.create(
                    township=township, count=9, effective_on=datetime.date(2020, 1, 5), document=document
                ),
                township.name,
            ),
            "allocation": Thing(
                plan := MidlevelPlan.objects.create(
                    township=township,
                    document_no=f"党发〔{township.pk}〕1号",
                    decided_on=datetime.date(2020, 1, 5),
                    effective_on=datetime.date(2020, 1, 5),
                    proposed_by=officer,
                ),
                plan.document_no,
            ),
            "person": Thing(person := person_at(township, name=f"{township}职员"), person.name),
            "absence": Thing(person.absences.create(kind="study", starts_on=datetime.date(2025, 1, 5)), ""),
            **self._moves(township, county),
            "quota account": Thing(account, township.name),
            "quota movement": Thing(movement, document.number),
            "quota document": Thing(document, document.number),
        }

    def _examined(self, county: Organisation, township: Organisation) -> dict[str, Thing]:
        """The township measured by a check list of its county, with a file handed in."""
        office, officer = member(county, Role.STAFFING_OFFICER), member(township, Role.PERSONNEL_OFFICER)
        made = draw_up_checklist(
            county, by=office, use="institution_upgrade", title="评估标准", document_no=f"编办〔{township.pk}〕9号",
            issuer="编办", decided_on=datetime.date(2020, 1, 1), criteria=[{"text": "人员到位"}],
        )  # fmt: skip
        examination = open_examination(made, by=office, subject=township)
        piece = add_evidence(examination, by=officer, criterion=made.criteria.get(), text="名册", file=photo())
        return {
            "check list": Thing(made, made.document_no),
            "examination": Thing(examination, township.name, {"file_id": piece.pk}),
        }

    def _moves(self, township: Organisation, county: Organisation) -> dict[str, Thing]:
        """Somebody who is lent, somebody who has retired, and the county's rule."""
        away, retired = person_at(township, name=f"{township}借出"), person_at(township, name=f"{township}退休")
        borrower = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, path__startswith=county.path).latest(
            "path"
        )
        movement = retired.movements.create(
            kind="retirement", place=township, from_post=retired.assignments.get(), document_no="澜组干〔2026〕9号",
            effective_on=datetime.date(2026, 1, 5),
        )  # fmt: skip
        rule, _made = TermInterruption.objects.get_or_create(
            county=county, kind="study", valid_from=datetime.date(2020, 1, 1),
            defaults={"effect": "pauses", "document_no": "澜组通〔2020〕1号"},
        )  # fmt: skip
        applicant = applied(person_at(township, name=f"{township}报名"), borrower)
        return {
            "campaign": Thing(applicant.campaign, applicant.campaign.title),
            "applicant": Thing(applicant, applicant.person.name),
            "secondment": Thing(lent(away, borrower), away.name),
            "person movement": Thing(movement, retired.name),
            "term interruption": Thing(rule, rule.document_no),
        }

    def _connected(self, department: Organisation, clerk: Account) -> dict[str, Thing]:
        service = AccountFactory(organisation=department, kind=Account.Kind.SERVICE)
        client = Client.objects.create(
            organisation=department,
            user=service,
            name=f"{department}业务系统",
            client_type=Client.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
            scopes=["read"],
        )
        subscription = Subscription.objects.create(
            organisation=department, url=f"https://system-{department.pk}.example/", secret="whsec_eA=="
        )
        event = self.event(f"移送{department.pk}号")
        delivery = EventDelivery.objects.create(event=event, organisation=department, subscription=subscription)
        year = CalendarYear.objects.create(
            year=2100 + department.pk,
            edition=1,
            source_document=f"通知{department.pk}",
            loaded_by=clerk,
            digest="sha256:x",
        )
        term = LocalTerm.objects.filter(organisation__path=department.county_path).first()
        suspension = RuleSuspensionFactory(organisation=department)
        return {
            "client": Thing(client, client.name),
            "subscription": Thing(subscription, subscription.url),
            "delivery": Thing(delivery, event.label),
            "calendar": Thing(year, str(year.year)),
            "term": Thing(term, term.document_no),
            "rule suspension": Thing(suspension, suspension.document_no),
        }

    def _lists(self, township: Organisation) -> dict[str, Thing]:
        published = EditionFactory(
            duty_list=DutyListFactory(owner=township, kind=ListKind.BASIC, title=f"{township}基本清单")
        )
        entry = EntryFactory(edition=published, title=f"{township}事项", bodies={"lead": township})
        publish_rows(published)
        hidden = DutyListFactory(owner=township, kind=ListKind.SUPPORT, title=f"{township}配合清单")
        draft = EditionFactory(duty_list=hidden)
        drafted = EntryFactory(edition=draft, title=f"{township}待定事项", bodies={"support": township})
        batch = Batch.objects.create(
            edition=draft, kind=Batch.Kind.EDIT, by=AccountFactory(), version=draft.version, reason=f"{township}更正"
        )
        report = SynonymSuggestion.objects.create(
            organisation=township, reported_by=AccountFactory(organisation=township), question=f"{township}谁管"
        )
        return self._workshop(hidden, township) | {
            "law": Thing(law := LawFactory(title=f"{township}管理条例"), law.title),
            "suggestion": Thing(report, report.question),
            "batch": Thing(batch, batch.reason),
            "list": Thing(published.duty_list, published.duty_list.title),
            "edition": Thing(published, published.duty_list.title),
            "entry": Thing(entry, entry.title),
            "hidden list": Thing(hidden, hidden.title),
            "draft": Thing(draft, hidden.title),
            "drafted entry": Thing(drafted, drafted.title),
        }

    def _workshop(self, duty_list: DutyList, township: Organisation) -> dict[str, Thing]:
        """What the township has handed in for the list, in a cluster that nobody has decided."""
        inventory = Inventory.objects.create(
            duty_list=duty_list,
            township=township,
            filename=f"{township}摸底.xlsx",
            digest="sha256:" + "0" * 64,
            row_count=1,
            uploaded_by=AccountFactory(organisation=township),
        )
        cluster = Cluster.objects.create(duty_list=duty_list, title=f"{township}巡查", size=1, townships=1)
        job = Job.objects.create(
            kind="group_inventories",
            organisation=duty_list.owner,
            subject_type=duty_list._meta.label_lower,
            subject_id=duty_list.pk,
            label=duty_list.title,
            status="done",
            result={"rows": 1, "clusters": 1},
            requested_by=inventory.uploaded_by,
            finished_at=timezone.now(),
        )
        row = InventoryRow.objects.create(inventory=inventory, number=2, title=f"{township}日常巡查", cluster=cluster)
        return {
            "inventory": Thing(inventory, inventory.filename),
            "inventory row": Thing(row, row.title),
            "cluster": Thing(cluster, cluster.title),
            "list job": Thing(job, duty_list.title),
        }

    def _enforcement(self, township: Organisation, department: Organisation, clerk: Account) -> dict[str, Thing]:
        power = PenaltyPowerFactory(department=department)
        grant = PowerGrantFactory(power=power, township=township)
        kept = filed_case(township, clerk, power)
        file = add_photo(kept, clerk)
        transfer = sent_case(township, clerk, power, department)
        return {
            "power": Thing(power, power.catalogue_no),
            "grant": Thing(grant, power.catalogue_no),
            "case": Thing(kept, kept.case_no, {"file_id": file.pk}),
            "number": Thing(number := IssuedNumber.objects.get(text=kept.case_no), number.text),
            "transfer": Thing(transfer, transfer.document_no, {"file_id": transfer.files.get().pk}),
        }

    def _applications(self, township: Organisation, department: Organisation, window: Account) -> dict[str, Thing]:
        """One at the window that the department decides, one on its way there, one the department is asked about."""
        county = Organisation.objects.get(path=township.county_path)
        licence = item_of(county, department, f"{department}许可")
        here = item_of(county, township, f"{township}津贴", item_type="payment", level="township")
        said = {"by": window, "applicant_kind": "citizen", "applicant_name": "赵六"}
        kept = accept_application(receive_application(township, item=licence, **said), by=window)
        sent = receive_application(township, item=licence, **said)
        hand_over_application(sent, by=window, receiver=department, reason="属部门窗口")
        asked = accept_application(receive_application(township, item=here, **said), by=window)
        opinion = ask_opinion(
            asked,
            by=window,
            body=department,
            question="意见？",
            due_on=timezone.localdate() + datetime.timedelta(days=3),
        )
        return {
            "application": Thing(kept, kept.number, {"kind": "slip"}),
            "offered application": Thing(sent, sent.number),
            "opinion": Thing(opinion, asked.number),
            "visit": Thing(self._visit(township, here, window), here.name),
            "hotline order": Thing(
                order := receive_order(
                    township, by=window, order_no=f"RX{township.pk}", subject=f"{township}停水", text="停水"
                ),
                order.subject,
            ),
            "rating": Thing(self._rated(township, here, window), f"{township}津贴"),
        }

    def _visit(self, township: Organisation, item: Implementation, window: Account) -> Visit:
        """Somebody waits with a ticket for the item."""
        since = datetime.date(2024, 1, 1)
        Window.objects.create(
            centre=township, number="1", name="综合窗口", kind="general", hours="全天", opened_on=since
        )
        return take_ticket(township, by=window, item=item)

    def _rated(self, township: Organisation, item: Implementation, window: Account) -> Rating:
        """A poor rating that nobody has been named for."""
        said = {"item": item, "applicant_kind": "citizen", "applicant_name": "赵六"}
        application = accept_application(receive_application(township, by=window, **said), by=window)
        decide_application(application, by=window, decision="grant")
        issue_application(application, by=window, received_by="赵六")
        now = timezone.now()
        return Rating.objects.create(application=application, grade="poor", rated_at=now, due_on=now.date())


def address(route: str, parameters: set[str], thing: Thing | None) -> str:
    """The route's address for the thing: its key, or what else the route asks for."""
    known = {"app_label": "enforcement"}
    if thing is not None:
        known |= {"pk": thing.obj.pk, "object_id": thing.obj.pk, **thing.address}
    return reverse(route, kwargs={name: known[name] for name in parameters})


def filed_case(township: Organisation, clerk: Account, power: PenaltyPower) -> EnforcementCase:
    return file_case(
        township,
        by=clerk,
        power=power,
        facts="当事人将果皮扔在人行道上。",
        place="前街12号",
        party_kind=PartyKind.CITIZEN,
        party_name="张三丰",
        found_at=timezone.now() - datetime.timedelta(hours=2),
    )


def add_photo(case: EnforcementCase, clerk: Account, content: bytes = b"") -> CaseFile:
    photo = b"\x89PNG\r\n\x1a\n" + b"0" * 64 + content
    return attach_file(case, by=clerk, file=SimpleUploadedFile("现场.png", photo, content_type="image/png"))


def sent_case(township: Organisation, clerk: Account, power: PenaltyPower, department: Organisation) -> Transfer:
    """A case with a photo, offered to the department."""
    case = filed_case(township, clerk, power)
    add_photo(case, clerk)
    return transfer_case(
        case, by=clerk, receiver=department, reason_code=TransferReason.NOT_OUR_ITEM, explanation="属部门主责事项。",
        argument="目录列明由该部门主管此项处罚。",
    )  # fmt: skip
