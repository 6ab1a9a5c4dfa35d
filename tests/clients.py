"""Callers of the API in tests: a person with a session, another organisation's system with a real token."""

from django.test import Client as DjangoClient
from rest_framework.test import APIClient

from governance.models import Account, Organisation
from governance.operations import found_county, portal_account, register_client
from governance.roles import Role


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
