"""Does the code keep to the house's rules on who imports whom and what stands where; read from its syntax trees."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Who may import which of the portal's packages, besides itself.
MAY_IMPORT = {
    "governance": set(),
    "responsibilities": {"governance"},
    "services": {"governance", "responsibilities"},
    "enforcement": {"governance", "responsibilities"},
    "staffing": {"governance", "responsibilities"},
}
# They put the apps together, so they may read them all; nobody reads them.
COMPOSITION_ROOTS = {"governance.urls", "governance.api.urls", "governance.dashboard", "governance.settings"}
# What a file of this name inside an app never needs: rules stand apart from how they are asked.
_PAGES = ("rest_framework", "django.http", "django.forms", "django.contrib.admin", "unfold", "api", "admin", "forms")
LAYERS = {
    "operations": _PAGES,
    "models": _PAGES,
    "querysets": (*_PAGES, "operations"),
    "selectors": (*_PAGES, "operations"),
    "states": (*_PAGES, "operations", "models", "querysets"),
}
# Django and Celery are started from here, and told where the settings are.
ENTRY_POINTS = {"governance.asgi", "governance.celery", "governance.wsgi"}
# Besides the one function: what becomes of a delivery is the network's doing, nobody's decision, and settled in bulk.
STATUS_CHANGES = {"governance.transitions", "governance.delivery"}


def modules() -> dict[str, Path]:
    """Every module of the product, by its dotted name; migrations are written by machine."""
    files = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
        if "migrations" not in path.parts
    }


def faults(module: str, source: str, *, is_package: bool = False) -> list[str]:
    """What the module does that the house's rules forbid, each with its line."""
    tree = ast.parse(source)
    found = [*_imports(module, tree, is_package), *_statements(module, tree)]
    if tree.body and not ast.get_docstring(tree):
        found.append((1, "has no docstring saying what belongs here"))
    return [f"{module}:{line} {fault}" for line, fault in sorted(found)]


def imported(module: str, tree: ast.AST, is_package: bool) -> Iterator[tuple[int, str]]:
    """Dotted names the module imports anywhere, also in functions, as strings, and relative ones made absolute."""
    package = module if is_package else module.rpartition(".")[0]
    names = "|".join(MAY_IMPORT)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1])
                base = f"{above}.{base}".rstrip(".")
            # `from a import b` may mean the module a.b.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # import_module("enforcement.models"), ForeignKey("enforcement.EnforcementCase"), include("…urls")
            if re.fullmatch(rf"({names})(\.\w+)+", node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("get_model", "get_app_config"):
            yield from ((node.lineno, str(name.value)) for name in node.args[:1] if isinstance(name, ast.Constant))


def _imports(module: str, tree: ast.AST, is_package: bool) -> Iterator[tuple[int, str]]:
    package, _, rest = module.partition(".")
    layer = rest.split(".")[0]
    is_root = module in COMPOSITION_ROOTS | ENTRY_POINTS
    for line, name in imported(module, tree, is_package):
        top = name.partition(".")[0]
        if top in MAY_IMPORT and top != package and top not in MAY_IMPORT[package] and not is_root:
            yield line, f"imports {name}: {package} may not know {top}"
        if not is_root and any(_is_in(name, root) for root in COMPOSITION_ROOTS):
            yield line, f"imports {name}: nothing reads a composition root"
        for forbidden in LAYERS.get(layer, ()):
            if _is_in(name, forbidden) or _is_in(name, f"{package}.{forbidden}"):
                yield line, f"imports {name}: {layer} knows nothing of {forbidden}"
        if any(_is_in(name, signals) for signals in ("django.dispatch", "celery.signals")) or ".signals" in name:
            yield line, f"imports {name}: what happens is called, not signalled"
        if name == "threading.local":
            yield line, "uses a thread-local: what is needed is passed on"


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _statements(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if module not in STATUS_CHANGES and _changes_status(node):
            yield node.lineno, "changes a status: that is transitions.move alone"  # type: ignore[attr-defined]
        if isinstance(node, ast.Attribute) and node.attr == "local" and getattr(node.value, "id", "") == "threading":
            yield node.lineno, "uses a thread-local: what is needed is passed on"
        if isinstance(node, ast.ClassDef) and any("Serializer" in ast.unparse(base) for base in node.bases):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in ("create", "update", "save"):
                    yield method.lineno, f"{node.name}.{method.name}: writing is an operation's, not a serializer's"


def _changes_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        flat = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in flat)
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "update":
            return isinstance(node.func, ast.Attribute) and any(keyword.arg == "status" for keyword in node.keywords)
        if name == "setattr":
            return len(node.args) == 3 and isinstance(node.args[1], ast.Constant) and node.args[1].value == "status"
    return False


def test_the_code_keeps_to_the_rules_of_the_house():
    found = [
        fault
        for module, path in modules().items()
        for fault in faults(module, path.read_text(encoding="utf-8"), is_package=path.name == "__init__.py")
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_part_of_the_product_was_read():
    names = modules()
    assert {name.partition(".")[0] for name in names} == set(MAY_IMPORT)
    assert set(names) >= COMPOSITION_ROOTS
    assert len(names) > 60


def test_celery_is_never_eager():
    eager = re.compile("always" + "_eager", re.IGNORECASE)
    places = [path for folder in [*MAY_IMPORT, "tests", "examples"] for path in (ROOT / folder).rglob("*.py")]
    assert not [str(path) for path in places if eager.search(path.read_text(encoding="utf-8"))]


FORBIDDEN = [
    ("governance.access", "import responsibilities"),
    ("governance.access", "def later():\n    from enforcement.models import EnforcementCase"),
    (
        "governance.access",
        "from django.utils.module_loading import import_string\nx = import_string('staffing.models.Post')",
    ),
    ("governance.models.outbox", "case = ForeignKey('enforcement.EnforcementCase')"),
    ("governance.admin.search", "apps.get_model('services', 'Item')"),
    ("governance.access", "from governance import dashboard"),
    ("governance.access", "from governance.settings import DEBUG"),
    ("governance.admin.scoped", "from ..dashboard import home"),
    ("responsibilities.operations", "from enforcement import models"),
    ("enforcement.operations.cases", "import staffing.models as people"),
    ("services.selectors", "from enforcement.models import Transfer"),
    ("enforcement.operations.cases", "from django.http import HttpRequest"),
    ("enforcement.operations.cases", "from rest_framework import serializers"),
    ("enforcement.operations.cases", "from enforcement.forms import CaseForm"),
    ("enforcement.operations.cases", "from ..api.serializers import CaseSerializer"),
    ("enforcement.querysets", "from enforcement import operations"),
    ("enforcement.states", "from enforcement.models import Transfer"),
    ("governance.outbox", "from django.db.models.signals import post_save"),
    ("governance.outbox", "from django.dispatch import receiver"),
    ("governance.middleware", "import threading\nstate = threading.local()"),
    ("governance.middleware", "from threading import local"),
    ("enforcement.operations.cases", "case.status = 'closed'"),
    ("enforcement.operations.cases", "case.status, case.holder = 'closed', None"),
    ("enforcement.operations.cases", "Transfer.objects.filter(pk=1).update(status='closed')"),
    ("enforcement.operations.cases", "setattr(case, 'status', 'closed')"),
    ("enforcement.api.serializers", "class CaseSerializer(ModelSerializer):\n    def create(self, data): ..."),
]


@pytest.mark.parametrize(("module", "source"), FORBIDDEN)
def test_what_is_forbidden_is_found(module, source):
    assert len(faults(module, f'"""Something."""\n{source}\n')) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("enforcement.operations.cases", "from responsibilities.models import Entry"),
        ("governance.dashboard", "from enforcement.models import EnforcementCase"),
        ("governance.urls", "from governance import dashboard"),
        ("governance.api.urls", "include('enforcement.api.urls')"),
        ("governance.transitions", "obj.status = to"),
        ("enforcement.operations.cases", "if case.status == 'closed': values.update(name='x')"),
        ("enforcement.models.cases", "power = ForeignKey('responsibilities.Entry')"),
        ("enforcement.api.views", "class Cases(GenericViewSet):\n    def create(self, request): ..."),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_found(module, source):
    assert faults(module, f'"""Something."""\n{source}\n') == []


def test_a_module_without_docstring_is_found():
    assert faults("governance.access", "x = 1") == ["governance.access:1 has no docstring saying what belongs here"]
    assert faults("governance.management", "") == []
