"""Public pages of the duty lists: only what is published, for everybody, without JavaScript."""

import datetime

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from responsibilities.forms import EntriesForm, ListsForm
from responsibilities.models import DutyList, Edition, Entry, Participation
from responsibilities.selectors import correspondences, entry_in_force, listed_editions, sections

PAGE_SIZE = 50
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
    on = asked.get("on")
    context = {"form": form, "on": _if_asked(request, on), "page": page, "rows": listed_editions(page, on)}
    return render(request, "responsibilities/public/lists.html", context)


@require_safe
def duty_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition of a list that is in force on a date."""
    found = get_object_or_404(DutyList.objects.for_user(ANYBODY).select_related("owner"), pk=pk)
    form = EntriesForm(request.GET.dict())
    on = form.cleaned_data.get("on") if form.is_valid() else None
    edition = found.editions.in_force(on).first()
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
        "count": sum(len(section.lines) for section in shown),
        "total": edition.entries.count() if edition else 0,
        "words": words,
        "heading": heading,
    }
    return render(request, "responsibilities/public/edition.html", context)


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
        "parts": sorted(found.participations.select_related("body"), key=lambda part: ROLES.index(part.role)),
        "bases": list(found.legal_bases.all()),
        "correspondences": correspondences(found),
    }
    return render(request, "responsibilities/public/entry.html", context)


def standing(edition: Edition | None) -> tuple[str, str] | None:
    """What an edition is today, in words, with the tone of its chip."""
    if edition is None or edition.effective_from is None:
        return None
    today = timezone.localdate()
    if edition.is_in_force(today):
        return _("In force"), "success"
    if edition.effective_from > today:
        return _("Not yet in force"), "info"
    return _("No longer in force"), "warning"
