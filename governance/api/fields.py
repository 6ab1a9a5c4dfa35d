"""Fields that what is sent to the API has in common."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from governance.models import Organisation


class BodyByCode(serializers.SlugRelatedField):
    """A public body, named by its code."""

    default_error_messages = {"does_not_exist": _("No body has the code “{value}”.")}

    def __init__(self, **options: Any) -> None:
        super().__init__("code", queryset=Organisation.objects.all(), **options)
