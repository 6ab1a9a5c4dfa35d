"""Which bodies the lists concern: who answers for a matter, who must know of an edition."""

from django.db.models import Q

from governance.models import Organisation
from responsibilities.models import Edition, Entry, Participation

COMPETENT = (Participation.Role.LEAD, Participation.Role.TAKEOVER)


def competent_bodies(entry: Entry, *, township: Organisation) -> list[Organisation]:
    """The bodies that lead the entry, or took it over, in the order of the list, as a matter of `township` sees them.

    “乡镇” is that township. Supporting bodies and bodies without a stated role are not competent.
    """
    parts = entry.participations.filter(role__in=COMPETENT).select_related("body")
    bodies = [part.body or township for part in parts]
    return list(dict.fromkeys(bodies))


def bodies_concerned(edition: Edition, predecessor: Edition | None = None) -> list[Organisation]:
    """Who must know of an edition: its owner, every body that has a part or had one before, and all the county's
    townships if it speaks of them. Bodies that are closed today are left out."""
    owner = edition.duty_list.owner
    editions = [edition] if predecessor is None else [edition, predecessor]
    parts = Participation.objects.filter(entry__edition__in=editions)
    named = Q(pk=owner.pk) | Q(pk__in=parts.exclude(body=None).values("body"))
    if parts.filter(body_class=Participation.BodyClass.TOWNSHIPS).exists():
        named |= Q(kind=Organisation.Kind.TOWNSHIP, path__startswith=owner.county_path)
    return list(Organisation.objects.open().filter(named))
