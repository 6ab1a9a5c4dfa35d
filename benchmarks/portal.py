"""The whole portal without the socket: a request goes through the WSGI application as gunicorn would hand it over."""

import io
import json
import uuid
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Organisation
from governance.operations.clients import register_client
from governance.operations.founding import portal_account
from governance.wsgi import application

HOST = "127.0.0.1"


class System:
    """Another organisation's system with a token of its own, asked for at the token endpoint."""

    def __init__(self, organisation: Organisation, role: str) -> None:
        _client, name, secret = register_client(
            organisation, by=portal_account(), name="测速系统", role=role, scopes=["read", "write"]
        )
        form = f"grant_type=client_credentials&client_id={name}&client_secret={secret}".encode()
        answer = request("POST", "/oauth/token/", form, CONTENT_TYPE="application/x-www-form-urlencoded")
        self.authorization = f"Bearer {json.loads(answer)['access_token']}"

    def get(self, address: str) -> bytes:
        return request("GET", address, HTTP_AUTHORIZATION=self.authorization)

    def ask(self, address: str, body: dict[str, Any] | None) -> bytes:
        """A GET, or a POST of the body with a key of its own, as a careful system sends it."""
        if body is None:
            return self.get(address)
        return request(
            "POST",
            address,
            json.dumps(body).encode(),
            CONTENT_TYPE="application/json",
            HTTP_AUTHORIZATION=self.authorization,
            HTTP_IDEMPOTENCY_KEY=uuid.uuid4().hex,
        )

    def queries(self, address: str) -> int:
        """How many queries the address costs."""
        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return len(captured)


def request(method: str, address: str, body: bytes = b"", **headers: str) -> bytes:
    """The answer's body; raises unless it went through."""
    path, _, query = address.partition("?")
    status = ""

    def start_response(line: str, *_: Any) -> None:
        nonlocal status
        status = line

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "HTTP_ACCEPT": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        **headers,
    }
    response = application(environ, start_response)
    try:
        answer = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    if not status.startswith("20"):
        raise RuntimeError(f"{method} {address}: {status} {answer[:500].decode(errors='replace')}")
    return answer
