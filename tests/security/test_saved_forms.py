"""Can anybody but its author read, plant or send a form that was kept, or one that carries a key."""

import pytest

from enforcement.models import EnforcementCase
from governance.admin.sending import KEEP, KEY
from governance.models import SavedForm
from governance.operations import saved_forms
from governance.roles import Role
from tests.enforcement.conftest import clock, world
from tests.enforcement.test_sending import LOG, browser, lose_session, opened, stored, typed
from tests.factories import member

__all__ = ["clock", "typed", "world"]  # fixtures

pytestmark = pytest.mark.django_db


def test_nobody_but_the_author_sees_what_was_kept(world, typed):
    clerk, colleague = browser(world.clerk), browser(member(world.township, Role.OFFICER))
    form = opened(clerk, LOG) | typed
    lose_session(clerk)
    clerk.post(LOG, form)
    kept = SavedForm.objects.get()
    assert kept.account == world.clerk

    clerk.force_login(member(world.township, Role.CAPTAIN))  # somebody else at the same computer
    colleague.force_login(member(world.township, Role.OFFICER))
    for other in (clerk, colleague):
        assert "张三丰" not in other.get(LOG).content.decode()
        assert other.get(f"/governance/saved-form/{kept.pk}/").status_code == 404
        assert other.post(f"/governance/saved-form/{kept.pk}/discard/", {}).status_code == 404


def test_without_a_session_only_a_signed_key_keeps(world, typed):
    stranger = browser(None)
    for key in ("", "made up"):
        assert "kept=1" not in stranger.post(LOG, typed | {KEY: key}).headers["Location"]
    assert not SavedForm.objects.exists()


def test_without_a_session_nothing_is_replaced(world, typed):
    """Whoever knows a form's key can add to what is kept of it, up to a bound, and the author sees which it is."""
    clerk, stranger = browser(world.clerk), browser(None, enforce_csrf_checks=True)
    form = opened(clerk, LOG) | typed
    assert clerk.post(LOG, form | {KEEP: "1"}).status_code == 204
    for number in range(30):
        stranger.post(LOG, form | {"facts": f"planted {number}"})
    own = SavedForm.objects.get(copy=0)
    assert own.fields["facts"] == [typed["facts"]]
    assert SavedForm.objects.count() == saved_forms.MOST_COPIES
    assert "without a session" in clerk.get(LOG).content.decode()

    planted = SavedForm.objects.exclude(copy=0).first()
    going_on = opened(clerk, planted.url) | typed | {"facts": "gone on with", KEEP: "1"}
    assert clerk.post(planted.url, going_on).status_code == 204
    own.refresh_from_db()
    assert own.fields["facts"] == [typed["facts"]]
    clerk.post(LOG, form)
    assert not SavedForm.objects.exists()


def test_in_another_session_or_without_a_token_nothing_is_replaced(world, typed):
    clerk, colleague = browser(world.clerk, enforce_csrf_checks=True), browser(member(world.township, Role.OFFICER))
    form = opened(clerk, LOG) | typed | {KEEP: "1"}
    kept = colleague.post(LOG, form)
    assert kept.status_code == 409 and "another account" in kept.content.decode()
    assert "another window" in clerk.post(LOG, form).content.decode()
    assert SavedForm.objects.get().copy == 1


def test_the_reason_for_which_a_key_is_refused_is_the_true_one(world, typed):
    clerk, colleague = browser(world.clerk), browser(member(world.township, Role.OFFICER))
    reasons = {
        "opened by another account": opened(colleague, LOG),
        "opened at another address": opened(clerk, "/governance/notification/read/"),
        "did not come unchanged": {KEY: "made up"},
    }
    for reason, form in reasons.items():
        assert reason in clerk.post(LOG, form | typed).content.decode()


def test_a_key_of_another_form_or_person_does_nothing(world, typed):
    clerk, colleague = browser(world.clerk), browser(member(world.township, Role.OFFICER))
    strange = [opened(colleague, LOG), opened(clerk, "/governance/notification/read/"), {KEY: "made up"}]
    for form in strange:
        assert clerk.post(LOG, form | typed).status_code == 200
    assert not EnforcementCase.objects.exists()


def test_passwords_are_never_kept(world):
    administrator = browser(member(world.county, Role.SYSTEM_ADMIN))
    url = "/governance/account/open/"
    typed = {"username": "gu.yu", "name": "谷雨", "password": "a long test password"}
    assert administrator.post(url, opened(administrator, url) | typed | {KEEP: "1"}).status_code == 204
    kept = SavedForm.objects.get()
    assert kept.fields["username"] == ["gu.yu"]
    assert "a long test password" not in kept.content


def test_what_is_kept_is_unreadable_in_the_database(world, typed):
    clerk = browser(world.clerk)
    assert clerk.post(LOG, opened(clerk, LOG) | typed | {KEEP: "1"}).status_code == 204
    assert not EnforcementCase.objects.exists()
    assert SavedForm.objects.get().fields["party_name"] == ["张三丰"]
    assert "张三丰" not in stored("governance_savedform")
