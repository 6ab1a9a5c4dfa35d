"""公民身份号码: what a number says of its holder (GB 11643); no ORM."""

import datetime

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_valid(number: str) -> bool:
    """Whether it has 18 characters, a day of birth that exists, and the check character that belongs to it."""
    digits = number[:17]
    if len(number) != 18 or not (digits.isascii() and digits.isdigit()) or birth_in(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return number[17].upper() == _CHECKS[total % 11]


def birth_in(number: str) -> datetime.date | None:
    """The day of birth it states."""
    try:
        return datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_male(number: str) -> bool:
    """An odd order number is a man's."""
    return int(number[16]) % 2 == 1
