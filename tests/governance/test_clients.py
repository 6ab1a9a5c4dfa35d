"""Does a token make its bearer the one service account its client was registered for, and no more."""

import base64

import pytest
from oauth2_provider.models import AccessToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from governance.api.authentication import ClientCredentials
from governance.models import Account, AuditEntry, Client, Membership
from governance.operations.accounts import close_account
from governance.operations.clients import register_client
from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, OrganisationFactory, member, portal_of
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = CountyFactory()
    portal_of(county)
    return county


@pytest.fixture
def department(county):
    return OrganisationFactory(parent=county)


@pytest.fixture
def admin(county):
    return member(county, Role.SECURITY_ADMIN)


@pytest.fixture
def registered(department, admin):
    return register_client(
        department, by=admin, name="综合执法系统", role=Role.DEPARTMENT_CLERK, scopes=["read", "write"]
    )


def ask_token(client_id: str, client_secret: str, **fields):
    return Browser().post(
        "/oauth/token/",
        {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret, **fields},
    )


def caller(token: str):
    return ClientCredentials().authenticate(APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}"))


def test_client_is_a_service_account_with_one_post(department, registered):
    client, client_id, _ = registered
    account = client.user
    assert account.kind == Account.Kind.SERVICE
    assert not account.has_usable_password()
    assert not account.is_staff
    [post] = Membership.objects.filter(account=account)
    assert (post.organisation, post.role, post.ends_on) == (department, Role.DEPARTMENT_CLERK, None)
    assert client.organisation == department
    assert client.client_id == client_id


def test_secret_is_kept_as_a_hash_and_not_in_the_audit(registered, admin):
    client, _, client_secret = registered
    stored = Client.objects.get(pk=client.pk).client_secret
    assert client_secret not in stored
    entry = AuditEntry.objects.get(action="register_client")
    assert entry.account == admin
    for entry in AuditEntry.objects.all():
        assert client_secret not in str([entry.before, entry.after])


def test_token_makes_its_bearer_the_service_account(registered):
    client, client_id, client_secret = registered
    answer = ask_token(client_id, client_secret).json()
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert set(answer["scope"].split()) == {"read", "write"}
    assert "refresh_token" not in answer
    account, token = caller(answer["access_token"])
    assert account == client.user
    assert token.application == client
    assert not AccessToken.objects.filter(token=answer["access_token"]).exists(), "kept as a hash"


def test_client_may_also_name_itself_in_the_authorization_header(registered):
    _, client_id, client_secret = registered
    basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    answer = Browser().post("/oauth/token/", {"grant_type": "client_credentials"}, HTTP_AUTHORIZATION=f"Basic {basic}")
    assert answer.status_code == 200


def test_wrong_secret_gets_no_token(registered):
    _, client_id, _ = registered
    answer = ask_token(client_id, "guess")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token"])
def test_there_is_no_other_way_to_a_token(department, registered, grant):
    _, client_id, client_secret = registered
    person = member(department, Role.DEPARTMENT_HEAD)
    answer = ask_token(
        client_id, client_secret, grant_type=grant, username=person.username, password="a long test password"
    )
    assert answer.status_code == 400
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("page", ["/oauth/authorize/", "/oauth/applications/", "/oauth/authorized_tokens/"])
def test_there_are_no_other_pages_of_it(page):
    assert Browser().get(page).status_code == 404


def test_scopes_reach_no_further_than_registered(department, admin):
    _, client_id, client_secret = register_client(
        department, by=admin, name="只读系统", role=Role.DEPARTMENT_CLERK, scopes=["read"]
    )
    assert ask_token(client_id, client_secret).json()["scope"] == "read"
    assert ask_token(client_id, client_secret, scope="read write").status_code == 400


def test_closing_the_account_ends_its_tokens_and_gives_no_new_ones(county, registered):
    client, client_id, client_secret = registered
    token = ask_token(client_id, client_secret).json()["access_token"]
    close_account(client.user, by=member(county, Role.SYSTEM_ADMIN))
    with pytest.raises(AuthenticationFailed):
        caller(token)
    assert ask_token(client_id, client_secret).status_code == 401


def test_a_guessed_token_is_nobody():
    with pytest.raises(AuthenticationFailed):
        caller("guess")


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.PORTAL, "emperor"])
def test_no_system_is_an_administrator(department, admin, role):
    with refused({Role.PORTAL: "portal_only", "emperor": "invalid"}.get(role, "persons_only"), field="role"):
        register_client(department, by=admin, name="系统", role=role, scopes=["read"])


@pytest.mark.parametrize("scopes", [[], ["read", "everything"]])
def test_scopes_must_be_known(department, admin, scopes):
    with refused("unknown_scope", field="scopes"):
        register_client(department, by=admin, name="系统", role=Role.DEPARTMENT_CLERK, scopes=scopes)


def test_only_the_security_administrator_registers(county, department):
    for stranger in [
        member(department, Role.DEPARTMENT_HEAD),
        member(county, Role.SYSTEM_ADMIN),
        member(CountyFactory(), Role.SECURITY_ADMIN),
    ]:
        with refused("not_permitted"):
            register_client(department, by=stranger, name="系统", role=Role.DEPARTMENT_CLERK, scopes=["read"])


def test_registering_on_the_page_shows_the_secret_once(department, admin):
    browser = Browser()
    browser.force_login(admin)
    form = {"organisation": department.name, "name": "综合执法系统", "role": "department_clerk", "scopes": ["read"]}
    shown = browser.post("/governance/client/register/", form, follow=True)
    client = Client.objects.get()
    secret = {str(label): value for label, value in shown.context["answer"].revealed}
    client_secret = list(secret.values())[-1]
    assert ask_token(client.client_id, client_secret).status_code == 200
    record = browser.get(f"/governance/client/{client.pk}/")
    assert record.status_code == 200
    assert client_secret not in record.content.decode()
    assert client.client_secret not in record.content.decode()
    assert browser.get("/governance/client/").status_code == 200
