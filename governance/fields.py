"""Model fields of the kernel."""

import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from governance.text import LONGEST_TEXT, length, match_key


@cache
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class LongestText(MaxLengthValidator):
    """The limit of a text, counted by `governance.text.length`."""

    def clean(self, value):
        return length(value)


class LongTextField(models.TextField):
    """A text of no more characters than any cell or form may hold (`LONGEST_TEXT`), on every way in: `check_fields`
    asks its validators as forms do."""

    default_validators = [LongestText(LONGEST_TEXT)]


class DigestField(models.CharField):
    """A digest that says how it was made, as `governance.digests` makes it; saving anything else is a ValueError."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "max_length": 80})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str) and not value.startswith(("sha256:", "hmac-sha256:")):
            raise ValueError(f"{self.model._meta.label}.{self.name}: a digest without its algorithm")
        return super().get_db_prep_save(value, connection)


FERNET = "fernet:"


class EncryptedTextField(models.TextField):
    """Text that is encrypted at rest with the first of `FIELD_ENCRYPTION_KEYS` and readable with any of them.

    Stored with the algorithm's name in front, `fernet:…`; reading what has none is a ValueError.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if not value:
            return value
        return FERNET + _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS)).encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        if not value.startswith(FERNET):
            raise ValueError(f"{self.model._meta.label}.{self.name} is encrypted in no way that is known")
        return _fernet(tuple(settings.FIELD_ENCRYPTION_KEYS)).decrypt(value.removeprefix(FERNET).encode()).decode()


class KeyedIndexField(models.CharField):
    """Equality over an encrypted field without reading it: `hmac-sha256:<which key>:<digest>` of its text.

    Made with the first of `INDEX_KEYS` whenever the row is saved.

    Rows are found by `filter(number_index__in=keyed_indexes(number))`; spaces, width and case do not count. Whoever has
    the database but not the keys can neither read the text nor try out which one it is.
    """

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(**{**options, "max_length": 100, "editable": False, "blank": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "blank"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance, add):
        text = getattr(model_instance, self.of)
        index = keyed_indexes(text)[0] if text else ""
        setattr(model_instance, self.attname, index)
        return index


def keyed_indexes(text: str) -> list[str]:
    """What a `KeyedIndexField` of this text holds: with the key of now, and with those of before."""
    return [
        f"hmac-sha256:{_key_name(key)}:{hmac.digest(key.encode(), match_key(text).encode(), 'sha256').hex()}"
        for key in settings.INDEX_KEYS
    ]


@cache
def _key_name(key: str) -> str:
    return hashlib.sha256(f"name of {key}".encode()).hexdigest()[:8]
