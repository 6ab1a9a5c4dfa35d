"""The kinds of duty list in one table: whose they are, what their numbers are called, which roles they know."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListKind(models.TextChoices):
    TOWNSHIP = "township_list", _("Township duties")  # 乡镇职责清单
    TERRITORIAL = "territorial_list", _("Territorial management: lead and support")  # 属地管理事项责任清单
    BASIC = "basic_list", _("Basic duties")  # 基本履职事项清单
    SUPPORT = "support_list", _("Supporting duties")  # 配合履职事项清单
    WITHDRAWN = "withdrawn_list", _("Withdrawn by superiors")  # 上级部门收回事项清单


# 三张清单 of 2024, which a township has together.
THREE_LISTS = (ListKind.BASIC, ListKind.SUPPORT, ListKind.WITHDRAWN)


@dataclass(frozen=True)
class KindRules:
    """What is particular to a kind.

    `letter` is how other lists refer to its numbers (D-12, T-3), empty if they never do. `roles` are the roles an
    entry of the kind knows, `needs` the ones without which an entry is incomplete. `township_leads`: the list as such
    says that the township leads. `heading` is what the kind calls its parts, `chinese` its official short name;
    `divided`: lists of the kind have such parts, so that one without them is worth a question.
    """

    chinese: str
    heading: str
    letter: str
    roles: frozenset[str]
    needs: frozenset[str]
    township_leads: bool = False
    divided: bool = True


KINDS: dict[str, KindRules] = {
    ListKind.TOWNSHIP: KindRules(
        "乡镇职责清单", "领域", "D", frozenset({"lead"}), frozenset({"lead"}), township_leads=True
    ),
    ListKind.TERRITORIAL: KindRules(
        "属地管理事项责任清单", "领域", "T", frozenset({"lead", "support", "unstated"}), frozenset({"lead"})
    ),
    ListKind.BASIC: KindRules(
        "基本履职事项清单", "类别", "", frozenset({"lead"}), frozenset({"lead"}), township_leads=True, divided=False
    ),
    ListKind.SUPPORT: KindRules(
        "配合履职事项清单", "类别", "", frozenset({"lead", "support"}), frozenset({"lead", "support"}), divided=False
    ),
    ListKind.WITHDRAWN: KindRules(
        "上级部门收回事项清单", "类别", "", frozenset({"takeover"}), frozenset({"takeover"}), divided=False
    ),
}
