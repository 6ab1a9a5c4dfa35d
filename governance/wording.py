"""Texts put together in the manner of the reader's language; each part is a message of its own."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def sentences(*said: Any) -> str:
    """Whole sentences one after the other; what is empty is left out. Chinese puts no space between them."""
    return ("" if _is_chinese() else " ").join(str(one) for one in said if one)


def listed(words: Iterable[Any]) -> str:
    """Words or names as a list: 甲、乙 or A, B."""
    return ("、" if _is_chinese() else ", ").join(map(str, words))
