"""The rules of quotas and people (编制人员), each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

QUOTAS = "《地方各级人民政府机构设置和编制管理条例》"
IDENTITY = "公民身份号码（GB 11643—1999）"  # a national standard

state(
    "staffing",
    [
        # --- The ledger
        Rule("not_enough_places", _("A body never has fewer places than it has given away."), law=f"{QUOTAS}第六条"),
        Rule("unknown_category", _("Every place is of one of the kinds of quotas there are."), law=f"{QUOTAS}第十五条"),
        Rule(
            "level_approval_needed",
            _("Administrative quotas move between county and township only with an approval."),
            law=f"{QUOTAS}第十八条",
        ),
        Rule("decided_later", _("A document is registered once it has been decided.")),
        Rule("document_known", _("A document is registered once.")),
        Rule("not_by_document", _("Opening balances and people in post are no movements of a document.")),
        Rule("same_body", _("Nobody gives places to itself.")),
        Rule("giver_needed", _("A movement of this kind names the body that gives.")),
        Rule("receiver_needed", _("A movement of this kind names the body that receives.")),
        Rule("no_giver", _("A movement of this kind comes from the pool or the approving authority.")),
        Rule("no_receiver", _("A movement of this kind goes to the pool or the approving authority.")),
        Rule("holds_no_quota", _("Governments and departments hold quotas, not their inner offices.")),
        Rule("receiver_not_a_township", _("Places that move down go to a township.")),
        Rule("source_needed", _("Places that move down say where the pool had them from.")),
        Rule("of_other_county", _("A movement rests on documents of its own county.")),
        Rule("is_counter_entry", _("What takes a movement back is not taken back itself.")),
        Rule("countered_before", _("A movement is not taken back before it counts.")),
        Rule("counter_too_large", _("No more is taken back than was moved.")),
        # --- People
        Rule("identity_invalid", _("An identity number has its form and its check character."), law=IDENTITY),
        Rule("identity_contradicts", _("Birth date and gender are those of the identity number."), law=IDENTITY),
        Rule("identity_known", _("An identity number is one person's.")),
        Rule("unknown_word", _("A table says what the register has words for.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
