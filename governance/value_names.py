"""What local values are called: each app names the codes it asks for, so that nobody has to read a code."""

from collections.abc import Mapping

from django.utils.functional import Promise

_NAMES: dict[str, str | Promise] = {}


def name_values(names: Mapping[str, str | Promise]) -> None:
    """Say in words what the values of these codes are. Raises ValueError if one has its name already."""
    if doubles := _NAMES.keys() & names.keys():
        raise ValueError(f"named twice: {', '.join(sorted(doubles))}")
    _NAMES.update(names)


def value_name(code: str) -> str:
    """The name of a code; the code itself where no app asks for it."""
    return str(_NAMES.get(code, code))
