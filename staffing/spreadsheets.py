"""What the columns of a register of people say."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.models import Organisation
from staffing.operations.taking_over import category_of
from staffing.states import Gender, PostClass

GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE}
CLASSES = {
    "公务员": PostClass.CIVIL_SERVANT,
    "管理岗位": PostClass.MANAGEMENT,
    "专业技术岗位": PostClass.PROFESSIONAL,
    "工勤技能岗位": PostClass.WORKER,
}
# “最低服务年限三年，至2024-11-15”; a term to the month takes its day from the day of entry.
TERM = re.compile("(?P<basis>最低服务年限(?P<years>[一二三四五])年，至[0-9-]+)")
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True)
class PersonRow:
    """A row of the register: facts of the person, of the post, and of the service term if there is one."""

    person: dict[str, Any]
    post: dict[str, Any]
    term: dict[str, Any] | None


def read_person(row: Mapping[str, str], bodies: Mapping[str, Organisation]) -> PersonRow:
    """Since when the post is held the register does not say.

    Raises RuleViolation `unknown_body`, `unknown_category`, `unknown_word`.
    """
    if row["organisation_code"] not in bodies:
        message = _("No body has the code “%(code)s”.") % {"code": row["organisation_code"]}
        raise RuleViolation("unknown_body", message)
    here_since = datetime.date.fromisoformat(row["township_entry_date"])
    person = {
        "staff_no": row["staff_no"],
        "name": row["name"],
        "gender": _meant(GENDERS, row["gender"]),
        "birth_on": datetime.date.fromisoformat(row["birth_date"]),
        "education": row["education"],
        "degree": row["degree"],
        "major": row["major"],
        "entry_channel": row["entry_channel"],
        "entered_on": datetime.date.fromisoformat(row["entry_date"]),
        "township_entered_on": here_since,
        "notes": row["notes"],
    }
    post = {
        "organisation": bodies[row["organisation_code"]],
        "category": category_of(row["category"]),
        "post_class": _meant(CLASSES, row["post_class"]),
        "grade": row["grade"],
        "post_title": row["post_title"],
    }
    bound = TERM.search(row["notes"])
    term = bound and {"starts_on": here_since, "years": NUMERALS[bound["years"]], "basis": bound["basis"]}
    return PersonRow(person, post, term)


def _meant(words: Mapping[str, Any], word: str) -> Any:
    if word not in words:
        raise RuleViolation("unknown_word", _("“%(word)s” is not known here.") % {"word": word})
    return words[word]
