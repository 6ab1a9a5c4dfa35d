"""The workshop for people: how far it is, why rows stand together, what an entry would say, what it came from."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from governance.models import Job
from governance.text import match_key
from responsibilities.citations import articles_in_words, read_citations
from responsibilities.clauses import clause_texts
from responsibilities.grouping import Text, as_one, cited, law_named, printed
from responsibilities.models import Cluster, DutyList, Entry, InventoryRow, Item, LawName, Lineage
from responsibilities.spreadsheets.entries import split_bases
from responsibilities.states import UNPUBLISHED, ClusterStatus

MOST_CLAUSES = 8
MOST_BASES = 12
ALIKE = 10  # clusters shown beside one


@dataclass(frozen=True)
class Progress:
    """How many rows are decided. `rows` is always the sum of accepted, set aside and open ones."""

    rows: int
    accepted: int
    set_aside: int
    ungrouped: int  # among the open ones: in no cluster yet
    clusters: int  # still open
    job: Job | None  # the last one asked for

    @property
    def decided(self) -> int:
        return self.accepted + self.set_aside

    @property
    def open(self) -> int:
        return self.rows - self.decided

    @property
    def grouped(self) -> int:
        """Open rows that stand in a cluster."""
        return self.open - self.ungrouped


def progress_of(duty_list: DutyList) -> Progress:
    counted = InventoryRow.objects.filter(inventory__duty_list=duty_list).aggregate(
        rows=Count("pk"),
        accepted=Count("pk", filter=Q(cluster__status=ClusterStatus.ACCEPTED)),
        set_aside=Count("pk", filter=Q(cluster__status=ClusterStatus.SET_ASIDE)),
        ungrouped=Count("pk", filter=Q(cluster=None)),
    )
    return Progress(
        **counted,
        clusters=duty_list.clusters.filter(status=ClusterStatus.OPEN).count(),
        job=Job.objects.about(duty_list).select_related("requested_by", "organisation").order_by("-pk").first(),
    )


def next_open(duty_list: DutyList) -> Cluster | None:
    """The cluster an editor comes to next: the largest that nobody has decided."""
    return duty_list.clusters.filter(status=ClusterStatus.OPEN).order_by("-size", "pk").first()


# --- One cluster ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClusterMember:
    """A row of a cluster, and why it is there: how like the others its wording is, and which articles it shares."""

    row: InventoryRow
    similarity: float
    shared: list[str]

    @property
    def percent(self) -> int:
        return round(self.similarity * 100)


def text_of(row: InventoryRow) -> Text:
    """The row as it is grouped."""
    return Text(row.pk, row.title, row.content, row.legal_basis, author=row.inventory_id)


def law_names() -> frozenset[str]:
    """The names townships may write without 《》."""
    return frozenset(LawName.objects.values_list("key", flat=True))


def members(cluster: Cluster) -> list[ClusterMember]:
    """The rows of a cluster, the most central wording first."""
    rows = {row.pk: row for row in cluster.rows.select_related("inventory__township")}
    if not rows:
        return []
    found = as_one([text_of(row) for row in rows.values()])
    laws = law_names()
    articles = {key: cited(row.legal_basis, laws) for key, row in rows.items()}
    counted = Counter(article for each in articles.values() for article in each)
    return [
        ClusterMember(
            rows[key],
            found.similarity[key],
            [printed(article) for article in sorted(articles[key]) if counted[article] > 1],
        )
        for key in found.rows
    ]


def alike(cluster: Cluster) -> list[Cluster]:
    """Clusters that may be about the same matter, the most like first."""
    near = list(Cluster.objects.filter(like=cluster).order_by("-likeness", "pk")[:ALIKE])
    if cluster.like is not None and cluster.like not in near:
        near.insert(0, cluster.like)
    return near[:ALIKE]


@dataclass
class Proposal:
    """What an entry made of a cluster could say, for the editor to change."""

    title: str
    heading: str = ""
    content: str = ""
    legal_basis: str = ""
    headings: list[str] = field(default_factory=list)
    entry: Entry | None = None  # of the draft, under the same name


def proposal(cluster: Cluster) -> Proposal:
    """The most central wording as title; what several rows say as content; every law that is cited, once."""
    rows = [member.row for member in members(cluster)]
    draft = cluster.duty_list.editions.filter(status__in=UNPUBLISHED).first()
    headings = [] if draft is None else list(draft.headings.order_by("position").values_list("title", flat=True))
    found = Proposal(
        cluster.title,
        heading=_heading(rows, headings),
        content=_content(rows),
        # A line that names no law would be read as going on with the one above.
        legal_basis=re.sub(r"\n(?!《)", "；\n", "\n".join(_bases(rows))),
        headings=headings,
    )
    if draft is not None:
        wanted = {match_key(row.title) for row in rows}
        entries = draft.entries.order_by("position").only("title", "seq_no", "edition_id", "item_id")
        found.entry = next((entry for entry in entries if match_key(entry.title) in wanted), None)
    return found


def _heading(rows: list[InventoryRow], headings: list[str]) -> str:
    """The heading most rows stand under, if the draft has it; else the rows' own."""
    counted = Counter(row.heading for row in rows if row.heading)
    known = {match_key(heading): heading for heading in headings}
    for heading, _count in counted.most_common():
        if match_key(heading) in known:
            return known[match_key(heading)]
    return counted.most_common(1)[0][0] if counted else ""


def _content(rows: list[InventoryRow]) -> str:
    """The clauses of the most central row that has any, and those that at least two rows say."""
    clauses = [clause_texts(row.content) for row in rows]
    spelled: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for row in clauses:
        for clause in row:
            spelled.setdefault(match_key(clause), clause)
        counted.update({match_key(clause) for clause in row})
    first = next((row for row in clauses if row), [])
    chosen = [match_key(clause) for clause in first]
    chosen += [key for key, count in counted.most_common() if count > 1]
    found = [spelled[key] for key in dict.fromkeys(chosen)][:MOST_CLAUSES]
    if len(found) == 1:
        return f"{found[0]}。"
    return "；".join(f"{number}.{clause}" for number, clause in enumerate(found, 1)) + ("。" if found else "")


def _bases(rows: list[InventoryRow]) -> list[str]:
    """Every law the rows name once, with all the articles they cite of it; those most rows name first."""
    named: Counter[str] = Counter()
    articles: dict[str, dict[tuple[int, int], str]] = {}
    laws = law_names()
    for row in rows:
        for basis in split_bases(row.legal_basis):
            found = [one for one in read_citations(basis.text, known=laws) if one.law]
            named.update({f"《{law_named(one)}》" for one in found} or {basis.text})
            for one in found:
                known = articles.setdefault(f"《{law_named(one)}》", {})
                if one.article:
                    known[one.article, one.insertion] = articles_in_words(one)
    lines = []
    for name, _count in named.most_common(MOST_BASES):
        known = articles.get(name, {})
        lines.append(name + "、".join(known[number] for number in sorted(known)))
    return lines


# --- What entries were made of ----------------------------------------------------------------------------------------


def sources(item: Item) -> list[InventoryRow]:
    """事项来源: the rows of inventories the item was made of, also through those it was split off or merged from."""
    items = {item.pk}
    new = items
    while new:
        before = Lineage.objects.filter(to_item__in=new, from_item__isnull=False)
        new = {*before.values_list("from_item", flat=True)} - items
        items |= new
    rows = InventoryRow.objects.filter(cluster__item__in=items).select_related("inventory__township", "cluster")
    return list(rows.order_by("inventory__township__path", "number"))
