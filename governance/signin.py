"""Signing in: the form of the sign-in page, and the password one chooses for oneself."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.views import PasswordChangeView, RedirectURLMixin, redirect_to_login
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm

from governance import audit
from governance.addresses import address_of
from governance.api.problem_json import CONTENT_TYPE, problem
from governance.errors import RuleViolation
from governance.models import Account, Membership
from governance.operations.accounts import change_password
from governance.sign_in_attempts import CountedAttempt, TooManyAttempts, name_of_person


class PortalBackend(ModelBackend):
    """Reads the account of a session together with its posts, which every page and every call asks for."""

    def get_user(self, user_id: int) -> Account | None:
        posts = Membership.objects.in_force().filter(account=user_id).select_related("account", "organisation")
        found = sorted(posts, key=lambda post: post.pk)
        if not found:
            return super().get_user(user_id)
        account = found[0].account
        if not self.user_can_authenticate(account):
            return None
        account.current_memberships = found
        return account


class SignInForm(AuthenticationForm):
    """User name and password; refuses without looking while a pause lasts."""

    def clean(self) -> dict[str, Any]:
        username = self.cleaned_data.get("username") or ""
        if not (username and self.cleaned_data.get("password")):
            return super().clean()
        name = name_of_person(username)
        account = Account.objects.filter(username=Account.spelling(username)).first()
        guess = _begin(name, self.request, action="sign_in", account=account)
        try:
            cleaned = super().clean()
        except ValidationError as error:
            guess.wrong(" ".join(error.messages))
            raise
        guess.right()
        return cleaned


def record_sign_in(request: HttpRequest) -> None:
    """Who signed in, when and from where belongs in the audit log (GB/T 22239-2019, 安全审计)."""
    account: Account = request.user  # type: ignore[assignment]
    audit.record(account, action="sign_in", by=account, after={"address": address_of(request.META)})


class ChangePasswordForm(AdminOwnPasswordChangeForm):
    """Old password, new password twice; Django checks the shape, the operation does it.

    The old one is guessed at like any other: whoever sits at somebody's open session is not to find it out.
    """

    def __init__(self, *args, request: HttpRequest, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        name = name_of_person(self.user.username)
        guess = _begin(name, self.request, action="change_password", account=self.user)
        try:
            password = super().clean_old_password()
        except ValidationError as error:
            guess.wrong(" ".join(error.messages))
            raise
        guess.right()
        return password

    def save(self, commit: bool = True) -> Account:
        changed = change_password(self.user, by=self.user, password=self.cleaned_data["new_password1"])
        self.user.password = changed.password  # the session goes on with the new one
        return self.user


class ChangePassword(RedirectURLMixin, PasswordChangeView):
    """The page on which a person chooses a password; the first one without the portal's menu, which leads nowhere.

    Afterwards it goes on to the page that was asked for (`next`).
    """

    form_class = ChangePasswordForm

    def get_default_redirect_url(self) -> str:
        return reverse("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_template_names(self) -> list[str]:
        first = self.request.user.must_choose_password  # type: ignore[union-attr]
        return ["registration/first_password.html" if first else "registration/password_change_form.html"]

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RuleViolation as refusal:
            form.add_error("new_password1", str(refusal))
            return self.form_invalid(form)


class FirstPasswordMiddleware:
    """Lets a person whose password somebody else gave them do nothing but choose their own.

    It stands before every view, so no page and no route of the API has to think of it. Other systems have tokens.
    """

    REACHABLE = frozenset({"admin:login", "admin:logout", "admin:password_change", "set_language", "healthz"})

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.session.session_key or not request.user.is_authenticated:
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        if not request.user.must_choose_password or route in self.REACHABLE:
            return None
        if request.path.startswith("/api/"):
            detail = _("Choose a password of your own first, on the page %(page)s.")
            body = problem(403, "password_to_choose", detail % {"page": reverse("admin:password_change")})
            return JsonResponse(body, status=403, content_type=CONTENT_TYPE)
        to_change = reverse("admin:password_change")
        if request.method != "GET" or route == "admin:index":
            return redirect(to_change)
        return redirect_to_login(request.get_full_path(), to_change)


def _begin(name: str, request: HttpRequest, *, action: str, account: Account | None) -> CountedAttempt:
    try:
        return CountedAttempt(name, request.META, action=action, account=account)
    except TooManyAttempts as refusal:
        raise ValidationError(str(refusal), code="too_many_attempts") from refusal
