"""The rules of the service centre, each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

LICENSING = "《行政许可法》"

state(
    "services",
    [
        # --- Applications
        Rule("on_platform", _("What is applied for on the province's platform is not received a second time.")),
        Rule("item_not_in_force", _("An application falls under the version of its item that is in force.")),
        Rule("not_for_this_applicant", _("An item is for those whom the catalogue names.")),
        Rule("consent_missing", _("An agent acts with the consent of the applicant.")),
        Rule(
            "supplement_asked_once",
            _("Everything that is missing is said at one time, on the spot or within five days."),
            law=f"{LICENSING}第三十二条",
        ),
        Rule(
            "deemed_accepted",
            _("A licence that nobody answered in five days counts as accepted from the day of receipt."),
            law=f"{LICENSING}第三十二条",
        ),
        Rule(
            "competent_body_missing",
            _("Who does not accept an application as not its own says whose it is."),
            law=f"{LICENSING}第三十二条",
        ),
        Rule("competent_body_is_ours", _("Nobody names itself as the other body that is competent.")),
        Rule("gaps_missing", _("Papers that may come later are named.")),
        Rule("gaps_not_allowed", _("Papers may come later only where the application is handled that way.")),
        Rule("date_missing", _("What may come later has a day.")),
        Rule("day_is_over", _("A day that is set lies ahead.")),
        Rule("no_such_gap", _("Only a paper that is missing is brought.")),
        Rule("asks_itself", _("The body that decides asks others.")),
        Rule("asked_already", _("A body is asked once.")),
        Rule("opinion_given", _("An opinion is given once.")),
        Rule(
            "basis_missing",
            _("Days are left out of a limit only where a rule says so."),
            law=f"{LICENSING}第四十五条",
        ),
        Rule("told_later", _("The applicant was told before it is written down.")),
        Rule("stage_begun", _("A stage of one kind begins once a day.")),
        Rule("no_extension", _("A limit is extended only where a rule says so."), law=f"{LICENSING}第四十二条"),
        Rule("extended_already", _("A limit is extended once."), law=f"{LICENSING}第四十二条"),
        Rule("limit_over", _("A limit is extended before it ends."), law=f"{LICENSING}第四十二条"),
        Rule("papers_elsewhere", _("Who decides has the papers.")),
        Rule("refusal_without_reasons", _("A refusal says why."), law=f"{LICENSING}第三十八条"),
        Rule("opinions_missing", _("Nothing is granted before every body that was asked has answered.")),
        Rule("gaps_open", _("Nothing is granted before the papers that might come later are there.")),
        Rule("still_time", _("An application lapses after the day by which papers were to come.")),
        Rule("papers_on_the_way", _("Papers have one holder; on their way they go nowhere else.")),
        Rule("no_promise", _("Only a promise is checked.")),
        Rule("not_granted", _("A promise is checked after the decision that rests on it.")),
        Rule("checked_already", _("A promise is checked once.")),
        Rule(
            "annulled_without_reasons",
            _("A decision that rests on a false promise is annulled, with reasons."),
            law=f"{LICENSING}第六十九条",
        ),
        Rule("application_over", _("Nothing more is done with an application that is over.")),
        Rule("has_the_papers", _("Papers are not handed to who has them.")),
        # --- Ratings
        Rule("rated_too_early", _("What is rated is over.")),
        Rule("rated_already", _("A matter is rated once, of the applicant's own accord.")),
        Rule("not_poor", _("Only a poor rating is called back.")),
        Rule("calls_back_nowhere", _("Who calls back works at the centre that is rated.")),
        Rule("not_named", _("The named person calls back and answers.")),
        Rule("explained_without_basis", _("What could not be otherwise is explained by a rule.")),
        Rule("appealed_before", _("An appeal against a rating is decided once.")),
        Rule("decides_own_rating", _("An appeal is decided by somebody who is not rated.")),
        # --- Progress
        Rule("no_such_application", _("Progress is shown for number and check word, and to nobody by a name.")),
        Rule("too_many_tries", _("A check word is tried five times an hour, and a hundred times a day.")),
        Rule("papers_answered", _("Papers that were handed over are answered once.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
