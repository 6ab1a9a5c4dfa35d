"""Who may ask for what: one line for each route, read as “this address, for these roles, of this thing”.

`of` names the thing in the address: a caller of the row's roles gets their own organisation's and does not find
another's (404); everybody else gets neither. `lists` names what an overview shows: one's own rows and not another's.
`of_all` and `lists_all` name what is the same for everybody in the row. A new route without a row fails the test.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from governance.roles import Role as R
from tests.access_world import ANONYMOUS, PERSONS, POSTLESS, World

# --- Who ----------------------------------------------------------------------------------------------------------

PUBLIC = frozenset({*PERSONS, POSTLESS, ANONYMOUS})
SIGNED_IN = frozenset({*PERSONS, POSTLESS})
STAFF = frozenset(PERSONS)
SYSTEM, SECURITY, AUDIT = frozenset({R.SYSTEM_ADMIN}), frozenset({R.SECURITY_ADMIN}), frozenset({R.AUDIT_ADMIN})
EDITOR, APPROVER = frozenset({R.LIST_EDITOR}), frozenset({R.LIST_APPROVER})
CASEWORK = frozenset({R.TOWNSHIP_CLERK, R.OFFICER, R.CAPTAIN})
HEADS = frozenset({R.DEPUTY_HEAD, R.TOWNSHIP_HEAD})
DEPARTMENT = frozenset({R.DEPARTMENT_CLERK, R.DEPARTMENT_HEAD})
WATCHING = frozenset({R.LEGAL_REVIEWER, R.SUPERVISOR, R.LEADER})
CASES = CASEWORK | HEADS | WATCHING  # a case of the township's own
QUOTAS = HEADS | {
    R.PERSONNEL_OFFICER, R.PARTY_OFFICER, R.STAFFING_OFFICER, R.ORGANISATION_OFFICER, R.HR_OFFICER,
    R.SUPERVISOR, R.LEADER,
}  # fmt: skip
PEOPLE = QUOTAS - {R.SUPERVISOR, R.LEADER}
PERSONNEL = frozenset({R.PERSONNEL_OFFICER})
DECIDERS = frozenset({R.ORGANISATION_OFFICER, R.HR_OFFICER})
IDENTITY = DECIDERS | {R.PERSONNEL_OFFICER}
ORGANISATION_DEPARTMENT, HR_BUREAU = frozenset({R.ORGANISATION_OFFICER}), frozenset({R.HR_OFFICER})
UNIT = HEADS | {R.PARTY_OFFICER}
PERSONNEL = frozenset({R.PERSONNEL_OFFICER})
RETURNS = frozenset({R.PERSONNEL_OFFICER, R.ORGANISATION_OFFICER})
PARTY = frozenset({R.PARTY_OFFICER})
STAFFING_OFFICE = frozenset({R.STAFFING_OFFICER})
SERVICES_OFFICE, AGENT = frozenset({R.SERVICES_OFFICER}), frozenset({R.VILLAGE_AGENT})
CENTRE = HEADS | {R.WINDOW_CLERK, R.TOWNSHIP_CLERK}
STATIONING = CENTRE | SERVICES_OFFICE | {R.SUPERVISOR, R.LEADER}  # of the township's own centre
TRANSFERS = CASES | DEPARTMENT  # one that went to the department
WINDOW = frozenset({R.WINDOW_CLERK, R.TOWNSHIP_CLERK})
CARRIERS = WINDOW | {R.VILLAGE_AGENT}
VISITS = WINDOW | HEADS | {R.SUPERVISOR, R.LEADER}
ORDERS = WINDOW | HEADS | {R.SUPERVISOR, R.LEADER}
RATINGS = WINDOW | HEADS | {R.SUPERVISOR, R.LEADER}
APPLICATIONS = CARRIERS | HEADS | DEPARTMENT | {R.SUPERVISOR, R.LEADER}


@dataclass(frozen=True)
class Row:
    route: str
    who: frozenset[str]
    method: str = "GET"
    of: str = ""
    lists: str = ""
    shared: bool = False  # another organisation's is as visible as one's own
    body: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)
    query: str = ""
    is_api: bool = False
    files: bool = False  # the body is a form with files

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.of or self.lists}".strip()


# --- What kinds of routes there are -------------------------------------------------------------------------------


def page(route: str, who: Iterable[str], *, is_api: bool = False, query: str = "", **things: str) -> list[Row]:
    """Something to read: `of`, `of_all`, `lists` or `lists_all` says of what."""
    shared = bool({"of_all", "lists_all"} & set(things))
    of, lists = (things.pop(name, "") or things.pop(f"{name}_all", "") for name in ("of", "lists"))
    assert not things, f"{route}: {things}"
    return [Row(route, frozenset(who), of=of, lists=lists, shared=shared, query=query, is_api=is_api)]


def api(route: str, who: Iterable[str], **things: str) -> list[Row]:
    """A resource to read."""
    return page(route, who, is_api=True, **things)


def step(route: str, who: Iterable[str], *, of: str = "", of_all: str = "") -> list[Row]:
    """A step page: whoever may take the step opens it and is heard; an empty form changes nothing."""
    return [Row(route, frozenset(who), method, of=of or of_all, shared=bool(of_all)) for method in ("GET", "POST")]


def noun(
    prefix: str, name: str, who: Iterable[str], thing: str, *, model: str = "", shared: bool = False, query: str = ""
):
    """The pages every noun of the staff portal has: list, export, record, timeline."""
    of, lists = ("of_all", "lists_all") if shared else ("of", "lists")
    model = model or name
    return [
        *page(f"admin:{prefix}_{model}_changelist", who, query=query, **{lists: thing}),
        *page(f"admin:{prefix}_{name}_export", who, query=query, **{lists: thing}),
        *page(f"admin:{prefix}_{model}_change", who, **{of: thing}),
        *page(f"admin:{prefix}_{model}_history", who, **{of: thing}),
    ]


def verb(route: str, who: Iterable[str], *, of: str = "", body: Any = None, files: bool = False) -> list[Row]:
    """A POST that performs an operation: whoever may is heard, with a body that only the rules could refuse."""
    return [Row(route, frozenset(who), "POST", of=of, body=body or {}, is_api=True, files=files)]


def of_rating(path: str, who: Iterable[str], route: str, body: Any) -> list[Row]:
    return [
        *step(f"admin:services_rating_{path}", who, of="rating"),
        *verb(f"rating-{route}", who, of="rating", body=body),
    ]


def of_application(
    route: str, who: Iterable[str], path: str, body: Any = None, *, of: str = "application"
) -> list[Row]:
    """A step of an application: its page and its verb."""
    return [
        *step(f"admin:services_application_{path}", who, of=of),
        *verb(f"application-{route}", who, of=of, body=body),
    ]


# --- Bodies that get past the shape, so that the right is what decides --------------------------------------------


def new_case(world: World) -> dict[str, Any]:
    return {
        "township": world.home["organisation"].obj.code,
        "power": world.home["power"].obj.pk,
        "facts": "占道经营。",
        "place": "前街1号",
        "party_kind": "citizen",
        "party_name": "李四",
        "found_at": "2026-09-14T08:00:00+08:00",
    }


def confirmed(world: World) -> dict[str, Any]:
    return {"until": str(timezone.localdate())}


def entered(world: World) -> dict[str, Any]:
    return {"window_kind": "general"}


def reasoned(world: World) -> dict[str, Any]:
    return {"reason": "改为全程网办"}


def new_transfer(world: World) -> dict[str, Any]:
    return {
        "receiver": world.home["department"].obj.code,
        "reason_code": "not_our_item",
        "explanation": "属部门主责事项。",
        "argument": "目录列明由该部门主管此项处罚。",
    }


def new_application(world: World) -> dict[str, Any]:
    return {
        "place": world.home["organisation"].obj.code,
        "item": world.home["application"].obj.item_id,
        "applicant_kind": "citizen",
        "applicant_name": "孙七",
    }


def a_person(world: World) -> dict[str, Any]:
    return {"person": world.callers[R.TOWNSHIP_CLERK].account.pk}


def new_order(world: World) -> dict[str, Any]:
    place = world.home["organisation"].obj
    return {"body": place.code, "order_no": "RX-9", "subject": "停水", "text": "停水三天"}


def returned_order(world: World) -> dict[str, Any]:
    return {"right_body": world.home["department"].obj.code, "answer": "属部门职责"}


def linked_order(world: World) -> dict[str, Any]:
    return {"application": world.home["application"].obj.pk}


def to_department(world: World) -> dict[str, Any]:
    return {"receiver": world.home["department"].obj.code, "reason": "属部门窗口"}


def asked_opinion(world: World) -> dict[str, Any]:
    return {"body": world.home["organisation"].obj.code, "question": "意见？", "due_on": "2099-01-01"}


def filed_twice(world: World) -> dict[str, Any]:
    return {"duplicate_of": world.home["transfer"].obj.case_id, "reason": "点了两次。"}


def new_checklist(world: World) -> dict[str, Any]:
    return {
        "owner": world.county.code,
        "use": "institution_upgrade",
        "title": "评估标准",
        "document_no": "编办〔2026〕99号",
        "issuer": "编办",
        "decided_on": "2020-01-01",
        "criteria": [{"text": "人员到位"}],
    }


def new_examination(world: World) -> dict[str, Any]:
    return {"subject": world.home["organisation"].obj.code}


def evidence(world: World) -> dict[str, Any]:
    return {"criterion": _criterion(world), "text": "见附件。"}


def finding(world: World) -> dict[str, Any]:
    return {"criterion": _criterion(world), "verdict": "met"}


def sample(world: World) -> dict[str, Any]:
    return {"population": ["甲", "乙"], "share": 50, "at_least": 1, "at_most": 1}


def _criterion(world: World) -> int:
    return world.home["check list"].obj.criteria.get().pk


def photo(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("又一张.png", b"\x89PNG\r\n\x1a\n" + b"1" * 80, content_type="image/png")}


def new_list(world: World) -> dict[str, Any]:
    return {"kind": "territorial_list", "owner": world.county.code, "title": "澜山市属地管理事项责任清单"}


def reason(world: World) -> dict[str, Any]:
    return {"reason": "条款有误。"}


def explained(world: World) -> dict[str, Any]:
    return {"fingerprint": "sha256:" + "0" * 64, "reason": "两条各管一段。"}


def reported(world: World) -> dict[str, Any]:
    return {"organisation": world.home["organisation"].obj.code, "question": "桥头的摊子谁管"}


def answered_with(world: World) -> dict[str, Any]:
    return {"entry": world.home["entry"].obj.pk}


def decided(world: World) -> dict[str, Any]:
    return {"document_no": "澜政发〔2026〕1号", "decided_on": "2026-08-01"}


def other_townships(world: World) -> dict[str, Any]:
    return {"townships": [world.neighbours["organisation"].obj.code]}


def no_edits(world: World) -> dict[str, Any]:
    return {"reason": "更正。", "edits": []}


def effective(world: World) -> dict[str, Any]:
    return {"effective_from": "2026-12-01"}


def table(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("清单.csv", "序号,事项\n1,占道经营\n".encode(), content_type="text/csv")}


def law_table(world: World) -> dict[str, Any]:
    text = "名称,施行情况,施行日期\n试行条例,已施行,2026-01-01\n"
    return {"file": SimpleUploadedFile("法规.csv", text.encode(), content_type="text/csv")}


def township_table(world: World) -> dict[str, Any]:
    return table(world) | {"township": world.home["organisation"].obj.code}


def inventory_preview(world: World) -> dict[str, Any]:
    return table(world) | {"list": world.home["list"].obj.pk}


def inventory_table(world: World) -> dict[str, Any]:
    return inventory_preview(world) | {"township": world.home["organisation"].obj.code}


def cluster_rows(world: World) -> dict[str, Any]:
    return {"rows": [world.home["inventory row"].obj.pk]}


def merged(world: World) -> dict[str, Any]:
    return {"into": world.home["cluster"].obj.pk}


def moved_rows(world: World) -> dict[str, Any]:
    return cluster_rows(world) | merged(world)


def new_quota_document(world: World) -> dict[str, Any]:
    facts = {"number": "澜编发〔2026〕3号", "issuer": "市委编委", "decided_on": "2026-01-05", "title": "通知"}
    return {"county": world.county.code, **facts}


def new_movement(world: World) -> dict[str, Any]:
    return {
        "document": world.home["quota document"].obj.pk,
        "kind": "approve",
        "category": "institution_quota",
        "receiver": world.home["organisation"].obj.code,
        "count": 5,
        "effective_on": "2026-01-05",
    }


def taken_back(world: World) -> dict[str, Any]:
    document = world.home["quota document"].obj.pk
    return {"document": document, "count": 5, "effective_on": "2026-01-05", "reason": "更正。"}


def places_asked_for(world: World) -> dict[str, Any]:
    return {
        "organisation": world.home["organisation"].obj.code,
        "category": "institution_quota",
        "count": 1,
        "post_class": "management",
        "grade": "九级",
        "entry_channel": "公开招聘",
        "reason": "缺员。",
    }


def checked(world: World) -> dict[str, Any]:
    return {"opinion": "同意。"}


def arrived(world: World) -> dict[str, Any]:
    return {
        "staff_no": "N001", "name": "苏青禾", "gender": "female", "birth_on": "2000-02-29", "arrived_on": "2026-01-05",
    }  # fmt: skip


def new_ceiling(world: World) -> dict[str, Any]:
    document = world.home["quota document"].obj.pk
    township = world.home["organisation"].obj.code
    return {"township": township, "count": 9, "effective_on": "2026-01-05", "document": document}


def new_allocation(world: World) -> dict[str, Any]:
    plan = {"effective_on": "2026-02-05", "document_no": "党发〔2026〕9号", "decided_on": "2020-01-05"}
    return {"township": world.home["organisation"].obj.code, "shares": [], **plan}


def new_change(world: World) -> dict[str, Any]:
    return {
        "township": world.home["organisation"].obj.code,
        "kind": "set_up",
        "effective_on": "2026-01-05",
        "document": world.home["quota document"].obj.pk,
        "approver": "编委",
        "name": "汀砚镇便民服务中心",
        "code": "C1",
        "body_kind": "township_institution",
    }


def new_upgrade(world: World) -> dict[str, Any]:
    return {
        "examination": world.home["examination"].obj.pk,
        "effective_on": "2026-01-05",
        "document": world.home["quota document"].obj.pk,
        "approver": "编委",
        "rank": "副科级",
        "head_rank": "副科级",
    }


def identity_number(world: World) -> dict[str, Any]:
    return {"number": "110105199005010018", "reason": "核对。"}


def away(world: World) -> dict[str, Any]:
    return {"kind": "study", "starts_on": "2026-01-05", "document_no": "澜人社〔2026〕1号"}


def back(world: World) -> dict[str, Any]:
    return {"absence": world.home["absence"].obj.pk, "ends_on": "2026-02-05"}


def left(world: World) -> dict[str, Any]:
    return {"effective_on": "2026-01-05", "document_no": "澜组干〔2026〕9号", "decided_on": "2026-01-05"}


def promoted(world: World) -> dict[str, Any]:
    return left(world) | {"grade": "八级", "post_title": "副主任"}


def transferred(world: World) -> dict[str, Any]:
    post = {"category": "institution_quota", "post_class": "management"}
    return promoted(world) | post | {"receiver": world.home["organisation"].obj.code}


def to_lend(world: World) -> dict[str, Any]:
    days = {"starts_on": "2026-01-05", "ends_on": "2026-03-05"}
    borrower = world.home["department"].obj.code
    person = world.home["person"].obj.pk
    return {"person": person, "kind": "secondment", "borrower": borrower, "reason": "防汛。", **days}


def opinion(world: World) -> dict[str, Any]:
    return {"agrees": True, "opinion": "同意。"}


def by_document(world: World) -> dict[str, Any]:
    return {"document_no": "澜组借〔2026〕1号"}


def extended(world: World) -> dict[str, Any]:
    return by_document(world) | {"ends_on": "2026-12-31"}


def returned(world: World) -> dict[str, Any]:
    return {"returned_on": "2026-03-05"}


def new_campaign(world: World) -> dict[str, Any]:
    facts = {"title": "选调公告", "document_no": "澜组选〔2026〕9号", "cutoff_on": "2026-01-05"}
    return {"county": world.county.code, **facts}


def new_post(world: World) -> dict[str, Any]:
    post = {"title": "科员", "category": "institution_quota", "post_class": "management", "grade": "九级", "places": 1}
    return {"organisation": world.home["department"].obj.code, **post}


def on_notice(world: World) -> dict[str, Any]:
    return {"notice_from": "2026-01-05"}


def to_apply(world: World) -> dict[str, Any]:
    post = world.home["applicant"].obj.post_id
    return {"person": world.home["person"].obj.pk, "post": post, "is_clear": True}


def new_interruption(world: World) -> dict[str, Any]:
    rule = {"kind": "study", "effect": "pauses", "valid_from": "2026-01-05", "document_no": "澜组通〔2026〕2号"}
    return {"county": world.county.code, **rule}


def sent_back(world: World) -> dict[str, Any]:
    return {"reason_code": "package_incomplete", "explanation": "缺少现场笔录。"}


# --- The matrix ---------------------------------------------------------------------------------------------------

ROWS: list[Row] = [
    # Everybody
    *page("public_home", PUBLIC),
    *page("public_lists", PUBLIC, lists_all="list"),
    *page("public_list", PUBLIC, of_all="list"),
    *page("public_list", (), of="hidden list"),
    *page("public_edition", PUBLIC, of_all="edition"),
    *page("public_edition", (), of="draft"),
    *page("public_comparison", PUBLIC, of_all="edition"),
    *page("public_comparison", (), of="draft"),
    *page("public_comparison_print", PUBLIC, of_all="edition"),
    *page("public_comparison_print", (), of="draft"),
    *page("public_edition_print", PUBLIC, of_all="edition"),
    *page("public_edition_print", (), of="draft"),
    *page("public_edition_file", PUBLIC, of_all="edition"),
    *page("public_edition_file", (), of="draft"),
    *page("public_entries", PUBLIC, lists_all="entry"),
    *page("public_entry", PUBLIC, of_all="entry"),
    *page("public_entry", (), of="drafted entry"),
    *page("public_history", PUBLIC, of_all="entry"),
    *page("public_history", (), of="drafted entry"),
    *page("public_duties", PUBLIC, of_all="organisation"),
    *page("public_duties_file", PUBLIC, of_all="organisation"),
    *page("healthz", PUBLIC),
    *page("admin:login", PUBLIC),
    *page("api_schema", PUBLIC),
    *page("api_docs", PUBLIC),
    # The staff portal's frame
    *page("admin:index", STAFF),
    *page("admin:search", STAFF),
    *page("admin:rights", SECURITY),
    *page("admin:rules", STAFF),
    *page("admin:password_change", STAFF),
    *page("admin:password_change_done", STAFF),
    *page("admin:jsi18n", STAFF),
    *page("admin:app_list", STAFF),
    *page("admin:autocomplete", CASES, lists="case", query="app_label=enforcement&model_name=transfer&field_name=case"),
    # Organisations, accounts, clients: the first two of the three administrators
    *noun("governance", "organisation", STAFF, "organisation", shared=True),
    *step("admin:governance_organisation_open", SYSTEM, of="organisation"),
    *step("admin:governance_organisation_rename", SYSTEM, of="organisation"),
    *step("admin:governance_organisation_alias", SYSTEM | EDITOR, of="organisation"),
    *step("admin:governance_organisation_end-alias", SYSTEM | EDITOR, of="organisation"),
    *step("admin:governance_organisation_remove-alias", SYSTEM | EDITOR, of="organisation"),
    *step("admin:governance_organisation_move", SYSTEM, of="organisation"),
    *step("admin:governance_organisation_merge", SYSTEM, of="organisation"),
    *step("admin:governance_organisation_close", SYSTEM, of="organisation"),
    *noun("governance", "account", SYSTEM | SECURITY, "account"),
    *step("admin:governance_account_open", SYSTEM),
    *step("admin:governance_account_close", SYSTEM, of="account"),
    *step("admin:governance_account_reset-password", SYSTEM, of="account"),
    *step("admin:governance_account_grant", SECURITY, of="account"),
    *step("admin:governance_account_end-post", SECURITY, of="account"),
    *noun("governance", "client", SYSTEM | SECURITY, "client"),
    *step("admin:governance_client_register", SECURITY),
    *noun("governance", "subscription", SYSTEM | SECURITY, "subscription"),
    *step("admin:governance_subscription_subscribe", SECURITY),
    *step("admin:governance_subscription_rotate", SECURITY, of="subscription"),
    *step("admin:governance_subscription_test", SYSTEM | SECURITY, of="subscription"),
    *step("admin:governance_subscription_pause", SYSTEM | SECURITY, of="subscription"),
    *step("admin:governance_subscription_resume", SYSTEM | SECURITY, of="subscription"),
    *noun("governance", "eventdelivery", SYSTEM | SECURITY, "delivery"),
    *step("admin:governance_eventdelivery_resend", SYSTEM | SECURITY, of="delivery"),
    *step("admin:governance_eventdelivery_send-from-here", SYSTEM),
    *noun("governance", "audit", AUDIT, "audit", model="auditentry", shared=True),
    *noun("governance", "calendar", STAFF, "calendar", model="calendaryear", shared=True),
    *step("admin:governance_calendar_load", SYSTEM),
    *step("admin:governance_calendar_undo", SYSTEM, of_all="calendar"),
    *noun("governance", "term", STAFF, "term", model="localterm", shared=True),
    *step("admin:governance_term_set", SYSTEM),
    *noun("governance", "rule-suspension", STAFF, "rule suspension", model="rulesuspension", shared=True),
    *step("admin:governance_rule-suspension_suspend", SYSTEM),
    *step("admin:governance_rule-suspension_restore", SYSTEM, of_all="rule suspension"),
    *step("admin:governance_term_check", SYSTEM, of_all="term"),
    *noun("governance", "value", STAFF, "term", model="localvalue", shared=True),
    *step("admin:governance_value_set", SYSTEM),
    *step("admin:governance_value_load", SYSTEM),
    *step("admin:governance_value_check", SYSTEM, of_all="term"),
    *noun("governance", "number", CASES, "number", model="issuednumber"),
    *noun("governance", "notification", STAFF, "notification"),
    *step("admin:governance_notification_read", STAFF),
    *page("admin:governance_savedform_changelist", STAFF, lists="saved form"),
    *page("admin:governance_savedform_change", STAFF, of="saved form"),
    *page("admin:governance_savedform_history", STAFF, of="saved form"),
    *step("admin:governance_saved-form_discard", STAFF, of="saved form"),
    *noun("governance", "job", STAFF, "job"),
    *step("admin:governance_job_cancel", STAFF, of="job"),
    *api("job-list", SIGNED_IN, lists="job"),
    *api("job-detail", SIGNED_IN, of="job"),
    *verb("job-cancel-job", SIGNED_IN, of="job"),
    *api("job-list", EDITOR | APPROVER, lists="list job"),
    *api("job-detail", EDITOR | APPROVER, of="list job"),
    # Duty lists: what is published is everybody's, drafts are for who edits and approves them
    *noun("responsibilities", "list", STAFF, "list", model="dutylist", shared=True),
    *page("admin:responsibilities_dutylist_changelist", EDITOR | APPROVER, lists="hidden list"),
    *page("admin:responsibilities_dutylist_change", EDITOR | APPROVER, of="hidden list"),
    *page("admin:responsibilities_dutylist_history", EDITOR | APPROVER, of="hidden list"),
    *page("admin:responsibilities_list_export", EDITOR | APPROVER, lists="hidden list"),
    *step("admin:responsibilities_list_open", EDITOR),
    *step("admin:responsibilities_list_import-township", EDITOR),
    *step("admin:responsibilities_list_draft", EDITOR, of="list"),
    *noun("responsibilities", "edition", STAFF, "edition", shared=True),
    *page("admin:responsibilities_edition_changelist", EDITOR | APPROVER, lists="draft"),
    *page("admin:responsibilities_edition_change", EDITOR | APPROVER, of="draft"),
    *page("admin:responsibilities_edition_history", EDITOR | APPROVER, of="draft"),
    *page("admin:responsibilities_edition_export", EDITOR | APPROVER, lists="draft"),
    *page("admin:responsibilities_edition_comparison", STAFF, of_all="edition"),
    *page("admin:responsibilities_edition_comparison", EDITOR | APPROVER, of="draft"),
    *step("admin:responsibilities_edition_import", EDITOR, of="draft"),
    *step("admin:responsibilities_edition_submit", EDITOR, of="draft"),
    *step("admin:responsibilities_edition_discard", EDITOR, of="draft"),
    *step("admin:responsibilities_edition_send-back", EDITOR | APPROVER, of="draft"),
    *step("admin:responsibilities_edition_approve", APPROVER, of="draft"),
    *step("admin:responsibilities_edition_publish", APPROVER, of="draft"),
    *page("admin:responsibilities_edition_rehearsal", EDITOR | APPROVER, of="draft"),
    *step("admin:responsibilities_edition_revoke", APPROVER, of="edition"),
    *step("admin:responsibilities_edition_copy", EDITOR, of="edition"),
    *page("admin:responsibilities_edition_defects", EDITOR | APPROVER, of="draft"),
    *page("admin:responsibilities_edition_renames", EDITOR | APPROVER, of="draft"),
    *page("admin:responsibilities_edition_table", EDITOR | APPROVER, of="draft"),
    *page("admin:responsibilities_edition_grid", EDITOR | APPROVER, of="draft"),
    *step("admin:responsibilities_edition_import-edits", EDITOR, of="draft"),
    *noun("responsibilities", "batch", EDITOR | APPROVER, "batch"),
    *step("admin:responsibilities_batch_undo", EDITOR, of="batch"),
    *step("admin:responsibilities_entry_edit", EDITOR, of="drafted entry"),
    *step("admin:responsibilities_entry_split", EDITOR, of="drafted entry"),
    *step("admin:responsibilities_entry_merge", EDITOR, of="drafted entry"),
    *step("admin:responsibilities_entry_remove", EDITOR, of="drafted entry"),
    *step("admin:responsibilities_entry_identify", EDITOR, of="drafted entry"),
    *step("admin:responsibilities_edition_explain", EDITOR, of="draft"),
    *noun("responsibilities", "entry", STAFF, "entry", shared=True, query="view=in-force"),
    *page(
        "admin:responsibilities_entry_changelist", EDITOR | APPROVER, lists="drafted entry", query="view=preparation"
    ),
    *page("admin:responsibilities_entry_export", EDITOR | APPROVER, lists="drafted entry", query="view=preparation"),
    *page("admin:responsibilities_entry_change", EDITOR | APPROVER, of="drafted entry"),
    *page("admin:responsibilities_entry_history", EDITOR | APPROVER, of="drafted entry"),
    *noun("responsibilities", "suggestion", EDITOR, "suggestion", model="synonymsuggestion"),
    *step("admin:responsibilities_suggestion_report", STAFF),
    *step("admin:responsibilities_suggestion_accept", EDITOR, of="suggestion"),
    *step("admin:responsibilities_suggestion_decline", EDITOR, of="suggestion"),
    *page("admin:responsibilities_entry_editions", STAFF, of_all="entry"),
    *page("admin:responsibilities_entry_editions", EDITOR | APPROVER, of="drafted entry"),
    # The workshop
    *page("admin:responsibilities_list_workshop", EDITOR | APPROVER, of="hidden list"),
    *step("admin:responsibilities_list_import-inventory", EDITOR, of="list"),
    *step("admin:responsibilities_list_cluster", EDITOR, of="list"),
    *noun("responsibilities", "inventory", EDITOR | APPROVER, "inventory"),
    *step("admin:responsibilities_inventory_remove", EDITOR, of="inventory"),
    *noun("responsibilities", "inventory-row", EDITOR | APPROVER, "inventory row", model="inventoryrow"),
    *noun("responsibilities", "cluster", EDITOR | APPROVER, "cluster", query="view=open"),
    *step("admin:responsibilities_cluster_accept", EDITOR, of="cluster"),
    *step("admin:responsibilities_cluster_set-aside", EDITOR, of="cluster"),
    *step("admin:responsibilities_cluster_merge", EDITOR, of="cluster"),
    *step("admin:responsibilities_cluster_reopen", EDITOR, of="cluster"),
    *step("admin:responsibilities_cluster_split", EDITOR, of="cluster"),
    *step("admin:responsibilities_cluster_move", EDITOR, of="cluster"),
    # The law register
    *noun("responsibilities", "law", STAFF, "law", shared=True),
    *step("admin:responsibilities_law_load", EDITOR),
    *page("admin:responsibilities_law_citing", STAFF, of_all="law"),
    *page("admin:responsibilities_law_doubtful", STAFF),
    # Enforcement
    *noun("enforcement", "power", STAFF, "power", model="penaltypower", shared=True),
    *step("admin:enforcement_power_load", EDITOR),
    *noun("enforcement", "grant", STAFF, "grant", model="powergrant", shared=True),
    *step("admin:enforcement_grant_load", EDITOR),
    *noun("enforcement", "case", CASES, "case", model="enforcementcase"),
    *page("admin:enforcement_case_attachment", CASES, of="case"),
    *step("admin:enforcement_case_file", CASEWORK),
    *step("admin:enforcement_case_attach", CASEWORK, of="case"),
    *step("admin:enforcement_case_void", CASEWORK | HEADS, of="case"),
    *step("admin:enforcement_case_transfer", CASEWORK | HEADS, of="case"),
    *noun("enforcement", "transfer", TRANSFERS, "transfer"),
    *page("admin:enforcement_transfer_file", TRANSFERS, of="transfer"),
    *page("admin:enforcement_transfer_letter", TRANSFERS, of="transfer"),
    *step("admin:enforcement_transfer_accept", DEPARTMENT, of="transfer"),
    *step("admin:enforcement_transfer_send-back", DEPARTMENT, of="transfer"),
    # Staffing
    *noun("staffing", "balance", QUOTAS, "quota account", model="quotaaccount"),
    *page("admin:staffing_balance_establishment", QUOTAS, lists="quota account"),
    *noun("staffing", "movement", QUOTAS, "quota movement", model="quotamovement"),
    *step("admin:staffing_movement_counter", STAFFING_OFFICE, of="quota movement"),
    *noun("staffing", "document", QUOTAS, "quota document", model="quotadocument"),
    *step("admin:staffing_document_register", STAFFING_OFFICE),
    *step("admin:staffing_document_move", STAFFING_OFFICE, of="quota document"),
    *noun("staffing", "approval", QUOTAS, "approval", model="quotaapproval"),
    *page("admin:staffing_approval_slip", QUOTAS, of="approval"),
    *step("admin:staffing_approval_request", PERSONNEL),
    *step("admin:staffing_approval_check", STAFFING_OFFICE, of="approval"),
    *step("admin:staffing_approval_approve", STAFFING_OFFICE, of="approval"),
    *step("admin:staffing_approval_hire", DECIDERS, of="approval"),
    *step("admin:staffing_approval_enter", DECIDERS, of="approval"),
    *step("admin:staffing_approval_cancel", STAFFING_OFFICE | PERSONNEL, of="approval"),
    *noun("staffing", "midlevel-ceiling", QUOTAS, "ceiling", model="midlevelceiling"),
    *step("admin:staffing_midlevel-ceiling_set", STAFFING_OFFICE),
    *step("admin:staffing_midlevel-ceiling_propose", PERSONNEL, of="ceiling"),
    *noun("staffing", "midlevel", QUOTAS, "allocation", model="midlevelplan"),
    *step("admin:staffing_midlevel_approve", PARTY, of="allocation"),
    *step("admin:staffing_midlevel_withdraw", PARTY | PERSONNEL, of="allocation"),
    *noun("staffing", "structure", QUOTAS, "structure change", model="structurechange"),
    *page("admin:staffing_structure_sides", QUOTAS),
    *step("admin:staffing_structure_change", STAFFING_OFFICE),
    *step("admin:staffing_structure_upgrade", ORGANISATION_DEPARTMENT),
    *noun("staffing", "excluded-agency", QUOTAS, "excluded agency", model="excludedagency", shared=True),
    *step("admin:staffing_excluded-agency_keep", STAFFING_OFFICE),
    *noun("staffing", "person", PEOPLE, "person"),
    *step("admin:staffing_person_identity", IDENTITY, of="person"),
    # Check lists, as staffing uses them
    *noun("governance", "checklist", QUOTAS, "check list"),
    *step("admin:governance_checklist_draw-up", STAFFING_OFFICE),
    *step("admin:governance_checklist_open", STAFFING_OFFICE, of="check list"),
    *noun("governance", "examination", QUOTAS, "examination"),
    *page("admin:governance_examination_file", QUOTAS, of="examination"),
    *step("admin:governance_examination_evidence", PERSONNEL, of="examination"),
    *step("admin:governance_examination_submit", PERSONNEL, of="examination"),
    *step("admin:governance_examination_finding", STAFFING_OFFICE, of="examination"),
    *step("admin:governance_examination_sample", STAFFING_OFFICE, of="examination"),
    *step("admin:governance_examination_result", STAFFING_OFFICE, of="examination"),
    *step("admin:staffing_person_absence", IDENTITY, of="person"),
    *step("admin:staffing_person_absence-end", IDENTITY, of="person"),
    *step("admin:staffing_person_lend", PERSONNEL, of="person"),
    *step("admin:staffing_person_transfer", DECIDERS, of="person"),
    *step("admin:staffing_person_promote", DECIDERS, of="person"),
    *step("admin:staffing_person_retire", DECIDERS, of="person"),
    *step("admin:staffing_person_resign", DECIDERS, of="person"),
    *step("admin:staffing_person_death", DECIDERS, of="person"),
    *noun("staffing", "secondment", PEOPLE, "secondment"),
    *step("admin:staffing_secondment_unit-opinion", UNIT, of="secondment"),
    *step("admin:staffing_secondment_department-opinion", HR_BUREAU, of="secondment"),
    *step("admin:staffing_secondment_approve", ORGANISATION_DEPARTMENT, of="secondment"),
    *step("admin:staffing_secondment_extend", ORGANISATION_DEPARTMENT, of="secondment"),
    *step("admin:staffing_secondment_return", RETURNS, of="secondment"),
    *page("admin:staffing_person_findings", PEOPLE),
    *page("admin:staffing_person_recruitment", PEOPLE),
    *page("admin:staffing_person_leaving", PEOPLE),
    *step("admin:staffing_person_apply", PERSONNEL, of="person"),
    *noun("staffing", "campaign", PEOPLE, "campaign", shared=True),
    *page("admin:staffing_campaign_losses", PEOPLE, of_all="campaign"),
    *step("admin:staffing_campaign_open", ORGANISATION_DEPARTMENT),
    *(
        row
        for name in ("offer", "announce", "judge", "rank", "notice", "approve")
        for row in step(f"admin:staffing_campaign_{name}", ORGANISATION_DEPARTMENT, of="campaign")
    ),
    *noun("staffing", "applicant", PEOPLE, "applicant"),
    *step("admin:staffing_applicant_appraise", UNIT, of="applicant"),
    *step("admin:staffing_applicant_reply", PERSONNEL, of="applicant"),
    *step("admin:staffing_applicant_unit-consent", UNIT, of="applicant"),
    *step("admin:staffing_applicant_department-consent", HR_BUREAU, of="applicant"),
    *step("admin:staffing_applicant_points", HR_BUREAU, of="applicant"),
    *step("admin:staffing_applicant_tie", ORGANISATION_DEPARTMENT, of="applicant"),
    *step("admin:staffing_applicant_move", ORGANISATION_DEPARTMENT, of="applicant"),
    *step("admin:staffing_applicant_withdraw", RETURNS, of="applicant"),
    *noun("staffing", "person-movement", PEOPLE, "person movement", model="personmovement"),
    *noun("staffing", "term-interruption", PEOPLE, "term interruption", model="terminterruption", shared=True),
    *step("admin:staffing_term-interruption_set", ORGANISATION_DEPARTMENT),
    # Services
    *noun("services", "item", STAFF, "service item", model="implementation", shared=True),
    *step("admin:services_item_confirm", DEPARTMENT | SERVICES_OFFICE, of="service item"),
    *step("admin:services_item_withdraw", SERVICES_OFFICE, of="service item"),
    *noun("services", "stationing", STATIONING, "stationing"),
    *step("admin:services_stationing_enter", CENTRE, of="stationing"),
    *step("admin:services_stationing_leave", CENTRE, of="stationing"),
    *noun("services", "window", STAFF, "window", shared=True),
    *step("admin:services_window_open", CENTRE),
    *step("admin:services_window_close", CENTRE, of="window"),
    *noun("services", "point", STAFF, "service point", model="servicepoint", shared=True),
    *step("admin:services_point_open", CENTRE),
    *step("admin:services_point_change-facts", CENTRE, of="service point"),
    *step("admin:services_point_close-days", CENTRE | AGENT, of="service point"),
    *step("admin:services_point_close", CENTRE, of="service point"),
    *noun("services", "point-item", STAFF, "point item", model="pointitem", shared=True),
    *step("admin:services_point-item_confirm", CENTRE | AGENT, of="point item"),
    # REST: the kernel
    *api("checklist-list", QUOTAS, lists="check list"),
    *api("checklist-detail", QUOTAS, of="check list"),
    *verb("checklist-list", STAFFING_OFFICE, body=new_checklist),
    *verb("checklist-open-examination", STAFFING_OFFICE, of="check list", body=new_examination),
    *api("examination-list", QUOTAS, lists="examination"),
    *api("examination-detail", QUOTAS, of="examination"),
    *api("examination-file", QUOTAS, of="examination"),
    *verb("examination-add-evidence", PERSONNEL, of="examination", body=evidence),
    *verb("examination-submit-examination", PERSONNEL, of="examination"),
    *verb("examination-give-finding", STAFFING_OFFICE, of="examination", body=finding),
    *verb("examination-give-result", STAFFING_OFFICE, of="examination"),
    *verb("examination-draw-sample", STAFFING_OFFICE, of="examination", body=sample),
    *api("organisation-list", PUBLIC, lists_all="organisation", query="page_size=200"),
    *api("organisation-detail", PUBLIC, of_all="organisation"),
    # REST: duty lists
    *api("duty_list-list", PUBLIC, lists_all="list"),
    *api("duty_list-list", EDITOR | APPROVER, lists="hidden list"),
    *api("duty_list-detail", PUBLIC, of_all="list"),
    *api("duty_list-detail", EDITOR | APPROVER, of="hidden list"),
    *api("edition-list", PUBLIC, lists_all="edition"),
    *api("edition-list", EDITOR | APPROVER, lists="draft"),
    *api("edition-detail", PUBLIC, of_all="edition"),
    *api("edition-detail", EDITOR | APPROVER, of="draft"),
    *api("entry-list", PUBLIC, lists_all="entry"),
    *api("entry-detail", PUBLIC, of_all="entry"),
    *api("entry-detail", EDITOR | APPROVER, of="drafted entry"),
    *api("list_summary", PUBLIC),
    *api("who_is_responsible", PUBLIC, query="q=占道经营"),
    *api("body_duties", PUBLIC, of_all="organisation"),
    *api("item_history", PUBLIC),  # of a draft: tests/responsibilities/test_history.py
    *api("comparison", PUBLIC),  # of a draft: tests/responsibilities/test_comparison.py
    *verb("duty_list-list", EDITOR, body=new_list),
    *verb("duty_list-start-draft", EDITOR, of="list"),
    *verb("edition-submit", EDITOR, of="draft"),
    *verb("edition-discard", EDITOR, of="draft", body=reason),
    *verb("edition-send-back", EDITOR | APPROVER, of="draft", body=reason),
    *verb("edition-approve", APPROVER, of="draft", body=decided),
    *verb("edition-publish", APPROVER, of="draft", body=effective),
    *verb("edition-revoke", APPROVER, of="edition", body=reason),
    *verb("edition-copy-list", EDITOR, of="edition", body=other_townships),
    *api("edition-rehearsal", EDITOR | APPROVER, of="draft"),
    *api("edition-defects", EDITOR | APPROVER, of="draft"),
    *api("edition-table", EDITOR | APPROVER, of="draft"),
    *api("edition-table-changes", EDITOR | APPROVER, of="draft", query="since=0"),
    *api("edition-search-table", EDITOR | APPROVER, of="draft", query="words=x"),
    *api("edition-table-file", EDITOR | APPROVER, of="draft"),
    *verb("edition-edit-entries", EDITOR, of="draft", body=no_edits),
    *verb("edition-preview-edits", EDITOR, of="draft", body=table, files=True),
    *verb("edition-import-edits", EDITOR, of="draft", body=table, files=True),
    *api("edition-renames", EDITOR | APPROVER, of="draft"),
    *verb("entry-identify-entry", EDITOR, of="drafted entry", body={"former": None}),
    *api("batch-list", EDITOR | APPROVER, lists="batch"),
    *api("batch-detail", EDITOR | APPROVER, of="batch"),
    *api("batch-rows", EDITOR | APPROVER, of="batch"),
    *verb("batch-undo", EDITOR, of="batch"),
    *api("suggestion-list", EDITOR, lists="suggestion"),
    *api("suggestion-detail", EDITOR, of="suggestion"),
    *verb("suggestion-list", STAFF - DEPARTMENT, body=reported),  # for the township; a department reports for itself
    *verb("suggestion-accept-suggestion", EDITOR, of="suggestion", body=answered_with),
    *verb("suggestion-decline-suggestion", EDITOR, of="suggestion", body=reason),
    *verb("edition-explain-finding", EDITOR, of="draft", body=explained),
    *verb("edition-preview-import", EDITOR, of="draft", body=table, files=True),
    *verb("edition-import-entries", EDITOR, of="draft", body=table, files=True),
    *verb("township_lists-preview-import", EDITOR, body=township_table, files=True),
    *verb("township_lists-import-township-lists", EDITOR, body=township_table, files=True),
    *api("local_value-list", SIGNED_IN, lists_all="term"),
    *api("local_value-detail", SIGNED_IN, of_all="term"),
    *api("law-list", SIGNED_IN, lists_all="law"),
    *api("law-detail", SIGNED_IN, of_all="law"),
    *api("law-citing", SIGNED_IN, of_all="law"),
    *api("law-table-file", SIGNED_IN),
    *verb("law-preview-load", EDITOR, body=law_table, files=True),
    *verb("law-load-laws", EDITOR, body=law_table, files=True),
    # REST: the workshop
    *api("duty_list-workshop", EDITOR | APPROVER, of="hidden list"),
    *verb("duty_list-cluster-inventories", EDITOR, of="list"),
    *api("entry-sources", EDITOR | APPROVER, of="entry"),
    *api("inventory-list", EDITOR | APPROVER, lists="inventory"),
    *api("inventory-detail", EDITOR | APPROVER, of="inventory"),
    *verb("inventory-list", EDITOR, body=inventory_table, files=True),
    *verb("inventory-preview-import", EDITOR, body=inventory_preview, files=True),
    *verb("inventory-remove-inventory", EDITOR, of="inventory", body=reason),
    *api("inventory_row-list", EDITOR | APPROVER, lists="inventory row"),
    *api("inventory_row-detail", EDITOR | APPROVER, of="inventory row"),
    *api("cluster-list", EDITOR | APPROVER, lists="cluster"),
    *api("cluster-detail", EDITOR | APPROVER, of="cluster"),
    *api("cluster-members", EDITOR | APPROVER, of="cluster"),
    *api("cluster-proposal", EDITOR | APPROVER, of="cluster"),
    *verb("cluster-split-cluster", EDITOR, of="cluster", body=cluster_rows),
    *verb("cluster-move-rows", EDITOR, of="cluster", body=moved_rows),
    *verb("cluster-merge-clusters", EDITOR, of="cluster", body=merged),
    *verb("cluster-set-aside-cluster", EDITOR, of="cluster", body=reason),
    *verb("cluster-accept-cluster", EDITOR, of="cluster"),
    *verb("cluster-reopen-cluster", EDITOR, of="cluster", body=reason),
    # Services
    *noun("services", "application", APPLICATIONS, "application"),
    *page("admin:services_application_print", APPLICATIONS, of="application"),
    *step("admin:services_application_receive", CARRIERS | DEPARTMENT),
    *api("application-list", APPLICATIONS, lists="application"),
    *verb("application-list", CARRIERS, body=new_application),
    *api("application-detail", APPLICATIONS, of="application"),
    *of_application("accept-application", WINDOW, "accept"),
    *of_application("request-application-supplement", WINDOW, "supplement", {"missing": "身份证"}),
    *of_application("complete-application", CARRIERS, "complete"),
    *of_application(
        "not-accept-application", WINDOW, "not-accept", {"reason_code": "not_needed", "explanation": "无须许可"}
    ),
    *of_application("bring-paper", CARRIERS, "paper", {"paper": "照片"}),
    *of_application("hand-over-application", CARRIERS, "hand-over", to_department),
    *of_application("receive-papers", DEPARTMENT, "receive-papers", of="offered application"),
    *of_application(
        "send-papers-back", DEPARTMENT, "send-papers-back", {"reason": "不属我局"}, of="offered application"
    ),
    *of_application("take-up-application", DEPARTMENT, "take-up"),
    *of_application("ask-opinion", DEPARTMENT, "ask-opinion", asked_opinion),
    *of_application("begin-special-stage", DEPARTMENT, "begin-stage", {"kind": "test", "expected_days": 5}),
    *of_application("end-special-stage", DEPARTMENT, "end-stage", {"outcome": "合格"}),
    *of_application("extend-application", {R.DEPARTMENT_HEAD}, "extend", {"reason": "需要核查"}),
    *of_application("decide-application", DEPARTMENT, "decide", {"decision": "grant"}),
    *of_application("issue-application", CARRIERS, "issue", {"received_by": "赵六"}),
    *of_application("close-application", WINDOW, "close"),
    *of_application("withdraw-application", CARRIERS, "withdraw", {"reason": "不要了"}),
    *of_application("terminate-application", WINDOW, "terminate", {"reason": "无法办理"}),
    *of_application("lapse-application", WINDOW, "lapse"),
    *of_application("check-commitment", DEPARTMENT, "check", {"result": "kept"}),
    *api("opinion-detail", APPLICATIONS, of="opinion"),
    *verb("opinion-give-opinion", DEPARTMENT, of="opinion", body={"stance": "agrees", "text": "同意"}),
    *noun("services", "opinion", APPLICATIONS, "opinion"),
    *step("admin:services_opinion_give", DEPARTMENT, of="opinion"),
    *noun("services", "rating", RATINGS, "rating"),
    *page("admin:services_rating_results", RATINGS, lists="rating"),
    *api("rating-list", RATINGS, lists="rating"),
    *api("rating-detail", RATINGS, of="rating"),
    *api("rating-results", SIGNED_IN),  # of what one sees; without a right of nothing
    *of_rating("assign", WINDOW | HEADS, "assign-rating", a_person),
    *of_rating("call-back", WINDOW | HEADS, "call-back-rating", {"said": "已联系"}),
    *of_rating("answer", WINDOW | HEADS, "answer-rating", {"kind": "remedied", "answer": "已改"}),
    *of_rating("appeal", WINDOW | HEADS, "appeal-rating", {"reason": "误评"}),
    *of_rating(
        "decide-appeal", HEADS | {R.SUPERVISOR}, "decide-rating-appeal", {"decision": "stands", "explanation": "属实"}
    ),
    *noun("services", "visit", VISITS, "visit"),
    *step("admin:services_visit_take", WINDOW | HEADS),
    *step("admin:services_visit_call", WINDOW | HEADS),
    *step("admin:services_visit_substitute", WINDOW | HEADS),
    *step("admin:services_visit_finish", WINDOW | HEADS, of="visit"),
    *step("admin:services_visit_hold", WINDOW | HEADS, of="visit"),
    *step("admin:services_visit_resume", WINDOW | HEADS, of="visit"),
    *step("admin:services_visit_add-matter", WINDOW | HEADS, of="visit"),
    *step("admin:services_visit_leave", WINDOW | HEADS, of="visit"),
    *noun("services", "order", ORDERS, "hotline order", model="hotlineorder"),
    *step("admin:services_order_receive", WINDOW | DEPARTMENT),
    *step("admin:services_order_answer", WINDOW | HEADS, of="hotline order"),
    *step("admin:services_order_return", WINDOW | HEADS, of="hotline order"),
    *step("admin:services_order_link", WINDOW | HEADS, of="hotline order"),
    *step("admin:services_order_caller", WINDOW | HEADS, of="hotline order"),
    *api("hotline-list", ORDERS, lists="hotline order"),
    *verb("hotline-list", WINDOW, body=new_order),
    *api("hotline-detail", ORDERS, of="hotline order"),
    *verb("hotline-answer-order", WINDOW | HEADS, of="hotline order", body={"answer": "已办"}),
    *verb("hotline-return-order", WINDOW | HEADS, of="hotline order", body=returned_order),
    *verb("hotline-link-order", WINDOW | HEADS, of="hotline order", body=linked_order),
    *page("public_progress", PUBLIC),
    *page("public_rate", PUBLIC),
    Row("public_rate", PUBLIC, "POST"),
    # REST: enforcement
    *api("power-list", SIGNED_IN, lists_all="power"),
    *api("power-detail", SIGNED_IN, of_all="power"),
    *api("grant-list", SIGNED_IN, lists_all="grant"),
    *api("case-list", CASES, lists="case"),
    *verb("case-list", CASEWORK, body=new_case),
    *api("case-detail", CASES, of="case"),
    *api("case-files", CASES, of="case"),
    *verb("case-files", CASEWORK, of="case", body=photo, files=True),
    *api("case-file", CASES, of="case"),
    *api("case-proposed-receivers", CASES, of="case"),
    *verb("case-void-case", CASEWORK | HEADS, of="case", body=filed_twice),
    *verb("case-transfer-case", CASEWORK | HEADS, of="case", body=new_transfer),
    *api("transfer-list", TRANSFERS, lists="transfer"),
    *api("transfer-detail", TRANSFERS, of="transfer"),
    *api("transfer-file", TRANSFERS, of="transfer"),
    *verb("transfer-accept-transfer", DEPARTMENT, of="transfer"),
    *verb("transfer-send-back-transfer", DEPARTMENT, of="transfer", body=sent_back),
    # REST: services
    *api("service_item-list", SIGNED_IN, lists_all="service item"),
    *api("service_item-detail", SIGNED_IN, of_all="service item"),
    *verb("service_item-confirm-item", DEPARTMENT | SERVICES_OFFICE, of="service item", body=confirmed),
    *api("service_point-list", SIGNED_IN, lists_all="service point"),
    *api("service_point-detail", SIGNED_IN, of_all="service point"),
    *api("point_item-list", SIGNED_IN, lists_all="point item"),
    *api("point_item-detail", SIGNED_IN, of_all="point item"),
    *verb("point_item-confirm-point-item", CENTRE | AGENT, of="point item"),
    *api("stationing-list", STATIONING, lists="stationing"),
    *api("stationing-detail", STATIONING, of="stationing"),
    *verb("stationing-enter-centre", CENTRE, of="stationing", body=entered),
    *verb("stationing-leave-centre", CENTRE, of="stationing", body=reasoned),
    *api("coverage-list", SIGNED_IN),
    # REST: staffing
    *api("balance-list", QUOTAS, lists="quota account", query="page_size=200"),
    *api("balance-totals", SIGNED_IN),
    *api("movement-list", QUOTAS, lists="quota movement"),
    *api("movement-detail", QUOTAS, of="quota movement"),
    *api("movement-sources", SIGNED_IN),
    *verb("movement-list", STAFFING_OFFICE, body=new_movement),
    *verb("movement-counter-movement", STAFFING_OFFICE, of="quota movement", body=taken_back),
    *api("approval-list", QUOTAS, lists="approval"),
    *api("approval-detail", QUOTAS, of="approval"),
    *verb("approval-list", PERSONNEL, body=places_asked_for),
    *verb("approval-check-quota-approval", STAFFING_OFFICE, of="approval", body=checked),
    *verb("approval-approve-quota-approval", STAFFING_OFFICE, of="approval"),
    *verb("approval-begin-hiring", DECIDERS, of="approval"),
    *verb("approval-enter-person", DECIDERS, of="approval", body=arrived),
    *verb("approval-cancel-quota-approval", STAFFING_OFFICE | PERSONNEL, of="approval", body=reason),
    *api("midlevel_ceiling-list", QUOTAS, lists="ceiling"),
    *verb("midlevel_ceiling-list", STAFFING_OFFICE, body=new_ceiling),
    *api("midlevel-list", QUOTAS, lists="allocation"),
    *api("midlevel-detail", QUOTAS, of="allocation"),
    *verb("midlevel-list", PERSONNEL, body=new_allocation),
    *verb("midlevel-approve-midlevel-plan", PARTY, of="allocation"),
    *verb("midlevel-withdraw-midlevel-plan", PARTY | PERSONNEL, of="allocation", body=reason),
    *api("structure-list", QUOTAS, lists="structure change"),
    *api("structure-detail", QUOTAS, of="structure change"),
    *verb("structure-list", STAFFING_OFFICE, body=new_change),
    *api("upgrade-list", SIGNED_IN),
    *verb("upgrade-list", ORGANISATION_DEPARTMENT, body=new_upgrade),
    *api("person-list", PEOPLE, lists="person"),
    *api("person-detail", PEOPLE, of="person"),
    *verb("person-record-identity-number", IDENTITY, of="person", body=identity_number),
    *api("person-findings", SIGNED_IN),
    *api("person-recruitment", SIGNED_IN),
    *api("person-leaving", SIGNED_IN),
    *verb("person-record-absence", IDENTITY, of="person", body=away),
    *verb("person-end-absence", IDENTITY, of="person", body=back),
    *verb("person-transfer-person", DECIDERS, of="person", body=transferred),
    *verb("person-promote-person", DECIDERS, of="person", body=promoted),
    *verb("person-retire-person", DECIDERS, of="person", body=left),
    *verb("person-record-resignation", DECIDERS, of="person", body=left),
    *verb("person-record-death", DECIDERS, of="person", body=left),
    *api("secondment-list", PEOPLE, lists="secondment"),
    *api("secondment-detail", PEOPLE, of="secondment"),
    *verb("secondment-list", PERSONNEL, body=to_lend),
    *verb("secondment-give-unit-opinion", UNIT, of="secondment", body=opinion),
    *verb("secondment-give-department-opinion", HR_BUREAU, of="secondment", body=opinion),
    *verb("secondment-approve-secondment", ORGANISATION_DEPARTMENT, of="secondment", body=by_document),
    *verb("secondment-extend-secondment", ORGANISATION_DEPARTMENT, of="secondment", body=extended),
    *verb("secondment-record-return", RETURNS, of="secondment", body=returned),
    *api("campaign-list", PEOPLE, lists_all="campaign"),
    *api("campaign-detail", PEOPLE, of_all="campaign"),
    *api("campaign-losses", PEOPLE, of_all="campaign"),
    *verb("campaign-list", ORGANISATION_DEPARTMENT, body=new_campaign),
    *verb("campaign-offer-post", ORGANISATION_DEPARTMENT, of="campaign", body=new_post),
    *verb("campaign-announce-campaign", ORGANISATION_DEPARTMENT, of="campaign"),
    *verb("campaign-judge-applicants", ORGANISATION_DEPARTMENT, of="campaign"),
    *verb("campaign-rank-applicants", ORGANISATION_DEPARTMENT, of="campaign"),
    *verb("campaign-begin-notice", ORGANISATION_DEPARTMENT, of="campaign", body=on_notice),
    *verb("campaign-approve-selection", ORGANISATION_DEPARTMENT, of="campaign", body=decided),
    *api("applicant-list", PEOPLE, lists="applicant"),
    *api("applicant-detail", PEOPLE, of="applicant"),
    *verb("applicant-list", PERSONNEL, body=to_apply),
    *verb("applicant-sign-appraisal", UNIT, of="applicant", body={"appraisal": "踏实。", "points": "90"}),
    *verb("applicant-reply-to-appraisal", PERSONNEL, of="applicant", body={"reply": "无意见。"}),
    *verb("applicant-give-unit-consent", UNIT, of="applicant", body={"agrees": True}),
    *verb("applicant-give-department-consent", HR_BUREAU, of="applicant", body={"agrees": True}),
    *verb("applicant-record-points", HR_BUREAU, of="applicant", body={"written": "80", "interview": "80"}),
    *verb("applicant-decide-tie", ORGANISATION_DEPARTMENT, of="applicant", body={"order": 1, "reason": "加试。"}),
    *verb("applicant-move-selected", ORGANISATION_DEPARTMENT, of="applicant", body=left),
    *verb("applicant-withdraw-applicant", RETURNS, of="applicant", body={"reason": "放弃。"}),
    *api("person_movement-list", PEOPLE, lists="person movement"),
    *api("term_interruption-list", SIGNED_IN, lists_all="term interruption"),
    *verb("term_interruption-list", ORGANISATION_DEPARTMENT, body=new_interruption),
    *api("quota_document-list", QUOTAS, lists="quota document"),
    *api("quota_document-detail", QUOTAS, of="quota document"),
    *verb("quota_document-list", STAFFING_OFFICE, body=new_quota_document),
]

# What everybody may look at: a step on another's is forbidden rather than not found.
SEEN_BY_ALL = {
    "service item",
    "service point",
    "point item",
    "window",
    "campaign",
    "organisation",
    "list",
    "edition",
    "entry",
    "power",
    "grant",
    "calendar",
    "term",
    "rule suspension",
}

# Routes that a row would not describe: where they are asked about instead, and by which words one finds it there.
ELSEWHERE = {
    "structure_sides-list": ("tests/staffing/test_structure.py", "structure-sides/{other}"),
    "api_unknown": ("tests/governance/test_api.py", "/api/v1/nothing/"),
    "local_value-known": ("tests/governance/test_local_values.py", "local_value-known"),
    "oauth_token": ("tests/governance/test_api.py", "token("),
    "set_language": ("tests/governance/test_pages.py", "language"),
    "admin:logout": ("tests/test_access_matrix.py", "/logout/"),
}
