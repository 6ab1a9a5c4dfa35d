"""Public pages of the duty lists: only what is published, for everybody, without JavaScript."""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.models import Organisation
from governance.parameters import page_of, takes, understood
from governance.spreadsheets.table import Column
from governance.spreadsheets.writing import CONTENT_TYPE, write
from responsibilities.forms.reading import (
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
from responsibilities.selectors.amendments import amended_entries, is_amended
from responsibilities.selectors.comparison import ChangeKind, comparison, predecessor
from responsibilities.selectors.duties import Duties
from responsibilities.selectors.entries import correspondences, entry_in_force
from responsibilities.selectors.finding import Found, find_entries
from responsibilities.selectors.history import history
from responsibilities.selectors.lists import listed_editions, sections
from responsibilities.selectors.official import official_sheet
from responsibilities.states import EditionStatus

PAGE_SIZE = 50
DUTIES_PAGE_SIZE = 100
DUTIES_FILE_SIZE = 500  # of more there are several files: writing one is a tenth of a second
PRINTED_CHANGES = 200  # of more there are several sheets
KEPT_SECONDS = 600  # a list printed or saved whole is made once in this time, however often anybody asks
# Public pages show what anybody may see, also to an editor who is signed in.
ANYBODY = None
ROLES = Participation.Role.values
# What is printed or written into files is a legal document, which is Chinese whatever the reader's language.
LEGAL_LANGUAGE = "zh-hans"


@require_safe
@takes("q", "kind", "on", "known", "page")
def duty_lists(request: HttpRequest) -> HttpResponse:
    """All lists with their editions on a date, the county's first."""
    form = ListsForm(request.GET.dict())
    asked = understood(form)
    lists = DutyList.objects.for_user(ANYBODY).select_related("owner").order_by("owner__path", "pk")
    if asked.get("kind"):
        lists = lists.filter(kind=asked["kind"])
    if asked.get("q"):
        lists = lists.filter(Q(title__mentions=asked["q"]) | Q(owner__name__mentions=asked["q"]))
    page = page_of(Paginator(lists, PAGE_SIZE), request)
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
@takes("q", "heading", "on", "known")
def duty_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition of a list that is in force on a date, as known on a date."""
    found = get_object_or_404(DutyList.objects.for_user(ANYBODY).select_related("owner"), pk=pk)
    form = EntriesForm(request.GET.dict())
    on, known = (understood(form)[name] for name in ("on", "known"))
    edition = found.editions.in_force(on, known).first()
    return _edition_page(request, found, edition, form, on)


@require_safe
@takes("q", "heading")
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
    asked = understood(form)
    words, heading = asked["q"], asked["heading"]
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
@takes("q", "kind", "owner", "on", "known", "page")
def entries(request: HttpRequest) -> HttpResponse:
    """Entries of all lists in force on a date, by words, kind of list and whose list it is."""
    form = EntrySearchForm(request.GET.dict())
    understands = form.is_valid()
    asked = form.cleaned_data  # what was understood of it
    if not understands:
        found = Found([], complete=True)
    else:
        found = find_entries(
            asked.get("q") or "",
            on=asked.get("on"),
            known=asked.get("known"),
            kind=asked.get("kind") or "",
            owner=asked.get("owner"),
        )
    page = page_of(Paginator(found.entries, PAGE_SIZE), request)
    parties = Participation.objects.select_related("body").defer("duty_text", "source_text")
    shown = (
        Entry.objects.filter(pk__in=page.object_list)
        .select_related("edition__duty_list__owner", "heading")
        .defer(*Entry.LONG_TEXTS)
        .prefetch_related(Prefetch("participations", parties))
        .in_bulk()
    )
    entries = [(shown[pk], standing(shown[pk].edition)) for pk in page]
    context = {"form": form, "page": page, "entries": entries, "complete": found.complete}
    return render(request, "responsibilities/public/entries.html", context, status=200 if understands else 400)


@require_safe
def edition_print(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as a sheet to print, in the official layout of its kind."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)

    def page() -> bytes:
        context = {"list": found.duty_list, "edition": found, "sheet": official_sheet(found)}
        return render(request, "responsibilities/public/edition_print.html", context).content

    return HttpResponse(_kept(found, f"print:{get_language()}", page))


def _kept(edition: Edition, what: str, make: Callable[[], bytes]) -> bytes:
    """A whole edition in one form. What it says is frozen; how long it holds is in the key."""
    revoked = edition.revoked_at and edition.revoked_at.timestamp()
    key = f"edition:{what}:{edition.pk}:{edition.effective_to}:{revoked}"
    kept = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, KEPT_SECONDS)
    return kept


@require_safe
def edition_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as a spreadsheet in the official layout, which the portal reads in again as the same."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    content = _kept(found, "file", lambda: _workbook(found))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    name = f"{found.duty_list.title}（第{found.edition_no}版）.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _workbook(found: Edition) -> bytes:
    sheet = official_sheet(found)
    with override(LEGAL_LANGUAGE):
        until = f"至{found.effective_to.isoformat()}" if found.effective_to else "起施行"
        # The word in front makes it a note below the table, which nobody takes for an item.
        if found.revoked_at is not None:
            until += f"，{timezone.localdate(found.revoked_at)}废止"
        note = f"注：第{found.edition_no}版，{found.document_no}，{found.effective_from}{until}。"
        return write(
            sheet.columns,
            sheet.typed_rows,
            title=found.duty_list.title,
            notes=[note],
            sheet_name=KINDS[sheet.kind].chinese,
        )


@require_safe
@takes("from", "kind", "page")
def comparison_print(request: HttpRequest, pk: int) -> HttpResponse:
    """新旧对照表: old and new side by side, as a sheet to print; of many changes there are several sheets."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    with override(LEGAL_LANGUAGE):
        context = compared(request, found, Edition.objects.for_user(ANYBODY), page_size=PRINTED_CHANGES)
        return render(request, "responsibilities/public/comparison_print.html", context)


@require_safe
@takes("from", "kind", "page")
def edition_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition beside its predecessor, or beside another edition of its list."""
    found = get_object_or_404(Edition.objects.for_user(ANYBODY).select_related("duty_list__owner"), pk=pk)
    context = compared(request, found, Edition.objects.for_user(ANYBODY))
    return render(request, "responsibilities/public/comparison.html", context)


def compared(
    request: HttpRequest, edition: Edition, visible: QuerySet[Edition], page_size: int = PAGE_SIZE
) -> dict[str, Any]:
    """What the pages of comparisons show; only `visible` editions are compared with."""
    others = list(visible.filter(duty_list=edition.duty_list_id).exclude(pk=edition.pk).order_by("-edition_no", "-pk"))
    form = ComparisonForm(request.GET, others)
    if "from" in form.errors:  # not there, or not for this reader
        raise Http404
    asked = understood(form)
    before = next((other for other in others if other.pk == asked["from"]), None) or predecessor(edition)
    found = comparison(before, edition) if before else None
    chosen = asked["kind"]
    changes = found.of_kind(chosen) if found else []
    page = page_of(Paginator(changes, page_size), request)
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
@takes("known", "page")
def entry_history(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry's item through all published editions."""
    found = get_object_or_404(Entry.objects.for_user(ANYBODY).select_related("item", "edition__duty_list"), pk=pk)
    form = KnownForm(request.GET.dict())
    steps = history(found.item, Edition.objects.for_user(ANYBODY), understood(form)["known"])
    page = page_of(Paginator(steps, PAGE_SIZE), request)
    context = {"entry": found, "list": found.edition.duty_list, "form": form, "page": page}
    return render(request, "responsibilities/public/history.html", context)


@require_safe
@takes("on", "known", "page")
def body_duties(request: HttpRequest, code: str) -> HttpResponse:
    """What one body must lead and support, in all lists in force on a date."""
    found = _duties(request, code)
    page = page_of(Paginator(found["duties"], DUTIES_PAGE_SIZE), request)
    count, number = page.paginator.count, (page.number - 1) * DUTIES_PAGE_SIZE // DUTIES_FILE_SIZE
    file = {
        "number": number + 1,
        "first": number * DUTIES_FILE_SIZE + 1,
        "last": min(count, (number + 1) * DUTIES_FILE_SIZE),
        "is_whole": count <= DUTIES_FILE_SIZE,
    }
    return render(request, "responsibilities/public/duties.html", {**found, "page": page, "file": file})


@require_safe
@takes("on", "known", "page")
def body_duties_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a spreadsheet, five hundred at a time."""
    found = _duties(request, code)
    page = page_of(Paginator(found["duties"], DUTIES_FILE_SIZE), request)
    rows = (
        {
            "role": part.get_role_display(),
            "list": part.entry.edition.duty_list.title,
            "seq_no": part.entry.seq_no,
            "heading": part.entry.heading.title,
            "title": part.entry.title,
            "duties": part.duty_text,
        }
        for part in page
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
    asked = understood(form)
    on = asked["on"] or timezone.localdate()
    return {"body": body, "form": form, "on": on, "duties": Duties(body, on, asked["known"])}


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
