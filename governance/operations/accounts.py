"""Opening and closing accounts, granting and ending posts; the only way anybody comes by a right."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance import audit, outbox, sign_in_attempts
from governance.access import lock_row, operation, people_with, require, require_own
from governance.errors import NotPermitted, RuleViolation
from governance.models import Account, Membership, Organisation
from governance.operations.validation import check_fields
from governance.roles import SECURITY_ROLES, Role

# GB/T 22239-2019 asks for system, security and audit management by different people.

PASSWORD_RESET = outbox.declare("governance.password.reset", _("Password reset by the system administrator"))


@operation(_("Open account"), at="self", lock=False)
def open_account(
    organisation: Organisation,
    *,
    by: Account,
    username: str,
    name: str,
    password: str | None = None,
    kind: str = Account.Kind.PERSON,
    must_choose_password: bool = True,
) -> Account:
    """开立账号: a person (or another system) may sign in; what the account may do is granted by somebody else.

    Without a password nobody can sign in with the name; other systems use a token instead. With one, the person must
    choose another at the first sign-in, unless the portal itself says otherwise (`must_choose_password`). User names
    are kept in lower case. Raises RuleViolation `invalid`, `closed`, `weak_password` or `username_taken`.
    """
    if not must_choose_password and by.kind != Account.Kind.SYSTEM:
        raise NotPermitted("open_account", account=by)
    if not organisation.is_open():
        raise RuleViolation("closed", _("%(body)s does not exist today.") % {"body": organisation}, "organisation")
    if kind not in (Account.Kind.PERSON, Account.Kind.SERVICE):
        raise RuleViolation("invalid", _("An account is for a person or for another system."), "kind")
    account = Account(username=Account.spelling(username), name=name.strip(), kind=kind, organisation=organisation)
    check_fields(account, skip=("password", "organisation"))
    if password is not None:
        _check_password(password, account)
        account.must_choose_password = must_choose_password
    account.set_password(password)
    try:
        with transaction.atomic():  # the constraint decides, also between two who ask at the same moment
            account.save()
    except IntegrityError as error:
        raise RuleViolation(
            "username_taken", _("The user name %(name)s is in use.") % {"name": account.username}, "username"
        ) from error
    after = audit.snapshot(account, "username", "name", "kind", "organisation")
    audit.record(account, after=after)
    return account


@operation(_("Close account"), at="organisation")
def close_account(account: Account, *, by: Account, reason: str = "") -> Account:
    """注销账号: at once nobody can sign in with it or use its tokens, and its posts end; the row stays.

    Raises RuleViolation `closed` or `own_account`.
    """
    if account.pk == by.pk:
        raise RuleViolation("own_account", _("Ask another administrator to close your account."))
    if not account.is_active:
        raise RuleViolation("closed", _("The account %(account)s is closed.") % {"account": account})
    today = timezone.localdate()
    posts = account.memberships.filter(Q(ends_on=None) | Q(ends_on__gt=today))
    ended = list(posts.order_by("pk").values("id", "organisation__code", "role"))
    # A post that was to begin later never does: its only day is its first, and the account is closed by then.
    posts.filter(starts_on__gt=today).update(ends_on=F("starts_on"))
    posts.filter(starts_on__lte=today).update(ends_on=today)
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(
        account,
        before={"is_active": True},
        after={"is_active": False, "memberships_ended": ended},
        reason=reason,
    )
    return account


def why_not_reset(account: Account, *, by: Account) -> RuleViolation | None:
    """Why `by` cannot reset this account's password, whatever right they have; None if they can."""
    if account.pk == by.pk:
        return RuleViolation("own_account", _("Change your own password instead."))
    if account.kind != Account.Kind.PERSON:
        return RuleViolation("no_password", _("Only a person signs in with a password."))
    if not account.is_active:
        return RuleViolation("closed", _("The account %(account)s is closed.") % {"account": account})
    if held := account.memberships.in_force().filter(role__in=SECURITY_ROLES).first():
        return RuleViolation(
            "not_separated",
            _("%(account)s is “%(role)s”: close the account and appoint the administrator anew.")
            % {"account": account, "role": held.get_role_display()},
        )
    return None


@operation(_("Reset password"), at="organisation")
def reset_password(account: Account, *, by: Account, password: str, reason: str) -> Account:
    """重置密码: the person signs in with a new first password, handed over by the administrator, chooses one of their
    own at once, and is signed out everywhere else.

    The person and the security administrators are told, so that nobody silently becomes somebody else. Not for the
    three administrators: who could sign in as another of them would hold two of their roles. Raises RuleViolation
    `closed`, `own_account`, `persons_only`, `not_separated` or `weak_password`.
    """
    if refusal := why_not_reset(account, by=by):
        raise refusal
    _set_password(account, password, must_choose=True)
    sign_in_attempts.forget(sign_in_attempts.name_of_person(account.username))
    audit.record(account, reason=reason)
    page = reverse("admin:governance_account_change", args=[account.pk])
    county = Organisation.objects.get(path=account.organisation.county_path)  # type: ignore[union-attr]
    guardians = people_with("grant_membership", at=county)
    outbox.notify(PASSWORD_RESET, guardians, about=account, right="view_accounts", page_path=page)
    own_page = reverse("admin:password_change")
    outbox.notify(PASSWORD_RESET, [account], about=account, right="change_password", page_path=own_page)
    return account


@operation(_("Change own password"))
def change_password(account: Account, *, by: Account, password: str) -> Account:
    """修改密码: one's own; whoever has the old one no longer signs in.

    Raises RuleViolation `weak_password` or `same_password`.
    """
    require_own(account, at=account.organisation)
    if account.check_password(password):
        raise RuleViolation("same_password", _("This is the old password. Choose another."), "password")
    _set_password(account, password, must_choose=False)
    audit.record(account)
    return account


def _set_password(account: Account, password: str, *, must_choose: bool) -> None:
    _check_password(password, account)
    account.set_password(password)
    account.must_choose_password = must_choose
    account.save(update_fields=["password", "must_choose_password"])


def _check_password(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise RuleViolation("weak_password", " ".join(error.messages), "password") from error


@operation(_("Grant post"))
def grant_membership(
    account: Account,
    *,
    by: Account,
    organisation: Organisation,
    role: str,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    reason: str = "",
) -> Membership:
    """授予任职: the account holds the role at the organisation from `starts_on` (today) to `ends_on`, both inclusive.

    Raises RuleViolation `own_rights`, `closed`, `invalid`, `portal_only`, `persons_only`, `organisation_not_open`,
    `already_held` or `not_separated`.
    """
    # The account's row is the lock under which its posts are compared; the constraints see open-ended ones only.
    lock_row(organisation)
    require(at=organisation)
    starts_on = starts_on or timezone.localdate()
    if account.pk == by.pk:
        raise RuleViolation("own_rights", _("Nobody grants rights to their own account."), "account")
    if not account.is_active:
        raise RuleViolation("closed", _("The account %(account)s is closed.") % {"account": account}, "account")
    if role not in Role.values:
        raise RuleViolation("invalid", _("There is no role “%(role)s”.") % {"role": role}, "role")
    _check_kind(account, role)
    _check_dates(organisation, starts_on, ends_on)
    _check_other_posts(account, organisation, role, starts_on, ends_on)
    membership = Membership.objects.create(
        account=account, organisation=organisation, role=role, starts_on=starts_on, ends_on=ends_on
    )
    after = audit.snapshot(membership, "account", "organisation", "role", "starts_on", "ends_on")
    audit.record(membership, after=after, reason=reason)
    return membership


@operation(_("End post"), at="organisation")
def end_membership(
    membership: Membership, *, by: Account, on: datetime.date | None = None, reason: str = ""
) -> Membership:
    """结束任职: `on` is the post's last day; without it the post ends at once, that is, yesterday was its last day.

    A post that began today lasts until tonight; closing the account stops it sooner. Raises RuleViolation `ended` or
    `invalid`.
    """
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    on = on or max(yesterday, membership.starts_on)
    if membership.ends_on is not None and membership.ends_on <= on:
        raise RuleViolation("ended", _("This post ends on %(day)s.") % {"day": membership.ends_on})
    if on < max(yesterday, membership.starts_on):
        raise RuleViolation("invalid", _("What somebody was entitled to do in the past stays as it was."), "on")
    before = audit.snapshot(membership, "ends_on")
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    audit.record(
        membership,
        before=before,
        after=audit.snapshot(membership, "ends_on"),
        reason=reason,
    )
    return membership


def _check_kind(account: Account, role: str) -> None:
    """The portal's role is its own; administrators are people who can be called to account."""
    if (role == Role.PORTAL) != (account.kind == Account.Kind.SYSTEM):
        raise RuleViolation(
            "portal_only",
            _("The role “%(role)s” is for the portal's own account.") % {"role": Role.PORTAL.label},
            "role",
        )
    if role in SECURITY_ROLES and account.kind != Account.Kind.PERSON:
        raise RuleViolation("persons_only", _("An administrator is a person."), "role")


def _check_dates(organisation: Organisation, starts_on: datetime.date, ends_on: datetime.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RuleViolation("invalid", _("The last day lies before the first."), "ends_on")
    opened, closed = organisation.opened_on, organisation.closed_on
    if opened is not None and starts_on < opened:
        raise RuleViolation(
            "organisation_not_open",
            _("%(body)s exists only from %(day)s.") % {"body": organisation, "day": opened},
            "starts_on",
        )
    if closed is not None and (ends_on is None or ends_on > closed):
        raise RuleViolation(
            "organisation_not_open",
            _("%(body)s exists only until %(day)s.") % {"body": organisation, "day": closed},
            "ends_on",
        )


def _check_other_posts(
    account: Account,
    organisation: Organisation,
    role: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
) -> None:
    meanwhile = account.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        meanwhile = meanwhile.filter(starts_on__lte=ends_on)
    if held := meanwhile.filter(organisation=organisation, role=role).first():
        raise RuleViolation("already_held", _("%(post)s is already granted on these days.") % {"post": held}, "role")
    if role in SECURITY_ROLES and (held := meanwhile.filter(role__in=SECURITY_ROLES).first()):
        raise RuleViolation(
            "not_separated",
            _("%(account)s is “%(role)s” on these days; nobody holds two of the three administrators' roles.")
            % {"account": account, "role": held.get_role_display()},
            "role",
        )
