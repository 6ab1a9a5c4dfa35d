"""The rules of bodies, accounts, calendars, files and tables, each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

state(
    "governance",
    [
        # --- Check lists
        Rule("unknown_use", _("A check list is for something that uses check lists.")),
        Rule("no_criteria", _("A check list has criteria.")),
        Rule("checklist_known", _("A document makes one check list of a kind.")),
        Rule("list_of_other_county", _("A body is measured by lists of its own county.")),
        Rule("examination_open", _("A body is examined by a list once at a time.")),
        Rule("examination_passed", _("Who has passed a list is not measured by it again.")),
        Rule("evidence_frozen", _("What is being read stays as it was handed in.")),
        Rule("criterion_unknown", _("Evidence and findings are about a criterion of the list.")),
        Rule("not_refused", _("Replies are for criteria that were refused.")),
        Rule("not_the_subjects_turn", _("The examined body hands in while it is its turn.")),
        Rule("evidence_missing", _("For each criterion that must be met something is handed in.")),
        Rule("not_the_examiners_turn", _("The examiner looks at what has been handed in, and not at a closed one.")),
        Rule("second_look_at_refused_only", _("The second look is at what was refused, and at nothing else.")),
        Rule("reason_needed", _("A refusal says why.")),
        Rule("findings_missing", _("A result rests on a finding on each criterion.")),
        Rule("same_person", _("Nobody judges what they have handed in or asked for themselves.")),
        Rule("sample_drawn", _("A sample is drawn once.")),
        Rule("nothing_to_draw_from", _("A sample is drawn from named rows.")),
        Rule("sample_bounds", _("A sample has a share and bounds that fit together.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
