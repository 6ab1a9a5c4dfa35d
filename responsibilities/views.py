"""Public pages of the duty lists: only what is published, for everybody, without JavaScript."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from governance.models import Organisation
from governance.spreadsheets import CONTENT_TYPE, Column, write
from responsibilities.forms import ComparisonForm, DutiesForm, EntriesForm, KnownForm, ListsForm, edition_name
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList, Edition, Entry, Participation
from responsibilities.selectors import (
    ChangeKind,
    amended_entries,
    comparison,
    correspondences,
    duties,
    entry_in_force,
    history,
    is_amended,
    listed_editions,
    predecessor,
    sections,
)
from responsibilities.states import EditionStatus

PAGE_SIZE = 50
DUTIES_PAGE_SIZE = 500  # one page for any body of an ordinary county
# Public pages show what anybody may see, also to an editor who is signed in.
ANYBODY = None
ROLES = Participation.Role.values


@require_safe
def duty_lists(request: HttpRequest) -> HttpResponse:
    """All lists with their editions on a date, the county's first."""
    form = ListsForm(request.GET.dict())
    asked = form.cleaned_data if form.is_valid() else {}
    lists = DutyList.objects.for_user(ANYBODY).select_related("owner").order_by("owner__path", "pk")
    if asked.get("kind"):
        lists = lists.filter(kind=asked["kind"])
    if asked.get("q"):
        lists = lists.filter(Q(title__icontains=asked["q"]) | Q(owner__name__icontains=asked["q"]))
    page = Paginator(lists, PAGE_SIZE).get_page(request.GET.get("page"))
    on, known = asked.get("on"), asked.get("known")
    context = {
        "form": form,
        "on": _if_asked(request, on),
        "known": known,
        "page": page,
        "rows": listed_editions(page, on, known),
    }
    return render(request, "responsibilities/public/lists.html", context)


@require_safe
def duty_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition of a list that is in force on a date, as known on a date."""
    found = get_object_or_404(DutyList.objects.for_user(ANYBODY).select_related("owner"), pk=pk)
    form = EntriesForm(request.GET.dict())
    on, known = (form.cleaned_data[name] if form.is_valid() else None for name in ("on", "known"))
    edition = found.editions.in_force(on, known).first()
    return _edition_page(request, found, edition, form, on)


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition at its lasting address."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    return _edition_page(request, found.duty_list, found, EntriesForm(request.GET.dict()), None)


def _if_asked(request: HttpRequest, on: datetime.date | None) -> datetime.date | None:
    """The date, unless it is only today's by default: links then stay without one."""
    return on if request.GET.get("on") else None


def _edition_page(
    request: HttpRequest,
    duty_list: DutyList,
    edition: Edition | None,
    form: EntriesForm,
    on: datetime.date | None,
) -> HttpResponse:
    asked = form.cleaned_data if form.is_valid() else {}
    words, heading = asked.get("q", ""), asked.get("heading", "")
    shown = sections(edition, words=words, heading=heading) if edition else []
    context = {
        "form": form,
        "list": duty_list,
        "edition": edition,
        "editions": duty_list.editions.public().order_by("-edition_no"),
        "standing": standing(edition),
        "on": _if_asked(request, on),
        "sections": shown,
        "entries_url": reverse("public_entry", args=[0]).removesuffix("0/"),  # once for hundreds of lines
        "by_bodies": duty_list.kind in (ListKind.TERRITORIAL, ListKind.SUPPORT),
        "count": sum(len(section.lines) for section in shown),
        "total": edition.entries.count() if edition else 0,
        "words": words,
        "amendment_pending": edition is not None
        and edition.status == EditionStatus.PUBLISHED
        and is_amended(duty_list),
        "amended": amended_entries({line.entry.pk: duty_list.pk for section in shown for line in section.lines}),
        "heading": heading,
        "replacement": _replacement(edition),
    }
    return render(request, "responsibilities/public/edition.html", context)


def _replacement(edition: Edition | None) -> Edition | None:
    """What applies today in place of a revoked edition."""
    return None if edition is None or edition.revoked_at is None else edition.duty_list.editions.in_force().first()


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry of one edition: who leads, who supports, what each does, on what basis."""
    found = get_object_or_404(
        Entry.objects.for_user(ANYBODY).select_related("edition__duty_list__owner", "heading").defer("source"), pk=pk
    )
    current = None if found.edition.is_in_force() else entry_in_force(found)
    context = {
        "entry": found,
        "edition": found.edition,
        "list": found.edition.duty_list,
        "standing": standing(found.edition),
        "current": current,
        "amended": amended_entries({found.pk: found.edition.duty_list_id}),
        "parts": sorted(found.participations.select_related("body"), key=lambda part: ROLES.index(part.role)),
        "bases": list(found.legal_bases.all()),
        "correspondences": correspondences(found),
    }
    return render(request, "responsibilities/public/entry.html", context)


@require_safe
def edition_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition beside its predecessor, or beside another edition of its list."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    context = compared(request, found, Edition.objects.for_user(ANYBODY))
    return render(request, "responsibilities/public/comparison.html", context)


def compared(request: HttpRequest, edition: Edition, visible: QuerySet[Edition]) -> dict[str, Any]:
    """What both pages of comparisons show; only `visible` editions are compared with."""
    others = list(visible.filter(duty_list=edition.duty_list_id).exclude(pk=edition.pk).order_by("-edition_no", "-pk"))
    form = ComparisonForm(request.GET, others)
    asked = form.cleaned_data if form.is_valid() else {}
    if request.GET.get("from") and not asked.get("from"):
        raise Http404
    before = next((other for other in others if other.pk == asked.get("from")), None) or predecessor(edition)
    found = comparison(before, edition) if before else None
    chosen = asked.get("kind", "")
    page = Paginator(found.of_kind(chosen) if found else [], PAGE_SIZE).get_page(request.GET.get("page"))
    return {
        "list": edition.duty_list,
        "edition": edition,
        "before": before,
        "before_name": before and edition_name(before),
        "after_name": edition_name(edition),
        "form": ComparisonForm({"from": before and before.pk, "kind": chosen}, others),
        "comparison": found,
        "counts": [(kind, found.counts[kind]) for kind in ChangeKind if found.counts[kind]] if found else [],
        "kind": chosen,
        "page": page,
    }


@require_safe
def entry_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry's item through all published editions."""
    found = get_object_or_404(Entry.objects.for_user(ANYBODY).select_related("item", "edition__duty_list"), pk=pk)
    form = KnownForm(request.GET.dict())
    known = form.cleaned_data["known"] if form.is_valid() else None
    steps = history(found.item, Edition.objects.for_user(ANYBODY), known)
    context = {"entry": found, "list": found.edition.duty_list, "form": form, "steps": steps}
    return render(request, "responsibilities/public/history.html", context)


@require_safe
def body_duties(request: HttpRequest, code: str) -> HttpResponse:
    """What one body must lead and support, in all lists in force on a date."""
    found = _duties(request, code)
    page = Paginator(found["duties"], DUTIES_PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "responsibilities/public/duties.html", {**found, "page": page})


@require_safe
def body_duties_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a spreadsheet."""
    found = _duties(request, code)
    rows = (
        {
            "role": part.get_role_display(),
            "list": part.entry.edition.duty_list.title,
            "seq_no": part.entry.seq_no,
            "heading": part.entry.heading.title,
            "title": part.entry.title,
            "duties": part.duty_text,
        }
        for part in found["duties"]
    )
    labels = [_("Role"), _("List"), _("No."), _("Heading"), _("Item"), _("Duties")]
    widths = zip(("role", "list", "seq_no", "heading", "title", "duties"), labels, (10, 30, 8, 16, 40, 60), strict=True)
    columns = [Column(key, label, width=width) for key, label, width in widths]
    content = write(columns, rows, title=found["body"].name, notes=[found["on"].isoformat()], sheet_name=_("Duties"))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="duties-{found["on"]}.xlsx"'
    return response


def _duties(request: HttpRequest, code: str) -> dict[str, Any]:
    body = get_object_or_404(Organisation.objects.all(), code=code)
    form = DutiesForm(request.GET.dict())
    asked = form.cleaned_data if form.is_valid() else {}
    on = asked.get("on") or timezone.localdate()
    return {"body": body, "form": form, "on": on, "duties": duties(body, on, asked.get("known"))}


def standing(edition: Edition | None) -> tuple[str, str] | None:
    """What an edition is today, in words, with the tone of its chip."""
    if edition is None or edition.effective_from is None:
        return None
    today = timezone.localdate()
    if edition.revoked_at is not None:
        return pgettext("state of an edition", "Revoked"), "warning"
    if edition.is_in_force(today):
        return _("In force"), "success"
    if edition.effective_from > today:
        return _("Not yet in force"), "info"
    return _("No longer in force"), "warning"
