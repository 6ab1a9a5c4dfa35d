"""Is there one limit for every text, and one for every reason, at every door: forms, API, operations."""

import pytest
from django import forms
from django.contrib import admin
from django.core.validators import MaxLengthValidator

from governance.access import OPERATIONS
from governance.models import AuditEntry
from governance.operations.accounts import close_account
from governance.operations.organisations import rename_organisation
from governance.roles import Role
from governance.text import LONGEST_REASON, LONGEST_TEXT, longest
from tests.factories import CountyFactory, OrganisationFactory, member
from tests.refusals import refused
from tests.security.test_unknown_input import SCHEMA

pytestmark = pytest.mark.django_db

STEPS = {step for page in admin.site._registry.values() for step in (*page.steps, *page.list_steps)}
FORMS = {step.form_class for step in STEPS} | {
    step.confirm_form_class for step in STEPS if hasattr(step, "confirm_form_class")
}
TOKENS = {"rehearsal"}  # made by the portal, and as long as it makes them


def limit_of(field: forms.Field) -> float:
    limits = [validator.limit_value for validator in field.validators if isinstance(validator, MaxLengthValidator)]
    return min(map(int, limits), default=float("inf"))


def test_every_form_limits_every_text():
    """Asked of the fields as a form has them, with what the base of all forms adds."""
    from governance.forms import PortalForm

    without = []
    for form in FORMS:
        shown = type("Shown", (PortalForm,), dict(form.base_fields))()
        for name, field in shown.fields.items():
            if isinstance(field, forms.CharField) and not field.widget.is_hidden:
                most = longest(name)
                exact = name == "reason" or name.endswith("_reason")
                if limit_of(field) > most or (exact and limit_of(field) != most):
                    without.append(f"{form.__name__}.{name}: {limit_of(field)}")
    assert not without, "\n".join(without)


def test_the_api_limits_every_text():
    without = set()
    for operations in SCHEMA["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                without |= set(unlimited(content["schema"]))
    assert without <= TOKENS, without


def unlimited(schema: dict, name: str = "", seen: frozenset[str] = frozenset()):
    """Names of the texts that may be longer than a text of that name."""
    if "$ref" in schema:
        kind = schema["$ref"].rpartition("/")[2]
        if kind not in seen:
            yield from unlimited(SCHEMA["components"]["schemas"][kind], name, seen | {kind})
        return
    for part in ("allOf", "oneOf", "anyOf"):
        for each in schema.get(part, ()):
            yield from unlimited(each, name, seen)
    for key, value in schema.get("properties", {}).items():
        yield from unlimited(value, key, seen)
    for part in ("items", "additionalProperties"):
        if isinstance(schema.get(part), dict):
            yield from unlimited(schema[part], name, seen)
    is_text = schema.get("type") == "string" and "enum" not in schema and "format" not in schema
    if is_text and schema.get("maxLength", 10**9) > longest(name):
        yield name


def test_operations_refuse_what_is_longer_whichever_way_it_comes():
    county = CountyFactory()
    administrator = member(county, Role.SYSTEM_ADMIN)
    other = member(county, Role.LEADER)
    with refused("too_long", "reason") as refusal:
        close_account(other, by=administrator, reason="因" * (LONGEST_REASON + 1))
    assert "1001" in str(refusal.value) and "1000" in str(refusal.value)
    other.refresh_from_db()
    assert other.is_active
    assert AuditEntry.objects.get().outcome == AuditEntry.Outcome.REFUSED
    close_account(other, by=administrator, reason="因" * LONGEST_REASON)
    body = OrganisationFactory(parent=county)
    with refused("too_long", "name"):
        rename_organisation(body, by=administrator, name="名" * (LONGEST_TEXT + 1))


def test_who_may_not_do_it_learns_that_first():
    county = CountyFactory()
    stranger = member(OrganisationFactory(parent=county), Role.DEPARTMENT_CLERK)
    other = member(county, Role.LEADER)
    with refused("not_permitted"):
        close_account(other, by=stranger, reason="因" * (LONGEST_REASON + 1))


def test_every_operation_has_the_frame_that_asks():
    assert len(OPERATIONS) > 60
    assert all(hasattr(operation, "__wrapped__") for operation in OPERATIONS.values())
