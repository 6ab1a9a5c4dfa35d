"""Which body answers for an organisation: letters go from government to department, never from or to an office."""

from django.utils.translation import gettext as _

from enforcement.querysets import BODIES
from governance.errors import RuleViolation
from governance.models import Organisation


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
            message += _(" Its successor is %(successor)s.") % {"successor": body.merged_into}
        raise RuleViolation("body_closed", message, field=field)
    return body
