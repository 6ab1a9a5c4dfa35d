"""表格编辑: an edition as a table that feels like a spreadsheet, beside the edition it is compared with."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin import ScopedAdmin
from governance.admin.steps import Button
from governance.models import Account
from responsibilities.admin.grid_texts import KEYS, PUBLISHED, TEXTS
from responsibilities.admin.words import entries_link
from responsibilities.models import Edition
from responsibilities.selectors import predecessor, table_columns, table_rows
from responsibilities.states import EditionStatus


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
        "grid": _grid(edition, before, account, editable=not fixed),
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


def _grid(edition: Edition, before: Edition | None, account: Account, *, editable: bool) -> dict[str, Any]:
    """What the script starts from. The version is read before the rows, so that no later one is taken for seen.

    What the edition before says alike is not sent twice: its cells are null then.
    """
    rows = table_rows(edition)
    now = {row.key: row.cells for row in rows}
    old = table_rows(before) if before else []
    return {
        "edition": edition.pk,
        "version": edition.version,
        "account": account.pk,
        "editable": editable,
        "columns": table_columns(edition.duty_list.kind),
        "rows": [row.as_json() for row in rows],
        "before": [{"key": row.key, "cells": None if now.get(row.key) == row.cells else row.cells} for row in old],
        "urls": {
            "edition": reverse("edition-detail", args=[edition.pk]),
            "table": reverse("edition-table", args=[edition.pk]),
            "edits": reverse("edition-edit-entries", args=[edition.pk]),
            "batches": reverse("batch-list"),
            "sign_in": reverse("admin:login"),
        },
    }
