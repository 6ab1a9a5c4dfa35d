"""Saying of an entry of a draft which item it is."""

from django.utils.translation import gettext_lazy as _

from governance.access import operation
from governance.errors import RuleViolation
from governance.models import Account
from responsibilities.contents import contents
from responsibilities.models import Batch, Entry, Item, Lineage
from responsibilities.operations.batches import lineages_of, write_batch
from responsibilities.operations.locks import check_is_draft
from responsibilities.selectors.comparison import predecessor


@operation(_("Decide the identity of an entry"), at="edition.duty_list.owner")
def identify_entry(entry: Entry, *, by: Account, former: Item | None) -> Batch | None:
    """认定沿革: an entry that is new in the draft is `former`, an item of the last edition under another name; or, with
    None, a new item indeed, and is not asked about again.

    Raises RuleViolation `not_a_draft`, `not_new`, `other_list` or `former_in_use`.
    """
    edition = entry.edition
    check_is_draft(edition)
    now, base = contents(edition), predecessor(edition)
    if entry.item_id not in now or (base is not None and base.entries.filter(item=entry.item_id).exists()):
        raise RuleViolation("not_new", _("“%(entry)s” is not new in this draft.") % {"entry": entry})
    lineages = {*lineages_of(edition)}
    if former is None:
        changes, order = {}, list(now)
        lineages.add((Lineage.Kind.NEW.value, None, entry.item_id))
    else:
        if former.duty_list_id != edition.duty_list_id:
            raise RuleViolation("other_list", _("The item belongs to another list."), "former")
        if former.pk in now:
            raise RuleViolation("former_in_use", _("The item stands in the draft already."), "former")
        changes = {entry.item_id: None, former.pk: now[entry.item_id]}
        order = [former.pk if item == entry.item_id else item for item in now]
        lineages = {row for row in lineages if row[2] != entry.item_id}
        lineages.add((Lineage.Kind.RENAMED.value, former.pk, former.pk))
    return write_batch(
        edition,
        by=by,
        kind=Batch.Kind.RENAME,
        changes=changes,
        order=order,
        lineages=lineages,
        reason=str(entry),
        details={"entry": str(entry), "former": former and str(former.uid)},
    )
