"""Home of those who keep quotas."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.panels import Act, Panels, begin, list_url
from staffing.models import QuotaDocument, QuotaMovement

PANELS: list[tuple[str, Panels]] = []
ACTS: list[tuple[str, Act]] = [
    ("register_quota_document", lambda account: begin(QuotaDocument, "register")),
    ("view_quotas", lambda account: [(_("Establishment table"), reverse("admin:staffing_balance_establishment"))]),
    (
        "move_quota",
        lambda account: [(_("Between levels without approval"), list_url(QuotaMovement, "?view=without-approval"))],
    ),
]
