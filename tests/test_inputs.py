"""Is what an operation takes described once: does the API take the fields of the page's form, with the same limits."""

import ast
import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from rest_framework import serializers

from governance.access import OPERATIONS
from governance.admin.imports import ImportStep
from governance.admin.steps import Step
from governance.api.inputs import FormSerializer
from tests.test_import_rules import modules

READS = {"sent", "upload", "_step"}  # the methods of views that are told what may be sent
# Operations whose page and whose body are not one form and its fields, and why.
OTHERWISE = {
    "edit_entries": "a page has a field for each cell of one entry; the body names cells of many",
}


def steps(of: type[Step] = Step) -> Iterator[type[Step]]:
    for step in of.__subclasses__():
        yield step
        yield from steps(step)


def bodies() -> Iterator[tuple[str, type[serializers.Serializer]]]:
    """Each operation that a view of the API calls, with what the view reads for it."""
    for name, path in modules().items():
        if ".api" not in name:
            continue
        module = importlib.import_module(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                called = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} & OPERATIONS.keys()
                for operation in called:
                    yield from ((operation, _named(module, word)) for word in _read_by(node))


def _read_by(method: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READS:
            words = [word for each in node.args if (word := ast.unparse(each)).endswith("Serializer")]
            yield from words[:1]  # a second one is the answer's


def _named(module: Any, words: str) -> Any:
    for word in words.split("."):
        module = getattr(module, word)
    return module


BODIES = sorted(set(bodies()), key=str)
FORMS = {step.operation.__name__: step for step in steps() if hasattr(step, "operation")}
PAIRS = [
    pytest.param(FORMS[name], body, id=name)
    for name, body in BODIES
    if name in FORMS and name not in OTHERWISE and not issubclass(FORMS[name], ImportStep)
]


def test_both_are_found():
    """Else the next tests would look at nothing."""
    assert {"file_case", "transfer_case", "publish_edition", "move_quota"} <= {pair.id for pair in PAIRS}
    assert FORMS.keys() >= OTHERWISE.keys() <= dict(BODIES).keys()


@pytest.mark.parametrize(("step", "body"), PAIRS)
def test_the_body_has_the_fields_of_the_form(step, body):
    if not step.form_class.base_fields:
        assert body is serializers.Serializer
        return
    assert issubclass(body, FormSerializer), f"{body.__name__} says again what {step.form_class.__name__} says"
    assert body.form is step.form_class


@pytest.mark.parametrize(("step", "body"), PAIRS)
def test_form_and_body_take_the_same(step, body):
    shapes = body().fields
    for name, field in step.form_class.base_fields.items():
        shape = shapes[name]
        assert shape.required == (field.required and field.initial is None), name
        if isinstance(shape, serializers.CharField) and isinstance(field, forms.CharField) and field.max_length:
            assert shape.max_length == field.max_length, name
        if isinstance(shape, serializers.IntegerField):
            assert (shape.min_value, shape.max_value) == (field.min_value, field.max_value), name
        if isinstance(shape, serializers.ChoiceField) and type(field) is forms.ChoiceField:
            choices: Any = field.choices
            assert list(shape.choices) == [key for key, _words in choices if key != ""], name


@pytest.mark.parametrize("body", sorted({body for _name, body in BODIES if issubclass(body, FormSerializer)}, key=str))
def test_what_is_left_out_is_empty(body):
    """As the form gives it to the operation: nothing is missing, and no text is null."""
    for name, shape in body().fields.items():
        if not shape.required:
            form_field = body.form.base_fields.get(name)
            is_text = isinstance(shape, serializers.CharField | serializers.ChoiceField)
            empty = "" if is_text else False if isinstance(shape, serializers.BooleanField) else None
            assert shape.default == (getattr(form_field, "initial", None) or empty), name
