"""Which body a matter belongs to, by the duty lists."""

from governance.models import Organisation
from responsibilities.models import Entry, Participation

COMPETENT = (Participation.Role.LEAD, Participation.Role.TAKEOVER)


def competent_bodies(entry: Entry, *, township: Organisation) -> list[Organisation]:
    """The bodies that lead the entry, or took it over, in the order of the list, as a matter of `township` sees them.

    “乡镇” is that township. Supporting bodies and bodies without a stated role are not competent.
    """
    parts = entry.participations.filter(role__in=COMPETENT).select_related("body")
    bodies = [part.body or township for part in parts]
    return list(dict.fromkeys(bodies))
