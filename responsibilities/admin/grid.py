"""表格编辑: an edition as a table that feels like a spreadsheet, beside the edition it is compared with."""

from typing import Any, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.buttons import Button
from governance.admin.scoped import ScopedAdmin
from governance.models import Account
from governance.parameters import UNKNOWN_VALUE, WrongParameters
from responsibilities.admin.grid_texts import KEYS, PUBLISHED, TEXTS
from responsibilities.admin.markup import entries_link
from responsibilities.contents import RowHead, row_heads
from responsibilities.models import Edition
from responsibilities.selectors.comparison import predecessor
from responsibilities.selectors.table import table_columns, table_rows
from responsibilities.states import EditionStatus

# What the script keeps in the address besides words and a heading, so that a page loaded again shows the same.
SHOWN = {"rows": ("", "unsaved", "different"), "beside": ("", "1")}
# So many rows come with the page, more than a screen shows; the script asks for others when they come into sight.
FIRST_ROWS = 30


class CompactEncoder(DjangoJSONEncoder):
    """Chinese as it is, where JSON would take six characters for one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


def grid_url(edition: Edition) -> str:
    return reverse("admin:responsibilities_edition_grid", args=[edition.pk])


def grid_button(edition: Edition, account: Account) -> Button | None:
    """The way to the grid from the edition's own page, for those who keep the list."""
    owner = edition.duty_list.owner
    if not access.may(account, "view_drafts", at=owner):
        return None
    editable = edition.status == EditionStatus.DRAFT and access.may(account, "edit_entries", at=owner)
    label, tone = (_("Edit in the grid"), "primary") if editable else (_("Show as a table"), "default")
    return Button(label, grid_url(edition), tone)


def grid_page(page: ScopedAdmin, request: HttpRequest, edition: Edition) -> HttpResponse:
    """The table for one of those who keep the list: editors of a draft write in it, the others read it."""
    account = cast(Account, request.user)
    wrong = [name for name, known in SHOWN.items() if request.GET.get(name, "") not in known]
    if wrong:
        raise WrongParameters(dict.fromkeys(wrong, UNKNOWN_VALUE))
    fixed = _why_fixed(edition, account)
    before = predecessor(edition)
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "title": _("Table") if fixed else _("Edit in the grid"),
        "opts": page.opts,
        "original": edition,
        "back": page.url_of(edition),
        "entries": entries_link(edition, _("the list of its entries")),
        "fixed": fixed,
        "before": before,
        "offline": _offline(edition, editable=not fixed),
        "grid": json_script(_grid(edition, before, account, editable=not fixed), "grid-data", CompactEncoder),
        "texts": {name: str(text) for name, text in (TEXTS | (PUBLISHED if edition.is_public else {})).items()},
        "page_keys": KEYS,
    }
    return TemplateResponse(request, "responsibilities/admin/grid.html", context)


def _why_fixed(edition: Edition, account: Account) -> Any:
    """Why the table can only be read; None if the account edits it."""
    if edition.status != EditionStatus.DRAFT:
        message = _("This edition is no draft (%(state)s), so its table can only be read.")
        return message % {"state": edition.get_status_display()}
    if not access.may(account, "edit_entries", at=edition.duty_list.owner):
        return _("You may read this draft; list editors of %(owner)s change it.") % {"owner": edition.duty_list.owner}
    return None


def _offline(edition: Edition, *, editable: bool) -> dict[str, str]:
    """Where the table is had as a spreadsheet, and brought back."""
    return {
        "file": reverse("admin:responsibilities_edition_table", args=[edition.pk]),
        "back": reverse("admin:responsibilities_edition_import-edits", args=[edition.pk]) if editable else "",
    }


def _grid(edition: Edition, before: Edition | None, account: Account, *, editable: bool) -> dict[str, Any]:
    """What the script starts from. The version is read before the rows, so that no later one is taken for seen.

    Of every row it has the head, [key, version, number, heading, title], of the first ones all cells. `before` has the
    rows of the edition before in order: the place among the heads of one that is still there, else its own head.
    """
    heads = row_heads(edition)
    headings = {title: at for at, title in enumerate(dict.fromkeys(head.heading for head in heads))}
    places = {head.key: at for at, head in enumerate(heads)}
    old = row_heads(before) if before else []
    for head in old:
        headings.setdefault(head.heading, len(headings))
    first = [head.item for head in heads[:FIRST_ROWS]]
    return {
        "edition": edition.pk,
        "version": edition.version,
        "account": account.pk,
        "editable": editable,
        "zone": settings.TIME_ZONE,
        "columns": table_columns(edition.duty_list.kind),
        "headings": list(headings),
        "heads": [_head(head, headings) for head in heads],
        "rows": [row.as_json() for row in table_rows(edition, first)],
        "before": [places.get(head.key, _head(head, headings)) for head in old],
        "before_rows": [row.as_json() for row in table_rows(before, first)] if before else [],
        "urls": {
            "edition": reverse("edition-detail", args=[edition.pk]),
            "table": reverse("edition-table", args=[edition.pk]),
            "before": reverse("edition-table", args=[before.pk]) if before else "",
            "changes": reverse("edition-table-changes", args=[edition.pk]),
            "search": reverse("edition-search-table", args=[edition.pk]),
            "edits": reverse("edition-edit-entries", args=[edition.pk]),
            "batches": reverse("batch-list"),
            "sign_in": reverse("admin:login"),
        },
    }


def _head(head: RowHead, headings: dict[str, int]) -> list[Any]:
    return [head.key, head.version, head.seq_no, headings[head.heading], head.title]
