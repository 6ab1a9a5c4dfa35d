"""How well the finder answers: `python -m tests.responsibilities.questions` measures it, the tests hold the bounds.

questions.csv holds questions in everyday words with the items that answer them, D-12 for number 12 of the township
duties and T-9 for number 9 of the territorial list, the best first; none for a question that fits no list. They were
written without the shipped synonyms. Weights and words were chosen on the part “tuning”; see docs/performance.md.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).with_name("questions.csv")
LETTERS = {"township_list": "D", "territorial_list": "T"}


@dataclass
class Figures:
    """Shares between 0 and 1: of the questions that fit an item, and of those that fit none."""

    first: float
    in_three: float
    unanswered: float  # although an item fits
    refused: float  # rightly, because none does
    counts: Counter = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)


def measure(part: str) -> Figures:
    from responsibilities.finder.answers import who_is_responsible

    counts: Counter = Counter()
    misses = []
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    for row in rows:
        answers = who_is_responsible(row["question"])
        named = [_reference(answer.entry) for answer in answers[:3]]
        right = set(row["items"].split())
        kind = "fits" if right else "none"
        counts[kind] += 1
        counts[f"{kind} unanswered"] += not named
        counts["first"] += bool(right.intersection(named[:1]))
        counts["in three"] += bool(right.intersection(named))
        if (not right.intersection(named[:1])) if right else named:
            score = f"{answers[0].score:.2f}" if answers else "–"
            misses.append(f"{row['question']}：{row['items'] or '–'}，{' '.join(named) or '–'} {score}")
    return Figures(
        first=counts["first"] / counts["fits"],
        in_three=counts["in three"] / counts["fits"],
        unanswered=counts["fits unanswered"] / counts["fits"],
        refused=counts["none unanswered"] / counts["none"],
        counts=counts,
        misses=misses,
    )


def _reference(entry) -> str:
    return f"{LETTERS[entry.edition.duty_list.kind]}-{entry.seq_no}"


def main() -> None:
    """Load the reference lists into an empty database of this process, measure, and say what was missed."""
    import os

    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from responsibilities.finder.answers import who_is_responsible

    call_command("migrate", verbosity=0)
    call_command("load_reference")
    who_is_responsible("")
    for part in ("tuning", "held out"):
        began = timezone.now()
        figures = measure(part)
        asked = figures.counts["fits"] + figures.counts["none"]
        each = (timezone.now() - began).total_seconds() * 1000 / asked
        print(f"\n{part}: {figures.counts['fits']} that fit an item, {figures.counts['none']} that fit none")  # noqa: T201
        print(f"  top-1 {figures.first:.1%}, top-3 {figures.in_three:.1%}, no answer {figures.unanswered:.1%}")  # noqa: T201
        print(f"  rightly “no entry fits” {figures.refused:.1%}; {each:.1f} ms a question")  # noqa: T201
        print("\n".join(f"  {miss}" for miss in figures.misses))  # noqa: T201


if __name__ == "__main__":
    main()
