"""Pages of API clients: which systems call the API, as whom, how far."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import get_scopes_backend

from governance import access
from governance.admin.display import chip
from governance.admin.fields import BodyField
from governance.admin.scoped import ScopedAdmin
from governance.admin.step_forms import StepForm
from governance.admin.steps import Step
from governance.models import Client
from governance.operations.clients import register_client
from governance.roles import SECURITY_ROLES, Role
from governance.wording import listed


def _client_roles() -> list[tuple[str, Any]]:
    return [("", ""), *((role.value, role.label) for role in Role if role not in SECURITY_ROLES | {Role.PORTAL})]


def _scopes() -> list[tuple[str, Any]]:
    return list(get_scopes_backend().get_all_scopes().items())


class RegisterClientForm(StepForm):
    organisation = BodyField(label=_("Organisation"))
    name = forms.CharField(label=_("Name of the system"), max_length=64)
    role = forms.ChoiceField(
        label=_("Role"), choices=_client_roles, help_text=_("It may see and do what this role may.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), choices=_scopes, widget=forms.CheckboxSelectMultiple, initial=["read", "write"]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.among = lambda: access.organisations_of(  # type: ignore[attr-defined]
            self.account, "register_client"
        ).open()


class RegisterClient(Step):
    name = "register"
    operation = staticmethod(register_client)
    title = _("Register an API client")
    verb = _("Register")
    form_class = RegisterClientForm

    def outcome(self):
        return _("The organisation's system may call the API in one post of its own, under the rules everybody has.")

    def consequences(self):
        return [_("Its secret is shown once, on the next page.")]

    def perform(self, data):
        organisation = data.pop("organisation")
        return register_client(organisation, by=self.account, **data)

    def revealed(self, result):
        client, client_id, client_secret = result
        return [(_("Client"), client.name), (_("Client id"), client_id), (_("Client secret"), client_secret)]

    def next_url(self, result):
        return self.page.url_of(result[0])


@admin.register(Client)
class ClientPage(ScopedAdmin):
    """接口客户端: which systems call the API, as whom, how far."""

    view_right = "view_clients"
    icon = "api"
    view_on_site = False  # the library's model names an address of its own, which the portal has not
    list_display = ["name", "organisation", "role", "reach", "state", "registered"]
    list_select_related = ["organisation", "user"]
    search_fields = ["name", "organisation__name", "client_id"]
    ordering = ["organisation__path", "pk"]
    list_steps = [RegisterClient]
    headline = ["organisation", "state"]
    fieldsets = [
        (None, {"fields": ["name", "organisation", "role", "reach", "identifier"]}),
        (_("Service account"), {"fields": ["user", "registered"], "classes": ["aside"]}),
    ]
    empty = _("No system calls the API yet.")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user__memberships")

    @admin.display(description=_("role"))
    def role(self, client: Client) -> str:
        return "、".join(str(membership.get_role_display()) for membership in client.user.memberships.all())

    @admin.display(description=_("scopes"))
    def reach(self, client: Client) -> str:
        return listed(client.scopes)

    @admin.display(description=_("Client id"))
    def identifier(self, client: Client) -> str:
        return client.client_id

    @admin.display(description=_("created at"), ordering="created")
    def registered(self, client: Client):
        return client.created

    @admin.display(description=_("state"))
    def state(self, client: Client):
        return chip(_("active"), "success") if client.user.is_active else chip(_("closed"), "neutral")
