"""Registering other organisations' systems with the API."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.scopes import get_scopes_backend

from governance import audit
from governance.access import operation
from governance.errors import RuleViolation
from governance.models.account import Account
from governance.models.client import Client
from governance.models.organisation import Organisation
from governance.operations.accounts import grant_membership, open_account
from governance.operations.founding import portal_account
from governance.wording import listed


@operation(_("Register API client"), at="self")
def register_client(
    organisation: Organisation, *, by: Account, name: str, role: str, scopes: Sequence[str]
) -> tuple[Client, str, str]:
    """登记接口客户端: the organisation's system may call the API, as a service account with one post: `role` here.

    So every rule and every scope of sight applies to it as to a person in that post; `scopes` ("read", "write") narrow
    it further. Closing the account closes the client. The portal opens the account and grants the post, under its own
    rules for both. Returns the client, its id, and its secret, which is stored as a hash and never shown again.

    Raises RuleViolation `unknown_scope`, and what `open_account` and `grant_membership` raise.
    """
    known = get_scopes_backend().get_all_scopes()
    unknown = [scope for scope in scopes if scope not in known]
    if unknown or not scopes:
        raise RuleViolation(
            "unknown_scope",
            _("Choose from the scopes %(known)s; %(unknown)s is none of them.")
            % {"known": listed(known), "unknown": listed(unknown) or "–"},
            field="scopes",
        )
    client_id, client_secret = generate_client_id(), generate_client_secret()
    portal = portal_account()
    account = open_account(
        organisation, by=portal, username=f"client-{client_id[:16]}", name=name, kind=Account.Kind.SERVICE
    )
    grant_membership(account, by=portal, organisation=organisation, role=role)
    client = Client.objects.create(
        organisation=organisation,
        user=account,
        name=account.name,
        client_id=client_id,
        client_secret=client_secret,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        scopes=list(dict.fromkeys(scopes)),
    )
    after = audit.snapshot(client, "client_id", "name", "user", "scopes") | {"role": role}
    audit.record(client, after=after)
    return client, client_id, client_secret
