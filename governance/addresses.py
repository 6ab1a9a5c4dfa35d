"""From what address a request comes; the one place that reads `X-Forwarded-For`."""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

_WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](:\d+)?|(?P<four>[\d.]+):\d+")


def address_of(meta: Mapping[str, Any]) -> str:
    """The caller's address, as the nearest `NUM_PROXIES` proxies saw it; `meta` is the request's `META`.

    Each proxy adds at the end of `X-Forwarded-For` the address that spoke to it. What stands before their entries was
    written by the caller and is not read. An entry that is no address is passed over for the next nearer one, at last
    for the address of whoever connects.
    """
    entries = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for entry in entries[-settings.NUM_PROXIES :] if settings.NUM_PROXIES else ():
        if address := _parse(entry):
            return str(address)
    return str(_parse(meta.get("REMOTE_ADDR", "")) or "")


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, or the /64 of an IPv6 address, within which anybody changes at will."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def _parse(entry: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    entry = entry.strip()
    if with_port := _WITH_PORT.fullmatch(entry):
        entry = with_port["six"] or with_port["four"] or ""
    try:
        address = ipaddress.ip_address(entry.partition("%")[0])  # without the zone, which means something only there
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
