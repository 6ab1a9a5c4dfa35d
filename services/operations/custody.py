"""Moving custody of papers: the only writer of `ApplicationCustody`."""

import datetime

from governance.models import Organisation
from services.models import Application, ApplicationCustody


def begin_custody(application: Application, holder: Organisation, *, at: datetime.datetime) -> None:
    ApplicationCustody.objects.create(application=application, holder=holder, since=at)


def take_custody(application: Application, holder: Organisation, *, at: datetime.datetime) -> datetime.datetime:
    """The holder has the papers from `at`, and whoever had them has them until that same instant; returns it."""
    at = end_custody(application, at=at)
    begin_custody(application, holder, at=at)
    return at


def end_custody(application: Application, *, at: datetime.datetime) -> datetime.datetime:
    current = ApplicationCustody.objects.filter(application=application, until=None).first()
    if current is not None:
        at = max(at, current.since + datetime.timedelta(microseconds=1))
        current.until = at
        current.save(update_fields=["until"])
    return at
