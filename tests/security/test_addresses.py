"""Whose address a request has: what proxies saw, never what the caller says."""

import pytest
from rest_framework.test import APIClient

from governance.addresses import address_of, network_of
from governance.checks import proxies_are_named

PROXY = "10.0.0.1"


@pytest.mark.parametrize(("proxies", "forwarded", "address"), [
    (0, None, PROXY),
    (0, "198.51.100.7", PROXY),
    (1, None, PROXY),
    (1, "", PROXY),
    (1, "198.51.100.7", "198.51.100.7"),
    (1, "192.0.2.1, 198.51.100.7", "198.51.100.7"),
    (1, "192.0.2.1,198.51.100.7 ", "198.51.100.7"),
    (1, "198.51.100.7:51234", "198.51.100.7"),
    (1, "2001:db8::7", "2001:db8::7"),
    (1, "2001:0DB8:0::7", "2001:db8::7"),
    (1, "[2001:db8::7]:443", "2001:db8::7"),
    (1, "[2001:db8::7]", "2001:db8::7"),
    (1, "fe80::1%eth0", "fe80::1"),
    (1, "::ffff:198.51.100.7", "198.51.100.7"),
    (1, "192.0.2.1, unknown", PROXY),
    (1, "192.0.2.1, ", PROXY),
    (1, "192.0.2.1, 999.1.1.1", PROXY),
    (1, "<script>", PROXY),
    (2, "192.0.2.1, 198.51.100.7, 10.0.0.9", "198.51.100.7"),
    (2, "198.51.100.7, 10.0.0.9", "198.51.100.7"),
    (2, "198.51.100.7", "198.51.100.7"),
    (2, "192.0.2.1, unknown, 10.0.0.9", "10.0.0.9"),
])  # fmt: skip
def test_address_is_what_the_proxies_saw(proxies, forwarded, address, settings):
    settings.NUM_PROXIES = proxies
    meta = {"REMOTE_ADDR": PROXY} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    assert address_of(meta) == address


def test_a_socket_without_address_is_no_fault():
    assert address_of({"REMOTE_ADDR": ""}) == "" == network_of("")


def test_a_network_is_what_one_subscriber_has():
    assert network_of("198.51.100.7") == "198.51.100.7"
    assert network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"


@pytest.mark.parametrize(("tls", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_the_deployment_check_warns_when_everybody_would_have_the_proxys_address(tls, proxies, warned, settings):
    settings.BEHIND_TLS, settings.NUM_PROXIES = tls, proxies
    assert bool(proxies_are_named(None)) == warned


@pytest.mark.django_db
def test_throttles_of_the_api_count_by_the_same_address(settings):
    settings.NUM_PROXIES = 1
    ask = APIClient(REMOTE_ADDR=PROXY).get

    def status(forwarded: str) -> int:
        return ask("/api/v1/governance/organisations/", HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert {status(f"192.0.2.{number}, 2001:db8::{number:x}") for number in range(120)} == {200}
    assert status("192.0.2.200, 2001:db8::ffff") == 429
    assert status("192.0.2.1, 198.51.100.7") == 200
