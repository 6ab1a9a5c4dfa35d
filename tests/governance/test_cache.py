"""The cache in Redis while Redis is away: what the throttles have counted is kept."""

import pytest

from governance import cache


@pytest.fixture
def away(monkeypatch):
    """A cache whose Redis does not answer."""
    monkeypatch.setattr(cache, "_retry_at", 0.0)
    return cache.Cache("redis://127.0.0.1:1", {"OPTIONS": {"socket_connect_timeout": 0.2}})


def test_a_thousand_other_addresses_do_not_let_somebody_go_on_asking(away, caplog):
    away.set("throttle_anon_192.0.2.1", [1.0] * 120, 60)
    for number in range(1_000):
        away.set(f"throttle_anon_198.51.100.{number}", [1.0], 60)
    assert away.get("throttle_anon_192.0.2.1") == [1.0] * 120
    assert "The cache is away" in caplog.text


def test_the_memory_it_takes_is_bounded(away):
    for number in range(cache.MAX_ENTRIES + 100):
        away.set(f"throttle_anon_{number}", [1.0], 60)
    kept = [number for number in range(cache.MAX_ENTRIES + 100) if away.has_key(f"throttle_anon_{number}")]
    assert len(kept) <= cache.MAX_ENTRIES
    assert kept[-1] == cache.MAX_ENTRIES + 99, "the newest stay"
