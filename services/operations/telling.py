"""What is told of applications, and to whom."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from governance import outbox
from governance.models import Organisation
from services.models import Application

HANDED_OVER = outbox.declare("services.application.handed_over", _("Papers of an application are on their way to us"))
SENT_BACK = outbox.declare("services.application.sent_back", _("Papers of an application have come back"))
ASKED = outbox.declare("services.application.opinion_asked", _("Our opinion on an application is asked"))
ANSWERED = outbox.declare("services.application.opinion_given", _("An opinion on an application has been given"))
DECIDED = outbox.declare("services.application.decided", _("An application has been decided"))
DEEMED = outbox.declare("services.application.deemed_accepted", _("A licence counts as accepted: confirm it"))
OVERDUE = outbox.declare("services.application.overdue", _("An application is overdue"))


def tell(kind: str, application: Application, *, to: Iterable[Organisation]) -> None:
    outbox.emit(
        kind,
        to=to,
        about=application,
        right="view_applications",
        api_path=f"/api/v1/services/applications/{application.pk}/",
        page_path=f"/services/application/{application.pk}/",
        label=application.number,
    )
