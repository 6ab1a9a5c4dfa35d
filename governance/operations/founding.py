"""The first rows of an empty portal: its county, its own account, its first administrators."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from governance import audit
from governance.errors import RuleViolation
from governance.models import Account, Membership, Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.operations.aliases import check_is_name, lock_register
from governance.operations.organisations import FACTS
from governance.operations.validation import check_fields
from governance.roles import SECURITY_ROLES, Role

PORTAL = "portal"


@transaction.atomic
def found_county(
    *, code: str, name: str, short_name: str = "", region_code: str = "", rank: str = "", notes: str = ""
) -> Account:
    """建县: the county this portal serves exists, and so does the portal's own account, which is returned.

    The one write without `by`: before it there is nobody. Works once; raises RuleViolation `already_founded` or
    `names_nobody`.
    """
    if served := Organisation.objects.first():
        raise RuleViolation("already_founded", _("This portal already serves %(county)s.") % {"county": served})
    county = Organisation(
        code=code,
        name=name,
        kind=Organisation.Kind.COUNTY,
        short_name=short_name,
        region_code=region_code,
        rank=rank,
        notes=notes,
    )
    check_fields(county, skip=("path", "depth", "numchild"))
    check_is_name(name)
    check_is_name(short_name, "short_name")
    Organisation.objects.add_root(instance=county)
    portal = Account.objects.create_user(PORTAL, name="乡镇治理平台", kind=Account.Kind.SYSTEM)
    Membership.objects.create(account=portal, organisation=county, role=Role.PORTAL)
    audit.record(county, action="found_county", by=portal, organisation=county, after=audit.snapshot(county, *FACTS))
    return portal


def portal_account() -> Account:
    """The account that background work and set-up run as. Raises RuleViolation `no_county` before there is one."""
    try:
        return Account.objects.get(username=PORTAL, kind=Account.Kind.SYSTEM)
    except Account.DoesNotExist:
        raise RuleViolation(
            "no_county",
            _("The portal serves no county yet. Run “manage.py found_county CODE NAME”, or load the reference data."),
        ) from None


@transaction.atomic
def appoint_administrator(*, role: str, username: str, name: str, password: str | None) -> Account:
    """指定首任管理员: a person holds one of the three administrators' roles, appointed by the portal itself.

    For whoever installs the portal, and only while nobody holds the role; afterwards the system administrator opens
    accounts and the security administrator grants posts. Raises RuleViolation `no_county`, `invalid`,
    `already_appointed`, and what `open_account` raises.
    """
    portal = portal_account()
    lock_register()  # two appointments at once wait for each other
    if role not in SECURITY_ROLES:
        raise RuleViolation("invalid", _("Only an administrator is appointed here."), "role")
    holder = Membership.objects.in_force().filter(role=role, account__is_active=True).select_related("account").first()
    if holder is not None:
        raise RuleViolation(
            "already_appointed",
            _("%(account)s is “%(role)s”; further accounts are opened and granted in the portal.")
            % {"account": holder.account, "role": holder.get_role_display()},
        )
    county = Organisation.objects.get(depth=1)
    account = open_account(county, by=portal, username=username, name=name, password=password)
    grant_membership(account, by=portal, organisation=county, role=role)
    return account
