"""Bringing in the lists the portal ships with, through the import and the approval people use."""

import datetime
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from governance.models import Account, Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.operations.founding import portal_account
from governance.roles import Role
from governance.shipped_tables import read_table
from responsibilities.kinds import KINDS, THREE_LISTS, ListKind
from responsibilities.models import DutyList, Edition
from responsibilities.operations.drafts import open_list, start_draft
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.imports import import_entries, import_township_lists
from responsibilities.operations.laws import LoadedLaws, load_laws
from responsibilities.operations.publication import publish_edition
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.rehearsal import rehearse
from responsibilities.selectors.defects import edition_defects
from responsibilities.states import EditionStatus

FOLDER = Path(__file__).resolve().parent.parent / "reference"
# The long layout, because the wide one that is published leaves out the legal basis; their bodies and duties agree.
COUNTY_LISTS = {ListKind.TOWNSHIP: "township-duties.csv", ListKind.TERRITORIAL: "territorial-items.csv"}
LAWS = "laws.csv"
TOWNSHIP_LISTS = "performance-lists.csv"
TOWNSHIP = "汀砚镇"

COUNTY_DOCUMENT, TOWNSHIP_DOCUMENT = "澜政发〔2026〕15号", "澜政发〔2026〕16号"
DECIDED_ON = datetime.date(2026, 8, 14)
EFFECTIVE_FROM = datetime.date(2026, 9, 1)
# Why what the checks find in these lists is right as it stands.
EXPLANATIONS = "explanations.csv"

APPROVER = "reference-approver"


def load_register() -> LoadedLaws:
    """载入法规库: every law that the lists and catalogues cite is in the register; a second load changes nothing."""
    with (FOLDER / LAWS).open("rb") as file:
        return load_laws(Organisation.objects.get(depth=1), by=portal_account(), file=file, filename=LAWS)


@transaction.atomic
def load_lists(progress: Callable[[str], None] = lambda line: None) -> list[Edition]:
    """载入清单: the county's two lists and one township's three are published, or none; returns those now published.

    The portal's account imports, a second account of its own approves, for four eyes count here too. A list that has a
    published edition is left alone, so a second load changes nothing.
    """
    portal = portal_account()
    county = Organisation.objects.get(depth=1)
    published = []
    for kind, filename in COUNTY_LISTS.items():
        if _is_published(county, kind):
            continue
        duty_list = DutyList.objects.filter(owner=county, kind=kind).first() or open_list(
            county, by=portal, kind=kind, title=f"{county.name}{KINDS[kind].chinese}"
        )
        draft = duty_list.editions.filter(status=EditionStatus.DRAFT).first() or start_draft(duty_list, by=portal)
        with (FOLDER / filename).open("rb") as file:
            import_entries(draft, by=portal, file=file, filename=filename)
        published.append(_publish(draft, COUNTY_DOCUMENT, portal, progress))

    # After the county's lists, whose items theirs refer to.
    township = Organisation.objects.get(name=TOWNSHIP)
    if not all(_is_published(township, kind) for kind in THREE_LISTS):
        with (FOLDER / TOWNSHIP_LISTS).open("rb") as file:
            drafts = import_township_lists(township, by=portal, file=file, filename=TOWNSHIP_LISTS)
        published += [_publish(draft, TOWNSHIP_DOCUMENT, portal, progress) for draft in drafts]
    _explain(published, portal)
    return published


def _explain(editions: list[Edition], portal: Account) -> None:
    rows = read_table(FOLDER / EXPLANATIONS)
    reasons = {(row["list"], row["seq"], row["code"], row["words"]): row["reason"] for row in rows}
    for edition in editions:
        for defect in edition_defects(edition):
            found = defect.finding
            reason = reasons.get((edition.duty_list.kind, found.row.seq_no, found.code, found.words))
            if reason:
                explain_finding(edition, by=portal, fingerprint=found.fingerprint, reason=reason)


def _is_published(owner: Organisation, kind: str) -> bool:
    return Edition.objects.public().filter(duty_list__owner=owner, duty_list__kind=kind).exists()


def _publish(draft: Edition, document_no: str, portal: Account, progress: Callable[[str], None]) -> Edition:
    approver = _approver(portal)
    submit_edition(draft, by=portal)
    # A machine whose clock is behind the reference data must still be able to load it.
    decided_on = min(DECIDED_ON, timezone.localdate())
    approve_edition(draft, by=approver, document_no=document_no, decided_on=decided_on)
    edition = publish_edition(
        draft,
        by=approver,
        effective_from=EFFECTIVE_FROM,
        rehearsal=rehearse(draft, approver, EFFECTIVE_FROM).token,
        accept_unsettled=True,
        unsettled_reason="随平台提供的清单按原文载入，检查所见另行逐条说明。",
    )
    progress(f"{edition.duty_list.title}：{edition.entries.count()}")
    return edition


def _approver(portal: Account) -> Account:
    """An account nobody can sign in with, which may approve lists today and no longer."""
    county = Organisation.objects.get(depth=1)
    account = Account.objects.filter(username=APPROVER).first() or open_account(
        county, by=portal, username=APPROVER, name="参考数据审定", kind=Account.Kind.SERVICE
    )
    if not any(membership.role == Role.LIST_APPROVER for membership in account.current_memberships):
        today = timezone.localdate()
        grant_membership(
            account, by=portal, organisation=county, role=Role.LIST_APPROVER, starts_on=today, ends_on=today
        )
        account = Account.objects.get(pk=account.pk)
    return account
