"""Home of those who keep quotas."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account
from governance.panels import Act, Line, Panel, Panels, begin, list_url, page_of, panel_of, verbs
from staffing.models import QuotaApproval, QuotaDocument, QuotaMovement, Secondment
from staffing.states import ApprovalStatus, SecondmentStatus


def _line(account: Account, secondment: Secondment, *names: str) -> Line:
    return Line(
        title=secondment.person,
        url=page_of(Secondment).url_of(secondment),
        note=f"{secondment.get_kind_display()} · {secondment.place} · {secondment.ends_on or ''}",
        reason=secondment.reason,
        verbs=verbs(account, secondment, *names),
    )


def _to_decide(status: str, verb: str) -> Panels:
    def panels(account: Account) -> Iterator[Panel]:
        rows = Secondment.objects.for_user(account).filter(status=status)
        yield panel_of(
            _("Secondments that wait for you"),
            rows.select_related("person__county", "lender__managed_by", "borrower").order_by("pk"),
            lambda secondment: _line(account, secondment, verb),
            view="waiting",
            empty=_("Nobody asks to borrow somebody."),
        )

    return panels


def _not_come_back(account: Account) -> Iterator[Panel]:
    rows = Secondment.objects.for_user(account).overdue()
    yield panel_of(
        _("Lent and not come back"),
        rows.select_related("person__county", "lender__managed_by", "borrower").order_by("ends_on", "pk"),
        lambda secondment: _line(account, secondment, "return"),
        view="overdue",
        empty=_("Everybody is back in time."),
    )


def _approvals(status: str, title: Any, empty: Any, step: str) -> Panels:
    """Approvals that wait in one state, for who takes the next step."""

    def panel(account: Account) -> Iterator[Panel]:
        yield panel_of(
            title,
            QuotaApproval.objects.for_user(account)
            .filter(status=status)
            .select_related("organisation__managed_by", "slip"),
            lambda row: Line(row, page_of(QuotaApproval).url_of(row), row.reason, verbs=verbs(account, row, step)),
            view="waiting",
            empty=empty,
        )

    return panel


PANELS: list[tuple[str, Panels]] = [
    (
        "check_quota_approval",
        _approvals(ApprovalStatus.SUBMITTED, _("Requests to fill, to check"), _("No request waits."), "check"),
    ),
    (
        "approve_quota_approval",
        _approvals(ApprovalStatus.CHECKED, _("Requests to fill, to approve"), _("No request waits."), "approve"),
    ),
    (
        "begin_hiring",
        _approvals(ApprovalStatus.APPROVED, _("Slips to hire for"), _("No slip waits."), "hire"),
    ),
    ("give_unit_opinion", _to_decide(SecondmentStatus.REQUESTED, "unit-opinion")),
    ("give_department_opinion", _to_decide(SecondmentStatus.UNIT_OPINION, "department-opinion")),
    ("approve_secondment", _to_decide(SecondmentStatus.DEPARTMENT_OPINION, "approve")),
    ("record_return", _not_come_back),
]
ACTS: list[tuple[str, Act]] = [
    ("request_quota_approval", lambda account: begin(QuotaApproval, "request")),
    ("register_quota_document", lambda account: begin(QuotaDocument, "register")),
    ("view_quotas", lambda account: [(_("Establishment table"), reverse("admin:staffing_balance_establishment"))]),
    (
        "move_quota",
        lambda account: [(_("Between levels without approval"), list_url(QuotaMovement, "?view=without-approval"))],
    ),
    (
        "view_people",
        lambda account: [
            (_("Findings in the register"), reverse("admin:staffing_person_findings")),
            (_("Recruitment"), reverse("admin:staffing_person_recruitment")),
            (_("Who leaves next"), reverse("admin:staffing_person_leaving")),
        ],
    ),
]
