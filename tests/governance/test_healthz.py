"""The health check: what answers, said to anybody, and nothing more."""

from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from governance import celery_app


@pytest.mark.django_db
def test_healthy_while_database_and_broker_answer(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "broker": True}
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def broker_out_of_reach():
    """Celery looks for its broker on a port that answers nobody."""
    nowhere = "redis://127.0.0.1:1/0"
    away = {"broker_url": nowhere, "broker_write_url": nowhere, "broker_transport": "redis"}
    away["broker_transport_options"] = {}
    reachable = {name: celery_app.conf[name] for name in away}
    celery_app.conf.update(away)
    yield
    celery_app.conf.update(reachable)


@pytest.mark.django_db
def test_a_broker_out_of_reach_is_named_and_sends_nobody_away(client, broker_out_of_reach):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": True, "broker": False}


def test_without_the_database_nobody_is_sent_here(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", Mock(side_effect=OperationalError("gone")))
    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] is False


@pytest.mark.django_db
def test_a_health_check_inside_the_container_is_not_sent_to_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301


def test_only_reading_is_answered(client):
    assert client.post("/healthz").status_code == 405
