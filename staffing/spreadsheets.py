"""What the columns of a register of people say."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.models import Organisation
from governance.workdays.counting import add_months
from staffing.operations.taking_over import category_of
from staffing.service_terms import ONE_DAY
from staffing.states import AbsenceKind, Gender, PostClass, SecondmentKind

GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE}
CLASSES = {
    "公务员": PostClass.CIVIL_SERVANT,
    "管理岗位": PostClass.MANAGEMENT,
    "专业技术岗位": PostClass.PROFESSIONAL,
    "工勤技能岗位": PostClass.WORKER,
}
# “最低服务年限三年，至2024-11-15”; a term to the month takes its day from the day of entry.
TERM = re.compile("(?P<basis>最低服务年限(?P<years>[一二三四五])年，至[0-9-]+)")
# “2024-03起借调市委组织部工作（服务期内，待清理）”, “抽调参加信访专项工作至2025-12”
LENT = re.compile("(?P<since>[0-9]{4}-[0-9]{2})起借调(?P<body>.+?)工作(?:（服务期内|；|$)")
CALLED_UP = re.compile("抽调参加(?P<task>.+?)至(?P<until>[0-9]{4}-[0-9]{2})")
SICK = "长期病休"
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True)
class PersonRow:
    """A row of the register: facts of the person, of the post, and of the service term if there is one."""

    person: dict[str, Any]
    post: dict[str, Any]
    term: dict[str, Any] | None
    secondment: dict[str, Any] | None
    absence: dict[str, Any] | None
    appraisals: dict[int, str]


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
    appraised = (said.split(":") for said in row["appraisals"].split(";") if said)
    return PersonRow(
        person,
        post,
        term,
        _secondment(row["notes"]),
        {"kind": AbsenceKind.SICK_LEAVE} if SICK in row["notes"] else None,
        {int(year): rating for year, rating in appraised},
    )


def _secondment(notes: str) -> dict[str, Any] | None:
    """Who is lent by the notes. They state the month of a beginning, or of an end, and no more."""
    if lent := LENT.search(notes):
        began = datetime.date.fromisoformat(f"{lent['since']}-01")
        words = {"kind": SecondmentKind.SECONDMENT, "borrower_name": lent["body"], "starts_on": began}
        return words | {"day_is_stated": False}
    if called := CALLED_UP.search(notes):
        last = add_months(datetime.date.fromisoformat(f"{called['until']}-01"), 1) - ONE_DAY
        return {"kind": SecondmentKind.CALL_UP, "borrower_name": called["task"], "ends_on": last}
    return None


def _meant(words: Mapping[str, Any], word: str) -> Any:
    if word not in words:
        raise RuleViolation("unknown_word", _("“%(word)s” is not known here.") % {"word": word})
    return words[word]
