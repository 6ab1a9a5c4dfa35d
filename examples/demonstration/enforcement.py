"""Demonstration cases, each in a state worth looking at; every name, place and number is invented."""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone
from docx import Document

from enforcement.models import EnforcementCase, PenaltyPower, Transfer
from enforcement.operations.cases import attach_file, file_case
from enforcement.operations.transfers import accept_transfer, send_back_transfer, transfer_case
from enforcement.states import PartyKind, SendBackReason, TransferReason
from examples.demonstration.accounts import TOWNSHIP, People
from governance.models import Organisation
from governance.roles import Role
from responsibilities.models import Entry

LOADED_BY = "load_powers"
LIST = "territorial_list"


def is_loaded() -> bool:
    return PenaltyPower.objects.exists()


@dataclass(frozen=True)
class Matter:
    """A case to file: power, item of the lead-and-support list, what happened; and what becomes of it."""

    ref: str
    power: str
    item: str
    place: str
    party_kind: str
    party: str
    facts: str
    receiver: str = ""
    why: str = ""
    answer: str = ""


MATTERS = [
    Matter(
        "演示-01", "LS-CG-015", "36", "汀砚镇南街农贸市场东门外", PartyKind.INDIVIDUAL_BUSINESS, "周记水果摊",
        "巡查发现当事人在人行道摆放水果货架约6平方米，影响行人通行，现场已劝导并拍照。",
    ),
    Matter(
        "演示-02", "LS-CG-131", "15", "汀砚镇上汀村北洼地块", PartyKind.CITIZEN, "许大田",
        "群众反映有人焚烧秸秆，到场时余火未熄，过火面积约2亩，当事人承认系其点燃。",
    ),
    Matter(
        "演示-03", "LS-NY-027", "28", "汀砚镇竹溪口村育秧大棚", PartyKind.ORGANISATION, "竹溪口村育秧合作社",
        "棚边沟渠内堆放农药瓶、肥料袋四十余件，未按规定回收。",
    ),
    Matter(
        "演示-04", "LS-CG-030", "35", "汀砚镇石臼湾村废弃砖窑", PartyKind.ORGANISATION, "澜山砚北建筑工程有限公司",
        "监控与现场均显示该公司车辆多次向废弃砖窑倾倒渣土，总量约八十立方米，跨两个乡镇。",
        receiver="LS-A16", why="涉嫌跨区域成批倾倒，依清单由市城市管理局牵头查处。",
    ),
    Matter(
        "演示-08", "LS-CG-031", "35", "汀砚镇沿河路断头巷", PartyKind.CITIZEN, "彭小舟",
        "当事人将装修拆下的砖块、瓷砖约两立方米倾倒在断头巷内，监控拍到车牌，现场已劝止并拍照。",
    ),
    Matter(
        "演示-05", "LS-ZR-002", "3", "汀砚镇桥头坞村河滩耕地", PartyKind.ORGANISATION, "桥头坞砂石经营部",
        "在耕地上挖砂形成约三百平方米坑塘，种植条件受到破坏，已责令停工并固定影像。",
        receiver="LS-A13", why="破坏耕地种植条件由市自然资源和规划局牵头查处，需作破坏程度鉴定。",
    ),
    Matter(
        "演示-06", "LS-ZR-005", "1", "汀砚镇墨香村村东空地", PartyKind.CITIZEN, "何向阳",
        "在村东集体空地搭建板房一处，约四十平方米，未能出示用地批准文件。",
        receiver="LS-A13", why="未经批准占用土地，依清单由市自然资源和规划局牵头查处。", answer="accept",
    ),
    Matter(
        "演示-07", "LS-ZR-005", "1", "汀砚镇下汀村三组", PartyKind.CITIZEN, "罗满仓",
        "在自家老宅旁扩建住房占用约六十平方米土地，村委会制止无效。",
        receiver="LS-A13", why="涉嫌非法占用土地，依清单由市自然资源和规划局牵头查处。", answer="return",
    ),
]  # fmt: skip


def set_up(people: People, *, tell: Callable[[str], None]) -> None:
    """File what is missing, send what is to be sent, answer what is to be answered."""
    known = set(EnforcementCase.objects.filter(external_ref__startswith="演示-").values_list("external_ref", flat=True))
    missing = [matter for matter in MATTERS if matter.ref not in known]
    for number, matter in enumerate(missing):
        case = _file(matter, people, found_at=timezone.now() - datetime.timedelta(hours=5 + 3 * number))
        if matter.receiver:
            receiver = Organisation.objects.get(code=matter.receiver)
            transfer = transfer_case(
                case,
                by=people[Role.CAPTAIN],
                receiver=receiver,
                reason_code=TransferReason.NOT_OUR_ITEM,
                explanation=matter.why,
            )
            _answer(matter, transfer, people)
        case.refresh_from_db()
        tell(f"Case {case.case_no}: {case.cause}: {case.get_status_display()}, {case.holder.name}")
    if not missing:
        tell(f"Demonstration cases: {len(MATTERS)} already there")


def what_to_try(department_port: int) -> list[str]:
    """What to click to see a transfer go to the connected department and come back accepted."""
    return [
        "To watch a transfer travel:",
        "  1. Sign in as township_clerk. Open the case at 沿河路断头巷, or log one (LS-CG-031, T-35).",
        "  2. Transfer it to 市城市管理局, which leads the item. Its letter is numbered, custody stays with you.",
        f"  3. The department's system (http://127.0.0.1:{department_port}/) gets a signed webhook, fetches the case",
        "     and accepts it: its lines appear below in seconds, and the case's page names 市城市管理局 as its holder.",
        "  4. A person answers the same way: sign in as department_clerk, where a transfer waits with its clock.",
        "  5. What was delivered, and how often it was tried, is under Deliveries for system_admin.",
    ]


def _file(matter: Matter, people: People, *, found_at: datetime.datetime) -> EnforcementCase:
    township = Organisation.objects.get(code=TOWNSHIP)
    entry = Entry.objects.in_force().get(edition__duty_list__kind=LIST, seq_no=matter.item)
    power = PenaltyPower.objects.in_force(timezone.localdate(found_at)).get(catalogue_no=matter.power)
    case = file_case(
        township,
        by=people[Role.OFFICER],
        power=power,
        entry=entry,
        facts=matter.facts,
        place=matter.place,
        party_kind=matter.party_kind,
        party_name=matter.party,
        found_at=found_at,
        external_ref=matter.ref,
    )
    attach_file(case, by=people[Role.OFFICER], file=_site_record(matter, found_at))
    return case


def _answer(matter: Matter, transfer: Transfer, people: People) -> None:
    if matter.answer == "accept":
        accept_transfer(transfer, by=people[Role.DEPARTMENT_CLERK], external_ref="自然执〔演示〕6号")
    elif matter.answer == "return":
        entry = Entry.objects.in_force().get(edition__duty_list__kind=LIST, seq_no="72")
        send_back_transfer(
            transfer,
            by=people[Role.DEPARTMENT_HEAD],
            reason_code=SendBackReason.NOT_OUR_ITEM,
            explanation="农户建住宅占地，依清单第72项由市农业农村局牵头，请移送该局。",
            right_body=Organisation.objects.get(name="市农业农村局"),
            right_entry=entry,
        )


def _site_record(matter: Matter, found_at: datetime.datetime) -> ContentFile:
    """现场检查笔录, as an officer would bring it."""
    document = Document()
    document.add_heading("现场检查笔录（演示）", level=1)
    for label, text in [
        ("时间", timezone.localtime(found_at).strftime("%Y年%m月%d日%H时%M分")),
        ("地点", matter.place),
        ("当事人", matter.party),
        ("现场情况", matter.facts),
    ]:
        document.add_paragraph(f"{label}：{text}")
    content = io.BytesIO()
    document.save(content)
    return ContentFile(content.getvalue(), name="现场检查笔录.docx")
