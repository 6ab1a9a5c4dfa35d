"""发布预演 on pages: what a publication would bring about, on its step page and on a page of its own."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.admin.scoped import ScopedAdmin
from governance.models import Account, Organisation
from governance.parameters import understood
from responsibilities.forms.reading import RehearsalForm
from responsibilities.models import Edition
from responsibilities.rehearsal import RehearsalLine, audience, rehearse
from responsibilities.states import UNPUBLISHED


def spoken(line: RehearsalLine) -> SafeString:
    """A line with its count, leading to what was counted, and the titles behind it."""
    return cast(SafeString, render_to_string("responsibilities/admin/rehearsal_line.html", {"line": line}))


def spoken_audience(bodies: list[Organisation]) -> Iterator[SafeString]:
    return (spoken(line) for line in audience(bodies))


def rehearsal_link(edition: Edition) -> SafeString:
    url = reverse("admin:responsibilities_edition_rehearsal", args=[edition.pk])
    return format_html('<a href="{}">{}</a>', url, _("What publishing it brings about"))


def rehearsal_page(page: ScopedAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The rehearsal for a day one chooses (today); for those who keep the list, until the edition is published."""
    account = cast(Account, request.user)
    edition = page.get_visible(request, object_id)
    if edition.status not in UNPUBLISHED or not access.may(account, "view_drafts", at=edition.duty_list.owner):
        raise Http404
    form = RehearsalForm(request.GET.dict())
    day = understood(form)["effective_from"]
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "title": _("Publish rehearsal"),
        "opts": page.opts,
        "original": edition,
        "back": page.url_of(edition),
        "form": form,
        "rehearsal": rehearse(edition, account, day or timezone.localdate()),
    }
    return TemplateResponse(request, "responsibilities/admin/rehearsal.html", context)
