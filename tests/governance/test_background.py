"""Does background work survive the loss of its messages, and does no queue grow while its worker is away."""

import datetime
import os
import time

import pytest
from celery import current_app
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from oauth2_provider.models import AccessToken

from governance import attachments
from governance.models import Installation
from governance.tasks import purge_orphan_files, purge_sessions, purge_tokens


def test_beat_asks_for_every_task_again_so_that_a_lost_message_loses_nothing():
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert ours == {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_what_nobody_has_begun_when_it_is_asked_for_again_is_forgotten():
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        expires = entry["options"]["expires"]
        if isinstance(entry["schedule"], float):
            assert expires == entry["schedule"], name
        else:
            assert 0 < expires < 24 * 3600, name


def test_each_task_has_a_queue_that_a_process_serves():
    procfile = (settings.BASE_DIR / "Procfile").read_text()
    for queue in settings.CELERY_TASK_QUEUES:
        assert f"--queues {queue.name} " in procfile
        assert queue.routing_key == queue.name, "or a message for one of them goes to both"
    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} == {"deliveries"}


def left_behind(*, hours: float) -> str:
    """A stored file of that age that no row refers to."""
    path = default_storage.save(f"{attachments.FOLDER}/ab/{hours}", ContentFile(b"x"))
    at = time.time() - hours * 3600
    os.utime(default_storage.path(path), (at, at))
    return path


@pytest.mark.django_db
def test_what_has_expired_is_gone_in_the_morning_and_nothing_else():
    now = timezone.now()
    for name, expires in (("old", now - datetime.timedelta(days=1)), ("new", now + datetime.timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=expires)
        AccessToken.objects.create(token=name, expires=expires)
    old, young = left_behind(hours=30), left_behind(hours=1)
    purge_sessions()
    purge_tokens()
    purge_orphan_files()
    assert [session.pk for session in Session.objects.all()] == ["new"]
    assert [token.token for token in AccessToken.objects.all()] == ["new"]
    assert not default_storage.exists(old)
    assert default_storage.exists(young), "its transaction might be under way"


@pytest.mark.django_db
def test_a_copy_of_the_database_deletes_no_files():
    """They may be the real portal's, which has rows for them that the copy does not know."""
    old = left_behind(hours=30)
    Installation.objects.create(pk=1, place="elsewhere")
    purge_orphan_files()
    assert default_storage.exists(old)
