"""Who is responsible: the portal's whole request with a question in everyday words, in turn over many questions."""

import csv
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.portal import System
from responsibilities.finder.answers import forget

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "responsibilities" / "questions.csv"
ADDRESS = "/api/v1/responsibilities/who-is-responsible/?q="


@dataclass(frozen=True)
class Figures:
    """Milliseconds of a request, warm; and of the first one, which reads the words and weighs the entries."""

    p50: float
    p95: float
    first: float


def measure(system: System, count: int, of: str = "") -> Figures:
    """So many questions, with what else is asked (`&township=…`)."""
    forget()  # a process of its own reads the lists once
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        questions = [row["question"] for row in csv.DictReader(file)]
    first = _milliseconds(system, questions[0], of)
    taken = sorted(_milliseconds(system, questions[number % len(questions)], of) for number in range(count))
    return Figures(statistics.median(taken), taken[int(len(taken) * 0.95)], first)


def _milliseconds(system: System, question: str, of: str) -> float:
    started = time.perf_counter()
    system.get(f"{ADDRESS}{quote(question)}{of}")
    return (time.perf_counter() - started) * 1000
