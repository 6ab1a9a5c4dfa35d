"""How well rows of inventories are grouped: `python -m tests.responsibilities.inventories` measures it.

Inventories are made of the reference lists: every township writes the same matters in its own words, with words added,
dropped, swapped, abbreviated and mistyped, with everyday names, with or without content and laws. Which rows are about
the same matter is therefore known. Weights and thresholds were chosen on seed 1; docs/performance.md gives seed 2.
"""

import csv
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from responsibilities.grouping import Group, Text

FOLDER = Path(__file__).resolve().parents[2] / "responsibilities" / "reference"
TOWNSHIPS = 14

BEFORE = ("负责", "做好", "开展", "组织开展", "协助做好", "配合开展", "承担", "落实", "负责本辖区", "抓好")
AFTER = ("工作", "相关工作", "等工作", "有关事项", "日常工作", "任务落实")
# What different hands call the same; applied in both directions by chance.
OTHER_WORDS = (
    ("查处", "处置"), ("巡查", "检查"), ("排查", "摸排"), ("监管", "监督管理"),
    ("宣传", "宣传教育"), ("管理", "管护"), ("发现制止", "发现劝阻"), ("报告", "上报"),
    ("整治", "治理"), ("防治", "防控"), ("审核", "初审"), ("受理", "收件"),
    ("建设", "建立"), ("培训", "业务培训"), ("救助", "帮扶"), ("调解", "化解"),
    ("服务", "便民服务"), ("保护", "管护"), ("农村", "村居"), ("村民", "群众"),
    ("企业", "市场主体"), ("登记", "登记备案"), ("申报", "申请上报"), ("推进", "推动"),
)  # fmt: skip
SHORT = (
    ("最低生活保障", "低保"), ("安全生产", "安全"), ("违法建设", "违建"), ("矛盾纠纷", "纠纷"),
    ("永久基本农田", "基本农田"), ("人民代表大会", "人大"), ("综合行政执法", "执法"), ("突发事件", "突发情况"),
    ("精神文明", "文明"), ("生态环境", "环保"), ("退役军人", "退役士兵"), ("未成年人", "儿童"),
    ("食品安全", "食安"), ("道路交通安全", "交通安全"), ("居民", "群众"),
)  # fmt: skip
TYPOS = dict(zip("查管治理户安防纠线项", "察官制里护按房究线向", strict=True))
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Matter:
    title: str
    content: str
    basis: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """One row of a township's inventory, and the matter it is about."""

    matter: int
    title: str
    content: str
    basis: str
    hand: int = 0


def matters() -> list[Matter]:
    """What the reference lists are about, each matter once under its name there."""
    duties, territorial, three = (
        _read(name) for name in ("township-duties.csv", "territorial-items.csv", "performance-lists.csv")
    )
    phrases: dict[str, list[str]] = {}
    for row in _read("synonyms.csv"):
        phrases.setdefault(row["item_ref"], []).append(row["phrase"])
    found: dict[str, Matter] = {}
    bases: dict[str, str] = {}
    for row in duties:
        reference = f"D-{row['seq']}"
        bases[reference] = row["legal_basis"]
        found[row["title"]] = Matter(
            row["title"], row["content"], row["legal_basis"], tuple(phrases.get(reference, ()))
        )
    for row in territorial:
        if row["body"] != "乡镇":
            continue
        reference = f"T-{row['item_no']}"
        bases[reference] = row["legal_basis"]
        found.setdefault(
            row["item_title"],
            Matter(row["item_title"], row["duties"], row["legal_basis"], tuple(phrases.get(reference, ()))),
        )
    for row in three:
        basis = bases.get(row["crosswalk"].split("|")[0], "")
        found.setdefault(row["title"], Matter(row["title"], row["township_duties"] or row["working_method"], basis))
    return list(found.values())


def inventories(
    seed: int, townships: int = TOWNSHIPS, each: int | None = None, of: list[Matter] | None = None
) -> list[list[Written]]:
    """An inventory for every township; with `each`, filled up to so many rows by clauses of the matters' duties."""
    chosen = matters() if of is None else of
    clauses = [
        Matter(clause, "", matter.basis)
        for matter in chosen
        for clause in re.split(r"[；;。]|\d{1,2}[.．、]", matter.content)
        if 8 <= len(clause) <= 40
    ]
    made = []
    for number in range(townships):
        chance = random.Random(f"{seed}-{number}")  # the same inventories in every run
        rows = [_write(index, matter, chance) for index, matter in enumerate(chosen) if each or chance.random() < 0.85]
        if each is not None:
            more = chance.sample(range(len(clauses)), min(len(clauses), max(each - len(rows), 0)))
            rows += [_write(len(chosen) + index, clauses[index], chance) for index in more]
        chance.shuffle(rows)
        made.append([replace(row, hand=number + 1) for row in rows[:each]])
    return made


def texts(rows: Iterable[Written]) -> list["Text"]:
    from responsibilities.grouping import Text

    return [Text(key, row.title, row.content, row.basis, row.hand) for key, row in enumerate(rows)]


@dataclass(frozen=True)
class Figures:
    """Of the pairs of rows put together, how many are about one matter; of those about one, how many are together."""

    rows: int
    matters: int
    groups: int
    precision: float
    recall: float
    largest: int


def judge(rows: list[Written], groups: Iterable["Group"]) -> Figures:
    groups = list(groups)
    together = right = 0
    for each in groups:
        together += _pairs(len(each.rows))
        right += sum(_pairs(count) for count in Counter(rows[key].matter for key in each.rows).values())
    matters_of = Counter(row.matter for row in rows)
    wanted = sum(_pairs(count) for count in matters_of.values())
    return Figures(
        rows=len(rows),
        matters=len(matters_of),
        groups=len(groups),
        precision=right / together if together else 1.0,
        recall=right / wanted if wanted else 1.0,
        largest=max((len(each.rows) for each in groups), default=0),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- One matter in one township's words -----------------------------------------------------------------------------


def _write(number: int, matter: Matter, chance: random.Random) -> Written:
    everyday = bool(matter.phrases) and chance.random() < 0.04
    title = chance.choice(matter.phrases) if everyday else _reworded(matter.title, chance)
    return Written(number, title, _content(matter.content, chance), _basis(matter.basis, chance))


def _reworded(title: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        title = re.sub(r"（.*?）|“|”", "", title)
    for words in (OTHER_WORDS, SHORT):
        for one, other in words:
            if one in title and chance.random() < 0.4:
                title = title.replace(one, other)
            elif other in title and chance.random() < 0.15:
                title = title.replace(other, one)
    if chance.random() < 0.25:
        title = _swapped(title)
    if chance.random() < 0.2 and len(title) > 10:  # part of it is left out
        at = chance.choice([0, len(title) // 2])
        cut = chance.randint(2, 3)
        title = title[:at] + title[at + cut :]
    if chance.random() < 0.08:
        wrong = [at for at, character in enumerate(title) if character in TYPOS]
        if wrong:
            at = chance.choice(wrong)
            title = title[:at] + TYPOS[title[at]] + title[at + 1 :]
    if chance.random() < 0.5:
        title = chance.choice(BEFORE) + title
    if chance.random() < 0.4:
        title = title.removesuffix("工作") + chance.choice(AFTER)
    return title


def _swapped(title: str) -> str:
    """A和B becomes B和A."""
    for word in ("和", "与", "、", "及"):
        if title.count(word) == 1:
            left, right = title.split(word)
            if len(left) > 2 and len(right) > 2:
                return f"{right}{word}{left}"
    return title


def _content(content: str, chance: random.Random) -> str:
    if chance.random() < 0.3:
        return ""
    clauses = [clause.strip() for clause in re.split(r"[；;。]|\d{1,2}[.．、]", content) if clause.strip()]
    kept = [_reworded(clause, chance) for clause in clauses if chance.random() < 0.75]
    if chance.random() < 0.3:
        chance.shuffle(kept)
    return "；".join(kept)


def _basis(basis: str, chance: random.Random) -> str:
    laws = [law for law in basis.split("；") if law]
    if not laws or chance.random() < 0.4:
        return ""
    kept = [law for law in laws if chance.random() < 0.8] or laws[:1]
    return chance.choice(("；", "、", "\n")).join(_law(law, chance) for law in kept)


def _law(law: str, chance: random.Random) -> str:
    if chance.random() < 0.2:
        law = re.sub(r"》第.*", "》", law)
    if chance.random() < 0.3 and not law.startswith("《中"):
        law = law.replace("《", "《中华人民共和国", 1)
    if chance.random() < 0.2:
        law = law.replace("《", "").replace("》", "")
    if chance.random() < 0.3:
        law = re.sub(r"第([一二三四五六七八九])十([一二三四五六七八九])条", _in_digits, law)
    return law


def _in_digits(match: re.Match[str]) -> str:
    return f"第{DIGITS.index(match[1])}{DIGITS.index(match[2])}条"


def law_names() -> frozenset[str]:
    """The names of the shipped register, as it keeps them."""
    from responsibilities.models.law import law_key
    from responsibilities.operations.reference import FOLDER

    with (FOLDER / "laws.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    named = (name for row in rows for key in ("title", "short_names", "old_names") for name in row[key].split("、"))
    return frozenset(law_key(name) for name in named if name)


def _measured(seed: int) -> Iterator[tuple[str, Figures, float]]:
    from responsibilities.grouping import group

    for name, each in (("matters of the lists", None), ("and clauses, 1,000 rows each", 1000)):
        rows = [row for inventory in inventories(seed, each=each) for row in inventory]
        began = time.perf_counter()
        groups = group(texts(rows), laws=law_names())
        yield name, judge(rows, groups), time.perf_counter() - began


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    for seed in (1, 2):
        for name, figures, seconds in _measured(seed):
            print(f"seed {seed}, {name}: {figures.rows} rows of {figures.matters} matters in {figures.groups} groups")  # noqa: T201
            print(  # noqa: T201
                f"  precision {figures.precision:.1%}, recall {figures.recall:.1%}, "
                f"largest {figures.largest}, {seconds:.1f} s"
            )


if __name__ == "__main__":
    main()
