"""A step as its record or list shows it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A step as the record shows it: a link, or the reason why it cannot be taken now."""

    label: Any
    url: str
    tone: str
    blocked: Any = None
