"""Where the demonstration must not be set up."""

import pytest
from django.core.management import CommandError, call_command

from governance.models import Account

pytestmark = pytest.mark.django_db


def test_demonstration_never_runs_outside_debug(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo")
    assert not Account.objects.exists()


def test_demonstration_needs_the_reference_data(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="load_reference"):
        call_command("demo")
