"""Which refusals the code can raise, where, and in which operations: read from its syntax trees, never typed."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

REFUSAL = "governance.errors.RuleViolation"
FRAME = "governance.access.operation"
IN_THE_FRAME = ("governance.access.", "governance.errors.")
# What runs elsewhere or in the portal's own name is no part of the operation that asks for it.
ELSEWHERE = (FRAME, "governance.audit.", "governance.tasks.")
APPLIES = "governance.switches.applies"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ASKED = (ast.Name, ast.Attribute, ast.Call)


@dataclass
class Definition:
    """A function or class: its code, what names mean there, and by which name it is known."""

    name: str
    node: ast.AST
    module: "Module"
    refers_to: set[str] = field(default_factory=set)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All that names, calls or asks; of a class only what stands outside its methods."""
        if not isinstance(self.node, ast.ClassDef):
            return [node for node in ast.walk(self.node) if isinstance(node, _ASKED)]
        tops = [*self.node.bases, *(one for one in self.node.body if not isinstance(one, (*_FUNCTIONS, ast.ClassDef)))]
        return [node for top in tops for node in ast.walk(top) if isinstance(node, _ASKED)]


@dataclass
class Module:
    """One file: what each name at its top means, as a dotted name."""

    name: str
    tree: ast.Module
    means: dict[str, str] = field(default_factory=dict)

    def resolve(self, node: ast.AST) -> str:
        """The dotted name an expression stands for; empty if it is none."""
        if isinstance(node, ast.Name):
            return self.means.get(node.id, "")
        if isinstance(node, ast.Attribute) and (base := self.resolve(node.value)):
            return f"{base}.{node.attr}"
        return ""


@dataclass(frozen=True)
class Raised:
    """One place where a refusal is made; `guarded` says whether the place asks if the rule is switched on."""

    code: str
    function: str
    line: int
    guarded: bool


@dataclass
class Walk:
    """What the code says of refusals."""

    raised: list[Raised]
    unclear: list[str]  # places whose code is no plain text
    operations: dict[str, frozenset[str]]  # by code: the operations that can refuse so
    in_every_operation: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(place.code for place in self.raised)


@lru_cache(maxsize=1)
def walk() -> Walk:
    """Takes about two seconds, once in a process."""
    packages = ("governance", *settings.APPS)
    return walk_modules(Module(name, ast.parse(text)) for name, text in sorted(_sources(packages)))


def _sources(packages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for package in packages:
        for path in (Path(settings.BASE_DIR) / package).rglob("*.py"):
            if "migrations" not in path.parts:
                parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
                yield ".".join(parts).removesuffix(".__init__"), path.read_text(encoding="utf-8")


def walk_modules(modules: Iterable[Module]) -> Walk:
    definitions: dict[str, Definition] = {}
    for module in modules:
        _learn_names(module)
        _define(module, module.tree.body, module.name, definitions)
    takers = _takers(definitions)
    raised, unclear = _places(definitions, takers)
    for definition in definitions.values():
        definition.refers_to = _references(definition, definitions)
    return Walk(raised, unclear, *_operations(definitions, raised))


# --- Names ----------------------------------------------------------------------------------------------------------


def _learn_names(module: Module) -> None:
    for node in ast.walk(module.tree):  # imports inside functions too
        if isinstance(node, ast.Import):
            for alias in node.names:
                module.means[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module.means[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in module.tree.body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            module.means[node.name] = f"{module.name}.{node.name}"


def _define(module: Module, body: list[ast.stmt], above: str, into: dict[str, Definition]) -> None:
    """Functions, classes and their methods; what is defined inside a function belongs to that function."""
    for node in body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            name = f"{above}.{node.name}"
            into[name] = Definition(name, node, module)
            if isinstance(node, ast.ClassDef):
                _define(module, node.body, name, into)


# --- Who makes refusals -----------------------------------------------------------------------------------------------


def _takers(definitions: dict[str, Definition]) -> dict[str, str | int]:
    """What makes a refusal when it is called: its own code, or the position of the parameter `code`."""
    takers: dict[str, str | int] = {REFUSAL: 0}
    found = -1
    while found != len(takers):  # a subclass of a subclass, a helper of a helper
        found = len(takers)
        for name, definition in definitions.items():
            if name not in takers and (taker := _as_taker(definition, definitions, takers)) is not None:
                takers[name] = taker
    return takers


def _as_taker(
    definition: Definition, definitions: dict[str, Definition], takers: dict[str, str | int]
) -> str | int | None:
    node = definition.node
    if isinstance(node, ast.ClassDef):
        if not any(definition.module.resolve(base) in takers for base in node.bases):
            return None
        own = definitions.get(f"{definition.name}.__init__")
        if own is None:
            return next(takers[name] for base in node.bases if (name := definition.module.resolve(base)) in takers)
        return _own_code(own.node)
    if isinstance(node, _FUNCTIONS) and not definition.name.endswith("__init__"):
        names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
        for call in _calls(definition, takers):
            code = _argument(call, takers[definition.module.resolve(call.func)])
            if isinstance(code, ast.Name) and code.id in names:
                return names.index(code.id)
    return None


def _own_code(init: ast.AST) -> str | int:
    for call in ast.walk(init):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__":
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return 0


def _calls(definition: Definition, takers: dict[str, str | int]) -> Iterator[ast.Call]:
    for node in definition.nodes:
        if isinstance(node, ast.Call) and definition.module.resolve(node.func) in takers:
            yield node


def _argument(call: ast.Call, position: str | int) -> ast.AST | None:
    if isinstance(position, str):
        return ast.Constant(position)
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "code"), None)
    return named or (call.args[position] if len(call.args) > position else None)


def _places(definitions: dict[str, Definition], takers: dict[str, str | int]) -> tuple[list[Raised], list[str]]:
    raised, unclear = [], []
    for definition in definitions.values():
        if isinstance(definition.node, ast.ClassDef):
            continue  # its methods are definitions too
        switches = _switches(definition)
        for call in _calls(definition, takers):
            code = _argument(call, takers[definition.module.resolve(call.func)])
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                raised.append(Raised(code.value, definition.name, call.lineno, code.value in switches))
            elif not (isinstance(code, ast.Attribute) and code.attr == "code") and definition.name not in takers:
                unclear.append(f"{definition.name}:{call.lineno}")  # else a refusal made anew, or a helper's own
    return raised, unclear


def _switches(definition: Definition) -> frozenset[str]:
    """The codes for which the function asks whether their rule is switched on."""
    return frozenset(
        str(first.value)
        for node in definition.nodes
        if isinstance(node, ast.Call) and node.args and definition.module.resolve(node.func) == APPLIES
        if isinstance(first := node.args[0], ast.Constant)
    )


# --- Which operations -------------------------------------------------------------------------------------------------


def _references(definition: Definition, definitions: dict[str, Definition]) -> set[str]:
    """Definitions that the function names, calls or hands on; of a class all of its methods, unless it is a model."""
    found = set()
    own_class = definition.name.rpartition(".")[0]
    for node in definition.nodes:
        name = definition.module.resolve(node)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            name = f"{own_class}.{node.attr}"
        if name in definitions and name != definition.name:
            found.add(name)
    if isinstance(definition.node, ast.ClassDef) and ".models" not in definition.module.name:
        found |= {name for name in definitions if name.startswith(f"{definition.name}.")}
    return found


def _operations(
    definitions: dict[str, Definition], raised: list[Raised]
) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    by_function: dict[str, set[str]] = {}
    for place in raised:
        by_function.setdefault(place.function, set()).add(place.code)

    def reachable(start: str) -> set[str]:
        seen, waiting = {start}, [start]
        while waiting:
            named = definitions[waiting.pop()].refers_to - seen
            beyond = {name for name in named if not name.startswith(ELSEWHERE)}
            seen |= beyond
            waiting += beyond
        return {code for name in seen for code in by_function.get(name, ())}

    frame = frozenset(place.code for place in raised if place.function.startswith(IN_THE_FRAME))
    operations: dict[str, set[str]] = {}
    for name, definition in definitions.items():
        if _is_operation(definition):
            for code in reachable(name) - frame:
                operations.setdefault(code, set()).add(name.rpartition(".")[2])
    return {code: frozenset(names) for code, names in operations.items()}, frame


def _is_operation(definition: Definition) -> bool:
    decorators = getattr(definition.node, "decorator_list", ())
    return any(
        isinstance(one, ast.Call) and definition.module.resolve(one.func) == FRAME for one in decorators
    ) and isinstance(definition.node, _FUNCTIONS)
