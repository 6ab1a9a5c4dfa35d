"""What people call an item: the phrases shipped with the portal, and those that come from wrong answers."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox
from governance.access import operation, people_with, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.shipped_tables import read_table
from governance.transitions import check_move, move
from responsibilities.finder.vocabulary import FOLDER
from responsibilities.kinds import KINDS
from responsibilities.models import LONGEST_PHRASE, DutyList, Entry, Item, Synonym, SynonymSuggestion
from responsibilities.states import SuggestionStatus

REPORTED = outbox.declare("responsibilities.answer.reported", _("An answer was reported as wrong"))
TAKEN_UP = outbox.declare("responsibilities.answer.taken_up", _("What we reported has been taken up"))
DECLINED = outbox.declare("responsibilities.answer.declined", _("What we reported has not been taken up"))


@operation(_("Load synonyms"), at="self")
def load_synonyms(county: Organisation, *, by: Account) -> int:
    """载入俗称: the phrases shipped with the portal belong to the items of the county's lists; how many are new.

    Once loaded they are left alone, also where an editor has removed some: a second load changes nothing.
    """
    if Synonym.objects.filter(item__duty_list__owner=county, source=Synonym.Source.REFERENCE).exists():
        return 0
    items: dict[str, int] = {}
    for duty_list in DutyList.objects.filter(owner=county):
        first = duty_list.editions.public().order_by("edition_no").first()
        numbered = first.entries.values_list("seq_no", "item") if first else ()
        # D-12 is number 12 of the township duties.
        items |= {f"{KINDS[duty_list.kind].letter}-{seq_no}": item for seq_no, item in numbered}
    made = Synonym.objects.bulk_create(
        Synonym(item_id=items[row["item_ref"]], phrase=row["phrase"], source=Synonym.Source.REFERENCE)
        for row in read_table(FOLDER / "synonyms.csv")
        if row["item_ref"] in items
    )
    if made:
        audit.record(county, after={"phrases": len(made)})
    return len(made)


@operation(_("Report wrong answer"), at="self")
def report_answer(
    organisation: Organisation,
    *,
    by: Account,
    question: str,
    answered: Entry | None = None,
    proposed: Entry | None = None,
    note: str = "",
) -> SynonymSuggestion:
    """反馈答错: a question answered wrongly, or not at all, waits for the editors of the county's lists.

    `answered` is what the finder said, `proposed` what would be right, if the reporter knows. Raises RuleViolation
    `question_missing`, `reported_already` or `same_entry`.
    """
    question = question.strip()
    _check_length(question, "question")
    if not question:
        raise RuleViolation("question_missing", _("Enter the question that was answered wrongly."), "question")
    if proposed is not None and proposed == answered:
        raise RuleViolation("same_entry", _("This is the entry that was answered. Name another, or none."), "proposed")
    open_ones = SynonymSuggestion.objects.filter(organisation=organisation, status=SuggestionStatus.OPEN)
    if open_ones.filter(question=question, proposed=proposed).exists():
        raise RuleViolation("reported_already", _("This has been reported and waits for an editor."), "question")
    suggestion = SynonymSuggestion.objects.create(
        organisation=organisation,
        reported_by=by,
        question=question,
        answered=answered,
        proposed=proposed,
        note=note.strip(),
    )
    audit.record(suggestion, after={"question": question})
    county = Organisation.objects.get(path=organisation.county_path)
    _tell(REPORTED, suggestion, people_with("accept_suggestion", at=county), right="accept_suggestion")
    return suggestion


@operation(_("Take up synonym"), at="organisation")
def accept_suggestion(
    suggestion: SynonymSuggestion, *, by: Account, entry: Entry, phrase: str = "", version: int | None = None
) -> Synonym:
    """采纳为俗称: the question, or the phrase the editor makes of it, is from now on a name of the entry's item.

    Raises RuleViolation `not_in_force`, `phrase_known` or `wrong_state`.
    """
    check_move(suggestion, SuggestionStatus.ACCEPTED)
    require(at=entry.edition.duty_list.owner)
    if not entry.edition.is_in_force():
        raise RuleViolation("not_in_force", _("“%(entry)s” is not in force.") % {"entry": entry}, "entry")
    phrase = phrase.strip() or suggestion.question
    _check_length(phrase, "phrase")
    item = Item.objects.select_for_update().get(pk=entry.item_id)
    if item.synonyms.filter(phrase=phrase).exists():
        raise RuleViolation("phrase_known", _("The item is called so already. Choose other words."), "phrase")
    synonym = Synonym.objects.create(item=item, phrase=phrase, source=Synonym.Source.SUGGESTION)
    move(
        suggestion,
        SuggestionStatus.ACCEPTED,
        reason=f"{entry}：{phrase}",
        synonym=synonym,
    )
    _tell(TAKEN_UP, suggestion, [suggestion.reported_by])
    return synonym


@operation(_("Decline report"), at="organisation")
def decline_suggestion(
    suggestion: SynonymSuggestion, *, by: Account, reason: str, version: int | None = None
) -> SynonymSuggestion:
    """不予采纳: the report is closed with a reason and changes nothing. Raises `reason_missing` or `wrong_state`."""
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why, for whoever reported it."), "reason")
    move(
        suggestion,
        SuggestionStatus.DECLINED,
        reason=reason.strip(),
    )
    _tell(DECLINED, suggestion, [suggestion.reported_by])
    return suggestion


def _tell(kind: str, suggestion: SynonymSuggestion, people: Iterable[Account], *, right: str = "report_answer") -> None:
    page = reverse("admin:responsibilities_synonymsuggestion_change", args=[suggestion.pk])
    outbox.notify(kind, people, about=suggestion, right=right, page_path=page)


def _check_length(text: str, field: str) -> None:
    if len(text) > LONGEST_PHRASE:
        message = _("This text has %(length)s characters; at most %(limit)s fit here.")
        raise RuleViolation("too_long", message % {"length": len(text), "limit": LONGEST_PHRASE}, field)
