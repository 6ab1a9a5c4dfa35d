"""Who may do what in the service centre (便民服务); see governance.roles."""

from django.utils.translation import gettext_lazy as _

from governance.roles import DEPARTMENT, HEADS, Role, permit

WINDOW = {Role.WINDOW_CLERK, Role.TOWNSHIP_CLERK}
# Whoever has the papers receives, asks, accepts; the village's agent receives and carries them.
COUNTER = WINDOW | DEPARTMENT
AGENT = {Role.VILLAGE_AGENT}
CENTRE = WINDOW | HEADS

permit(
    "services",
    {
        # --- Catalogue
        "load_items": {Role.SERVICES_OFFICER, Role.PORTAL},
        "take_over_items": {Role.PORTAL},
        "set_code_pattern": {Role.SERVICES_OFFICER, Role.PORTAL},
        "confirm_item": DEPARTMENT | {Role.SERVICES_OFFICER},
        "withdraw_item": {Role.SERVICES_OFFICER},
        # --- Stationing
        "load_stationing": {Role.SERVICES_OFFICER, Role.PORTAL},
        "open_window": CENTRE,
        "close_window": CENTRE,
        "enter_centre": CENTRE,
        "leave_centre": CENTRE,
        # --- Village points
        "open_point": CENTRE,
        "change_point": CENTRE,
        "close_point": CENTRE,
        "close_point_for_days": CENTRE | {Role.VILLAGE_AGENT},
        "assign_point_item": CENTRE,
        "confirm_point_item": CENTRE | {Role.VILLAGE_AGENT},
        "report_lapsed_point": {Role.PORTAL},
        # The catalogue and the points are published; these have them in their menu.
        "view_items": CENTRE
        | DEPARTMENT
        | {Role.VILLAGE_AGENT, Role.SERVICES_OFFICER, Role.SUPERVISOR, Role.LEADER, Role.LIST_EDITOR},
        # A body sees its own matters in every centre, a township all of its own centre.
        "view_stationing": CENTRE | DEPARTMENT | {Role.SERVICES_OFFICER, Role.SUPERVISOR, Role.LEADER},
        # --- Applications
        "receive_application": COUNTER | AGENT,
        "request_application_supplement": COUNTER,
        "complete_application": COUNTER | AGENT,
        "accept_application": COUNTER,
        "not_accept_application": COUNTER,
        "bring_paper": COUNTER | AGENT,
        "hand_over_application": COUNTER | AGENT,
        "receive_papers": COUNTER | AGENT,
        "send_papers_back": COUNTER | AGENT,
        "take_up_application": COUNTER,
        "ask_opinion": COUNTER,
        "give_opinion": COUNTER | HEADS,
        "begin_special_stage": COUNTER,
        "end_special_stage": COUNTER,
        # 许可法 42: the head of the body that decides.
        "extend_application": HEADS | {Role.DEPARTMENT_HEAD},
        "decide_application": WINDOW | DEPARTMENT | HEADS,
        "issue_application": COUNTER | AGENT,
        "close_application": COUNTER,
        "withdraw_application": COUNTER | AGENT,
        "terminate_application": COUNTER,
        "lapse_application": COUNTER,
        "check_commitment": COUNTER,
        "report_application_clock": {Role.PORTAL},
        "recompute_application_clock": {Role.PORTAL},
        # 好差评: the applicant rates with number and check word, so the portal does it for them, never a desk.
        "rate_application": {Role.PORTAL},
        "assign_rating": WINDOW | HEADS | DEPARTMENT,
        "call_back_rating": WINDOW | HEADS | DEPARTMENT,
        "answer_rating": WINDOW | HEADS | DEPARTMENT,
        "appeal_rating": WINDOW | HEADS | DEPARTMENT,
        "decide_rating_appeal": HEADS | {Role.DEPARTMENT_HEAD, Role.SUPERVISOR},
        "view_ratings": WINDOW | HEADS | DEPARTMENT | {Role.SUPERVISOR, Role.LEADER},
        # One queue of the centre for all its windows.
        "take_ticket": WINDOW | HEADS | {Role.PORTAL},
        "call_next": WINDOW | HEADS,
        "hold_visit": WINDOW | HEADS,
        "resume_visit": WINDOW | HEADS,
        "finish_visit": WINDOW | HEADS,
        "leave_visit": WINDOW | HEADS,
        "substitute_window": WINDOW | HEADS,
        "add_matter": WINDOW | HEADS,
        "view_visits": WINDOW | HEADS | {Role.SUPERVISOR, Role.LEADER},
        # 12345: whoever has the order.
        "receive_order": COUNTER,
        "answer_order": COUNTER | HEADS,
        "return_order": COUNTER | HEADS,
        "link_order": COUNTER | HEADS,
        "open_caller": COUNTER | HEADS,
        "view_hotline_orders": COUNTER | HEADS | {Role.SUPERVISOR, Role.LEADER},
        # Name, identity number, telephone, address in full; without it they are masked. Each look is in the audit.
        "view_applicant": COUNTER | AGENT | HEADS,
        "view_applications": COUNTER | AGENT | HEADS | {Role.SUPERVISOR, Role.LEADER},
    },
    names={
        "view_items": _("View service items"),
        "view_stationing": _("View centres"),
        "view_applicant": _("View applicant"),
        "view_applications": _("View applications"),
        "view_ratings": _("View ratings"),
        "view_visits": _("View the queue"),
        "view_hotline_orders": _("View hotline orders"),
    },
)
