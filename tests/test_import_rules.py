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
# Each app's part of the demonstration knows what its app knows; the rest of the demonstration puts the parts together.
DEMONSTRATION = "examples.demonstration"
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
ENTRY_POINTS = {"governance.celery", "governance.wsgi"}
# Besides the one function: what becomes of a delivery is the network's doing, nobody's decision, and settled in bulk.
STATUS_CHANGES = {"governance.transitions", "governance.event_delivery"}
# What Django and DRF themselves read from a request; anything else is handed on as an argument.
SET_ON_REQUESTS = {"LANGUAGE_CODE", "accepted_media_type", "accepted_renderer", "current_app"}
OAUTHLIB_REQUESTS = {"governance.api.authentication"}  # whose validators have nothing else to hand on


def modules() -> dict[str, Path]:
    """Every module of the product, by its dotted name; migrations are written by machine."""
    files = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files
        if "migrations" not in path.parts
    }


# The only way to give SQLite's connections a function of the portal's own; nothing in the portal happens by it.
SIGNALS_OF_DJANGO = frozenset({"django.db.backends.signals.connection_created"})


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
    is_root = module in ENTRY_POINTS or any(_is_in(module, root) for root in COMPOSITION_ROOTS)
    for line, name in imported(module, tree, is_package):
        top = name.partition(".")[0]
        if top in MAY_IMPORT and top != package and top not in MAY_IMPORT[package] and not is_root:
            yield line, f"imports {name}: {package} may not know {top}"
        if not is_root and any(_is_in(name, root) for root in COMPOSITION_ROOTS):
            yield line, f"imports {name}: nothing reads a composition root"
        for forbidden in LAYERS.get(layer, ()):
            if _is_in(name, forbidden) or _is_in(name, f"{package}.{forbidden}"):
                yield line, f"imports {name}: {layer} knows nothing of {forbidden}"
        signalled = any(_is_in(name, signals) for signals in ("django.dispatch", "celery.signals"))
        if (signalled or ".signals" in name) and name not in SIGNALS_OF_DJANGO:
            yield line, f"imports {name}: what happens is called, not signalled"
        if name == "csv" and package != "governance":
            yield line, "imports csv: tables are read by governance.shipped_tables and governance.spreadsheets"
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
        if module not in OAUTHLIB_REQUESTS:
            for name in _left_on_a_request(node):
                yield node.lineno, f"leaves {name} on the request: hand it on"  # type: ignore[attr-defined]
        if ".api.views" in module and (shape := _answered_without_serializer(node)):
            yield node.lineno, f"answers with a {shape}: what a resource looks like is its serializer's"  # type: ignore[attr-defined]
        if isinstance(node, ast.ClassDef) and any("Serializer" in ast.unparse(base) for base in node.bases):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name in ("create", "update", "save"):
                    yield method.lineno, f"{node.name}.{method.name}: writing is an operation's, not a serializer's"


def _answered_without_serializer(node: ast.AST) -> str:
    """The kind of literal that a view hands to its answer."""
    name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
    if isinstance(node, ast.Call) and name in ("Response", "get_paginated_response") and node.args:
        given = node.args[0]
        if isinstance(given, ast.Dict | ast.List | ast.ListComp | ast.DictComp | ast.GeneratorExp | ast.BinOp):
            return type(given).__name__
    return ""


def _targets(node: ast.AST) -> list[ast.expr]:
    """What an assignment assigns to."""
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]


def _left_on_a_request(node: ast.AST) -> Iterator[str]:
    for target in _targets(node):
        of = getattr(target, "value", None)
        is_request = getattr(of, "attr", getattr(of, "id", "")) == "request"
        if isinstance(target, ast.Attribute) and is_request and target.attr not in SET_ON_REQUESTS:
            yield target.attr


def _changes_status(node: ast.AST) -> bool:
    if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in _targets(node)):
        return True
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


def test_each_part_of_the_demonstration_knows_what_its_app_knows():
    found, parts = [], 0
    for path in sorted((ROOT / "examples" / "demonstration").glob("*.py")):
        app, module = path.stem, f"{DEMONSTRATION}.{path.stem}"
        if app not in MAY_IMPORT:
            continue
        parts += 1
        known = MAY_IMPORT[app] | {app}
        for line, name in imported(module, ast.parse(path.read_text(encoding="utf-8")), is_package=False):
            of = name.removeprefix(f"{DEMONSTRATION}.").partition(".")[0]
            if of in MAY_IMPORT and of not in known:
                found.append(f"{module}:{line} imports {name}")
    assert not found and parts


def test_nothing_of_the_product_knows_the_demonstration():
    sources = {module: path.read_text(encoding="utf-8") for module, path in modules().items()}
    assert [module for module, source in sources.items() if DEMONSTRATION in source] == ["governance.settings"]


OWN = (*MAY_IMPORT, "examples", "tests", "benchmarks")


def bound(path: Path) -> set[str]:
    """Names a module has at its top, however it comes by them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def test_every_name_of_our_own_that_is_imported_exists():
    """Also in tests and benchmarks, which `make check` does not run."""
    files = [*ROOT.glob("*.py"), *(path for package in OWN for path in sorted((ROOT / package).rglob("*.py")))]
    found = []
    known: dict[Path, set[str]] = {}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.level or (node.module or "").split(".")[0] not in OWN:
                continue
            place = ROOT.joinpath(*(node.module or "").split("."))
            source = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
            if not source.exists():
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} imports {node.module}, which does not exist")
                continue
            if source not in known:
                known[source] = bound(source)
            for alias in node.names:
                beside = (place / alias.name).is_dir() or (place / f"{alias.name}.py").exists()
                if alias.name != "*" and alias.name not in known[source] and not beside:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} imports {alias.name} from {node.module}")
    assert not found, "\n" + "\n".join(found)


# Django finds an app's models there, and Celery the portal's app.
GATHERED = {"governance"} | {
    f"{app}.models" for app in ("governance", "responsibilities", "enforcement", "services", "staffing")
}


def test_packages_hand_on_nothing_that_their_modules_define():
    for module, path in modules().items():
        if path.name == "__init__.py" and module not in GATHERED:
            names = [
                name for _line, name in imported(module, ast.parse(path.read_text(encoding="utf-8")), is_package=True)
            ]
            own = [name for name in names if name.startswith(f"{module}.")]
            assert own == (["governance.admin.pages"] if module == "governance.admin" else []), module


def test_every_part_of_the_product_was_read():
    names = modules()
    assert {name.partition(".")[0] for name in names} == set(MAY_IMPORT)
    assert set(names) >= COMPOSITION_ROOTS
    assert len(names) > 60


def test_celery_is_never_eager():
    eager = re.compile("always" + "_eager", re.IGNORECASE)
    places = [path for folder in [*MAY_IMPORT, "tests", "examples"] for path in (ROOT / folder).rglob("*.py")]
    assert not [str(path) for path in places if eager.search(path.read_text(encoding="utf-8"))]


# --- The kernel knows no business noun -------------------------------------------------------------------------------

BUSINESS_NOUNS = {"case": "cases", "transfer": "transfers", "duty": "duties", "power": "powers"}
BUSINESS_NOUNS |= {"entry": "entries", "edition": "editions"}
# Composition roots name the apps, that is what they are for; of the settings only the list of apps does.
NAMES_APPS = {"governance.urls", "governance.api.urls", "governance.dashboard"}
# The same words in another sense: module, word, and what it means there.
OTHER_SENSES = [
    ("governance.audit", "entry", "an entry of the audit"),
    ("governance.models", "entry", "an entry of the audit"),
    ("governance.admin.pages.audit", "entry", "an entry of the audit"),
    ("governance.admin.timeline", "entry", "an entry of the audit"),
    ("governance.home", "entry", "an entry of the audit"),
    ("governance.management.commands.verify_audit", "entry", "an entry of the audit"),
    ("governance.settings", "entry", "Django's MAX_ENTRIES of a cache"),
    ("governance.cache", "entry", "Django's MAX_ENTRIES of a cache"),
    ("governance.addresses", "entry", "an entry of X-Forwarded-For"),
    ("governance.admin.changelist", "entry", "an entry of list_filter"),
    ("governance.admin.filters", "entry", "an entry of list_filter"),
    ("governance.schedule", "entry", "an entry of beat's schedule"),
    ("governance.spreadsheets.unpacking", "entry", "an entry of a zip archive's directory"),
    ("governance.calendars", "edition", "an edition of a year's calendar"),
    ("governance.models.calendar", "edition", "an edition of a year's calendar"),
    ("governance.operations.calendar", "edition", "an edition of a year's calendar"),
    ("governance.admin.pages.calendars", "edition", "an edition of a year's calendar"),
    ("governance.workdays.calendar", "edition", "an edition of a year's calendar"),
    ("governance.year_tables", "edition", "an edition of a year's calendar"),
    ("governance.append_only", "case", "CASE of SQL"),
    ("governance.library_texts", "case", "upper and lower case"),
]


def words_of(source: str) -> Iterator[tuple[int, str]]:
    """Words of a module's identifiers and texts, in lower case; its docstrings may give examples."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    for node in ast.walk(tree):
        if id(node) in docstrings:
            continue
        named = [getattr(node, field, None) for field in ("id", "attr", "name", "arg", "module", "asname", "value")]
        for text in named:
            if isinstance(text, str):
                for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text):
                    yield getattr(node, "lineno", 0), word.lower()


def business_nouns(module: str, source: str) -> Iterator[tuple[int, str]]:
    singular = {plural: noun for noun, plural in BUSINESS_NOUNS.items()}
    for line, word in words_of(source):
        noun = singular.get(word, word)
        if noun in BUSINESS_NOUNS:
            yield line, noun


def test_the_kernel_knows_no_business_noun():
    used, found = set(), []
    for module, path in modules().items():
        if not _is_in(module, "governance") or any(_is_in(module, root) for root in NAMES_APPS):
            continue
        for line, noun in business_nouns(module, path.read_text(encoding="utf-8")):
            senses = [sense for sense in OTHER_SENSES if _is_in(module, sense[0]) and sense[1] == noun]
            used.update(senses)
            if not senses:
                found.append(f"{module}:{line} names a {noun}")
    assert not found, "\n" + "\n".join(found)
    assert used == set(OTHER_SENSES), "an exception without use"


@pytest.mark.parametrize(
    "source",
    [
        "def file_case(): ...",
        "DUTY_LISTS = 30",
        "title = _('Transfers to you')",
        "from x import PowerGrant",
        "f(entries=1)",
    ],
)
def test_a_business_noun_is_found(source):
    assert len(list(business_nouns("governance.access", source))) == 1


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
    ("enforcement.api.views.cases", "Response({'id': case.pk})"),
    ("enforcement.api.views.cases", "self.get_paginated_response([row for row in rows])"),
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
    ("enforcement.reference_data", "import csv"),
    ("governance.middleware", "import threading\nstate = threading.local()"),
    ("governance.middleware", "from threading import local"),
    ("enforcement.operations.cases", "case.status = 'closed'"),
    ("enforcement.operations.cases", "case.status, case.holder = 'closed', None"),
    ("enforcement.operations.cases", "Transfer.objects.filter(pk=1).update(status='closed')"),
    ("enforcement.operations.cases", "setattr(case, 'status', 'closed')"),
    ("enforcement.admin.cases", "case = request.record = found"),
    ("governance.admin.steps", "self.request.record = found"),
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
        ("governance.admin.scoped", "request.current_app = 'admin'"),
        ("governance.admin.steps", "self.request = request"),
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


# Words so general that two classes of one name would be taken for each other.
GENERAL = {"Answer", "Change", "Content", "Line", "Part", "Row"}


def test_no_two_classes_have_the_same_general_name():
    found: dict[str, list[str]] = {name: [] for name in GENERAL}
    for module, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name in GENERAL:
                found[node.name].append(module)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
