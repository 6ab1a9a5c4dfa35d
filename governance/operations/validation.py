"""Whether given values fit the fields they are for, asked before the database is."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from governance.errors import RuleViolation


def check_fields(instance: models.Model, *, skip: Collection[str] = ()) -> None:
    """Raise RuleViolation `invalid` naming the first field whose value is missing, too long or not among its choices.

    Forms and serializers say so earlier and for all fields; commands and imports rely on this. SQLite would store
    what PostgreSQL refuses.
    """
    try:
        instance.clean_fields(exclude=set(skip))
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        label = getattr(instance._meta.get_field(field), "verbose_name", field)
        raise RuleViolation("invalid", f"{label}: {messages[0]}", field) from error
