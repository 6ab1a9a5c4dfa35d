"""The numbered clauses of a text: 1.…；2.…"""

import re

# A point with a digit behind it belongs to a number such as 3.5公里.
CLAUSE_NUMBER = r"\d{1,2}[.．、](?!\d)"
_BEFORE_NUMBER = re.compile(rf"(?<=[；;。\n])\s*(?={CLAUSE_NUMBER})")
_BETWEEN_TEXTS = re.compile(rf"[；;。\n]|{CLAUSE_NUMBER}")


def numbered_clauses(text: str) -> list[str]:
    """Each clause with its number; a text without numbers is one clause."""
    return [clause.rstrip("；;") for clause in _BEFORE_NUMBER.split(text) if clause]


def clause_texts(text: str) -> list[str]:
    """The clauses without their numbers; every sentence counts as one."""
    return [clause for piece in _BETWEEN_TEXTS.split(text) if (clause := piece.strip(" ，,"))]
