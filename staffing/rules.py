"""The rules of quotas and people (编制人员), each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

QUOTAS = "《地方各级人民政府机构设置和编制管理条例》"
IDENTITY = "公民身份号码（GB 11643—1999）"  # a national standard
RETIREMENT = "《国务院关于渐进式延迟法定退休年龄的办法》"
SELECTION = "乡招县选公告"
SERVICE_TERM = "招聘公告和服务期协议；改革方案（服务期内不得借调、抽调）"

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
        # --- Filling places
        Rule("class_does_not_fit", _("Posts are filled from the category they belong to."), law=f"{QUOTAS}第十五条"),
        Rule(
            "not_in_hiring", _("Nobody comes into the register but by a slip that is hired for."), law=f"{QUOTAS}第六条"
        ),
        Rule("slip_expired", _("Past its day a slip lets nobody in.")),
        Rule("arrived_later", _("People are entered once they have arrived.")),
        Rule("arrived_before_slip", _("Nobody arrives before the slip they come by."), law=f"{QUOTAS}第六条"),
        Rule("person_known", _("A staff number is one person's.")),
        # --- The structure
        Rule("not_by_change", _("An institution is upgraded by an examination and its own approval.")),
        Rule("change_later", _("A change of the structure is recorded once it has taken effect.")),
        Rule("body_needed", _("A change of the structure names the bodies it is about."), law=f"{QUOTAS}第九条"),
        Rule("body_of_other_township", _("A township's change is about its own bodies.")),
        Rule(
            "task_end_needed",
            _("A co-ordination body for a task of limited time has conditions and a day of its end."),
            law=f"{QUOTAS}第十一条",
        ),
        Rule("not_dispatched", _("Dispatched agencies alone come under a township's management.")),
        Rule("managed_already", _("An agency is put under a township's management once.")),
        # Its refusal names the central rule, which is a row (`ExcludedAgency`).
        Rule("stays_dispatched", _("What a central rule keeps dispatched is not put under a township's management.")),
        Rule("agency_known", _("A kind of agency is kept dispatched once.")),
        Rule("examination_not_passed", _("Who is upgraded has passed the examination for it.")),
        Rule("upgraded_before", _("One examination is good for one upgrade.")),
        # --- Mid-level posts
        Rule("ceiling_for_townships", _("The county sets the mid-level posts of townships."), law=f"{QUOTAS}第二十条"),
        Rule("ceiling_known", _("On a day one ceiling of a township begins.")),
        Rule(
            "no_ceiling",
            _("A township allocates mid-level posts once the county has set them."),
            law=f"{QUOTAS}第二十条",
        ),
        Rule("above_ceiling", _("Mid-level posts are never more than the county has set."), law=f"{QUOTAS}第二十八条"),
        Rule("below_allocation", _("A ceiling is lowered after the township has allocated fewer posts.")),
        Rule("share_outside", _("A township allocates posts to its own offices and institutions.")),
        Rule("plan_begins_before", _("An allocation begins after the one it takes the place of.")),
        # --- People
        Rule("identity_invalid", _("An identity number has its form and its check character."), law=IDENTITY),
        Rule("identity_contradicts", _("Birth date and gender are those of the identity number."), law=IDENTITY),
        Rule("identity_known", _("An identity number is one person's.")),
        Rule("no_post", _("Only who holds a post leaves it, for good or for a time.")),
        Rule("document_needed", _("What changes somebody's post names its document.")),
        # --- Service terms and borrowing
        Rule(
            "in_service_term",
            _("Within the service term nobody is borrowed, moved out of the township, or released."),
            local=SERVICE_TERM,
        ),
        Rule("exception_incomplete", _("An exception to the service term names its approver and its document.")),
        Rule("end_needed", _("Whoever is borrowed is borrowed until a day.")),
        Rule("borrowed_too_long", _("Nobody is borrowed for longer than six months, and extended by more.")),
        Rule("extended_before", _("A secondment is extended once.")),
        Rule("borrowed_already", _("One person is borrowed by one body at a time.")),
        Rule("borrowed_at_home", _("Nobody is borrowed inside their own government.")),
        Rule("opinion_needed", _("An opinion is given in words.")),
        Rule("not_running", _("Only a running secondment is extended or ended.")),
        Rule("return_dates", _("A return lies after the beginning and not in the future.")),
        Rule("still_borrowed", _("Who is borrowed comes back before moving on.")),
        Rule("absence_over", _("An absence ends once.")),
        Rule("absence_dates", _("An absence begins before it ends, and is recorded once it has begun.")),
        Rule("absence_overlaps", _("Two absences of a person do not overlap.")),
        Rule("interruption_set", _("A kind of absence has one rule from a day on.")),
        # --- County selection
        Rule("cutoff_later", _("Applicants are judged by what is known: a cut-off date is not in the future.")),
        Rule("weights_not_whole", _("The weights of tests and appraisal are 100 % together.")),
        Rule("campaign_known", _("A campaign has a document of its own.")),
        Rule("campaign_announced", _("Posts and rules of a campaign stay as they were announced.")),
        Rule("not_of_county", _("The posts offered are those of county bodies.")),
        Rule("post_offered", _("A campaign names a post once.")),
        Rule("no_posts", _("A campaign offers a post that township people can win.")),
        Rule("no_applicants", _("Judging needs applicants.")),
        Rule("not_open_to_applicants", _("Applicants are entered after the announcement and before the judging.")),
        Rule("post_exempt", _("A specialised post is filled in another way, for a written reason."), local=SELECTION),
        Rule("applied_before", _("A person applies once in a campaign.")),
        Rule("not_in_the_running", _("Appraisal, consents and points are of those eligible and not ranked yet.")),
        Rule("appraisal_signed", _("An appraisal is signed once; the person replies beside it.")),
        Rule("nothing_signed", _("A reply is to a signed appraisal.")),
        Rule("consents_needed", _("Nobody is ranked without the word of unit and bureau."), local=SELECTION),
        Rule("points_missing", _("Nobody is ranked without tests and the township's appraisal.")),
        Rule("tie_undecided", _("Equals at the last place are ordered by a reasoned decision.")),
        Rule("notice_dates", _("A public notice begins after the cut-off date and not in the future.")),
        Rule("notice_runs", _("A result is approved after its public notice."), local=SELECTION),
        # --- Movements
        Rule("effective_later", _("A movement of a person is recorded once it has taken effect.")),
        Rule("same_post", _("A movement leads to another post.")),
        Rule("retirement_too_early", _("Nobody retires before the lawful month but by own choice."), law=RETIREMENT),
        Rule("retirement_unknown", _("Which age holds for a woman follows from her post."), law=RETIREMENT),
        Rule(
            "resigns_too_early", _("A civil servant serves five years before resigning."), law="《公务员法》第八十六条"
        ),
        Rule("unknown_word", _("A table says what the register has words for.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
