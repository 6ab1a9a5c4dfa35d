"""Opening lists, and beginning and dropping drafts of their next edition."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import lock_row, operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.transitions import move
from responsibilities import states
from responsibilities.kinds import KINDS, ListKind
from responsibilities.models import DutyList, Edition
from responsibilities.operations.copying import check_copied, copy_own, copy_template
from responsibilities.states import EditionStatus


@operation(_("Open list"), at="self")
def open_list(owner: Organisation, *, by: Account, kind: str, title: str) -> DutyList:
    """建立清单: `owner`, the county or one township, has a list of this kind, still without any edition.

    Raises RuleViolation `unknown_kind`, `wrong_owner`, `title_missing` or `list_exists`.
    """
    title = title.strip()
    if kind not in KINDS:
        raise RuleViolation("unknown_kind", _("There is no such kind of list."), "kind")
    if owner.kind not in (Organisation.Kind.COUNTY, Organisation.Kind.TOWNSHIP):
        raise RuleViolation("wrong_owner", _("A duty list belongs to the county or to one township."), "owner")
    if not title:
        raise RuleViolation("title_missing", _("The list needs a title."), "title")
    existing = DutyList.objects.filter(owner=owner, kind=kind).first()
    if existing:
        raise RuleViolation(
            "list_exists",
            _("%(owner)s already has this list: %(list)s. Start its next edition.")
            % {"owner": owner, "list": existing},
            "kind",
        )
    duty_list = DutyList.objects.create(owner=owner, kind=ListKind(kind), title=title)
    audit.record(duty_list, after=audit.snapshot(duty_list, "kind", "owner", "title"))
    return duty_list


@operation(_("Start draft"), at="owner")
def start_draft(duty_list: DutyList, *, by: Account, empty: bool = False, copy_of: Edition | None = None) -> Edition:
    """起草: the list has a draft, a field-by-field copy of its last published edition, or of `copy_of`, or empty.

    `copy_of` is any published edition of the list, also a superseded or revoked one, or the edition in force of another
    township's list of the same kind (模板): then its items are this list's own, and the bodies of the template's
    township are this township's, where it has such bodies (`selectors.adaptations` tells which).

    Raises RuleViolation `draft_exists` (a list has one edition in preparation), `empty_or_copy`, `not_readable`,
    `different_kind`, `wrong_owner` or `not_in_force`.
    """
    existing = duty_list.editions.filter(status__in=states.UNPUBLISHED).first()
    if existing:
        raise RuleViolation(
            "draft_exists",
            _("%(list)s already has an edition in preparation: it is “%(status)s”.")
            % {"list": duty_list, "status": existing.get_status_display()},
        )
    if empty and copy_of is not None:
        raise RuleViolation("empty_or_copy", _("A draft begins empty or as a copy, not both."), "copy_of")
    if copy_of is not None:
        check_copied(copy_of, duty_list)
    base = None if empty else copy_of or duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
    draft = Edition.objects.create(duty_list=duty_list, based_on=base)
    audit.record(draft, after=audit.snapshot(draft, "based_on"))
    if base is not None and base.duty_list_id == duty_list.pk:
        copy_own(base, draft)
    elif base is not None:
        copy_template(base, draft, by=by)
    return draft


@operation(_("Copy template"), at="duty_list.owner", lock=False)
def copy_list(edition: Edition, *, by: Account, townships: Sequence[Organisation]) -> list[Edition]:
    """模板复制: each of the townships has a draft of this kind of list that says what the edition says, adapted to it.

    Lists a township does not have yet are opened. All of them or none. Raises RuleViolation `no_township`,
    `already_theirs`, `wrong_owner`, `not_in_force`, or `draft_exists`, which names every township that has an edition
    in preparation.
    """
    template = edition.duty_list
    chosen = sorted({township.pk: township for township in townships}.values(), key=lambda township: township.path)
    if not chosen:
        raise RuleViolation("no_township", _("Choose at least one township."), "townships")
    for township in chosen:
        require(at=township)
        if township.pk == template.owner_id:
            raise RuleViolation("already_theirs", _("It is the list of %(owner)s.") % {"owner": township}, "townships")
        if township.kind != Organisation.Kind.TOWNSHIP or not township.is_open():
            raise RuleViolation(
                "wrong_owner", _("%(body)s is no township that exists today.") % {"body": township}, "townships"
            )
    lists = DutyList.objects.filter(kind=template.kind, owner__in=chosen)
    for duty_list in lists.order_by("pk"):
        lock_row(duty_list)
    busy = lists.filter(editions__status__in=states.UNPUBLISHED).order_by("owner__path").select_related("owner")
    if busy:
        raise RuleViolation(
            "draft_exists",
            _("These have an edition in preparation already, so nothing was copied: %(townships)s")
            % {"townships": "、".join(duty_list.owner.name for duty_list in busy)},
            "townships",
        )
    existing = {duty_list.owner_id: duty_list for duty_list in lists}
    drafts = []
    for township in chosen:
        duty_list = existing.get(township.pk) or open_list(
            township, by=by, kind=template.kind, title=f"{township.name}{KINDS[template.kind].chinese}"
        )
        drafts.append(start_draft(duty_list, by=by, copy_of=edition))
    audit.record(
        edition,
        after={"townships": [township.name for township in chosen]},
    )
    return drafts


@operation(_("Discard draft"), at="duty_list.owner")
def discard_draft(edition: Edition, *, by: Account, reason: str, version: int | None = None) -> Edition:
    """作废草稿: the draft is given up, its rows are kept, and the list is free for another one.

    Raises RuleViolation `reason_missing` or `wrong_state`: what is in review is sent back first.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why the draft is given up."), "reason")
    move(
        edition,
        EditionStatus.DISCARDED,
        reason=reason.strip(),
    )
    return edition
