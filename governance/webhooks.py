"""One webhook on the wire: where it may go, how it is signed, and what came back."""

import asyncio
import ipaddress
import json
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urljoin

import httpx2
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from standardwebhooks import Webhook

from governance.errors import RuleViolation
from governance.models.outbox import Event, Subscription

TOTAL_SECONDS = 15  # for everything: name, connection, request, answer
CONNECT_SECONDS = 5
READ_BYTES = 2_000  # of the answer; it is only an excerpt for people

# Never a receiver: this network, link-local (where clouds keep their machines' credentials), other clouds' metadata
# addresses, multicast and reserved, and IPv6 forms that smuggle an IPv4 address.
REFUSED_NETWORKS = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "100.100.100.200/32",
        "224.0.0.0/3",
        "::/128",
        "fe80::/10",
        "fd00:ec2::/32",
        "ff00::/8",
        "64:ff9b::/96",
        "2002::/16",
    )
]


@dataclass(frozen=True)
class Request:
    """What is sent, complete and signed; holds plain values only, so that it can be sent from another thread."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class WebhookResponse:
    """What came back: an HTTP status with the beginning of its text, or the error in its place."""

    status: int | None = None
    excerpt: str = ""
    error: str = ""
    milliseconds: int = 0


def build(event: Event, subscription: Subscription, at: datetime | None = None) -> Request:
    """The event as Standard Webhooks wants it, signed over these exact bytes.

    The id is the event's and the same in every attempt. While a secret is being rotated, the old one signs too.
    """
    at = (at or timezone.now()).astimezone(UTC)  # the library reads any time as UTC
    body = body_of(event)
    secrets = [subscription.secret]
    if subscription.previous_secret and subscription.previous_secret_until and at < subscription.previous_secret_until:
        secrets.append(subscription.previous_secret)
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "TownshipGovernancePortal/1",
        "webhook-id": str(event.pk),
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(str(event.pk), at, body) for secret in secrets),
    }
    return Request(subscription.url, headers, body.encode())


def body_of(event: Event) -> str:
    """Kind, time, and where to read the rest with one's own rights; the same in every attempt."""
    content = {
        "type": event.kind,
        "timestamp": timezone.localtime(event.at).isoformat(),
        "data": {
            "id": event.subject_id,
            "label": event.label,
            "url": urljoin(settings.PORTAL_URL, event.api_path) if event.api_path else None,
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def check_url(url: str) -> httpx2.URL:
    """Raise RuleViolation `address_refused` unless webhooks may go to the address; return it parsed."""
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        raise _refusal(_("This is not an address: %(error)s"), error=error) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _refusal(_("The address must begin with https://."))
    if parsed.userinfo:
        raise _refusal(_("The address must hold no user name or password; the signature proves who sends."))
    if parsed.scheme == "http" and not _is_trusted(parsed.host):
        raise _refusal(_("%(host)s must be reached by https."), host=parsed.host)
    try:
        address = ipaddress.ip_address(parsed.host)
    except ValueError:
        return parsed  # a name: its addresses are checked when it is resolved
    _check_address(parsed.host, address)
    return parsed


def _check_address(host: str, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    address = getattr(address, "ipv4_mapped", None) or address
    if any(address in network for network in REFUSED_NETWORKS) or (address.is_loopback and not _is_trusted(host)):
        raise _refusal(_("%(host)s leads to %(address)s, where no webhook may go."), host=host, address=address)


def _is_trusted(host: str) -> bool:
    return host in settings.WEBHOOK_TRUSTED_HOSTS


def _refusal(message, **values) -> RuleViolation:
    return RuleViolation("address_refused", message % values if values else message, field="url")


def post(request: Request) -> WebhookResponse:
    """Send, and say what came back. Raises RuleViolation, httpx2.HTTPError or OSError if nothing did.

    Takes TOTAL_SECONDS at most, whatever the receiver does: httpx2's own timeouts are for each read, so a receiver
    that sends one byte at a time could hold a sender for hours.
    """
    started = time.monotonic()
    status, excerpt = asyncio.run(_post(request))
    return WebhookResponse(status=status, excerpt=excerpt, milliseconds=int((time.monotonic() - started) * 1000))


async def _post(request: Request) -> tuple[int | None, str]:
    status: int | None = None
    excerpt = b""
    timeout = httpx2.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
    try:
        # No proxy from the environment: it would resolve the name again and undo the check of its addresses.
        async with (
            asyncio.timeout(TOTAL_SECONDS),
            httpx2.AsyncClient(verify=_tls(), timeout=timeout, follow_redirects=False, trust_env=False) as client,
        ):
            response = await _connect_and_send(client, request)
            status = response.status_code
            async for chunk in response.aiter_raw():
                excerpt += chunk
                if len(excerpt) >= READ_BYTES:
                    break
            await response.aclose()
    except (TimeoutError, httpx2.HTTPError):
        if status is None:
            raise
    # The status is the answer. Its text may be cut short, in any encoding, and PostgreSQL stores no NUL.
    return status, excerpt[:READ_BYTES].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


async def _connect_and_send(client: httpx2.AsyncClient, request: Request) -> httpx2.Response:
    """Resolve the name once, check every address, and connect to one of exactly those."""
    url = check_url(request.url)
    port = url.port or (443 if url.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(sockaddr[0]) for *_rest, sockaddr in found]
    for address in addresses:
        _check_address(url.host, address)
    headers = {**request.headers, "Host": url.netloc.decode()}
    for address in addresses:
        to_address = client.build_request(
            "POST",
            url.copy_with(host=str(address)),
            headers=headers,
            content=request.body,
            extensions={"sni_hostname": url.raw_host.decode()},  # and the certificate must be this name's
        )
        try:
            return await client.send(to_address, stream=True)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            if address == addresses[-1]:
                raise
    raise OSError(f"{url.host} has no address")


@cache
def _tls() -> ssl.SSLContext:
    """The machine's own trust store, where a county adds its certificate authority (or names it in SSL_CERT_FILE)."""
    return ssl.create_default_context()
