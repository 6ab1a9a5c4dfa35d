"""The demonstration's connected department: its API client and its subscription, for the example under examples/."""

from collections.abc import Callable

from django.conf import settings

from governance.models import Account, Organisation, Subscription
from governance.operations.clients import register_client
from governance.operations.subscriptions import pause_subscription, rotate_secret, subscribe
from governance.roles import Role

CODE = "LS-A16"  # 市城市管理局
NAME = "演示：城市管理局业务系统"
FILE = settings.VAR_DIR / "department.env"


def connect(*, by: Account, administrator: Account, port: int, tell: Callable[[str], None]) -> Organisation:
    """Connect the department's example system and write down its credentials, readable by their owner only.

    Secrets are shown once, so a lost file means a new client and a new webhook secret. A system that listens at
    another port than before gets a new subscription, and the old one is paused.
    """
    department = Organisation.objects.get(code=CODE)
    address = f"http://127.0.0.1:{port}/webhooks"
    written = _written()
    subscription = Subscription.objects.filter(organisation=department, url=address, is_active=True).first()
    if subscription is not None and written.get("PORTAL_URL") == settings.PORTAL_URL:
        tell(f"Connected department: {department.name}, already there")
        return department
    if written:
        client_id, client_secret = written["CLIENT_ID"], written["CLIENT_SECRET"]
    else:
        _client, client_id, client_secret = register_client(
            department, by=by, name=NAME, role=Role.DEPARTMENT_CLERK, scopes=["read", "write"]
        )
    if subscription is None:
        for old in Subscription.objects.filter(
            organisation=department, url__startswith="http://127.0.0.1:", is_active=True
        ):
            pause_subscription(old, by=administrator, reason=f"演示系统改用 {address}")
        _subscription, webhook_secret = subscribe(department, by=by, url=address)
    elif written:
        webhook_secret = written["WEBHOOK_SECRET"]
    else:
        webhook_secret = rotate_secret(subscription, by=administrator)
    _write(
        PORTAL_URL=settings.PORTAL_URL,
        CLIENT_ID=client_id,
        CLIENT_SECRET=client_secret,
        WEBHOOK_SECRET=webhook_secret,
    )
    tell(f"Connected department: {department.name}, credentials in {FILE}")
    return department


def _written() -> dict[str, str]:
    return dict(line.split("=", 1) for line in FILE.read_text().splitlines()) if FILE.exists() else {}


def _write(**variables: str) -> None:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.unlink(missing_ok=True)
    FILE.touch(mode=0o600)
    FILE.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
