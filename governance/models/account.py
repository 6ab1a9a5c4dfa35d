"""Accounts and the posts they hold."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.models.organisation import Organisation
from governance.roles import SECURITY_ROLES, Role


class AccountQuerySet(models.QuerySet["Account"]):
    def for_user(self, account) -> "AccountQuerySet":
        """Accounts opened at, or holding a post at, bodies whose accounts the reader looks after."""
        from governance import access

        here = access.within(account, "view_accounts", "organisation")
        return self.filter(here | Q(pk__in=Membership.objects.filter(here).values("account")))


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields) -> "Account":
        """A row only; who may open an account is asked by `open_account`. User names differ by more than case."""
        account = self.model(username=self.model.spelling(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, *, name: str = "") -> "Account":
        """What `manage.py createsuperuser` calls: the first system administrator, who bypasses nothing."""
        from governance.errors import RuleViolation
        from governance.operations.founding import appoint_administrator

        try:
            return appoint_administrator(
                role=Role.SYSTEM_ADMIN, username=username, name=name or username, password=password
            )
        except RuleViolation as refusal:
            raise ValidationError(str(refusal)) from refusal

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=self.model.spelling(username or ""))


class Account(AbstractBaseUser):
    """A person, another organisation's system, or the portal itself, who signs in and answers for what it does.

    There is no superuser flag: what an account may do comes from its memberships and the roles table, for everyone.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        SERVICE = "service", _("Other system")
        SYSTEM = "system", _("The portal itself")

    username = models.CharField(_("user name"), max_length=64, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=64)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PERSON)
    # Where it was opened, and who may close it; the portal's own account belongs to no body.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("active"), default=True)
    # Somebody else knows the password; until it has been changed the account reaches nothing (governance.signin).
    must_choose_password = models.BooleanField(_("must choose a password"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    is_superuser = False

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    get_short_name = get_full_name

    @classmethod
    def spelling(cls, username: str) -> str:
        """The one spelling of a user name, in which it is kept, found and counted."""
        return cls.normalize_username(username).strip().lower()

    @property
    def is_staff(self) -> bool:
        """Whether the account may open the staff portal: a person with at least one post today."""
        return self.kind == self.Kind.PERSON and bool(self.current_memberships)

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """The posts held today with their organisations; read once for each loaded account, that is, each request."""
        if not self.is_active:
            return []
        posts = self.memberships.in_force().select_related("organisation")
        return sorted(posts, key=lambda post: post.pk)  # asked for in every request; Django is slow to compile ORDER BY

    # Django's admin asks these; pages answer for themselves through governance.access and each model admin.
    def has_perm(self, perm: str, obj=None) -> bool:
        return False

    def has_perms(self, perm_list, obj=None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_user(self, account) -> "MembershipQuerySet":
        """Posts at bodies whose accounts the reader looks after."""
        from governance import access

        return self.filter(access.within(account, "view_accounts", "organisation"))

    def in_force(self, on: datetime.date | None = None) -> "MembershipQuerySet":
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class Membership(models.Model):
    """任职: an account holds a role at an organisation between two dates, both inclusive."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships", verbose_name=_("account"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    starts_on = models.DateField(_("starts on"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["account", "organisation", "role"], condition=Q(ends_on=None), name="membership_open_once"
            ),
            # 三员分立: system, security and audit administrators exclude each other.
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(role__in=sorted(SECURITY_ROLES), ends_on=None),
                name="membership_one_security_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.organisation} · {self.get_role_display()}"
