"""Are the inventories that come with the portal, which people wrote, grouped well enough; the rest of what a newcomer
finds is asked about in test_demonstration.py."""

import itertools

from examples.demonstration.responsibilities import INVENTORIES
from responsibilities.grouping import Text, group
from responsibilities.kinds import ListKind
from responsibilities.spreadsheets.inventories import read_inventory

# What each row of the shipped inventories is about, in the order of the files' rows.
MATTERS = {
    "栖岩镇": (
        "env farm grain house river forest poor living care elder insure vet disabled dispute fire shop rent flood"
    ),
    "砧岭镇": (
        "env farm grain house river forest living care elder "
        "insure vet disabled dispute fire shop rent flood fair press"
    ),
    "雁筑乡": (
        "env farm grain house river forest poor living care elder insure vet dispute fire shop rent flood birds"
    ),
}


def rows() -> tuple[list[Text], list[str]]:
    texts, about = [], []
    for hand, (name, matters) in enumerate(MATTERS.items(), start=1):
        with (INVENTORIES / f"{name}.csv").open("rb") as file:
            parsed = read_inventory(file, f"{name}.csv", kind=ListKind.TOWNSHIP)
        assert not parsed.faults
        for entry, matter in zip(parsed.entries, matters.split(), strict=True):
            basis = "；".join(basis.text for basis in entry.bases)
            texts.append(Text(len(texts), entry.title, entry.content, basis, hand))
            about.append(matter)
    return texts, about


def test_rows_that_people_wrote_come_together_and_no_others():
    texts, about = rows()
    group_of = {row: number for number, found in enumerate(group(texts)) for row in found.rows}
    pairs = list(itertools.combinations(range(len(texts)), 2))
    wanted = {(one, other) for one, other in pairs if about[one] == about[other]}
    together = {(one, other) for one, other in pairs if group_of[one] == group_of[other]}
    assert not together - wanted
    assert len(together) >= 0.6 * len(wanted)
