"""What hardly anybody meets is refused by its own rule too: forms, files, exports and the first rows of a portal."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from governance import uploads
from governance.admin import export
from governance.admin.sending import KEY, Key, Sending, StepResult
from governance.errors import RuleViolation
from governance.models import Account, AuditEntry
from governance.operations.founding import appoint_administrator, found_county
from governance.operations.saved_forms import MOST_CHARACTERS, MOST_COPIES, save_form
from governance.roles import Role
from governance.sign_in_attempts import CountedAttempt
from tests.factories import CountyFactory, member
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return member(CountyFactory(), Role.SYSTEM_ADMIN)


def violates(code: str):
    return pytest.raises(RuleViolation, check=lambda refusal: refusal.code == code)


def test_a_second_county_or_first_administrator():
    found_county(code="LS", name="澜山市")
    with violates("already_founded"):
        found_county(code="XX", name="另一市")
    first = {"role": Role.AUDIT_ADMIN, "name": "审计员", "password": None}
    appoint_administrator(username="first", **first)
    with violates("already_appointed"):
        appoint_administrator(username="second", **first)


def test_a_name_nobody_has_is_told_apart_in_the_audit_alone():
    found_county(code="LS", name="澜山市")
    appoint_administrator(role=Role.AUDIT_ADMIN, username="auditor", name="审计员", password=None)
    CountedAttempt("nobody", {"REMOTE_ADDR": "10.0.0.1"}, action="sign_in", account=None).wrong("…")
    assert AuditEntry.objects.filter(outcome="refused").get().after["code"] == "unknown_name"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"path": f"/{'x' * 5000}"}, "address_too_long"),
        ({"fields": {"facts": "字" * MOST_CHARACTERS}}, "form_too_long"),
    ],
)
def test_a_form_that_does_not_fit(clerk, said, code):
    form = {"path": "/", "key": "k", "copy": 0, "about": "", "fields": {}} | said
    with refused(code):
        save_form(clerk, by=clerk, **form)


def test_a_form_with_as_many_copies_as_are_kept(clerk):
    for number in range(MOST_COPIES):
        save_form(clerk, by=clerk, path="/", key="k", copy=None, about="", fields={"n": number})
    with refused("too_many_copies"):
        save_form(clerk, by=clerk, path="/", key="k", copy=None, about="", fields={"n": "one more"})


def posted(clerk, path="/somewhere/", **sent):
    request = RequestFactory().post(path, sent)
    request.user = clerk
    return request


def test_a_key_from_elsewhere(clerk):
    key = str(Key.new(posted(clerk)))
    for path, sent in (("/elsewhere/", key), ("/somewhere/", "made up")):
        with violates("form_key_refused"):
            Sending.of(posted(clerk, path, **{KEY: sent}))


def test_a_form_that_was_sent_with_something_else_in_it(clerk):
    key = str(Key.new(posted(clerk)))
    Sending.of(posted(clerk, **{KEY: key, "facts": "first"})).once(lambda: StepResult("/", "Done."))
    with violates("form_sent_before"):
        Sending.of(posted(clerk, **{KEY: key, "facts": "second"})).once(lambda: StepResult("/", "Done again."))


def test_a_file_that_waits_no_longer(clerk):
    with violates("upload_expired"), uploads.open_waiting("made up", by=clerk, purpose="…"):
        pass


def test_an_export_of_more_than_a_table_holds(clerk, monkeypatch):
    monkeypatch.setattr(export, "ROWS_AT_MOST", 0)
    request = RequestFactory().get("/governance/account/export/")
    request.user = clerk
    with violates("too_many_rows"):
        export.as_spreadsheet(admin.site._registry[Account], request)
