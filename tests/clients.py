"""Callers in tests: a person's browser, a person at the API, another organisation's system with a real token."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.test import Client as DjangoClient
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from rest_framework.test import APIClient

from governance.admin.sending import KEY, Key
from governance.models import Account, Organisation
from governance.operations.clients import register_client
from governance.operations.founding import found_county, portal_account
from governance.roles import Role


class Browser(DjangoClient):
    """A person's browser: a step's form is sent with the key that its page carries, as if it had just been opened.

    A form that names its key, even an empty one, is sent as it is.
    """

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        if isinstance(data, dict | None) and "content_type" not in kwargs and _is_step(path):
            data = {**self._key(path), **(data or {})}
        return super().post(path, data, *args, **kwargs)

    def _key(self, path: str) -> dict[str, str]:
        account = self.session.get(SESSION_KEY)
        if account is None:  # nobody has seen the page
            return {}
        request = RequestFactory().post(path)
        request.user = Account(pk=int(account))
        return {KEY: str(Key.new(request))}


def _is_step(path: str) -> bool:
    try:
        return hasattr(resolve(path.partition("?")[0]).func, "step")
    except Resolver404:
        return False


def signed_in(account: Account, **options) -> APIClient:
    """The person's browser, after sign-in; with `enforce_csrf_checks=True` as strict as a real one."""
    client = APIClient(**options)
    client.force_login(account)
    return client


def system_of(organisation: Organisation, role: Role, *scopes: str) -> APIClient:
    """A client registered for the organisation, with a token it has asked for over HTTP."""
    _, client_id, client_secret = register_client(
        organisation, by=portal_account(), name="对方系统", role=role, scopes=scopes or ("read", "write")
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token(client_id, client_secret).json()['access_token']}")
    return client


def token(client_id: str, client_secret: str, **fields):
    """What the token endpoint answers."""
    fields = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret, **fields}
    return DjangoClient(enforce_csrf_checks=True).post("/oauth/token/", fields)


def founded_county() -> Organisation:
    """A county with the portal's own account, as registering clients needs it."""
    found_county(code="LS", name="澜山市")
    return Organisation.objects.get(code="LS")
