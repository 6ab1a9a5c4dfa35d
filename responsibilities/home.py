"""Home of those who keep, approve and read the duty lists."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import access
from governance.models import Account, LocalValue
from governance.panels import SHOWN, Act, Line, Link, Panel, Panels, list_url, page_of, panel_of, verbs
from responsibilities.admin.grid import grid_button, grid_url
from responsibilities.models import DutyList, Edition, Entry, SynonymSuggestion
from responsibilities.querysets import EditionQuerySet
from responsibilities.rule_sources import to_check, url_of
from responsibilities.selectors.duties import of_posts
from responsibilities.states import UNPUBLISHED, EditionStatus, SuggestionStatus
from responsibilities.value_sources import outdated


def _editions(account: Account, *statuses: str) -> EditionQuerySet:
    rows = Edition.objects.for_user(account).filter(status__in=statuses)
    return rows.with_own(account).select_related("duty_list__owner__managed_by")


def _edition_line(edition: Any, answers: list[Link], reason: Any = "", *, waits: bool = True) -> Line:
    since = timezone.localdate(edition.state_since).isoformat()
    note = _("%(state)s since %(day)s") % {"state": edition.get_status_display(), "day": since}
    at = edition.state_since if waits else None
    return Line(edition.duty_list, page_of(Edition).url_of(edition), note, at=at, reason=reason, verbs=answers)


def _looks(edition: Edition, account: Account) -> list[Link]:
    """The ways to look at an edition in preparation."""
    table = grid_button(edition, account)
    pages = {"comparison": _("Comparison"), "defects": _("Findings"), "rehearsal": _("Publish rehearsal")}
    links = [
        (title, reverse(f"admin:responsibilities_edition_{name}", args=[edition.pk])) for name, title in pages.items()
    ]
    return [(table.label, table.url), *links] if table else links


def _to_approve(account: Account) -> Iterator[Panel]:
    def line(edition: Any) -> Line:
        names = ("send-back",) if edition.own else ("approve", "send-back")
        reason = _("You wrote into this draft; somebody else approves it.") if edition.own else ""
        return _edition_line(edition, [*verbs(account, edition, *names), *_looks(edition, account)], reason)

    yield panel_of(
        _("Editions to approve"),
        _editions(account, EditionStatus.REVIEW).order_by("state_since", "pk"),
        line,
        view="review",
        empty=_("No edition waits for approval."),
    )


def _to_publish(account: Account) -> Iterator[Panel]:
    yield panel_of(
        _("Editions to publish"),
        _editions(account, EditionStatus.APPROVED).order_by("state_since", "pk"),
        lambda edition: _edition_line(edition, verbs(account, edition, "publish", "send-back")),
        view="approved",
        empty=_("No approved edition waits for publication."),
    )


def _editions_sent_back(account: Account) -> Iterator[Panel]:
    yield panel_of(
        _("Drafts sent back to you"),
        _editions(account, EditionStatus.DRAFT).sent_back_to(account).order_by("state_since", "pk"),
        lambda edition: _edition_line(
            edition, [*_looks(edition, account)[:1], *verbs(account, edition, "submit")], edition.sent_back_reason
        ),
        view="sent-back",
        empty=_("No draft of yours was sent back."),
    )


def _drafts(account: Account) -> Iterator[Panel]:
    """What is being prepared, but for what another panel shows the reader already."""
    rows = _editions(account, *UNPUBLISHED)
    if access.may_anywhere(account, "edit_entries"):
        rows = rows.exclude(pk__in=Edition.objects.sent_back_to(account).values("pk"))
    if access.may_anywhere(account, "approve_edition"):
        rows = rows.filter(status=EditionStatus.DRAFT)
    yield panel_of(
        _("Editions in preparation"),
        rows.order_by("-pk"),
        lambda edition: _edition_line(edition, _looks(edition, account), waits=False),
        view="preparation",
        empty=_("No edition is being prepared. Start a draft from the list in force."),
    )


def _edit(account: Account) -> Iterator[Link]:
    """The table of the draft the reader wrote in last, else the lists, where a draft is started."""
    draft = Edition.objects.filter(status=EditionStatus.DRAFT, authors=account).order_by("-pk").first()
    yield (_("Edit in the grid"), grid_url(draft)) if draft else (_("Duty lists"), list_url(DutyList))


def _workshop(account: Account) -> Iterator[Panel]:
    """Inventories that were brought in and are not yet made into a list."""
    yield panel_of(
        _("Imported inventories to finish"),
        DutyList.objects.for_user(account).in_workshop().order_by("pk"),
        lambda duty_list: Line(
            duty_list,
            reverse("admin:responsibilities_list_workshop", args=[duty_list.pk]),
            _("Rows that nobody has decided: %(count)d") % {"count": duty_list.undecided},
        ),
        view="workshop",
        empty=_("Every imported row is in a list or set aside."),
    )


def _reported_answers(account: Account) -> Iterator[Panel]:
    rows = SynonymSuggestion.objects.for_user(account).filter(status=SuggestionStatus.OPEN)
    yield panel_of(
        _("Reported answers"),
        rows.select_related("organisation__managed_by").order_by("pk"),
        lambda report: Line(
            report.question,
            page_of(SynonymSuggestion).url_of(report),
            f"{report.organisation} · {timezone.localdate(report.created_at)}",
            verbs=verbs(account, report, "accept", "decline"),
        ),
        view="open",
        empty=_("No report waits for an editor."),
    )


def duties(account: Account) -> Iterator[Panel]:
    """For who has nothing else here yet: what the lists in force ask of the reader's bodies."""
    rows = of_posts(Entry.objects.for_user(account), account).select_related("edition__duty_list")
    yield panel_of(
        _("Our duties"),
        rows.order_by("edition__duty_list", "position"),
        lambda entry: Line(
            f"{entry.seq_no} {entry.title}", reverse("public_entry", args=[entry.pk]), entry.edition.duty_list
        ),
        view="ours",
        empty=_("The lists in force give your body no duty."),
    )


def _rules_to_check(account: Account) -> Iterator[Panel]:
    """Rules of the portal whose law no longer applies, or that nobody has compared with their source for long."""
    found = to_check(timezone.localdate())
    if found:
        lines = [Line(one.rule.words, url_of(one.rule), one.rule.source, reason=one.why) for one in found[:SHOWN]]
        yield Panel(_("Rules whose source wants a look"), len(found), lines, reverse("admin:rules"), "")


def _values_of_changed_laws(account: Account) -> Iterator[Panel]:
    """Local values that wait for somebody to compare them with the text that applies now; nothing if none does."""
    rows = outdated(account, timezone.localdate())
    lines = [
        Line(
            one.value,
            page_of(LocalValue).url_of(one.value),
            one.law,
            reason=one.why,
            verbs=verbs(account, one.value, "check"),
        )
        for one in rows[:SHOWN]
    ]
    if rows:
        yield Panel(_("Local values whose law has changed"), len(rows), lines, list_url(LocalValue), "")


PANELS: list[tuple[str, Panels]] = [
    ("approve_edition", _to_approve),
    ("publish_edition", _to_publish),
    ("edit_entries", _editions_sent_back),
    ("view_drafts", _drafts),
    ("import_inventory", _workshop),
    ("accept_suggestion", _reported_answers),
    ("mark_checked", _values_of_changed_laws),
    ("load_laws", _rules_to_check),
]
ACTS: list[tuple[str, Act]] = [
    ("edit_entries", _edit),
    ("approve_edition", lambda account: [(_("Decide on editions"), list_url(Edition, "?view=review"))]),
]
