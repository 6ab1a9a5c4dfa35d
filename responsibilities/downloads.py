"""Lists as files to keep."""

from django.http import HttpResponse
from django.utils import timezone

from governance.spreadsheets.writing import CONTENT_TYPE
from responsibilities.models import Edition
from responsibilities.selectors.round_trip import exported_table


def table_file(edition: Edition) -> HttpResponse:
    """The edition as an xlsx to edit and import again; its name says which version it is."""
    response = HttpResponse(exported_table(edition), content_type=CONTENT_TYPE)
    name = f"edition-{edition.pk}-v{edition.version}-{timezone.localdate()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
