"""脱敏: personal data as those see it who may not see it in full."""


def mask_name(name: str) -> str:
    """The family name, or the first character of it."""
    return f"{name[:1]}**" if name else ""


def mask_identity_number(number: str) -> str:
    """The region it was given in and the last two characters."""
    return f"{number[:6]}********{number[-2:]}" if number else ""
