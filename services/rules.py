"""The rules of the service centre, each with its source; see governance.rulebook."""

import datetime

from django.utils.translation import gettext_lazy as _

from governance.rulebook import Rule, state

LICENSING = "《行政许可法》"
POINTS = "《澜山市村级便民服务点管理办法》（澜政办发〔2026〕18号）"

state(
    "services",
    [
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
        Rule("point_term_not_set", _("The county has set for how long a confirmation holds."), local=POINTS),
    ],
    checked_on=datetime.date(2026, 11, 28),
)
