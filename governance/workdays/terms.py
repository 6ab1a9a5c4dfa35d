"""What a limit is before it meets a date: number, unit, regime, whose it is, and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self


class Unit(StrEnum):
    """What the number of a term counts; always shown in words beside it."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    NATURAL_DAYS = "natural_days"
    MONTHS = "months"
    YEARS = "years"


class Regime(StrEnum):
    """The law that says what its word “日” means."""

    PENALTY = "penalty"
    COERCION = "coercion"
    LICENSING = "licensing"
    NATURAL = "natural"

    def unit_of_days(self, number: int) -> Unit:
        """The unit of a statute's bare “N 日” under this law."""
        working = {
            Regime.PENALTY: number in (2, 3, 5, 7),  # 行政处罚法 85 names exactly these four
            Regime.COERCION: number <= 10,  # 行政强制法 69: 十日以内
            Regime.LICENSING: True,  # 行政许可法 82: every one of the organ's limits
            Regime.NATURAL: False,
        }
        return Unit.WORKING_DAYS if working[self] else Unit.NATURAL_DAYS

    @property
    def article(self) -> str:
        return _ARTICLES[self]


_ARTICLES = {
    Regime.PENALTY: "《行政处罚法》第八十五条",
    Regime.COERCION: "《行政强制法》第六十九条",
    Regime.LICENSING: "《行政许可法》第八十二条",
    Regime.NATURAL: "《民事诉讼法》第八十五条",
}


class Whose(StrEnum):
    """Who must act within the term: it decides what happens when the last day is a day off."""

    PARTY = "party"  # 当事人: always rolls over to the next working day
    ORGAN = "organ"  # 机关: stays, unless the rule set has the clause
    MEASURE = "measure"  # expiry of a coercive measure, preservation or detention of goods: never rolls over


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """期限: never a bare number. `rule` is its stable id, `basis` the article or local document it comes from.

    `roll_organ`: the rule set lets the organ's own period roll over. `pausable`: the rule set allows suspension or
    exclusion; the default is none, as in 行政处罚法 60. A term that contradicts its regime cannot be built.
    """

    rule: str
    number: int
    unit: Unit
    regime: Regime
    whose: Whose = Whose.ORGAN
    roll_organ: bool = False
    pausable: bool = False
    basis: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"{self.rule}: a term has at least one {self.unit}")
        if self.unit is Unit.NATURAL_DAYS and self.regime.unit_of_days(self.number) is not Unit.NATURAL_DAYS:
            raise ValueError(f"{self.rule}: {self.number} days are working days under {self.regime.article}")
        if self.roll_organ and self.whose is not Whose.ORGAN:
            raise ValueError(f"{self.rule}: the roll-over clause concerns an organ's own period only")
        if self.pausable and self.unit is Unit.HOURS:
            raise ValueError(f"{self.rule}: hours run through everything")

    @classmethod
    def of_days(cls, rule: str, number: int, regime: Regime, **rest: Any) -> Self:
        """A statute's “N 日”: the regime says which days they are."""
        return cls(rule=rule, number=number, unit=regime.unit_of_days(number), regime=regime, **rest)

    def extended(self, number: int, *, basis: str = "") -> Self:
        """The same term with an approved extension: one longer period from the same start, in the same unit."""
        return replace(self, number=self.number + number, basis="；".join(filter(None, (self.basis, basis))))

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "number": self.number,
            "unit": self.unit.value,
            "regime": self.regime.value,
            "whose": self.whose.value,
            "roll_organ": self.roll_organ,
            "pausable": self.pausable,
            "basis": self.basis,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "unit": Unit(data["unit"]),
                "regime": Regime(data["regime"]),
                "whose": Whose(data["whose"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Pause:
    """中止或不计入期限的期间: days that do not count, both ends inclusive; `last` is None while it still lasts."""

    first: date
    last: date | None
    basis: str = ""

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("a pause ends before it begins")

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def to_json(self) -> dict[str, Any]:
        return {"first": self.first.isoformat(), "last": self.last and self.last.isoformat(), "basis": self.basis}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        last = data["last"]
        return cls(date.fromisoformat(data["first"]), date.fromisoformat(last) if last else None, data["basis"])
