"""What a home is made of: lines that wait, panels of them, figures, and links to the steps that answer."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.urls import reverse

from governance.admin.scoped import ScopedAdmin
from governance.counting import counted
from governance.models import Account

SHOWN = 6  # rows of a panel; the list behind has the rest


Link = tuple[Any, str]  # words and address


@dataclass(frozen=True)
class Line:
    """One thing that waits: what, why it came back, by when, and the verbs that answer it."""

    title: Any
    url: str
    note: Any = ""
    clock: Any = ""
    at: datetime.datetime | None = None  # when it is due, or since when it has waited for its reader
    reason: Any = ""
    verbs: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """Things of one kind that wait: how many, the most urgent of them, and the list with all."""

    title: Any
    count: int
    lines: list[Line]
    url: str
    empty: Any

    @property
    def urgency(self) -> tuple[bool, datetime.datetime]:
        """What waits before what does not; of that, what came back or waits already, then what is due first."""
        dates = [line.at for line in self.lines if line.at]
        return not self.count, min(dates, default=datetime.datetime.max.replace(tzinfo=datetime.UTC))


@dataclass(frozen=True)
class Figure:
    """One number about the portal's own health, with the page behind it."""

    title: Any
    value: Any
    url: str
    tone: str = ""


Panels = Callable[[Account], Iterable[Panel]]  # what waits for an account that has the right
Act = Callable[[Account], Iterable[Link]]  # what it does most


def list_url(model: type[Model], query: str = "") -> str:
    return f"{page_of(model).list_url()}{query}"


def begin(model: type[Model], name: str) -> Iterator[Link]:
    """The step of a list that begins something new."""
    page = page_of(model)
    for step in page.list_steps:
        if step.name == name:
            yield step.verb, reverse(f"admin:{page.prefix}_{name}")


def verbs(account: Account, obj: Model, *names: str) -> list[Link]:
    """The steps of a record that the reader has the right to; whether they are possible now is the panel's choice."""
    page = page_of(type(obj))
    steps = {step.name: step for step in page.steps}
    return [
        (steps[name].verb, reverse(f"admin:{page.prefix}_{name}", args=[obj.pk]))
        for name in names
        if steps[name].offered_to(account, obj)
    ]


def panel_of(title: Any, rows: QuerySet, line: Callable[[Any], Line], *, view: str = "", empty: Any) -> Panel:
    lines = list(rows[: SHOWN + 1])
    count = len(lines) if len(lines) <= SHOWN else counted(rows)
    url = list_url(rows.model, view and f"?view={view}")
    return Panel(title, count, [line(row) for row in lines[:SHOWN]], url, empty)


def pages() -> list[ScopedAdmin]:
    return list(admin.site._registry.values())  # type: ignore[arg-type]  # the site takes no others


def page_of(model: type[Model]) -> ScopedAdmin:
    return admin.site._registry[model]  # type: ignore[return-value]
