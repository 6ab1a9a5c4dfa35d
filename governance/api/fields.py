"""Fields that what is sent to the API has in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.digests import SHA256
from governance.models import Organisation
from governance.text import LONGEST_REASON

MANY_LINES = {"base_template": "textarea.html"}  # the style of a short text that may have line ends


class BodySerializer(serializers.Serializer):
    """A public body where another resource names it."""

    code = serializers.CharField()
    name = serializers.CharField()


class ReasonField(serializers.CharField):
    """Why something is done."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_REASON, **options)


class RowById(serializers.PrimaryKeyRelatedField):
    """A row, named by its id: a whole number, where DRF's own field would read 2.7 as 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pk_field=serializers.IntegerField(), **options)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": Organisation._meta.get_field("code").max_length})
class BodyByCode(serializers.SlugRelatedField):
    """A public body, named by its code."""

    default_error_messages = {"does_not_exist": _("No body has the code “{value}”.")}

    def __init__(self, **options: Any) -> None:
        super().__init__("code", queryset=Organisation.objects.all(), **options)


class Sha256Field(serializers.CharField):
    """The SHA-256 of a file as others compute it, 64 digits; the stored digest has the algorithm's name in front."""

    def to_representation(self, value: str) -> str:
        return value.removeprefix(SHA256)
