"""模板复制: what the list of one township would say as the list of another; writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.models import Organisation
from responsibilities.contents import LABELS, Content, Part, contents
from responsibilities.models import DutyList, Edition, Item
from responsibilities.states import UNPUBLISHED

# The texts of an entry in which a township may be named; those of its parts are looked through as well.
_TEXTS = {name: label for name, label in LABELS.items() if name not in ("seq_no", "heading")}
_SHORTEST = 2  # characters of a name that is looked for in texts


@dataclass(frozen=True)
class Left:
    """Where the copy still names another township, or a body of one: in which entry, in what, which name."""

    seq_no: str
    title: str
    where: Any
    name: str


@dataclass
class Adaptation:
    """What one township gets: whether it has the list already, which bodies became its own, and what did not."""

    township: Organisation
    duty_list: DutyList | None
    in_preparation: Edition | None
    contents: list[Content] = field(default_factory=list)
    became: dict[str, str] = field(default_factory=dict)
    adapted: int = 0
    left: list[Left] = field(default_factory=list)


def adaptations(edition: Edition, townships: Iterable[Organisation] | None = None) -> list[Adaptation]:
    """What each of the townships (all others of the county that are open) would get; as many queries for any number."""
    template = _Template(edition)
    if townships is None:
        everybody = (body for body in template.bodies.values() if body.kind == Organisation.Kind.TOWNSHIP)
        townships = [body for body in everybody if body.is_open() and body.pk != template.owner.pk]
    townships = list(townships)
    lists = {row.owner_id: row for row in DutyList.objects.filter(kind=edition.duty_list.kind, owner__in=townships)}
    begun = Edition.objects.filter(duty_list__in=lists.values(), status__in=UNPUBLISHED)
    drafts = {draft.duty_list_id: draft for draft in begun.select_related("duty_list")}
    found = []
    for township in townships:
        duty_list = lists.get(township.pk)
        draft = drafts.get(duty_list.pk) if duty_list else None
        found.append(template.adapted(Adaptation(township, duty_list, draft)))
    return found


class _Template:
    """The edition to be copied, with everything needed to adapt it; read once for any number of townships."""

    def __init__(self, edition: Edition) -> None:
        self.owner = edition.duty_list.owner
        self.contents = list(contents(edition).values())
        county = Organisation.objects.filter(path__startswith=self.owner.county_path)
        self.bodies = {body.pk: body for body in county}
        items = {item for content in self.contents for item, _text in content.references}
        self.owners = dict(Item.objects.filter(pk__in=items).values_list("pk", "duty_list__owner"))

    def adapted(self, adaptation: Adaptation) -> Adaptation:
        township = adaptation.township
        counterparts = self._counterparts(township)
        for content in self.contents:
            parts = tuple(self._parts(content, counterparts, adaptation))
            adaptation.contents.append(replace(content, parts=parts, source={}))
            adaptation.left += self._left(content, parts, township)
        return adaptation

    def _parts(self, content: Content, counterparts: dict[int, Organisation], adaptation: Adaptation) -> Iterator[Part]:
        """The parts with bodies of the template's township become the other's; a body stands in an entry only once."""
        taken = {part.body for part in content.parts if part.body not in counterparts}
        for part in content.parts:
            new = counterparts.get(part.body) if part.body is not None else None
            if new is not None and new.pk not in taken:
                taken.add(new.pk)
                adaptation.adapted += 1
                adaptation.became[self.bodies[part.body].name] = new.name
                yield replace(part, body=new.pk, source_text="")
            else:
                yield replace(part, source_text="")

    def _left(self, content: Content, parts: tuple[Part, ...], township: Organisation) -> Iterator[Left]:
        for part in parts:
            if part.body is not None and self._township_of.get(part.body, township.pk) != township.pk:
                yield Left(content.seq_no, content.title, _("Bodies"), self.bodies[part.body].name)
        for item, text in content.references:
            owner = self.bodies.get(self.owners[item])
            if owner is not None and owner.kind == Organisation.Kind.TOWNSHIP and owner.pk != township.pk:
                yield Left(content.seq_no, content.title, _("Correspondences"), f"{owner.name} {text}")
        for where, name, of in self._mentions.get(content.seq_no, ()):
            if of != township.pk:
                yield Left(content.seq_no, content.title, where, name)

    def _counterparts(self, township: Organisation) -> dict[int, Organisation]:
        """For the template's township and the bodies in it: the other township, and its body of the same kind and
        short name (and, for a dispatched unit, of the same department)."""
        theirs: dict[tuple[str, str, str], list[Organisation]] = {}
        for body in self._bodies_of(township):
            if body.is_open() and body.short_name:
                theirs.setdefault(self._likeness(body), []).append(body)
        found = {self.owner.pk: township}
        for body in self._bodies_of(self.owner):
            match theirs.get(self._likeness(body), []):
                case [only]:
                    found[body.pk] = only
        return found

    def _bodies_of(self, township: Organisation) -> list[Organisation]:
        return [
            body for pk, body in self.bodies.items() if self._township_of.get(pk) == township.pk and body != township
        ]

    @staticmethod
    def _likeness(body: Organisation) -> tuple[str, str, str]:
        dispatched = body.kind == Organisation.Kind.DISPATCHED
        return body.kind, body.short_name, body.path[: -body.steplen] if dispatched else ""

    @cached_property
    def _township_of(self) -> dict[int, int]:
        """The township that each body is, stands below, or is managed by or stationed in."""
        townships = [body for body in self.bodies.values() if body.kind == Organisation.Kind.TOWNSHIP]
        by_path = {township.path: township.pk for township in townships}
        by_region = {township.region_code: township.pk for township in townships if township.region_code}
        managers = {township.pk for township in townships}
        found = {}
        for pk, body in self.bodies.items():
            of = by_path.get(body.path[: 2 * body.steplen])
            if of is None and body.kind == Organisation.Kind.DISPATCHED:
                of = body.managed_by_id if body.managed_by_id in managers else by_region.get(body.region_code)
            if of is not None:
                found[pk] = of
        return found

    @cached_property
    def _mentions(self) -> dict[str, list[tuple[Any, str, int]]]:
        """Names of townships and of their bodies in the texts, by the number of the entry: where, which, whose."""
        texts = [(content.seq_no, where, text) for content in self.contents for where, text in _texts(content)]
        everything = "\n".join(text for _number, _where, text in texts)
        names = {}
        for pk, of in self._township_of.items():
            body = self.bodies[pk]
            # The short name of an inner office, 党政办, is the same everywhere and names nobody.
            own = (body.name, body.short_name) if body.kind == Organisation.Kind.TOWNSHIP else (body.name,)
            names.update({name: of for name in own if len(name) >= _SHORTEST and name in everything})
        found: dict[str, list[tuple[Any, str, int]]] = {}
        for number, where, text in texts:
            named = [name for name in names if name in text]
            longest = [name for name in named if not any(name != other and name in other for other in named)]
            found.setdefault(number, []).extend((where, name, names[name]) for name in longest)
        return found


def _texts(content: Content) -> Iterator[tuple[Any, str]]:
    for name, label in _TEXTS.items():
        yield label, getattr(content, name)
    for part in content.parts:
        yield _("Duties"), part.duty_text
