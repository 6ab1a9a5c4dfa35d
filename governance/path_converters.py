"""What stands in the path of an address, besides words."""

from django.urls import register_converter
from django.urls.converters import IntConverter

from governance.parameters import WHOLE


class RowConverter(IntConverter):
    """`<row:pk>`, the key of a row in its one spelling; Django's own `<int:pk>` also takes 007."""

    regex = WHOLE  # 0 is nobody's, and stands in addresses that a script completes


register_converter(RowConverter, "row")
