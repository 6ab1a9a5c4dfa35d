"""The bodies that hold matters and sign letters: township governments and departments."""

from django.utils.translation import gettext as _

from governance import access
from governance.errors import RuleViolation
from governance.models import Account, Organisation
from governance.wording import sentences

# Offices, brigades and villages act in their government's name, stations in their department's.
BODIES = (Organisation.Kind.TOWNSHIP, Organisation.Kind.DEPARTMENT)


def bodies_of(account: Account, right: str) -> list[int]:
    """Keys of the township governments and departments where the account has the right.

    Read at once, by one query for each reach and account object, that is, for a request: a handful of constants lets
    the database choose between its indexes, which a sub-select does not, and with a million rows that is the
    difference between a page and a wait.
    """
    known: dict[tuple[str, ...], list[int]] = account.__dict__.setdefault("_bodies", {})
    reach = access.reach(account, right)
    if reach not in known:
        bodies = access.organisations_of(account, right).filter(kind__in=BODIES)
        known[reach] = list(bodies.order_by().values_list("pk", flat=True))
    return known[reach]


def body_of(organisation: Organisation, *, field: str) -> Organisation:
    """The township government or department an office, brigade or station belongs to; itself if it is one.

    A dispatched unit belongs to its line department, whoever manages it. Raises RuleViolation `not_a_body`,
    `body_closed`.
    """
    body = organisation
    if organisation.kind not in BODIES:
        ancestors = Organisation.objects.get_ancestors(organisation).filter(kind__in=BODIES)
        found = ancestors.last()
        if found is None:
            raise RuleViolation(
                "not_a_body",
                _("%(body)s is neither a township government nor a department.") % {"body": organisation},
                field=field,
            )
        body = found
    if not body.is_open():
        message = _("%(body)s no longer exists.") % {"body": body}
        if body.merged_into:
            message = sentences(message, _("Its successor is %(successor)s.") % {"successor": body.merged_into})
        raise RuleViolation("body_closed", message, field=field)
    return body


def full_name(body: Organisation) -> str:
    """Letters go out in the name of the government, or of a sub-district's office: 汀砚镇人民政府, 澜阙街道办事处."""
    if body.kind != Organisation.Kind.TOWNSHIP:
        return body.name
    return body.name + ("办事处" if body.township_form == Organisation.TownshipForm.SUB_DISTRICT else "人民政府")
