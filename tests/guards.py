"""Does each check of an operation have a test that fails without it: every `raise` of an app is taken out in turn.

`python -m pytest -p tests.guards --guards=staffing tests/staffing` runs the tests once and notes which of them see
which refusal. Then each refusal is taken out of the code, in this process alone, and the tests that saw it run again:
one of them must fail. `make test-guards` asks this of the apps that are written since. What survives without being
named in `EXCEPTED` fails the run, and so does what is named there and no longer survives: that list only shrinks.
"""

import ast
import importlib
import inspect
import sys
from dataclasses import dataclass, field
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

# Debt: checks of the newer apps that no test reaches yet. “module.function:?” stands for every unreached check of that
# function, one that is added later too, so each wants its test soon; what gets one is taken out of the list.
EXCEPTED: frozenset[str] = frozenset(
    {
        "services.operations.applications.complete_application:?",
        "services.operations.applications.not_accept_application:?",
        "services.operations.applications.view_applicant:?",
        "services.operations.hand_overs.hand_over_application:?",
        "services.operations.handling._end:?",
        "services.operations.handling.ask_opinion:?",
        "services.operations.handling.check_is_handled:?",
        "services.operations.handling.end_special_stage:?",
        "services.operations.handling.give_opinion:?",
        "services.operations.points.open_point:?",
        "services.operations.visits.substitute_window:?",
        "staffing.admin.absences.EndAbsence.perform:?",
        "staffing.operations.applicants.enter_applicant:?",
        "staffing.operations.approvals.approve_quota_approval:?",
        "staffing.operations.approvals.check_quota_approval:?",
        "staffing.operations.approvals.request_quota_approval:?",
        "staffing.operations.campaigns.approve_selection:?",
        "staffing.operations.midlevel.propose_midlevel_plan:?",
        "staffing.operations.midlevel.set_midlevel_ceiling:?",
        "staffing.operations.person_movements._leaving:?",
        "staffing.operations.person_movements.transfer_person:?",
        "staffing.operations.secondments._check_document:?",
        "staffing.operations.secondments._day:?",
        "staffing.operations.secondments.request_secondment:?",
        "staffing.operations.structure.approve_upgrade:?",
        "staffing.operations.structure.change_structure:?",
    }
)
TESTS_OF_ONE = 4  # that many of the tests that see a refusal run again


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--guards", metavar="APP", help="take each refusal of the app out in turn; a test must fail")


def pytest_configure(config: pytest.Config) -> None:
    if app := config.getoption("--guards"):
        config.pluginmanager.register(Guards(app))


@dataclass(eq=False)
class Guard:
    """One `raise` of a refusal: where it stands, and the tests that have seen it."""

    module: str
    function: str  # its name within the module
    line: int
    end: int
    code: str = "?"
    seen_by: list[Any] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.module}.{self.function}:{self.code}"


class Guards:
    """Notes who sees which refusal, then takes each of them out."""

    def __init__(self, app: str) -> None:
        self.app = app
        self.item: pytest.Item | None = None
        self.guards: dict[str, list[Guard]] = {}  # by file

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        self.item = item
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session):
        self._find()
        restore = self._listen()
        try:
            done = yield
        finally:
            restore()
        if session.testsfailed:
            return done
        survivors = {str(guard) for guards in self.guards.values() for guard in guards if not self._is_held(guard)}
        wrong = [f"no test fails without {name}" for name in sorted(survivors - EXCEPTED)]
        held = {name for name in EXCEPTED if name.startswith(f"{self.app}.")} - survivors
        wrong += [f"{name} is held by a test now: take it out of EXCEPTED" for name in sorted(held)]
        count = sum(len(guards) for guards in self.guards.values())
        sys.stdout.writelines(f"\n{line}" for line in [f"{self.app}: {count} checks, each taken out once.", *wrong])
        session.testsfailed += len(wrong)
        return done

    def _find(self) -> None:
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if file and name.split(".")[0] == self.app and ".migrations" not in name:
                found = [*_raises(name, inspect.getsource(module))]
                if found:
                    self.guards[file] = found

    def _listen(self):
        from governance.errors import RuleViolation

        begin = RuleViolation.__init__

        def noting(refusal, code, *args, **kwargs) -> None:
            begin(refusal, code, *args, **kwargs)
            frame = sys._getframe(1)
            while frame is not None:
                for guard in self.guards.get(frame.f_code.co_filename, ()):
                    if guard.line <= frame.f_lineno <= guard.end:
                        guard.code = code
                        if self.item not in guard.seen_by:
                            guard.seen_by.append(self.item)
                        return
                frame = frame.f_back

        RuleViolation.__init__ = noting  # type: ignore[method-assign]

        def restore() -> None:
            RuleViolation.__init__ = begin  # type: ignore[method-assign]

        return restore

    def _is_held(self, guard: Guard) -> bool:
        """Whether one of the tests that saw the refusal fails without it."""
        function, without = _without(guard)
        whole, function.__code__ = function.__code__, without
        try:
            return any(_fails(item) for item in guard.seen_by[:TESTS_OF_ONE])
        finally:
            function.__code__ = whole


def _raises(name: str, source: str):
    """The raises of refusals in a module: of RuleViolation, its kinds, and what helpers make."""
    for path, node in _functions(ast.parse(source).body, ""):
        for one in ast.walk(node):
            if isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call) and not _is_builtin(one.exc.func):
                yield Guard(name, path, one.lineno, one.end_lineno or one.lineno)


def _functions(body: list[ast.stmt], above: str):
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{above}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield f"{above}{node.name}", node


def _is_builtin(func: ast.expr) -> bool:
    """LookupError, ValueError and the like are errors of the program, and PermissionDenied is a page's."""
    name = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
    return name.endswith(("Error", "Exception", "Denied", "404", "Parameters"))


def _without(guard: Guard) -> tuple[FunctionType, CodeType]:
    """The live function, and its code without the raise."""
    module = importlib.import_module(guard.module)
    tree = ast.parse(inspect.getsource(module))

    class Out(ast.NodeTransformer):
        def visit_Raise(self, node: ast.Raise) -> ast.AST:
            return ast.copy_location(ast.Pass(), node) if node.lineno == guard.line else node

    compiled = compile(Out().visit(tree), str(module.__file__), "exec")
    live: Any = module
    for name in guard.function.split("."):
        live = inspect.getattr_static(live, name)
        live = getattr(live, "__func__", None) or getattr(live, "fget", None) or getattr(live, "func", None) or live
    function = inspect.unwrap(live)
    name = function.__code__.co_qualname
    return function, next(code for code in _codes(compiled) if code.co_qualname == name)


def _codes(code: CodeType):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _fails(item: pytest.Item) -> bool:
    item._initrequest()  # type: ignore[attr-defined] - as for a test that has not run
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))
