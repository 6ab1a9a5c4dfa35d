"""In which month somebody retires by law, and from which by own choice; no clock.

The ages rise since 2025-01-01 by steps that depend on the month of birth (延迟法定退休年龄办法); the rows are data.
"""

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

from governance.shipped_tables import read_table
from governance.workdays.counting import add_months
from staffing.states import Gender, PostClass

AGES = Path(__file__).parent / "reference" / "retirement-ages.csv"
EARLY_MONTHS = 36  # 弹性提前: at most three years, and never below the old age
# Which women are of 55 and which of 50 is said by the post; without one nobody knows.
WOMEN = {
    PostClass.CIVIL_SERVANT: "women_55",
    PostClass.MANAGEMENT: "women_55",
    PostClass.PROFESSIONAL: "women_55",
    PostClass.WORKER: "women_50",
}


@dataclass(frozen=True)
class Ages:
    """One row: the old age, and the delay that grows by a month with each step of birth months."""

    first: datetime.date
    old_years: int
    step: int
    most: int
    basis: str

    def delay(self, birth: datetime.date) -> int:
        since = (birth.year - self.first.year) * 12 + birth.month - self.first.month
        return 0 if since < 0 else min(since // self.step + 1, self.most)


@dataclass(frozen=True)
class Retirement:
    """The lawful month, and the earliest by own choice, each as its first day."""

    month: datetime.date
    earliest: datetime.date
    basis: str


@functools.cache
def ages() -> dict[str, Ages]:
    return {
        row["group"]: Ages(
            datetime.date.fromisoformat(f"{row['first_birth_month']}-01"),
            int(row["old_years"]),
            int(row["step_months"]),
            int(row["most_months"]),
            row["basis"],
        )
        for row in read_table(AGES)
    }


def retirement(birth_on: datetime.date, gender: str, post_class: str | None) -> Retirement | None:
    """None where it is not stated whether a woman is of 55 or 50."""
    group = "men" if gender == Gender.MALE else WOMEN.get(PostClass(post_class)) if post_class else None
    if group is None:
        return None
    row = ages()[group]
    birth = birth_on.replace(day=1)
    delay = row.delay(birth)
    old = add_months(birth, 12 * row.old_years)
    month = add_months(old, delay)
    return Retirement(month, max(old, add_months(old, delay - EARLY_MONTHS)), row.basis)
