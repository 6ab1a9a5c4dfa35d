"""The rules of powers, cases and transfers, each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

PENALTIES = "《行政处罚法》"
MECHANISM = "《澜山市综合行政执法协调联动机制》（澜政办发〔2022〕31号）"

state(
    "enforcement",
    [
        # --- Cases
        Rule("not_a_township", _("Cases are filed by a township government."), law=f"{PENALTIES}第二十四条"),
        Rule(
            "power_not_held",
            _("Who files a case holds the power on that day."),
            law=f"{PENALTIES}第十七条、第三十八条",
        ),
        Rule("law_not_in_force", _("The law of the day of the act decides the case."), law=f"{PENALTIES}第三十七条"),
        Rule("in_the_future", _("No act is found before it happens.")),
        Rule("acted_after_found", _("No act is done after it was found.")),
        Rule("entry_not_in_force", _("A case names an entry of an edition that applies today.")),
        Rule("file_already_there", _("A case holds each file once.")),
        Rule("files_frozen", _("What went out with a letter stays as it is until the receiver has answered.")),
        Rule("case_voided", _("Nothing more is done in a case that was filed twice and is void.")),
        Rule("has_transfer", _("A case that was sent to another body is not voided.")),
        Rule("has_duplicates", _("A case in which a voided one goes on is not voided itself.")),
        Rule("not_a_duplicate", _("A case is voided for another filing of the same matter.")),
        # --- Transfers
        Rule("no_passing_on", _("Who has accepted a case does not pass it on."), law=f"{PENALTIES}第二十五条"),
        Rule("no_territory", _("The place of the act decides who is competent."), law=f"{PENALTIES}第二十二条"),
        Rule("receiver_without_basis", _("A case goes to who is competent for it."), law=f"{PENALTIES}第十七条"),
        Rule("sender_leads", _("Who leads the item by the duty list handles it."), law=f"{PENALTIES}第十七条"),
        Rule("entry_missing", _("Whose item it is, is shown by the duty list."), law=f"{PENALTIES}第十七条"),
        Rule("not_filed_earlier", _("Who filed first has the case."), law=f"{PENALTIES}第二十五条"),
        Rule(
            "claim_missing",
            _("Who filed first, and where the place lies, is said so that it can be checked."),
            law=f"{PENALTIES}第二十二条、第二十五条",
        ),
        Rule("already_answered", _("A case is not sent back once it was accepted."), law=f"{PENALTIES}第二十五条"),
        Rule(
            "right_body_missing",
            _("Who sends a case back as not its own names the competent body."),
            law=f"{PENALTIES}第二十二条、第二十五条",
        ),
        Rule("sent_back_before", _("A case is sent back once; a second time it is a dispute."), local=MECHANISM),
        Rule("already_in_transfer", _("A case is sent to one body at a time.")),
        Rule("receiver_holds_it", _("A case is not sent to who holds it.")),
        Rule("reason_does_not_fit", _("What a reason claims of a grant is true of the grant.")),
        Rule("argument_too_short", _("An argument against the duty list is long enough to be one.")),
        Rule("claim_does_not_fit", _("A reason makes no claims that belong to another one.")),
        Rule("entry_names_other_body", _("An entry is cited for the body that leads it.")),
        Rule("open_case_missing", _("Who has a case on the same act already cites its number.")),
        Rule("right_body_is_us", _("Nobody sends a case back and names itself.")),
        Rule("right_entry_missing", _("Who is said to be competent is shown by an entry of the duty list.")),
        Rule("right_entry_is_ours", _("An entry that one leads oneself is no reason to send a case back.")),
        Rule("term_not_set", _("The county has set the term within which a transfer is answered.")),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
