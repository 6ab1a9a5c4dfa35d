"""What a newcomer finds at the counter: applications on their way, a poor rating, an order of the hotline."""

from collections.abc import Callable
from typing import Any

from examples.demonstration.accounts import TOWNSHIP, People
from governance.models import Organisation
from governance.operations.founding import portal_account
from governance.roles import Role
from services.models import Application, Implementation
from services.operations.applications import accept_application, receive_application, request_application_supplement
from services.operations.hand_overs import hand_over_application
from services.operations.handling import close_application, decide_application, issue_application
from services.operations.hotline import receive_order
from services.operations.ratings import rate_application
from services.rating_states import Grade, RatingCause
from services.states import ApplicantKind

LOADED_BY = "load_services"


def is_loaded() -> bool:
    return Implementation.objects.exists()


def set_up(people: People, *, tell: Callable[[str], None]) -> None:
    if Application.objects.exists():
        tell(f"Applications: {Application.objects.count()}, already there")
        return
    township = Organisation.objects.get(code=TOWNSHIP)
    clerk = people[Role.TOWNSHIP_CLERK]
    agent = people[Role.VILLAGE_AGENT]
    items = Implementation.objects.in_force().filter(is_on_platform=False, level="township").order_by("pk")
    own = [item for item in items if "persons" in item.audience][:3]
    said: dict[str, Any] = {"applicant_kind": ApplicantKind.CITIZEN, "telephone": "13800000000"}
    window: dict[str, Any] = {"by": clerk, **said}

    accept_application(receive_application(township, item=own[0], applicant_name="柳砚秋", **window), by=clerk)
    waiting = receive_application(township, item=own[1], applicant_name="柏汀兰", **window)
    request_application_supplement(waiting, by=clerk, missing="本人社会保障卡复印件\n家庭情况变化说明")
    receive_application(township, item=own[2], applicant_name="石望舒", **window)

    village = agent.organisation or township
    carried = receive_application(
        village, by=agent, item=own[0], applicant_name="田大山", agent_consent="本人在申请表上签字委托", **said
    )
    hand_over_application(
        carried, by=agent, receiver=township, reason="送镇便民服务中心受理", originals="申请表\n身份证"
    )

    closed = accept_application(receive_application(township, item=own[1], applicant_name="何小满", **window), by=clerk)
    decide_application(closed, by=clerk, decision="grant", result="确认通知书")
    issue_application(closed, by=clerk, received_by="何小满")
    close_application(closed, by=clerk)
    rate_application(closed, by=portal_account(), grade=Grade.POOR, cause=RatingCause.EFFICIENCY, comment="跑了两趟。")

    receive_order(
        township, by=clerk, order_no="RX2026112400017", subject="村口路灯不亮", text="来电反映村口三盏路灯不亮一周。",
        caller_name="不愿留名", caller_telephone="13900000000",
    )  # fmt: skip
    tell(f"Applications: {Application.objects.count()}, one of them rated; an order of the hotline")


def what_to_try(department_port: int) -> list[str]:
    return [
        "To serve at the counter:",
        "  1. Sign in as township_clerk. 办件 shows what is with you, by date; open one and print its notice.",
        "  2. Receive the papers that village_agent has handed over, and accept the application: its days begin.",
        "  3. Print a slip, and open the progress at /public/services/progress/ with its number and check word.",
        "  4. 好差评 has a poor rating: name who calls back, call back as that person, answer it.",
    ]
