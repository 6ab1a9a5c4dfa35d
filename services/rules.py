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
        Rule("application_item_not_in_force", _("An application falls under its item as it is in force.")),
        Rule("not_for_this_applicant", _("An item is for those whom the catalogue names.")),
        Rule("applicant_consent_missing", _("An agent acts with the consent of the applicant.")),
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
        # --- The queue
        Rule("no_windows", _("Tickets are given out where a window is open.")),
        Rule("queue_empty", _("Only who waits is called.")),
        Rule("window_busy", _("One visitor is at a window at a time.")),
        Rule("window_of_another_centre", _("A queue is served by the windows of its own centre.")),
        Rule("same_window", _("Another window takes over.")),
        Rule("matter_elsewhere", _("What is done in a visit was received by that centre.")),
        Rule("matter_added", _("An application belongs to one visit.")),
        # --- The hotline
        Rule("order_known", _("An order is received once.")),
        Rule("answer_missing", _("An order is answered or returned in words.")),
        Rule(
            "returned_too_late",
            _("An order of another body is returned within two working days."),
            local="《山东省政务服务热线管理办法》（参照）",
        ),
        Rule("returned_to_ourselves", _("An order is returned for another body.")),
        Rule("entry_of_another_body", _("An entry is cited for a body that it names.")),
        Rule("application_elsewhere", _("An order becomes an application of the body that has it.")),
        Rule("application_linked", _("An application comes from one order.")),
        # --- Progress
        Rule("no_such_application", _("Progress is shown for number and check word, and to nobody by a name.")),
        Rule("too_many_tries", _("A check word is tried five times an hour, and a hundred times a day.")),
        Rule("papers_answered", _("Papers that were handed over are answered once.")),
        # --- Catalogue
        Rule("implementation_over", _("Who confirms an item confirms how it is done now.")),
        Rule("confirmed_for_the_past", _("A confirmation holds for days to come.")),
        Rule("confirmed_too_long", _("A confirmation holds for two years at most.")),
        Rule("already_withdrawn", _("An item that ends already is not withdrawn again.")),
        Rule("withdrawn_before_start", _("An item does not end before it begins.")),
        Rule("withdrawn_for_the_past", _("An item ends today or later: what was done under it stays.")),
        # --- Stationing
        Rule("not_a_centre", _("Windows are those of a township's centre.")),
        Rule("window_exists", _("A centre has each window number once.")),
        Rule("window_closed", _("Nothing is handled at a closed window.")),
        Rule("window_in_use", _("A window at which matters are handled is not closed.")),
        Rule("window_elsewhere", _("A matter is handled at a window of its own centre.")),
        Rule("no_window_kind", _("What has entered the centre has a window of some kind.")),
        Rule("entered_in_the_future", _("A matter enters the centre on the day, not before.")),
        Rule("not_in_centre", _("What is not in the centre does not leave it.")),
        Rule("leaves_without_reason", _("A matter leaves the centre only for a reason that stays on file.")),
        # --- Village points
        Rule("not_a_village", _("Points are those of villages and communities.")),
        Rule("point_exists", _("A village has one open point.")),
        Rule("point_closed", _("Nothing is done at a closed point.")),
        Rule("half_a_place", _("A place has latitude and longitude.")),
        Rule("days_out_of_order", _("Days end after they begin.")),
        Rule("days_past", _("Days that are over are not announced.")),
        Rule("days_closed_already", _("A point is closed on a day for one reason.")),
        Rule("item_not_in_force", _("A village does what the catalogue in force has.")),
        Rule(
            "direct_without_ground",
            _("Nothing is passed to a village without a legal ground."),
            local="《山东省乡镇人民政府工作条例》第二十四条、第二十六条（参照）",
        ),
        Rule("point_term_not_set", _("The county has set for how long a confirmation holds.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
