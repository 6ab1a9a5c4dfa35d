"""Does a form sent twice at the same moment file one case; with connections of their own, on either database."""

from functools import partial

import pytest
from django.test import Client

from enforcement.models import EnforcementCase
from governance.admin.sending import KEEP
from governance.models import SavedForm
from tests.enforcement.test_sending import LOG, browser, opened, typed
from tests.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["typed"]  # a fixture


def send(client: Client, form: dict) -> str:
    return client.post(LOG, form).headers.get("Location", "refused")


def test_two_clicks_at_once_file_one_case_and_lead_to_it(world, typed):
    """The second click comes while the first is at work: it waits, and lands on the same page."""
    windows = [browser(world.clerk) for _ in range(3)]
    for number in range(1, 4):
        form = opened(windows[0], LOG) | typed
        answers = race(*[partial(send, window, form) for window in windows])
        case = EnforcementCase.objects.order_by("-pk").first()
        assert answers == [f"/enforcement/case/{case.pk}/"] * 3, answers
        assert EnforcementCase.objects.count() == number


def test_keeping_and_sending_at_once_leaves_nothing_kept(world, typed):
    windows = [browser(world.clerk) for _ in range(3)]
    for _ in range(3):
        form = opened(windows[0], LOG) | typed
        keeping = partial(windows[1].post, LOG, form | {KEEP: "1"})
        results = race(partial(send, windows[0], form), keeping, partial(windows[2].post, LOG, form | {KEEP: "1"}))
        assert not [result for result in results if isinstance(result, Exception)], results
        assert not SavedForm.objects.exists()
