"""The demonstration's connected department: its API client and its subscription, for the example under examples/."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from governance.models import Account, Organisation, Subscription
from governance.operations.clients import register_client
from governance.operations.subscriptions import rotate_secret, subscribe
from governance.roles import Role

CODE = "LS-A16"  # 市城市管理局
NAME = "演示：城市管理局业务系统"
ADDRESS = "http://127.0.0.1:8001/webhooks"
FILE = settings.VAR_DIR / "department.env"


def connect(*, by: Account, administrator: Account, tell: Callable[[str], None]) -> Organisation:
    """Connect the department's example system and write down its credentials, readable by their owner only.

    Secrets are shown once, so a lost file means a new client and a new webhook secret.
    """
    department = Organisation.objects.get(code=CODE)
    subscription = Subscription.objects.filter(organisation=department, url=ADDRESS, is_active=True).first()
    if FILE.exists() and subscription is not None:
        tell(f"Connected department: {department.name}, already there")
        return department
    _client, client_id, client_secret = register_client(
        department, by=by, name=NAME, role=Role.DEPARTMENT_CLERK, scopes=["read", "write"]
    )
    if subscription is None:
        _subscription, webhook_secret = subscribe(department, by=by, url=ADDRESS)
    else:
        webhook_secret = rotate_secret(subscription, by=administrator)
    _write(
        FILE,
        PORTAL_URL=settings.PORTAL_URL,
        CLIENT_ID=client_id,
        CLIENT_SECRET=client_secret,
        WEBHOOK_SECRET=webhook_secret,
    )
    tell(f"Connected department: {department.name}, credentials in {FILE}")
    return department


def _write(file: Path, **variables: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
