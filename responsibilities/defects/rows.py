"""Entries as the checks see them: who has which part, on what basis, whatever table it comes from; no ORM."""

from dataclasses import dataclass, field

# Parties that stand for townships begin like this; the one for all of them is nothing more.
TOWNSHIP = TOWNSHIPS = "township:"


@dataclass(frozen=True)
class Duty:
    """One part in an entry. `party` is the same for the same body under whatever name it stands; `trouble` says what
    is wrong with the body itself: "closed", "unknown" or nothing; `names` is what a text may call it."""

    role: str
    party: str
    name: str
    text: str
    names: tuple[str, ...] = ()
    trouble: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Row:
    """An entry as the checks see it. `named` holds the parties its imported cells name, by role."""

    pk: int
    item: str
    kind: str
    list_title: str
    seq_no: str
    heading: str
    title: str
    duties: tuple[Duty, ...] = ()
    bases: tuple[tuple[str, str], ...] = ()
    named: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict, compare=False)

    def having(self, role: str) -> list[Duty]:
        return [duty for duty in self.duties if duty.role == role]

    @property
    def leads(self) -> list[Duty]:
        """Who answers for the matter: leads it, or took it over."""
        return [duty for duty in self.duties if duty.role in ("lead", "takeover")]

    @property
    def led_by(self) -> frozenset[str]:
        return frozenset(duty.party for duty in self.leads)


@dataclass(frozen=True)
class Lists:
    """The entries of the edition in question, in order, and those of the lists in force beside it."""

    kind: str
    rows: list[Row]
    beside: list[Row] = field(default_factory=list)
