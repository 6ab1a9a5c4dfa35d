"""Fields whose values are kept from some of those who see the row: nobody may search, filter or sort by them.

A model names its own in `CONFIDENTIAL`; passwords, tokens and whatever is encrypted count always. Whoever could narrow
a list by such a field could read it letter by letter, by counting rows.
"""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Field, Model

from governance.fields import EncryptedTextField

ALWAYS = frozenset({"password", "client_secret", "token", "token_checksum"})


def is_confidential(field: Any) -> bool:
    if not isinstance(field, Field):
        return False
    named = getattr(field.model, "CONFIDENTIAL", ())
    return isinstance(field, EncryptedTextField) or field.name in ALWAYS or field.name in named


def hidden_in(model: Any, path: str) -> bool:
    """Whether the path, such as `case__party_name__startswith`, leads to a confidential field."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if is_confidential(field):
            return True
        model = field.related_model
        if model is None:
            return False
    return False


def check(model: type[Model], path: str) -> None:
    """Raise ImproperlyConfigured if a list would show such a field, or let its readers ask for it."""
    if hidden_in(model, path):
        raise ImproperlyConfigured(f"{path} of {model._meta.label} is confidential: no list shows or searches it")
