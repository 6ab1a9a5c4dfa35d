"""Lists from one body's side: everything it must lead, support or take over, in all lists in force."""

import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from governance.models import Account, Organisation
from responsibilities.models import Entry, Participation
from responsibilities.querysets import EntryQuerySet, in_force

# In the order in which a body reads them: what it answers for first.
_BY_ROLE = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(Participation.Role.values)))


def duties(
    body: Organisation, on: datetime.date | None = None, known: datetime.date | None = None, role: str = ""
) -> QuerySet[Participation]:
    """The body's participations in force on the date (today), as known then, by role, list and place.

    A township also has what county lists and its own lists say of “乡镇”, and not what other townships' lists say.
    """
    ours = Q(body=body)
    if body.kind == Organisation.Kind.TOWNSHIP:
        owners = {body.path, body.county_path}
        ours |= Q(body_class=Participation.BodyClass.TOWNSHIPS, entry__edition__duty_list__owner__path__in=owners)
    found = Participation.objects.filter(ours).filter(in_force(on, known, edition="entry__edition__"))
    if role:
        found = found.filter(role=role)
    rows = found.select_related("entry__heading", "entry__edition__duty_list__owner").defer(
        "source_text", "entry__content", "entry__process_note", "entry__internal_note", "entry__source"
    )
    lists = "entry__edition__duty_list"
    return rows.order_by(_BY_ROLE, f"{lists}__kind", f"{lists}__owner__path", f"{lists}__pk", "entry__position", "pk")


def of_posts(entries: EntryQuerySet, account: Account) -> EntryQuerySet:
    """Of the entries, those in force that give a duty to a body where the account has a post."""
    found = Q(pk__in=[])
    for body in {post.organisation for post in account.current_memberships}:
        found |= Q(pk__in=Entry.objects.involving(body).values("pk"))
    return entries.in_force().filter(found)
