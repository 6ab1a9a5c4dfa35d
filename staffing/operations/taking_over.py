"""Taking over a county's earlier ledger: openings, movements with their documents, people counted."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation
from governance.directory import directory
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.shipped_tables import read_table
from staffing.models import HeadCount, QuotaAccount, QuotaDocument, QuotaMovement
from staffing.operations.ledger import account_of, account_without_body
from staffing.states import (
    BETWEEN_ACCOUNTS,
    STANDINGS,
    HolderKind,
    MovementKind,
    Origin,
    QuotaCategory,
    Source,
)

CATEGORIES = {"行政编制": QuotaCategory.ADMIN, "事业编制": QuotaCategory.INSTITUTION, "工勤编制": QuotaCategory.WORKER}
POOL = "市级周转池"
# What the ledger says of a movement in words, and what that means for places that reach a township.
SOURCES = {
    "撤并": Source.MERGED_UNITS,
    "空余编制收回": Source.VACANCIES,
    "派驻机构": Source.DISPATCHED_UNITS,
    "调剂": Source.REDEPLOYED,
}
STATED, COUNTED, INFERRED = "期初编制和实有人员汇总", "实有人员汇总", "期初编制（据台账推定）"


@dataclass(frozen=True)
class TakenOver:
    """How many entries of each kind there were to add; all 0 the second time."""

    openings: int
    inferred: int
    movements: int
    counted: int

    @property
    def changed_nothing(self) -> bool:
        return not (self.openings or self.inferred or self.movements or self.counted)


@operation(_("Take over quota ledger"), at="self")
def take_over_ledger(
    county: Organisation,
    *,
    by: Account,
    establishment: Path,
    ledger: Path,
    opened_on: datetime.date,
    counted_on: datetime.date,
) -> TakenOver:
    """承接编制台账: the earlier ledger is in this one as it is, and nothing in it is repaired.

    Townships open on `opened_on` with what `establishment` states. What others gave away without having an opening,
    they must have had: that opening is inferred and marked. Between the people counted on `opened_on` and on
    `counted_on` nothing is known. Movements that a rule of today would refuse come in as history and are shown as
    findings. All or nothing; once taken over, a second run changes nothing.

    Raises RuleViolation `unknown_category`, `unknown_body`, `missing_columns`.
    """
    if QuotaMovement.objects.filter(giver__county=county).exists():
        return TakenOver(0, 0, 0, 0)
    book = _Book(county, known_on=timezone.localdate(), opened_on=opened_on)
    for row in read_table(establishment):
        book.establish(row, counted_on)
    for row in read_table(ledger):
        book.carry_over(row)
    taken = book.write()
    audit.record(county, after={**vars(taken), "files": [establishment.name, ledger.name]})
    return taken


class _Book:
    """The entries to come, in the order in which the ledger takes them: what arrives before what leaves."""

    def __init__(self, county: Organisation, *, known_on: datetime.date, opened_on: datetime.date) -> None:
        self.county, self.opened_on = county, opened_on
        last = QuotaMovement.objects.aggregate(last=Max("known_on"))["last"]
        self.known_on = known_on if last is None else max(known_on, last)
        self.names = directory()
        self.stated: list[QuotaMovement] = []
        self.history: list[QuotaMovement] = []
        self.people: list[QuotaMovement] = []
        self.head_counts: list[HeadCount] = []
        self._accounts: dict[tuple[str, str], QuotaAccount] = {}
        self._documents: dict[str, QuotaDocument] = {}

    def establish(self, row: dict[str, str], counted_on: datetime.date) -> None:
        """A township's places and people of one category, at the beginning and as counted last."""
        township = Organisation.objects.filter(code=row["township_code"]).first()
        if township is None:
            message = _("No body has the code “%(code)s”.") % {"code": row["township_code"]}
            raise RuleViolation("unknown_body", message)
        account = account_of(township, category_of(row["category"]), self.county)
        self._accounts[township.name, account.category] = account
        opening = self._without_number(STATED, self.opened_on)
        if count := int(row["approved_2019"]):
            self.stated.append(self._opening(account, count, opening, Origin.HISTORY))
        self.head_counts.append(
            HeadCount(account=account, counted_on=self.opened_on, count=int(row["filled_2019"]), document=opening)
        )
        if people := int(row["filled_now"]):
            self.people.append(
                self._movement(
                    self._without_number(COUNTED, counted_on),
                    MovementKind.COUNTED,
                    account,
                    account,
                    people,
                    counted_on,
                )
            )

    def carry_over(self, row: dict[str, str]) -> None:
        """One movement as the earlier ledger has it."""
        category, on = category_of(row["category"]), datetime.date.fromisoformat(row["date"])
        giver, receiver = (self._account(row[side], category) for side in ("from_body", "to_body"))
        movement = self._movement(
            self._document(row["document_no"], on), _kind(giver, receiver, row["reason"]), giver, receiver,
            int(row["count"]), on,
        )  # fmt: skip
        movement.entry_no, movement.reason = row["entry_no"], row["reason"]
        movement.quota_source = next((source for words, source in SOURCES.items() if words in row["reason"]), "")
        self.history.append(movement)

    def write(self) -> TakenOver:
        inferred = list(self._inferred())
        self.history.sort(key=lambda movement: movement.effective_on)
        QuotaMovement.objects.bulk_create([*self.stated, *inferred, *self.history, *self.people], batch_size=50)
        HeadCount.objects.bulk_create(self.head_counts)
        return TakenOver(len(self.stated), len(inferred), len(self.history), len(self.people))

    def _inferred(self) -> Iterable[QuotaMovement]:
        """What accounts without a stated opening must have had at least, for none of them gave what it had not."""
        lowest: dict[QuotaAccount, int] = defaultdict(int)
        balance: dict[QuotaAccount, int] = defaultdict(int)
        stated = {movement.receiver for movement in self.stated}
        by_day: dict[datetime.date, dict[QuotaAccount, int]] = defaultdict(lambda: defaultdict(int))
        for movement in self.history:
            by_day[movement.effective_on][movement.giver] -= movement.count
            by_day[movement.effective_on][movement.receiver] += movement.count
        for day in sorted(by_day):
            for account, change in by_day[day].items():
                balance[account] += change
                lowest[account] = min(lowest[account], balance[account])
        for account, short in lowest.items():
            if short < 0 and account not in stated:
                opening = self._without_number(INFERRED, self.opened_on)
                yield self._opening(account, -short, opening, Origin.INFERRED)

    def _opening(self, account: QuotaAccount, count: int, document: QuotaDocument, origin: str) -> QuotaMovement:
        superior = account_without_body(HolderKind.SUPERIOR, account.category, self.county)
        movement = self._movement(document, MovementKind.OPENING, superior, account, count, self.opened_on)
        movement.origin = origin
        return movement

    def _movement(
        self,
        document: QuotaDocument,
        kind: MovementKind,
        giver: QuotaAccount,
        receiver: QuotaAccount,
        count: int,
        on: datetime.date,
    ) -> QuotaMovement:
        before, after = STANDINGS.get(kind, BETWEEN_ACCOUNTS)
        return QuotaMovement(
            document=document,
            kind=kind,
            giver=giver,
            giver_standing=before,
            receiver=receiver,
            receiver_standing=after,
            count=count,
            effective_on=on,
            known_on=self.known_on,
            origin=Origin.HISTORY,
        )

    def _account(self, name: str, category: str) -> QuotaAccount:
        """A body that the register does not know keeps its name; nobody guesses which one is meant."""
        if (name, category) not in self._accounts:
            body = self.names.find(name)
            if name == POOL:
                account = account_without_body(HolderKind.POOL, category, self.county)
            elif body is None:
                account = account_without_body(HolderKind.UNREGISTERED, category, self.county, name)
            else:
                account = account_of(body, category, self.county)
            self._accounts[name, category] = account
        return self._accounts[name, category]

    def _document(self, number: str, on: datetime.date) -> QuotaDocument:
        """The ledger names documents by number alone: issuer and title are not stated, and stay so."""
        if number not in self._documents:
            self._documents[number], _made = QuotaDocument.objects.get_or_create(
                county=self.county, number=number, defaults={"decided_on": on, "title": number}
            )
        return self._documents[number]

    def _without_number(self, title: str, on: datetime.date) -> QuotaDocument:
        if title not in self._documents:
            self._documents[title], _made = QuotaDocument.objects.get_or_create(
                county=self.county, number="", title=f"{on.year}年{on.month}月{title}", defaults={"decided_on": on}
            )
        return self._documents[title]


def category_of(word: str) -> QuotaCategory:
    """What a register calls a category. Raises RuleViolation `unknown_category`."""
    if word not in CATEGORIES:
        message = _("“%(word)s” is no category of quotas.") % {"word": word}
        raise RuleViolation("unknown_category", message)
    return CATEGORIES[word]


def _kind(giver: QuotaAccount, receiver: QuotaAccount, reason: str) -> MovementKind:
    """What the movement does, by its two sides; a unit that goes and one that stays both give to the pool."""
    if giver.kind == HolderKind.POOL:
        return MovementKind.DOWNSHIFT
    if receiver.kind == HolderKind.POOL:
        return MovementKind.MERGE_UNIT if "撤并" in reason else MovementKind.RECLAIM
    return MovementKind.TRANSFER_BETWEEN
