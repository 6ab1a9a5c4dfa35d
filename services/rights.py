"""Who may do what in the service centre (便民服务); see governance.roles."""

from django.utils.translation import gettext_lazy as _

from governance.roles import DEPARTMENT, HEADS, Role, permit

CENTRE = {Role.WINDOW_CLERK, Role.TOWNSHIP_CLERK} | HEADS

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
    },
    names={
        "view_items": _("View service items"),
        "view_stationing": _("View centres"),
    },
)
