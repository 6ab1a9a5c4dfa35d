"""Who may do what with quotas and people (编制人员); see governance.roles."""

from django.utils.translation import gettext_lazy as _

from governance import checklists
from governance.roles import HEADS, PERSONNEL_OFFICES, Role, permit

VIEWERS = PERSONNEL_OFFICES | HEADS | {Role.PERSONNEL_OFFICER, Role.PARTY_OFFICER, Role.SUPERVISOR, Role.LEADER}
PEOPLE = PERSONNEL_OFFICES | HEADS | {Role.PERSONNEL_OFFICER, Role.PARTY_OFFICER}
DECIDERS = frozenset({Role.HR_OFFICER, Role.ORGANISATION_OFFICER})
KEEPERS = DECIDERS | {Role.PERSONNEL_OFFICER}

permit(
    "staffing",
    {
        # 编办 keeps the ledger; nobody else writes into it.
        "register_quota_document": {Role.STAFFING_OFFICER},
        "move_quota": {Role.STAFFING_OFFICER},
        "counter_movement": {Role.STAFFING_OFFICER},
        "take_over_ledger": {Role.PORTAL},
        "report_ledger_faults": {Role.PORTAL},
        "take_over_people": {Role.PORTAL},
        "record_identity_number": KEEPERS,
        "record_absence": KEEPERS,
        "end_absence": KEEPERS,
        "set_term_interruption": {Role.ORGANISATION_OFFICER},
        # Borrowing: who asks, who agrees and who approves are different people.
        "request_secondment": {Role.PERSONNEL_OFFICER},
        "give_unit_opinion": HEADS | {Role.PARTY_OFFICER},
        "give_department_opinion": {Role.HR_OFFICER},
        "approve_secondment": {Role.ORGANISATION_OFFICER},
        "extend_secondment": {Role.ORGANISATION_OFFICER},
        "record_return": {Role.PERSONNEL_OFFICER, Role.ORGANISATION_OFFICER},
        "begin_secondment": {Role.PORTAL},
        "report_overdue_return": {Role.PORTAL},
        # County selection: the unit enters, its leaders sign, the bureau tests, the organisation department decides.
        "open_campaign": {Role.ORGANISATION_OFFICER},
        "offer_post": {Role.ORGANISATION_OFFICER},
        "announce_campaign": {Role.ORGANISATION_OFFICER},
        "judge_applicants": {Role.ORGANISATION_OFFICER},
        "rank_applicants": {Role.ORGANISATION_OFFICER},
        "begin_notice": {Role.ORGANISATION_OFFICER},
        "approve_selection": {Role.ORGANISATION_OFFICER},
        "enter_applicant": {Role.PERSONNEL_OFFICER},
        "sign_appraisal": HEADS | {Role.PARTY_OFFICER},
        "reply_to_appraisal": {Role.PERSONNEL_OFFICER},
        "give_unit_consent": HEADS | {Role.PARTY_OFFICER},
        "give_department_consent": {Role.HR_OFFICER},
        "record_points": {Role.HR_OFFICER},
        "decide_tie": {Role.ORGANISATION_OFFICER},
        "withdraw_applicant": {Role.PERSONNEL_OFFICER, Role.ORGANISATION_OFFICER},
        "move_selected": {Role.ORGANISATION_OFFICER},
        # Movements rest on a document of those who decide on people.
        "transfer_person": DECIDERS,
        "promote_person": DECIDERS,
        "retire_person": DECIDERS,
        "record_resignation": DECIDERS,
        "record_death": DECIDERS,
        # Who is in the register; opening one of them is in the audit.
        "view_people": PEOPLE,
        "view_person": PEOPLE,
        # Birth date and identity number in full; without it they are masked (个人信息保护法 6, 28).
        "view_personal_data": PERSONNEL_OFFICES | {Role.PERSONNEL_OFFICER},
        # 用编核准: who asks, who checks and who approves are different people; 组织部 and 人社局 hire.
        "request_quota_approval": {Role.PERSONNEL_OFFICER},
        "check_quota_approval": {Role.STAFFING_OFFICER},
        "approve_quota_approval": {Role.STAFFING_OFFICER},
        "begin_hiring": {Role.ORGANISATION_OFFICER, Role.HR_OFFICER},
        "enter_person": {Role.ORGANISATION_OFFICER, Role.HR_OFFICER},
        "cancel_quota_approval": {Role.STAFFING_OFFICER, Role.PERSONNEL_OFFICER},
        "expire_quota_approval": {Role.PORTAL},
        "view_quota_approvals": VIEWERS,
        # 中层职数: 编办 sets the ceiling, the township splits it; who proposes does not approve.
        "set_midlevel_ceiling": {Role.STAFFING_OFFICER},
        "propose_midlevel_plan": {Role.PERSONNEL_OFFICER},
        "approve_midlevel_plan": {Role.PARTY_OFFICER},
        "withdraw_midlevel_plan": {Role.PERSONNEL_OFFICER, Role.PARTY_OFFICER},
        "view_midlevel": VIEWERS,
        # 机构优化设置: by document; 编办 records what was approved, 组织部 approves upgrades that were passed.
        "change_structure": {Role.STAFFING_OFFICER},
        "approve_upgrade": {Role.ORGANISATION_OFFICER},
        "keep_agency_dispatched": {Role.STAFFING_OFFICER},
        "view_structure": VIEWERS,
        # Institution upgrades by a check list: 编办 draws it up and examines, the unit's officer hands in.
        "draw_up_upgrade_lists": {Role.STAFFING_OFFICER},
        "submit_upgrade_evidence": {Role.PERSONNEL_OFFICER},
        "examine_upgrades": {Role.STAFFING_OFFICER},
        "view_upgrades": VIEWERS,
        "view_quotas": VIEWERS,
    },
    names={
        "view_quotas": _("View quotas"),
        "view_people": _("View people"),
        "view_personal_data": _("View personal data"),
        "draw_up_upgrade_lists": _("Draw up check lists for upgrades"),
        "submit_upgrade_evidence": _("Hand in evidence for an upgrade"),
        "examine_upgrades": _("Examine upgrades"),
        "view_quota_approvals": _("View approvals to fill"),
        "view_midlevel": _("View mid-level posts"),
        "view_structure": _("View the structure"),
        "view_upgrades": _("View upgrades"),
    },
)

checklists.declare(
    "institution_upgrade",
    _("Upgrade of an institution"),
    draw_up="draw_up_upgrade_lists",
    submit="submit_upgrade_evidence",
    examine="examine_upgrades",
    view="view_upgrades",
)
