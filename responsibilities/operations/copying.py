"""How a draft comes to say what another edition says; parts of the operations on drafts."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.text import match_key
from responsibilities.contents import Content
from responsibilities.models import (
    Batch,
    Crosswalk,
    DutyList,
    Edition,
    Entry,
    Item,
    LegalBasis,
    Lineage,
    Participation,
)
from responsibilities.operations.batches import write_batch
from responsibilities.selectors.adaptation import adaptations
from responsibilities.selectors.comparison import regrouped
from responsibilities.states import EditionStatus


def check_copied(copy_of: Edition, duty_list: DutyList) -> None:
    """Whether a draft of the list may begin as a copy of the edition: any published one of its own, a revoked one too,
    or one in force of another township of the county. Raises RuleViolation at `copy_of`."""
    template = copy_of.duty_list
    if not copy_of.is_public:
        raise RuleViolation("not_readable", _("Only a published edition is copied."), "copy_of")
    if template.pk == duty_list.pk:
        return
    if template.kind != duty_list.kind:
        raise RuleViolation("different_kind", _("A list is copied from a list of the same kind."), "copy_of")
    owners = (template.owner, duty_list.owner)
    if any(owner.kind != Organisation.Kind.TOWNSHIP for owner in owners) or len({o.county_path for o in owners}) > 1:
        raise RuleViolation(
            "wrong_owner", _("A township's list is copied from that of another township of its county."), "copy_of"
        )
    if not copy_of.is_in_force():
        raise RuleViolation("not_in_force", _("Of another township, the edition in force is copied."), "copy_of")


def copy_own(base: Edition, draft: Edition) -> None:
    """Every row once more. Where it is not the last published edition that is copied, the draft takes over what became
    of items between that one and this."""
    editions = {base.pk: draft}
    headings = _copy_rows(base.headings.all(), edition=editions)
    entries = _copy_rows(base.entries.order_by("position"), edition=editions, heading=headings)
    for model in (Participation, LegalBasis, Crosswalk):
        _copy_rows(model._default_manager.filter(entry__edition=base).order_by("pk"), entry=entries)
    last = draft.duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
    if last is not None and last.pk != base.pk:
        Lineage.objects.bulk_create(
            Lineage(edition=draft, kind=kind, from_item_id=one, to_item_id=other)
            for kind, befores, afters in regrouped(last, base)
            for one in sorted(befores)
            for other in sorted(afters)
        )


def _copy_rows(rows: models.QuerySet[Any], **parents: dict[int, Any]) -> dict[int, Any]:
    """The rows once more, every field alike but the key and the parents; old keys to new rows, for their children."""
    copies = {}
    for row in rows:
        values = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
        }
        for name, new_by_old in parents.items():
            values[f"{name}_id"] = new_by_old[values[f"{name}_id"]].pk
        copies[row.pk] = rows.model(**values)
    return dict(zip(copies, rows.model._default_manager.bulk_create(copies.values()), strict=True))


def copy_template(template: Edition, draft: Edition, *, by: Account) -> None:
    """The template, adapted to the draft's township, as items of the draft's list: those of the same name in its last
    published edition, else new ones. `by` is an author: somebody else approves what the township is to do."""
    duty_list = draft.duty_list
    (adaptation,) = adaptations(template, [duty_list.owner])
    published = Entry.objects.filter(edition__duty_list=duty_list, edition__status=EditionStatus.PUBLISHED)
    known = {match_key(entry.title): entry.item for entry in published.select_related("item")}
    # The same name is the same item, each item once; whatever is left is a new one.
    items = []
    for content in adaptation.contents:
        key = match_key(content.title)
        items.append(known.pop(key) if key in known else Item(duty_list=duty_list))
    Item.objects.bulk_create(item for item in items if item.pk is None)
    says: dict[int, Content | None] = {
        item.pk: content for item, content in zip(items, adaptation.contents, strict=True)
    }
    write_batch(
        draft,
        by=by,
        kind=Batch.Kind.COPY,
        changes=says,
        order=list(says),
        reason=str(template),
        details={"template": template.pk, "adapted": adaptation.adapted, "left": len(adaptation.left)},
    )
