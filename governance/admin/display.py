"""Small pieces of markup that lists and records share."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

TONES = frozenset({"neutral", "info", "success", "warning", "danger"})


def chip(text: object, tone: str = "neutral") -> SafeString:
    """A state as a coloured word. The word carries the meaning, the colour only helps; amber and red are for clocks
    and faults (`warning`, `danger`)."""
    if tone not in TONES:
        raise ValueError(f"no such tone: {tone}")
    return format_html('<span class="chip chip-{}">{}</span>', tone, text)
