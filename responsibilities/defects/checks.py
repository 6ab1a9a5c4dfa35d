"""What can be wrong with a list: one table of checks, each a question about an edition and the lists beside it.

Nothing here reads the database: `selectors.defects` brings the entries, and what an editor has explained.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.digests import sha256_of
from governance.spreadsheets.text import ordinal
from governance.text import match_key
from responsibilities.defects.rows import TOWNSHIP, TOWNSHIPS, Duty, Lists, Row
from responsibilities.kinds import KINDS, ListKind

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条(?:之[一二三四五六七八九十]+)?")
# In these every item is the township's by the nature of the list: an article they cite says nothing about who leads.
_ASSIGNS_LEADS = {kind for kind, rules in KINDS.items() if not rules.township_leads}
_NAMES_SUPPORTERS = {ListKind.TERRITORIAL, ListKind.SUPPORT}


@dataclass(frozen=True)
class Finding:
    """One defect: the entry it stands in, the words or the bodies it is about, the other entries it takes to see it."""

    code: str
    row: Row
    subject: str = ""
    others: tuple[Row, ...] = ()
    bodies: tuple[Duty, ...] = ()

    @property
    def words(self) -> str:
        """What it is about, for people to read."""
        return self.subject or _names(self.bodies)

    @property
    def fingerprint(self) -> str:
        """The same for the same defect of the same items in another edition, whatever their numbers are there."""
        items = sorted({self.row.item, *(other.item for other in self.others)})
        leads = sorted({f"{row.item}:{party}" for row in (self.row, *self.others) for party in row.led_by})
        # Who leads belongs to it only where leads are compared: an explanation of that ends when a lead changes.
        # By their party, for names depend on the reader's language and on renamings.
        bodies = sorted({body.party for body in self.bodies})
        parts = [self.code, *([] if bodies else [self.subject]), *bodies, *items, *(leads if self.others else ())]
        return sha256_of(["\n".join(parts).encode()])

    @property
    def check(self) -> "Check":
        return CHECKS[self.code]


@dataclass(frozen=True)
class Check:
    """One line of the table: what is looked for, what it means, what to do."""

    code: str
    title: Any
    meaning: Any
    fix: Any
    find: Callable[[Lists], Iterator[Finding]]


# --- Who has which part -------------------------------------------------------------------------------------------


def no_lead(lists: Lists) -> Iterator[Finding]:
    for row in _expecting_leads(lists):
        if not row.leads and not row.having("support") and not row.having("unstated"):
            yield Finding("no_lead", row)


def support_without_lead(lists: Lists) -> Iterator[Finding]:
    for row in _expecting_leads(lists):
        if not row.leads and row.having("support") and not row.having("unstated"):
            yield Finding("support_without_lead", row, bodies=tuple(row.having("support")))


def lead_unstated(lists: Lists) -> Iterator[Finding]:
    for row in _expecting_leads(lists):
        if not row.leads and row.having("unstated"):
            yield Finding("lead_unstated", row, bodies=tuple(row.having("unstated")))


def leads_undivided(lists: Lists) -> Iterator[Finding]:
    for row in lists.rows:
        leads = row.having("lead")
        if len(leads) > 1 and not _divided(leads):
            yield Finding("leads_undivided", row, bodies=tuple(leads))


def duties_missing(lists: Lists) -> Iterator[Finding]:
    if lists.kind in _NAMES_SUPPORTERS:
        for row in lists.rows:
            # Of several leads without texts `leads_undivided` speaks.
            leads = row.having("lead")
            for duty in (*(leads if len(leads) == 1 else ()), *row.having("support")):
                if not duty.text.strip():
                    yield Finding("duties_missing", row, bodies=(duty,))


def no_receiver(lists: Lists) -> Iterator[Finding]:
    if lists.kind == ListKind.WITHDRAWN:
        for row in lists.rows:
            if not row.having("takeover"):
                yield Finding("no_receiver", row)


def method_missing(lists: Lists) -> Iterator[Finding]:
    for row in lists.rows:
        for duty in row.having("takeover"):
            if not duty.text.strip():
                yield Finding("method_missing", row, bodies=(duty,))


# --- Bodies -------------------------------------------------------------------------------------------------------


def body_closed(lists: Lists) -> Iterator[Finding]:
    for row in lists.rows:
        for duty in row.duties:
            if duty.trouble == "closed":
                renamed = f"{duty.name} → {duty.successor}" if duty.successor else ""
                yield Finding("body_closed", row, renamed, bodies=(duty,))


def body_unknown(lists: Lists) -> Iterator[Finding]:
    for row in lists.rows:
        for duty in row.duties:
            if duty.trouble == "unknown":
                yield Finding("body_unknown", row, bodies=(duty,))


def body_in_both_roles(lists: Lists) -> Iterator[Finding]:
    """Also if it stands there under two names, as one of all townships, or only in the imported cells."""
    for row in lists.rows:
        roles: dict[str, set[str]] = defaultdict(set)
        bodies: dict[str, Duty] = {}
        for duty in row.duties:
            roles[duty.party].add(duty.role)
            bodies.setdefault(duty.party, duty)
        all_townships = TOWNSHIPS in roles
        for role, parties in row.named.items():
            for party, name in parties:
                roles[party].add(role)
                bodies.setdefault(party, Duty(role, party, name, ""))
        for party, held in roles.items():
            one_of_all = all_townships and party.startswith(TOWNSHIP) and party != TOWNSHIPS
            if len(held) > 1 or one_of_all or _twice(row, party):
                yield Finding("body_in_both_roles", row, bodies=(bodies[party],))


# --- Entries compared with others -----------------------------------------------------------------------------------


def title_other_lead(lists: Lists) -> Iterator[Finding]:
    for row, others in _namesakes(lists):
        # A basic duty that was withdrawn stands in the township's duties as well: `basic_and_withdrawn` speaks of it.
        given_back = any(_given_back(row, other) for other in others)
        differing = tuple(
            other
            for other in others
            if row.led_by and other.led_by and row.led_by != other.led_by
            if not (given_back and (_given_back(row, other) or KINDS[other.kind].township_leads))
        )
        if differing:
            yield Finding("title_other_lead", row, row.title, differing)


def title_twice(lists: Lists) -> Iterator[Finding]:
    for row, others in _namesakes(Lists(lists.kind, lists.rows)):
        if all(row.led_by == other.led_by or not other.led_by or not row.led_by for other in others):
            yield Finding("title_twice", row, row.title, tuple(others))


def basic_and_withdrawn(lists: Lists) -> Iterator[Finding]:
    for row, others in _namesakes(lists):
        taken = tuple(other for other in others if _given_back(row, other))
        if taken:
            yield Finding("basic_and_withdrawn", row, row.title, taken)


def article_other_lead(lists: Lists) -> Iterator[Finding]:
    """Entries without one lead in common that rest on the same article: one finding for each article."""
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in (*lists.rows, *lists.beside):
        if row.kind in _ASSIGNS_LEADS and row.led_by:
            for article in _articles(row):
                by_article[article].append(row)
    here = {row.pk for row in lists.rows}
    for article, rows in by_article.items():
        # The same matter in another list is not a second claim, and `title_other_lead` speaks of it.
        claims = [
            row
            for row in rows
            if any(not row.led_by & other.led_by and match_key(row.title) != match_key(other.title) for other in rows)
        ]
        first = next((row for row in claims if row.pk in here), None)
        if first is not None:
            yield Finding("article_other_lead", first, article, tuple(row for row in claims if row is not first))


def number_gap(lists: Lists) -> Iterator[Finding]:
    for before, row in pairwise(lists.rows):
        last, number = ordinal(before.seq_no), ordinal(row.seq_no)
        if last is None or number is None or number == last + 1:
            continue
        if number != 1 or before.heading == row.heading:
            yield Finding("number_gap", row, f"{before.seq_no} → {row.seq_no}")


# --- What they share ------------------------------------------------------------------------------------------------


def _expecting_leads(lists: Lists) -> Iterable[Row]:
    return lists.rows if "lead" in KINDS[lists.kind].needs else ()


def _names(duties: Iterable[Duty]) -> str:
    return "、".join(duty.name for duty in duties)


def _twice(row: Row, party: str) -> bool:
    return sum(duty.party == party for duty in row.duties) > 1


def _divided(leads: list[Duty]) -> bool:
    """Each has a text of its own; or they share one that names each before what it does: 市林业局：1.…。"""
    texts = [duty.text.strip() for duty in leads]
    if not all(texts):
        return False
    if len({match_key(text) for text in texts}) == len(texts):
        return True
    return all(
        any(f"{match_key(name)}:" in match_key(duty.text) for name in (duty.name, *duty.names) if name)
        for duty in leads
    )


def _namesakes(lists: Lists) -> Iterator[tuple[Row, list[Row]]]:
    """Each title of the edition that occurs more than once, with its first entry there and the other entries."""
    by_title: dict[str, list[Row]] = defaultdict(list)
    for row in (*lists.rows, *lists.beside):
        by_title[match_key(row.title)].append(row)
    seen = set()
    for row in lists.rows:
        key = match_key(row.title)
        if key not in seen and len(by_title[key]) > 1:
            yield row, [other for other in by_title[key] if other.pk != row.pk]
        seen.add(key)


def _given_back(row: Row, other: Row) -> bool:
    return {row.kind, other.kind} == {ListKind.BASIC, ListKind.WITHDRAWN}


def _articles(row: Row) -> Iterator[str]:
    found = {f"《{law}》{article}" for law, text in row.bases if law for article in _ARTICLE.findall(text)}
    yield from sorted(found)


# --- The table ------------------------------------------------------------------------------------------------------

_ALL = (
    Check(
        "no_lead",
        _("No lead"),
        _("The entry names nobody who leads."),
        _("Name the body that leads, with its duties."),
        no_lead,
    ),
    Check(
        "support_without_lead",
        _("Support without a lead"),
        _("Bodies support a matter that nobody leads."),
        _("Name the body that leads, or give one of these the lead."),
        support_without_lead,
    ),
    Check(
        "lead_unstated",
        _("Bodies without a stated role"),
        _("The entry names bodies but not which of them leads."),
        _("State who leads and who supports."),
        lead_unstated,
    ),
    Check(
        "leads_undivided",
        _("Several leads without a stated division"),
        _("Several bodies lead, and nothing says which of them does what."),
        _("Give each a text of its own, or keep one lead and make the others supporters."),
        leads_undivided,
    ),
    Check(
        "duties_missing",
        _("A part without duties"),
        _("A body has a part in the matter, and nothing says what it does."),
        _("Write what the body does, or take it out."),
        duties_missing,
    ),
    Check(
        "no_receiver",
        _("Withdrawn without a receiving department"),
        _("The matter was taken from the township, and nobody has taken it over."),
        _("Name the department that takes it over, with its working method."),
        no_receiver,
    ),
    Check(
        "method_missing",
        _("Withdrawn without a working method"),
        _("A department takes the matter over, and nothing says how it works from now on."),
        _("Write the working method."),
        method_missing,
    ),
    Check(
        "body_closed",
        _("A closed body"),
        _("The body does not exist on the day the edition applies."),
        _("Put its successor in its place, or take it out."),
        body_closed,
    ),
    Check(
        "body_unknown",
        _("A body from elsewhere"),
        _("The body does not belong to this county."),
        _("Name a body of this county."),
        body_unknown,
    ),
    Check(
        "body_in_both_roles",
        _("A body in two roles"),
        _("The same body leads and supports the same matter, perhaps under two names."),
        _("Put its duties into one text, in one role."),
        body_in_both_roles,
    ),
    Check(
        "title_other_lead",
        _("Same title, different leads"),
        _("The same matter stands in this or another list in force under a different lead."),
        _("Agree who leads and correct one of the lists, or give the entries different titles."),
        title_other_lead,
    ),
    Check(
        "article_other_lead",
        _("Same article, different leads"),
        _("Entries without a common lead rest on the same article of a law."),
        _("Check which body the article names. If it covers several matters, explain the finding."),
        article_other_lead,
    ),
    Check(
        "basic_and_withdrawn",
        _("Both basic and withdrawn"),
        _("The matter is a basic duty of the township, and was also taken from it."),
        _("Delete it from one of the two lists."),
        basic_and_withdrawn,
    ),
    Check(
        "title_twice",
        _("Same title twice"),
        _("Two entries of this list have the same title."),
        _("Merge them, or give them different titles."),
        title_twice,
    ),
    Check(
        "number_gap",
        _("Numbers do not run on"),
        _("A number is left out or out of order."),
        _("Renumber, or put the missing entry in."),
        number_gap,
    ),
)
CHECKS: dict[str, Check] = {check.code: check for check in _ALL}


def find(lists: Lists) -> list[Finding]:
    """Every finding, in the order of the entries."""
    order = {row.pk: position for position, row in enumerate(lists.rows)}
    found = [finding for check in CHECKS.values() for finding in check.find(lists)]
    return sorted(found, key=lambda finding: order[finding.row.pk])
