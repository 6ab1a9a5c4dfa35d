"""What an editor makes of clusters: split, moved, merged, set aside, accepted as entries, opened again."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import lock_row, operation
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.spreadsheets.text import ordinal
from governance.text import match_key
from governance.transitions import check_move, move
from responsibilities.contents import Content, Part, contents
from responsibilities.kinds import KINDS, ListKind
from responsibilities.models import (
    LIMITS,
    Batch,
    Cluster,
    DutyList,
    Edition,
    Entry,
    InventoryRow,
    Item,
    Participation,
)
from responsibilities.operations.batches import write_batch
from responsibilities.operations.cluster_counts import central_title, update_counts
from responsibilities.operations.locks import check_is_draft
from responsibilities.spreadsheets.entries import split_bases
from responsibilities.states import PUBLIC, UNPUBLISHED, ClusterStatus


@operation(_("Split cluster"), at="duty_list.owner")
def split_cluster(
    cluster: Cluster, *, by: Account, rows: Collection[InventoryRow], version: int | None = None
) -> Cluster:
    """拆分: these rows are a cluster of their own, which is returned; both stay as they are when rows are grouped anew.

    Raises RuleViolation `not_open`, `rows_missing`, `not_its_rows` or `all_rows`.
    """
    _check_open(cluster)
    chosen = _check_rows(cluster, rows)
    if len(chosen) == cluster.size:
        raise RuleViolation("all_rows", _("These are all rows of the cluster. Leave at least one in it."), "rows")
    made = Cluster.objects.create(
        duty_list=cluster.duty_list, title=central_title(chosen), by_hand=True, like=cluster, likeness=cluster.likeness
    )
    _move(cluster, made, chosen)
    _record(cluster, chosen, made)
    return made


@operation(_("Move rows to another cluster"), at="duty_list.owner")
def move_rows(
    cluster: Cluster, *, by: Account, rows: Collection[InventoryRow], into: Cluster, version: int | None = None
) -> Cluster:
    """移到另一组: these rows belong to the other cluster; to an accepted one they become further sources of its entry.

    Raises RuleViolation `not_open`, `rows_missing`, `not_its_rows`, `same_cluster`, `other_list` or `set_aside`.
    """
    _check_open(cluster)
    _check_target(cluster, into)
    chosen = _check_rows(cluster, rows)
    _move(cluster, into, chosen)
    _record(cluster, chosen, into)
    return into


@operation(_("Merge clusters"), at="duty_list.owner")
def merge_clusters(cluster: Cluster, *, by: Account, into: Cluster, version: int | None = None) -> Cluster:
    """合并分组: all rows of the cluster belong to the other one, and the cluster is no more.

    Raises RuleViolation `not_open`, `same_cluster`, `other_list` or `set_aside`.
    """
    _check_open(cluster)
    _check_target(cluster, into)
    chosen = list(cluster.rows.all())
    _record(cluster, chosen, into)
    _move(cluster, into, chosen)
    return into


@operation(_("Set cluster aside"), at="duty_list.owner")
def set_aside_cluster(cluster: Cluster, *, by: Account, reason: str, version: int | None = None) -> Cluster:
    """不列入: the rows are no duty of the list, for a reason that stays. Raises `reason_missing` or `wrong_state`."""
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why this does not belong in the list."), "reason")
    reason = reason.strip()
    move(cluster, ClusterStatus.SET_ASIDE, reason=reason, set_aside_reason=reason)
    return cluster


@operation(_("Accept cluster into the list"), at="duty_list.owner")
def accept_cluster(
    cluster: Cluster,
    *,
    by: Account,
    heading: str = "",
    title: str = "",
    content: str = "",
    legal_basis: str = "",
    entry: Entry | None = None,
    version: int | None = None,
) -> Cluster:
    """纳入清单: the list's draft has an entry of this wording, and the rows are its sources, in every later edition.

    With `entry`, which the draft has already, nothing is written: the rows become its sources. Raises RuleViolation
    `wrong_state`, `no_draft`, `not_a_draft`, `wrong_entry`, `title_missing`, `heading_missing`, `too_long` or
    `title_exists`.
    """
    duty_list = cluster.duty_list
    check_move(cluster, ClusterStatus.ACCEPTED)
    draft = duty_list.editions.filter(status__in=UNPUBLISHED).first()
    if draft is None:
        raise RuleViolation(
            "no_draft", _("%(list)s has no draft. Start one, then accept clusters into it.") % {"list": duty_list}
        )
    lock_row(draft)
    check_is_draft(draft)
    if entry is not None:
        if entry.edition_id != draft.pk:
            raise RuleViolation("wrong_entry", _("This entry is not in the draft of the list."), "entry")
        item, batch = entry.item, None
    else:
        item, batch = _write_entry(draft, cluster, by, heading.strip(), title.strip(), content.strip(), legal_basis)
    move(cluster, ClusterStatus.ACCEPTED, item=item, batch=batch)
    return cluster


@operation(_("Open cluster again"), at="duty_list.owner")
def reopen_cluster(cluster: Cluster, *, by: Account, reason: str, version: int | None = None) -> Cluster:
    """重新打开: the cluster waits for a decision again; the entry made of it is out of the draft.

    An entry that was there already stays. Raises RuleViolation `reason_missing`, `wrong_state`, `entry_published`,
    `entry_edited`, `not_a_draft` or `other_sources`, each naming the entry.
    """
    check_move(cluster, ClusterStatus.OPEN)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why it is opened again."), "reason")
    if cluster.batch is not None:
        _take_entry_out(cluster, by, reason.strip())
    move(
        cluster,
        ClusterStatus.OPEN,
        reason=reason.strip(),
        item=None,
        batch=None,
        set_aside_reason="",
        by_hand=True,
    )
    return cluster


# --- Checks --------------------------------------------------------------------------------------------------------


def _check_open(cluster: Cluster) -> None:
    if cluster.status != ClusterStatus.OPEN:
        raise RuleViolation(
            "not_open",
            _("“%(cluster)s” is decided: %(status)s. Open it again first.")
            % {"cluster": cluster, "status": cluster.get_status_display()},
        )


def _check_rows(cluster: Cluster, rows: Collection[InventoryRow]) -> list[InventoryRow]:
    keys = {row.pk for row in rows}
    if not keys:
        raise RuleViolation("rows_missing", _("Choose at least one row."), "rows")
    found = list(cluster.rows.filter(pk__in=keys).order_by("pk"))
    if len(found) != len(keys):
        raise RuleViolation("not_its_rows", _("Some of these rows are not in the cluster any more."), "rows")
    return found


def _check_target(cluster: Cluster, into: Cluster) -> None:
    into.refresh_from_db()
    if into == cluster:
        raise RuleViolation("same_cluster", _("This is the cluster itself. Choose another one."), "into")
    if into.duty_list_id != cluster.duty_list_id:
        raise RuleViolation("other_list", _("The other cluster is of another list."), "into")
    if into.status == ClusterStatus.SET_ASIDE:
        raise RuleViolation(
            "set_aside", _("“%(cluster)s” was set aside. Open it again first.") % {"cluster": into}, "into"
        )


# --- Changes ----------------------------------------------------------------------------------------------------------


def _move(cluster: Cluster, into: Cluster, rows: list[InventoryRow]) -> None:
    keys = [row.pk for row in rows]
    InventoryRow.objects.filter(pk__in=keys).update(cluster=into)
    Cluster.objects.filter(pk__in=[cluster.pk, into.pk]).update(by_hand=True)
    update_counts([cluster.pk, into.pk])
    into.refresh_from_db()
    remaining = list(cluster.rows.all())
    if remaining:
        Cluster.objects.filter(pk=cluster.pk).update(title=central_title(remaining))
        cluster.refresh_from_db()


def _record(cluster: Cluster, rows: list[InventoryRow], into: Cluster) -> None:
    """What was moved stands in the timelines of both clusters."""
    moved: dict[str, Any] = {"rows": [row.pk for row in rows], "from": str(cluster), "into": str(into)}
    for one in (cluster, into):
        audit.record(one, after=moved, reason=f"{cluster} → {into}")


def _write_entry(
    draft: Edition, cluster: Cluster, by: Account, heading: str, title: str, content: str, legal_basis: str
) -> tuple[Item, Batch | None]:
    duty_list = draft.duty_list
    bases = tuple((basis.text, basis.law) for basis in split_bases(legal_basis))
    _check_wording(heading, title, bases)
    now = contents(draft)
    for other in now.values():
        if match_key(other.title) == match_key(title):
            raise RuleViolation(
                "title_exists",
                _("The draft has this entry: %(number)s %(title)s. Choose it as the entry, or word this one otherwise.")
                % {"number": other.seq_no, "title": other.title},
                "title",
            )
    item = Item.objects.create(duty_list=duty_list)
    parts, text = _parts(duty_list, content)
    made = Content(seq_no=_next_number(now), heading=heading, title=title, content=text, parts=parts, bases=bases)
    batch = write_batch(
        draft,
        by=by,
        kind=Batch.Kind.WORKSHOP,
        changes={item.pk: made},
        order=_order(now, item.pk, heading),
        reason=str(cluster),
        details={"cluster": cluster.pk, "rows": cluster.size},
    )
    return item, batch


def _check_wording(heading: str, title: str, bases: tuple[tuple[str, str], ...]) -> None:
    if not title:
        raise RuleViolation("title_missing", _("The entry needs a title."), "title")
    if not heading:
        raise RuleViolation("heading_missing", _("Say under which heading the entry stands."), "heading")
    texts = [("title", title, LIMITS["title"]), ("heading", heading, LIMITS["heading"])]
    texts += [("legal_basis", text, LIMITS["basis"]) for text, _law in bases]
    texts += [("legal_basis", law, LIMITS["law"]) for _text, law in bases]
    for field, text, limit in texts:
        if len(text) > limit:
            raise RuleViolation(
                "too_long",
                _("“%(text)s…” has %(length)s characters; at most %(limit)s fit here.")
                % {"text": text[:20], "length": len(text), "limit": limit},
                field,
            )


def _parts(duty_list: DutyList, content: str) -> tuple[tuple[Part, ...], str]:
    """The townships' own part where the kind of list says what it is, and the content of the entry."""
    is_township = duty_list.owner.kind == Organisation.Kind.TOWNSHIP
    whose: dict[str, Any] = (
        {"body": duty_list.owner_id} if is_township else {"body_class": Participation.BodyClass.TOWNSHIPS.value}
    )
    if KINDS[duty_list.kind].township_leads:
        return (Part("lead", **whose),), content
    if duty_list.kind == ListKind.SUPPORT:
        return (Part("support", **whose, duty_text=content),), ""
    return (), content


def _next_number(now: dict[int, Content]) -> str:
    taken = {content.seq_no for content in now.values()}
    number = max((ordinal(text) or 0 for text in taken), default=0) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def _order(now: dict[int, Content], item: int, heading: str) -> list[int]:
    """At the end of its heading; under a new one at the end of the list."""
    order = list(now)
    same = [at for at, key in enumerate(order) if now[key].heading == heading]
    order.insert(same[-1] + 1 if same else len(order), item)
    return order


def _take_entry_out(cluster: Cluster, by: Account, reason: str) -> None:
    """The entry a cluster was accepted as leaves the draft, if nobody has built on it."""
    entries = Entry.objects.filter(item=cluster.item_id).select_related("edition__duty_list")
    published = entries.filter(edition__status__in=PUBLIC).first()
    if published is not None:
        raise RuleViolation(
            "entry_published",
            _("“%(entry)s” was published with %(edition)s. Take it out of the next draft instead.")
            % {"entry": published, "edition": published.edition},
        )
    entry = entries.filter(edition__status__in=UNPUBLISHED).first()
    if entry is None:  # the draft was given up, or the entry taken out of it
        return
    draft = entry.edition
    lock_row(draft)
    check_is_draft(draft)
    others = Cluster.objects.filter(item=cluster.item_id).exclude(pk=cluster.pk)
    if others.exists():
        raise RuleViolation(
            "other_sources",
            _("“%(entry)s” rests on other clusters as well: %(clusters)s. Open them again first.")
            % {"entry": entry, "clusters": "；".join(map(str, others[:5]))},
        )
    (written,) = cluster.batch.rows.filter(item=cluster.item_id)  # type: ignore[union-attr]
    if contents(draft, [entry.item_id])[entry.item_id] != Content.from_json(written.after or {}):
        raise RuleViolation(
            "entry_edited",
            _("“%(entry)s” was edited since it was accepted. Take it out of the draft by hand, then open this again.")
            % {"entry": entry},
        )
    write_batch(
        draft,
        by=by,
        kind=Batch.Kind.WORKSHOP,
        changes={entry.item_id: None},
        reason=reason,
        details={"cluster": cluster.pk},
    )
