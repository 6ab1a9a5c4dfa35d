"""Filing cases and keeping their files."""

import datetime

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.deadlines import decision_due
from enforcement.models import CaseFile, EnforcementCase, PenaltyPower, PowerGrant
from enforcement.numbers import FILING, next_number
from enforcement.states import CaseStatus, CustodyEnd, GrantForm, PartyKind
from governance import attachments, audit, numbering
from governance.access import lock_row, note_use, operation
from governance.custody import begin_custody, end_custody
from governance.digests import sha256_of_file
from governance.errors import NotPermitted, RuleViolation
from governance.models import Account, Organisation
from governance.operations.validation import check_fields
from governance.text import match_key
from governance.transitions import move
from governance.wording import listed, sentences
from responsibilities.models import Entry

# 行政处罚法 17: penalties are imposed by organs with the power, within it; 38: otherwise they are void.


@operation(_("File case"), at="self", lock=False)
def file_case(
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
    check_fields(case, skip=("case_no", *_RELATIONS))
    case.case_no = next_number(organ, FILING, now)
    case.save(force_insert=True)
    begin_custody(case, township, at=now)
    audit.record(case, after=audit.snapshot(case, *_RECORDED))
    return case


@operation(_("Attach file"), at="holder")
def attach_file(case: EnforcementCase, *, by: Account, file: File) -> CaseFile:
    """附卷: the file belongs to the case, as long as the case lies with its holder.

    Raises RuleViolation: `files_frozen` while the case is in transfer, `case_voided`, `file_already_there`, and what
    `attachments.store` raises (`file_empty`, `file_too_large`, `file_type_refused`, …).
    """
    if case.status == CaseStatus.TRANSFERRING:
        raise RuleViolation(
            "files_frozen",
            _("%(case)s is in transfer: what went out with the letter stays as it is until the receiver has answered.")
            % {"case": case},
            field="file",
        )
    check_not_voided(case)
    double = (
        CaseFile.objects.filter(case=case, attachment__digest=sha256_of_file(file)).select_related("attachment").first()
    )
    if double is not None:
        raise RuleViolation(
            "file_already_there",
            _("The case already holds this file, as %(name)s.") % {"name": double.attachment.name},
            field="file",
        )
    attachment = attachments.store(file, by=by, organisation=case.holder)
    kept = CaseFile.objects.create(case=case, attachment=attachment)
    audit.record(
        case,
        after=audit.snapshot(attachment, "id", "name", "size", "digest"),
    )
    return kept


@operation(_("Void case"), at="holder", lock=lambda case: lock_row(case.township))
def void_case(
    case: EnforcementCase,
    *,
    by: Account,
    duplicate_of: EnforcementCase,
    reason: str,
    version: int | None = None,
) -> EnforcementCase:
    """作废重复立案: of two filings of one matter this one is void; nobody holds it, and its number stays registered.

    Only for what was filed twice: a case whose filing turns out to be unfounded is revoked (撤案), which is another
    procedure. `duplicate_of` is the case that goes on; it is not void, and stays so as long as others were voided for
    it. Both must be about one matter, see `_differences`.

    Raises RuleViolation: `case_voided`, `has_transfer`, `has_duplicates`, `not_a_duplicate`, `reason_missing`,
    `invalid`; StaleVersion.
    """
    if case.pk != duplicate_of.pk:
        lock_row(duplicate_of)  # under the township's lock, so that two filings cannot be voided for each other
    check_not_voided(case)
    if case.transfers.exists():
        raise RuleViolation(
            "has_transfer",
            _("%(case)s has been sent to another body; a case is voided only as long as it has no transfer.")
            % {"case": case},
        )
    if (
        duplicate_of.pk == case.pk
        or duplicate_of.township_id != case.township_id
        or duplicate_of.status == CaseStatus.VOIDED
    ):
        raise RuleViolation(
            "not_a_duplicate",
            _("Name the other filing of the same matter: a case of %(township)s that is not void itself.")
            % {"township": case.township},
            field="duplicate_of",
        )
    if case.duplicates.exists():
        raise RuleViolation(
            "has_duplicates",
            _(
                "%(others)s was voided because the matter goes on as %(case)s, so %(case)s stays. "
                "If the matter was filed once more, void that other filing for %(case)s."
            )
            % {"others": listed(case.duplicates.values_list("case_no", flat=True)[:3]), "case": case},
        )
    if differences := _differences(case, duplicate_of):
        raise RuleViolation(
            "not_a_duplicate",
            _(
                "%(case)s and %(other)s are not one matter filed twice: they differ in %(differences)s. Name the other "
                "filing of the same matter; a case that should not have been filed at all is revoked, not voided."
            )
            % {"case": case, "other": duplicate_of, "differences": _("; ").join(differences)},
            field="duplicate_of",
        )
    reason = reason.strip()
    if not reason:
        raise RuleViolation("reason_missing", _("Say how the case came to be filed twice."), field="reason")
    move(
        case,
        CaseStatus.VOIDED,
        reason=reason,
        duplicate_of=duplicate_of,
        void_reason=reason,
    )
    end_custody(case, CustodyEnd.VOIDED, at=timezone.now())
    numbering.void(case.organ, case.case_no, reason=reason)
    return case


def view_party(case: EnforcementCase, *, by: Account) -> str:
    """查看当事人: the party's name in full for whoever may see it, and the audit knows that it was seen.

    Names of organisations are no personal data: everyone who sees the case sees them, and nothing is recorded.
    Raises NotPermitted.
    """
    if case.party_kind != PartyKind.CITIZEN:
        return case.party_name
    body = case.shows_party_to(by)
    if body is None:
        raise NotPermitted("view_party", account=by, at=case.holder)
    note_use("view_party", at=body)
    audit.record(case, action="view_party", by=by, organisation=case.holder)
    return case.party_name


def party_as_seen(case: EnforcementCase, *, by: Account) -> str:
    """The party as the account sees it on a record: in full through `view_party`, else masked."""
    return view_party(case, by=by) if case.shows_party_to(by) else case.masked_party


_RECORDED = (
    "case_no", "township", "organ", "holder", "power", "grant", "entry", "cause", "place", "party_kind", "acted_on",
    "found_at", "filed_at", "handler", "external_ref", "status", "due_at",
)  # fmt: skip
_RELATIONS = ("township", "organ", "holder", "power", "grant", "entry", "handler")


def cause_of(power: PenaltyPower) -> str:
    """案由 in the usual words: “对…的行政处罚” becomes “涉嫌…”."""
    act = power.title.removeprefix("对").removesuffix("的行政处罚")
    return f"涉嫌{act}"


def check_not_voided(case: EnforcementCase) -> None:
    """Raise RuleViolation `case_voided` if the case was filed twice and the other filing goes on."""
    if case.status == CaseStatus.VOIDED:
        raise RuleViolation(
            "case_voided",
            _("%(case)s is void: the matter was filed twice and goes on as %(other)s.")
            % {"case": case, "other": case.duplicate_of},
        )


def _differences(case: EnforcementCase, other: EnforcementCase) -> list[str]:
    """In what two cases differ that cannot be one matter filed twice; empty if they can.

    One matter is one power, one day on which the act was found, and at least one of party, place and number in another
    system: who files a second time often writes one of these in other words or leaves it out, but not all of them.
    Spellings are compared as `match_key` folds them. Facts are free text, and never the same when typed twice.
    """

    def name(field: str) -> str:
        return str(EnforcementCase._meta.get_field(field).verbose_name)  # type: ignore[union-attr]

    def same(field: str) -> bool:
        return match_key(getattr(case, field)) == match_key(getattr(other, field)) != ""

    differences = []
    if case.power_id != other.power_id:
        differences.append(name("power"))
    if timezone.localdate(case.found_at) != timezone.localdate(other.found_at):
        differences.append(str(_("the day on which the act was found")))
    if not any(same(field) for field in ("party_name", "place", "external_ref")):
        differences.append(
            _("all of %(party)s, %(place)s and %(number)s")
            % {"party": name("party_name"), "place": name("place"), "number": name("external_ref")}
        )
    return differences


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
    ends = ""
    last = max(grants, key=lambda grant: grant.accepted_on, default=None)
    if last is not None and last.accepted_on > today:
        ends = _("It passes on %(date)s.") % {"date": last.accepted_on}
    elif last is not None:
        ends = _("It ended on %(date)s (%(document)s).") % {
            "date": last.valid_to,
            "document": last.decision_document,
        }
    competent = _("The competent body is %(department)s.") % {"department": power.department}
    return RuleViolation("power_not_held", sentences(message, ends, competent), field="power")
