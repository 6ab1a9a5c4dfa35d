"""What printed documents of applications need: the slip and the notices, dated, with the place for the seal.

Documents are Chinese only, whatever the language of the portal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from governance.bodies import full_name
from governance.calendars import current_calendar
from governance.models import Account
from services.clocks import Reading, standing
from services.models import Application
from services.operations.applications import applicant_as_seen
from services.progress import slip_of
from services.states import DECIDED, ApplicationStatus, NotAcceptedReason, Way

S = ApplicationStatus
REASONS = {
    NotAcceptedReason.NOT_NEEDED: "该事项依法不需要取得行政许可",
    NotAcceptedReason.NOT_OURS: "该事项依法不属于本机关职权范围",
    NotAcceptedReason.NOT_ELIGIBLE: "申请人不具备申请资格",
}
KINDS_OF_STAGE = {
    "hearing": "听证",
    "test": "检验、检测、检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
    "public_notice": "公示",
}
UNITS = {"working_days": "个工作日", "natural_days": "日（自然日）"}


@dataclass(frozen=True)
class Notice:
    """One kind of printed paper, and when there is one."""

    title: str
    exists: Callable[[Application], bool]
    template: str = "services/notice.html"


NOTICES = {
    "slip": Notice("收件凭证", lambda application: True, "services/slip.html"),
    "acceptance": Notice("受理通知书", lambda application: application.accepted_on is not None),
    "supplement": Notice("补正材料一次性告知书", lambda application: application.supplement_requests.exists()),
    "not-accepted": Notice("不予受理决定书", lambda application: application.status == S.NOT_ACCEPTED),
    "extension": Notice("延长办理期限告知书", lambda application: application.extended_by > 0),
    "refusal": Notice(
        "不予许可（不予办理）决定书",
        lambda application: (
            application.decided_at is not None
            and not application.result
            and application.explanation != ""
            and application.status in {*DECIDED, S.ISSUED, S.CLOSED}
        ),
    ),
}


def notices_of(application: Application) -> list[str]:
    return [kind for kind, notice in NOTICES.items() if notice.exists(application)]


def notice_context(kind: str, application: Application, *, by: Account, request: HttpRequest) -> dict[str, Any]:
    """The context of a notice's template. Reading the applicant's name for it is recorded like any other look at it."""
    day = _day_of(kind, application)
    said = standing(application.course(), timezone.localdate(), current_calendar())
    supplement = application.supplement_requests.first()
    progress = request.build_absolute_uri(reverse("public_progress"))
    return {
        "kind": kind,
        "title": NOTICES[kind].title,
        "application": application,
        "organ": full_name(application.centre),
        "applicant": applicant_as_seen(application, by=by)["applicant_name"],
        "day": day,
        "promised": _words(said.main) if application.accepted_on and not application.decided_at else "",
        "legal": _words(said.legal) if application.accepted_on and not application.decided_at else "",
        "stages": [
            f"{KINDS_OF_STAGE[stage.kind]}：{stage.first_on}至{stage.last_on or '今'}，"
            + ("计入期限" if stage.counts else f"自{stage.told_on}书面告知之日起不计入期限（{stage.basis}）")
            for stage in application.stages.all()
            if stage.counts or stage.told_on
        ],
        "papers": supplement.missing.splitlines() if supplement else [],
        "supplement": supplement,
        "gaps": list(application.gaps.all()),
        "reason": REASONS.get(NotAcceptedReason(application.not_accepted_reason), "")
        if application.not_accepted_reason
        else "",
        "right_body": application.right_body and full_name(application.right_body),
        "is_promise": application.way == Way.COMMITMENT,
        "progress": progress,
        "qr": qr_code(f"{progress}?number={application.number}&slip={slip_of(application.number)}"),
    }


def qr_code(text: str) -> SafeString:
    """The text as a square to be scanned: SVG within the page, no file and no service elsewhere."""
    return SafeString(segno.make(text, error="m").svg_inline(scale=3, border=2))


def _words(said: Reading | None) -> str:
    """“自2026年3月2日起20个工作日，至2026年3月30日”."""
    if said is None:
        return ""
    term = said.due.term
    start, limit = said.due.start, said.due.limit_on
    with translation.override("zh-hans"):
        words = f"自{start.year}年{start.month}月{start.day}日起{term.number}{UNITS[term.unit.value]}"
        end = f"至{limit.year}年{limit.month}月{limit.day}日"
    return f"{words}，{end}" + ("（暂定）" if said.due.provisional else "")


def _day_of(kind: str, application: Application) -> Any:
    """The day the notice bears: that of the act it tells of."""
    moments = {
        "slip": application.received_at,
        "acceptance": application.accepted_at,
        "not-accepted": application.ended_at,
        "refusal": application.decided_at,
    }
    if kind == "supplement":
        return timezone.localdate(application.supplement_requests.get().asked_at)
    moment = moments.get(kind)
    return timezone.localdate(moment) if moment else timezone.localdate()
