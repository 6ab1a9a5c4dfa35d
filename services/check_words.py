"""查询码: the word that opens the progress of one application, without letters that look like others."""

import secrets

LENGTH = 6
# Neither 0 O Q, 1 I L, 2 Z, 5 S, 8 B nor U V.
LETTERS = "ACDEFGHJKMNPRTWXY34679"


def new_check_word() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def is_same(given: str, kept: str) -> bool:
    """Compared in a time that does not depend on where they differ; case and spaces do not count."""
    return secrets.compare_digest("".join(given.split()).upper().encode(), kept.encode())
