"""Public pages of the duty lists: only what is published, for everybody, without JavaScript."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from django.views.decorators.http import require_safe

from governance.models import Organisation
from governance.spreadsheets import CONTENT_TYPE, Column, write
from responsibilities.forms import (
    ComparisonForm,
    DutiesForm,
    EntriesForm,
    EntrySearchForm,
    KnownForm,
    ListsForm,
    edition_name,
)
from responsibilities.kinds import KINDS, ListKind
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
    official_sheet,
    predecessor,
    sections,
)
from responsibilities.states import EditionStatus

PAGE_SIZE = 50
DUTIES_PAGE_SIZE = 500  # one page for any body of an ordinary county
# Public pages show what anybody may see, also to an editor who is signed in.
ANYBODY = None
ROLES = Participation.Role.values
# What is printed or written into files is a legal document, which is Chinese whatever the reader's language.
LEGAL_LANGUAGE = "zh-hans"


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
def entries(request: HttpRequest) -> HttpResponse:
    """Entries of all lists in force on a date, by words, kind of list and whose list it is."""
    form = EntrySearchForm(request.GET.dict())
    form.is_valid()
    asked = form.cleaned_data  # what was understood of it
    found = Entry.objects.none() if "owner" in form.errors else Entry.objects.for_user(ANYBODY)
    found = found.in_force(asked.get("on"), asked.get("known"))
    found = found.containing(asked.get("q") or "")
    if asked.get("kind"):
        found = found.filter(edition__duty_list__kind=asked["kind"])
    if asked.get("owner"):
        found = found.filter(edition__duty_list__owner=asked["owner"])
    found = found.select_related("edition__duty_list__owner", "heading").defer("source", "internal_note")
    found = found.order_by("edition__duty_list__owner__path", "edition__duty_list", "position")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    parties = Participation.objects.select_related("body").defer("duty_text", "source_text")
    prefetch_related_objects(list(page), Prefetch("participations", parties))
    return render(request, "responsibilities/public/entries.html", {"form": form, "page": page})


@require_safe
def edition_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as a sheet to print, in the official layout of its kind."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    context = {"list": found.duty_list, "edition": found, "sheet": official_sheet(found)}
    return render(request, "responsibilities/public/edition_print.html", context)


@require_safe
def edition_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as a spreadsheet in the official layout, which the portal reads in again as the same."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    sheet = official_sheet(found)
    title = found.duty_list.title
    with override(LEGAL_LANGUAGE):
        until = f"至{found.effective_to.isoformat()}" if found.effective_to else "起施行"
        # The word in front makes it a note below the table, which nobody takes for an item.
        if found.revoked_at is not None:
            until += f"，{timezone.localdate(found.revoked_at)}废止"
        note = f"注：第{found.edition_no}版，{found.document_no}，{found.effective_from}{until}。"
        content = write(
            sheet.columns, sheet.typed_rows, title=title, notes=[note], sheet_name=KINDS[sheet.kind].chinese
        )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}（第{found.edition_no}版）.xlsx")
    return response


@require_safe
def comparison_print(request: HttpRequest, pk: int) -> HttpResponse:
    """新旧对照表: every change at once, old and new side by side, as a sheet to print."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    with override(LEGAL_LANGUAGE):
        context = compared(request, found, Edition.objects.for_user(ANYBODY), page_size=None)
        return render(request, "responsibilities/public/comparison_print.html", context)


@require_safe
def edition_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition beside its predecessor, or beside another edition of its list."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    context = compared(request, found, Edition.objects.for_user(ANYBODY))
    return render(request, "responsibilities/public/comparison.html", context)


def compared(
    request: HttpRequest, edition: Edition, visible: QuerySet[Edition], page_size: int | None = PAGE_SIZE
) -> dict[str, Any]:
    """What the pages of comparisons show; only `visible` editions are compared with. No size: all on one page."""
    others = list(visible.filter(duty_list=edition.duty_list_id).exclude(pk=edition.pk).order_by("-edition_no", "-pk"))
    form = ComparisonForm(request.GET, others)
    asked = form.cleaned_data if form.is_valid() else {}
    if request.GET.get("from") and not asked.get("from"):
        raise Http404
    before = next((other for other in others if other.pk == asked.get("from")), None) or predecessor(edition)
    found = comparison(before, edition) if before else None
    chosen = asked.get("kind", "")
    changes = found.of_kind(chosen) if found else []
    page = Paginator(changes, page_size or max(1, len(changes))).get_page(request.GET.get("page"))
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
