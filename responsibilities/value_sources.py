"""What local values rest on, held against the law register: citations of laws, and values whose law has changed."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.models import Account, LocalValue
from responsibilities.law_changes import NOT_IN_FORCE, Citing, Naming, Register, cites
from responsibilities.models import LawVersion

TEXT_CHANGED = _("The text of the law that applied when it was last checked does not apply any more.")


@cites
def local_values(account: Account, on: datetime.date, naming: Naming) -> Iterator[Citing]:
    """Local values in force on the day, by their document and what is noted of it."""
    rows = LocalValue.objects.for_user(account).in_force(on)
    rows = rows.filter(naming.of("document_no") | naming.of("note")).select_related("organisation").order_by("pk")
    for value in rows:
        url = reverse("admin:governance_localvalue_change", args=[value.pk])
        title = f"{value.organisation} {value.name} {value.text}"
        for basis in filter(None, (value.document_no, value.note)):
            yield Citing("local_value", _("Local values"), value.pk, title, basis, url)


@dataclass(frozen=True)
class Outdated:
    """A local value that rests on a text of a law that no longer applies, and why it wants a look."""

    value: LocalValue
    law: str
    why: Any


def outdated(account: Account, on: datetime.date) -> list[Outdated]:
    """Values in force on the day whose law has another text than on the day they were last checked, or none."""
    register = Register.on(on)
    versions: dict[int, list[LawVersion]] = {}
    for version in LawVersion.objects.select_related("law"):
        versions.setdefault(version.law_id, []).append(version)
    found = []
    for value in LocalValue.objects.for_user(account).in_force(on).order_by("checked_on", "pk"):
        cited = [register.law_of(one) for one in register.read(f"{value.document_no}；{value.note}")]
        for law in dict.fromkeys(filter(None, cited)):
            now = register.in_force.get(law)
            then = next((one for one in versions.get(law, []) if one.is_in_force(value.checked_on)), None)
            if now is None or (then is not None and then.pk != now.pk):
                title = versions[law][0].law.title if law in versions else ""
                found.append(Outdated(value, title, TEXT_CHANGED if now else NOT_IN_FORCE))
                break
    return found
