"""Pages of accounts and the posts they hold: the system administrator opens, the security administrator grants."""

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.db.models import Prefetch
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.admin.display import chip
from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.filters import View
from governance.admin.scoped import ScopedAdmin, ScopedInline
from governance.admin.step_forms import ReasonForm, StepForm
from governance.admin.steps import Step
from governance.models import Account, Membership
from governance.operations import accounts
from governance.roles import Role


class OpenForm(StepForm):
    organisation = BodyField(label=_("organisation"), help_text=_("The body the person works for."))
    username = forms.CharField(label=_("user name"), max_length=64)
    name = forms.CharField(label=pgettext_lazy("person", "name"), max_length=64)
    password = forms.CharField(
        label=_("first password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )


class Open(Step):
    name = "open"
    operation = staticmethod(accounts.open_account)
    title = _("Open an account")
    verb = _("Open an account")
    form_class = OpenForm

    def outcome(self):
        return _("A person can sign in. What the account may do is granted by the security administrator.")

    def perform(self, data):
        return accounts.open_account(data.pop("organisation"), by=self.account, **data)


class AccountStep(Step):
    @classmethod
    def at(cls, obj):
        return obj.organisation

    @classmethod
    def blocked(cls, obj, account):
        if not obj.is_active:
            return _("The account %(account)s is closed.") % {"account": obj}
        if obj == account:
            return _("Not on your own account.")
        return None

    def facts(self):
        posts = self.obj.memberships.in_force().select_related("organisation")
        yield _("Account"), f"{self.obj.name} ({self.obj.username})"
        yield _("Body"), self.obj.organisation
        yield _("Posts today"), "、".join(f"{post.organisation} {post.get_role_display()}" for post in posts)


class Close(AccountStep):
    name = "close"
    operation = staticmethod(accounts.close_account)
    title = _("Close the account")
    verb = _("Close the account")
    tone = "danger"
    form_class = ReasonForm

    def outcome(self):
        return _("From now on nobody can sign in as %(account)s or use its tokens.") % {"account": self.obj}

    def consequences(self):
        return [_("Its posts end today."), _("What it did stays on record under its name.")]


class ResetForm(StepForm):
    password = forms.CharField(
        label=_("first password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    reason = reason_field()


class Reset(AccountStep):
    name = "reset-password"
    operation = staticmethod(accounts.reset_password)
    title = _("Reset the password")
    verb = _("Reset the password")
    tone = "default"
    form_class = ResetForm

    @classmethod
    def offered_to(cls, account, obj=None):
        """Not for the three administrators, whose passwords nobody resets; nor for one's own, and for machines."""
        if obj is not None and accounts.why_not_reset(obj, by=account):
            return False
        return super().offered_to(account, obj)

    def outcome(self):
        return _(
            "%(account)s signs in with the password you set here and must choose another before anything else."
        ) % {"account": self.obj}

    def consequences(self):
        return [
            _("Wherever the account is signed in, it is signed out."),
            _("The person and the security administrators get a notice of it."),
        ]


class GrantForm(StepForm):
    organisation = BodyField(label=_("organisation"))
    role = forms.ChoiceField(
        label=_("role"), choices=[choice for choice in Role.choices if choice[0] != Role.PORTAL.value]
    )
    starts_on = day_field(label=_("starts on"), required=False, help_text=_("Empty: today."))
    ends_on = day_field(label=_("last day"), required=False, help_text=_("Empty: until it is ended."))
    reason = reason_field()


class Grant(AccountStep):
    name = "grant"
    operation = staticmethod(accounts.grant_membership)
    title = _("Grant a post")
    verb = _("Grant a post")
    form_class = GrantForm

    def outcome(self):
        return _("%(account)s holds the role at the body, and at everything below it.") % {"account": self.obj}

    def initial(self):
        return {"organisation": self.obj.organisation}


class EndForm(StepForm):
    post = forms.ModelChoiceField(label=_("post"), queryset=Membership.objects.none())
    on = day_field(label=_("last day"), required=False, help_text=_("Empty: the post ends at once."))
    reason = reason_field()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        current = self.obj.memberships.for_user(self.account).in_force().select_related("organisation", "account")
        self.fields["post"].queryset = current  # type: ignore[attr-defined]


class End(AccountStep):
    name = "end-post"
    operation = staticmethod(accounts.end_membership)
    title = _("End a post")
    verb = _("End a post")
    tone = "danger"
    form_class = EndForm

    @classmethod
    def blocked(cls, obj, account):
        if not obj.memberships.in_force().exists():
            return _("The account holds no post today.")
        return super().blocked(obj, account)

    def outcome(self):
        return _("%(account)s no longer holds the post after its last day.") % {"account": self.obj}

    def perform(self, data):
        return accounts.end_membership(data.pop("post"), by=self.account, **data)


class PostRows(ScopedInline):
    model = Membership
    fk_name = "account"
    fields = ["organisation", "role", "starts_on", "ends_on"]
    ordering = ["-starts_on", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


def without_post(rows, account):
    """Accounts in use that may do nothing today: forgotten, or opened and not yet granted."""
    return rows.filter(is_active=True).exclude(pk__in=Membership.objects.in_force().values("account"))


@admin.register(Account)
class AccountPage(ScopedAdmin):
    """账号: who may sign in, and in which posts; for the system and the security administrator."""

    view_right = "view_accounts"
    icon = "badge"
    list_display = ["name", "username", "kind", "organisation", "posts", "state"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]
    search_fields = ["username", "name"]
    search_help_text = _("User name or name")
    ordering = ["organisation__path", "username"]
    views = [
        View("open", _("In use"), lambda rows, account: rows.filter(is_active=True)),
        View("without-post", _("Without a post"), without_post),
        View("closed", _("Closed"), lambda rows, account: rows.filter(is_active=False)),
    ]
    headline = ["username", "state"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "organisation", "created_at", "last_login", "must_choose_password"]})
    ]
    inlines = [PostRows]
    steps = [Grant, End, Reset, Close]
    list_steps = [Open]
    empty = _("No accounts yet. Open the first one.")

    def get_queryset(self, request):
        posts = Membership.objects.in_force().select_related("organisation")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", posts, to_attr="posts_today"))

    @admin.display(description=_("posts today"))
    def posts(self, account):
        lines = ((post.get_role_display(), post.organisation.name) for post in account.posts_today)
        return format_html_join("", "<div>{} · {}</div>", lines)

    @admin.display(description=_("state"), ordering="is_active")
    def state(self, account: Account):
        return chip(_("In use"), "success") if account.is_active else chip(_("Closed"))
