"""Do the apps' pages keep to what the kernel's pages offer them: no private method of these is overridden or called."""

import ast
import inspect
import textwrap

import pytest
from django.contrib import admin

from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step

PAGES = list(admin.site._registry.values())
STEPS = {step for page in PAGES for step in (*page.steps, *page.list_steps)}
INLINES = {inline for page in PAGES for inline in page.inlines}
FORMS = {step.form_class for step in STEPS}


def own_classes(kinds: set[type], base: type) -> set[type]:
    """The classes that stand between these and the kernel's base."""
    return {part for kind in kinds for part in kind.__mro__ if issubclass(part, base) and part is not base}


@pytest.mark.parametrize(
    ("kinds", "base"),
    [(STEPS, Step), ({type(page) for page in PAGES}, ScopedAdmin), (INLINES, ScopedInline), (FORMS, StepForm)],
)
def test_no_page_overrides_or_calls_a_private_method(kinds, base):
    found = []
    for kind in own_classes(kinds, base):
        inherited = {name for up in kind.__mro__[1:-1] for name in vars(up)}
        for name in vars(kind).keys() & inherited:
            if name.startswith("_") and not name.startswith("__"):
                found.append(f"{kind.__module__}.{kind.__name__} overrides {name}")
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                of_super = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "super"
                if of_super or (getattr(node.value, "id", "") == "self" and node.attr in vars(base)):
                    found.append(f"{kind.__module__}.{kind.__name__} calls {node.attr}")
    assert not found, "\n".join(sorted(found))


def test_the_walk_meets_steps_of_several_stages():
    assert any(step.stage_form is not Step.stage_form for step in STEPS)
