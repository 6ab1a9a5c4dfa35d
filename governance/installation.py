"""Whether this is the portal itself or a copy of its database somewhere else, whose webhooks nobody must get.

A place is what no copy of the database carries: in PostgreSQL the portal's address and the database's own number in
its server, in SQLite the file's path and its own number in the file system. It is written down with the first
subscription at the latest; a restored copy finds itself elsewhere, and holds webhooks until a system administrator says
that they shall go out from there.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance import outbox
from governance.models.installation import Installation
from governance.models.organisation import Organisation
from governance.models.outbox import Subscription

logger = logging.getLogger(__name__)

HELD = outbox.declare(
    "governance.event_delivery.held", _("Webhooks are held back: this looks like a copy of the portal")
)


def here() -> str:
    """The place this process works in."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        return f"SQLite {file} · {file.stat().st_ino}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, pg_database.oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        server, database = cursor.fetchone()
    return f"{settings.PORTAL_URL} · PostgreSQL {server}/{database}"


def is_elsewhere() -> bool:
    """Whether the database was last served from another place. One that was never served is at home here."""
    return recorded().place != here()


def recorded() -> Installation:
    """The place written down. If there is none it is this one, unless somebody has subscribed: then nobody knows."""
    installation = Installation.objects.filter(pk=1).first()
    if installation is None:
        place = "–" if Subscription.objects.exists() else here()
        installation, _made = Installation.objects.get_or_create(pk=1, defaults={"place": place})
    return installation


def may_send() -> bool:
    """Whether webhooks may leave from here; if not, people are told of it once."""
    if not is_elsewhere():
        return True
    with transaction.atomic():
        installation = Installation.objects.select_for_update().get(pk=1)
        if installation.notified_of != here():
            installation.notified_of = here()
            installation.save(update_fields=["notified_of"])
            logger.error(
                "Webhooks are held back: the database was last served from %s, and this is %s.", installation, here()
            )
            outbox.emit(
                HELD,
                to=Organisation.objects.filter(kind=Organisation.Kind.COUNTY),
                about=installation,
                right="view_deliveries",
                api_path="",
                page_path=reverse("admin:governance_eventdelivery_changelist"),
                label=here()[:200],
            )
    return False
