"""What people call an item: the phrases shipped with the portal, and those that come from wrong answers."""

import csv

from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.access import operation, require
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.transitions import check_move, move
from responsibilities import states
from responsibilities.finder.words import FOLDER
from responsibilities.kinds import KINDS
from responsibilities.models import LONGEST_PHRASE, DutyList, Entry, Item, Synonym, SynonymSuggestion
from responsibilities.operations.locks import check_version
from responsibilities.states import SuggestionStatus


@operation
def load_synonyms(county: Organisation, *, by: Account) -> int:
    """载入俗称: the phrases shipped with the portal belong to the items of the county's lists; how many are new.

    Once loaded they are left alone, also where an editor has removed some: a second load changes nothing.
    """
    require(by, "load_synonyms", at=county)
    Organisation.objects.select_for_update().get(pk=county.pk)
    if Synonym.objects.filter(item__duty_list__owner=county, source=Synonym.Source.REFERENCE).exists():
        return 0
    items: dict[str, int] = {}
    for duty_list in DutyList.objects.filter(owner=county):
        first = duty_list.editions.public().order_by("edition_no").first()
        numbered = first.entries.values_list("seq_no", "item") if first else ()
        # D-12 is number 12 of the township duties.
        items |= {f"{KINDS[duty_list.kind].letter}-{seq_no}": item for seq_no, item in numbered}
    with (FOLDER / "synonyms.csv").open(encoding="utf-8", newline="") as file:
        made = Synonym.objects.bulk_create(
            Synonym(item_id=items[row["item_ref"]], phrase=row["phrase"], source=Synonym.Source.REFERENCE)
            for row in csv.DictReader(file)
            if row["item_ref"] in items
        )
    if made:
        audit.record("load_synonyms", county, by=by, organisation=county, after={"phrases": len(made)})
    return len(made)


@operation
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
    require(by, "report_answer", at=organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    question = question.strip()[:LONGEST_PHRASE]
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
    audit.record("report_answer", suggestion, by=by, organisation=organisation, after={"question": question})
    return suggestion


@operation
def accept_suggestion(
    suggestion: SynonymSuggestion, *, by: Account, entry: Entry, phrase: str = "", version: int | None = None
) -> Synonym:
    """采纳为俗称: the question, or the phrase the editor makes of it, is from now on a name of the entry's item.

    Raises RuleViolation `not_in_force`, `phrase_known` or `wrong_state`.
    """
    require(by, "accept_suggestion", at=suggestion.organisation)
    _lock(suggestion)
    check_version(suggestion, version)
    check_move(suggestion, SuggestionStatus.ACCEPTED, table=states.SUGGESTION)
    require(by, "accept_suggestion", at=entry.edition.duty_list.owner)
    if not entry.edition.is_in_force():
        raise RuleViolation("not_in_force", _("“%(entry)s” is not in force.") % {"entry": entry}, "entry")
    phrase = (phrase.strip() or suggestion.question)[:LONGEST_PHRASE]
    item = Item.objects.select_for_update().get(pk=entry.item_id)
    if item.synonyms.filter(phrase=phrase).exists():
        raise RuleViolation("phrase_known", _("The item is called so already. Choose other words."), "phrase")
    synonym = Synonym.objects.create(item=item, phrase=phrase, source=Synonym.Source.SUGGESTION)
    move(
        suggestion,
        SuggestionStatus.ACCEPTED,
        table=states.SUGGESTION,
        by=by,
        action="accept_suggestion",
        organisation=suggestion.organisation,
        reason=f"{entry}：{phrase}",
        synonym=synonym,
    )
    return synonym


@operation
def decline_suggestion(
    suggestion: SynonymSuggestion, *, by: Account, reason: str, version: int | None = None
) -> SynonymSuggestion:
    """不予采纳: the report is closed with a reason and changes nothing. Raises `reason_missing` or `wrong_state`."""
    require(by, "decline_suggestion", at=suggestion.organisation)
    _lock(suggestion)
    check_version(suggestion, version)
    if not reason.strip():
        raise RuleViolation("reason_missing", _("Say why, for whoever reported it."), "reason")
    move(
        suggestion,
        SuggestionStatus.DECLINED,
        table=states.SUGGESTION,
        by=by,
        action="decline_suggestion",
        organisation=suggestion.organisation,
        reason=reason.strip(),
    )
    return suggestion


def _lock(suggestion: SynonymSuggestion) -> None:
    suggestion.refresh_from_db(from_queryset=SynonymSuggestion.objects.select_for_update())
