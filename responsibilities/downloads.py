"""Lists as files to keep."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from governance.spreadsheets.writing import CONTENT_TYPE
from responsibilities.models import Edition
from responsibilities.selectors.round_trip import exported_table
from responsibilities.spreadsheets.laws import write_laws


def table_file(edition: Edition) -> HttpResponse:
    """The edition as an xlsx to edit and import again; its name says which version it is."""
    response = HttpResponse(exported_table(edition), content_type=CONTENT_TYPE)
    name = f"edition-{edition.pk}-v{edition.version}-{timezone.localdate()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def laws_file(laws: QuerySet) -> HttpResponse:
    """The laws with all their versions, as the table that can be imported again."""
    rows = laws.prefetch_related("names", "versions__articles", "versions__successor__law")
    response = HttpResponse(write_laws(rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="laws.xlsx"'
    return response
