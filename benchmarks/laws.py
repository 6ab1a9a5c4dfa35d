"""The law register over the reference data: reading what cites laws, and what rests on a law on a day."""

import datetime
import time
from collections import defaultdict
from dataclasses import dataclass

from enforcement.models import PenaltyPower
from governance.models import Account
from responsibilities.law_changes import Register, doubtful, law_on_day
from responsibilities.models import Law, LegalBasis

CODE = "生态环境法典"  # ten laws gave way to it, so nothing has more around it
CHANGE = datetime.date(2026, 8, 15)


@dataclass(frozen=True)
class Figures:
    """Texts that were read, what rests on the code, and seconds; of an entry milliseconds."""

    texts: int
    touched: int
    entry: float
    everything: float
    rehearsal: float
    doubts: float


def measure(account: Account) -> Figures:
    register = Register.on(CHANGE)
    entries: dict[int, list[str]] = defaultdict(list)
    for entry, text in LegalBasis.objects.values_list("entry_id", "text"):
        entries[entry].append(text)
    bases = [*entries.values(), *([text] for text in PenaltyPower.objects.values_list("legal_basis", flat=True))]
    register.read(bases[0][0])  # the names are made into one pattern once
    taken = []
    for texts in bases:
        began = time.perf_counter()
        for text in texts:
            register.read(text)
        taken.append(time.perf_counter() - began)
    law = Law.objects.get(names__key=CODE)
    began = time.perf_counter()
    touched = len(law_on_day(law, account, CHANGE).touched)
    rehearsal = time.perf_counter() - began
    began = time.perf_counter()
    doubtful(account, CHANGE)
    doubts = time.perf_counter() - began
    return Figures(sum(map(len, bases)), touched, max(taken) * 1000, sum(taken), rehearsal, doubts)
