"""Saying that webhooks shall go out from where the portal is now."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, installation, outbox
from governance.access import may, operation, require
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.installation import Installation
from governance.models.organisation import Organisation


@operation(_("Allow webhooks from a new place"))
def send_from_here(*, by: Account, reason: str) -> Installation:
    """由此发送: the portal was moved or restored on purpose, and its webhooks go out from here from now on.

    What waits goes out at once. Raises RuleViolation `not_held`.
    """
    recorded = Installation.objects.select_for_update().filter(pk=1).first()
    counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY).order_by("path")
    county = next((county for county in counties if may(by, "send_from_here", at=county)), counties[0])
    require(at=county)
    if recorded is None or not installation.is_elsewhere():
        raise RuleViolation("not_held", _("Webhooks go out from here already; nothing is held back."))
    before = audit.snapshot(recorded, "place")
    recorded.place, recorded.since, recorded.notified_of = installation.here(), timezone.now(), ""
    recorded.save()
    audit.record(
        recorded,
        before=before,
        after=audit.snapshot(recorded, "place"),
        reason=reason,
    )
    outbox.nudge_on_commit()
    return recorded
