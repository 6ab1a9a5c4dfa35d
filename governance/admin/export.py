"""A list as a spreadsheet: the rows and columns its reader sees, nothing more."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import display_for_field, display_for_value, label_for_field, lookup_field
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from governance.errors import RuleViolation
from governance.spreadsheets.table import Column
from governance.spreadsheets.writing import CONTENT_TYPE, write

if TYPE_CHECKING:
    from governance.admin.scoped import ScopedAdmin

LINE_ENDS = re.compile(r"<br>|</(?:div|p|li)>")
ROWS_AT_MOST = 50_000  # what Excel opens without trouble; the API has no such end


def as_spreadsheet(page: "ScopedAdmin", request: HttpRequest) -> HttpResponse:
    """The filtered, searched and sorted list of the address's query, all its pages, in the list's columns."""
    changelist = page.get_changelist_instance(request)
    rows = changelist.queryset
    if rows.order_by()[: ROWS_AT_MOST + 1].count() > ROWS_AT_MOST:
        raise RuleViolation(
            "too_many_rows",
            _("The list has more than %(limit)s rows. Narrow it by a filter, or use the API.")
            % {"limit": ROWS_AT_MOST},
        )
    names = [name for name in changelist.list_display if name != "action_checkbox"]
    columns = [Column(name, capfirst(str(label_for_field(name, page.model, page)))) for name in names]
    title = capfirst(str(page.opts.verbose_name_plural))
    stamp = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    note = _("%(account)s, %(time)s") % {"account": request.user, "time": stamp}
    content = write(columns, _values(page, names, rows), title=title, notes=[note], sheet_name=title)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{page.noun}-{timezone.localdate()}.xlsx"'
    return response


def _values(page: "ScopedAdmin", names: list[str], rows: Any) -> Iterator[dict[str, str]]:
    for row in rows:
        yield {name: _text(page, name, row) for name in names}


def _text(page: "ScopedAdmin", name: str, row: Any) -> str:
    """The cell as the list shows it, without its markup."""
    field, _attribute, value = lookup_field(name, row, page)
    if field is not None and field.remote_field is None:
        shown = display_for_field(value, field, "")
    elif field is not None:
        shown = getattr(row, field.name) or ""
    else:
        shown = display_for_value(value, "")
    return strip_tags(LINE_ENDS.sub("\n", str(shown))).strip()
