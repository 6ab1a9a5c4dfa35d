"""What each app brings under an agreed name: its `home`, its `schedule`, what it says of its API."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType


def app_modules(name: str, apps: Iterable[str]) -> Iterator[ModuleType]:
    """The module of this name of every app that has one, in the order of the apps. Needs no Django: settings ask."""
    for app in apps:
        if find_spec(f"{app}.{name}") is not None:
            yield import_module(f"{app}.{name}")


def load_modules(package: str) -> None:
    """Import every module of a package whose modules register something by it: pages, operations, kinds of events."""
    for module in iter_modules(import_module(package).__path__, f"{package}."):
        import_module(module.name)
