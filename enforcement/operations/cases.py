"""Filing cases and keeping their files."""

import datetime
import hashlib

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _

from enforcement.deadlines import decision_due
from enforcement.models import CaseFile, EnforcementCase, PenaltyPower, PowerGrant
from enforcement.numbers import FILING, next_number
from enforcement.operations.custody import take_custody
from enforcement.states import CaseStatus, GrantForm, PartyKind
from governance import attachments, audit
from governance.access import operation, require
from governance.errors import NotPermitted, RuleViolation
from governance.models import Account, Organisation
from governance.operations.shape import check_shape
from responsibilities.models import Entry

# 行政处罚法 17: penalties are imposed by organs with the power, within it; 38: otherwise they are void.
NO_POWER = "《行政处罚法》第十七条、第三十八条"
LAW_OF_THE_ACT = "《行政处罚法》第三十七条"


def lock_case(pk: int) -> EnforcementCase:
    """The case with its row locked and all that rules look at; the first queries of every operation on a case.

    The lock is taken on the row alone and the row read again under it: a locking query with joins loses a row whose
    holder was changed by the transaction it waited for (PostgreSQL checks the old join against the new row).
    """
    EnforcementCase.objects.select_for_update(no_key=True).get(pk=pk)
    return EnforcementCase.objects.select_related(
        "township", "holder", "offered_to", "power__department", "grant", "entry"
    ).get(pk=pk)


@operation
def log_case(
    township: Organisation,
    *,
    by: Account,
    power: PenaltyPower,
    facts: str,
    place: str,
    party_kind: str,
    party_name: str,
    found_at: datetime.datetime,
    acted_on: datetime.date | None = None,
    cause: str = "",
    entry: Entry | None = None,
    external_ref: str = "",
) -> EnforcementCase:
    """立案: the township has filed a case under a power it holds today; it has a number, a holder and a clock.

    `found_at` is when the act was found, `acted_on` the day it was done (the day it was found, if not given): the law
    of that day decides. `cause` is taken from the power's title if empty. `entry` is the item of the duty list the
    matter falls under; it stays pinned with its edition.

    Raises RuleViolation: `not_a_township`, `in_the_future`, `acted_after_found`, `power_not_held` (行政处罚法 17, 38;
    names who is competent), `law_not_in_force` (行政处罚法 37), `entry_not_in_force`, `invalid`.
    """
    # The grant's lock, so that a withdrawal of the power and a filing under it wait for each other.
    grants = list(
        PowerGrant.objects.select_for_update(no_key=True).filter(power=power, township=township).order_by("pk")
    )
    require(by, "log_case", at=township)
    if township.kind != Organisation.Kind.TOWNSHIP:
        raise RuleViolation(
            "not_a_township",
            _("Cases are filed by the township government, not by %(body)s.") % {"body": township},
            field="township",
        )
    now = timezone.now()
    today = timezone.localdate(now)
    found_on = timezone.localdate(found_at)
    acted_on = acted_on or found_on
    if found_at > now:
        raise RuleViolation("in_the_future", _("The act cannot have been found in the future."), field="found_at")
    if acted_on > found_on:
        raise RuleViolation(
            "acted_after_found", _("The act cannot have been done after it was found."), field="acted_on"
        )
    grant = next((grant for grant in grants if grant.is_in_force(today)), None)
    if grant is None:
        raise _power_not_held(township, power, grants, today)
    if not power.is_in_force(acted_on):
        raise RuleViolation(
            "law_not_in_force",
            _("%(basis)s was not in force on %(date)s, the day of the act; choose the power under the law of that day.")
            % {"basis": power.legal_basis, "date": acted_on},
            field="acted_on",
            basis=LAW_OF_THE_ACT,
        )
    check_entry_in_force(entry, field="entry")

    organ = power.department if grant.form == GrantForm.ENTRUSTMENT else township
    case = EnforcementCase(
        township=township,
        organ=organ,
        holder=township,
        power=power,
        grant=grant,
        entry=entry,
        cause=cause.strip() or cause_of(power),
        facts=facts.strip(),
        place=place.strip(),
        party_kind=party_kind,
        party_name=party_name.strip(),
        acted_on=acted_on,
        found_at=found_at,
        filed_at=now,
        handler=by,
        external_ref=external_ref.strip(),
    )
    case.due = decision_due(now)
    check_shape(case, skip=("case_no", *_RELATIONS))
    case.case_no = next_number(organ, FILING, now)
    case.save(force_insert=True)
    take_custody(case, township, at=now)
    audit.record("log_case", case, by=by, organisation=township, after=audit.snapshot(case, *_RECORDED))
    return case


@operation
def attach_file(case: EnforcementCase, *, by: Account, file: File) -> CaseFile:
    """附卷: the file belongs to the case, as long as the case lies with its holder.

    Raises RuleViolation: `files_frozen` while the case is in transfer, `file_already_there`, and what
    `attachments.store` raises (`file_empty`, `file_too_large`, `file_type_refused`, …).
    """
    case = lock_case(case.pk)
    require(by, "attach_file", at=case.holder)
    if case.status == CaseStatus.TRANSFERRING:
        raise RuleViolation(
            "files_frozen",
            _("%(case)s is in transfer: what went out with the letter stays as it is until the receiver has answered.")
            % {"case": case},
            field="file",
        )
    double = CaseFile.objects.filter(case=case, attachment__sha256=_sha256(file)).select_related("attachment").first()
    if double is not None:
        raise RuleViolation(
            "file_already_there",
            _("The case already holds this file, as %(name)s.") % {"name": double.attachment.name},
            field="file",
        )
    attachment = attachments.store(file, by=by, organisation=case.holder)
    kept = CaseFile.objects.create(case=case, attachment=attachment)
    audit.record(
        "attach_file",
        case,
        by=by,
        organisation=case.holder,
        after=audit.snapshot(attachment, "id", "name", "size", "sha256"),
    )
    return kept


@operation
def view_party(case: EnforcementCase, *, by: Account) -> str:
    """查看当事人: the party's name in full for whoever may see it, and the audit knows that it was seen.

    Names of organisations are no personal data: everyone who sees the case sees them, and nothing is recorded.
    Raises NotPermitted.
    """
    if case.party_kind != PartyKind.CITIZEN:
        return case.party_name
    if not EnforcementCase.objects.with_party_visible_to(by).filter(pk=case.pk).exists():
        raise NotPermitted("view_party", account=by, at=case.holder)
    audit.record("view_party", case, by=by, organisation=case.holder)
    return case.party_name


def party_as_seen(case: EnforcementCase, *, by: Account) -> str:
    """The party as the account sees it on a record: in full through `view_party`, else masked."""
    if EnforcementCase.objects.with_party_visible_to(by).filter(pk=case.pk).exists():
        return view_party(case, by=by)
    return case.masked_party


_RECORDED = (
    "case_no", "township", "organ", "holder", "power", "grant", "entry", "cause", "place", "party_kind", "acted_on",
    "found_at", "filed_at", "handler", "external_ref", "status", "due_at",
)  # fmt: skip
_RELATIONS = ("township", "organ", "holder", "power", "grant", "entry", "handler")


def cause_of(power: PenaltyPower) -> str:
    """案由 in the usual words: “对…的行政处罚” becomes “涉嫌…”."""
    act = power.title.removeprefix("对").removesuffix("的行政处罚")
    return f"涉嫌{act}"[:200]


def check_entry_in_force(entry: Entry | None, *, field: str) -> None:
    """Raise RuleViolation `entry_not_in_force` unless the entry belongs to an edition that applies today."""
    if entry is not None and not Entry.objects.in_force().filter(pk=entry.pk).exists():
        raise RuleViolation(
            "entry_not_in_force",
            _("“%(entry)s” is not in an edition that is in force today; choose the entry of the current edition.")
            % {"entry": entry},
            field=field,
        )


def _power_not_held(
    township: Organisation, power: PenaltyPower, grants: list[PowerGrant], today: datetime.date
) -> RuleViolation:
    """Says why not, and who is competent instead."""
    message = _("%(township)s does not hold the power %(power)s on %(date)s.") % {
        "township": township,
        "power": power,
        "date": today,
    }
    last = max(grants, key=lambda grant: grant.accepted_on, default=None)
    if last is not None and last.accepted_on > today:
        message += _(" It passes on %(date)s.") % {"date": last.accepted_on}
    elif last is not None:
        message += _(" It ended on %(date)s (%(document)s).") % {
            "date": last.valid_to,
            "document": last.decision_document,
        }
    message += _(" The competent body is %(department)s.") % {"department": power.department}
    return RuleViolation("power_not_held", message, field="power", basis=NO_POWER)


def _sha256(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
