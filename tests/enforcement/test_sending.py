"""Is a form done once however often it is sent, and does what was typed outlive the session, for its author alone."""

import datetime
import html
import re
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from enforcement.models import CaseFile, EnforcementCase, Transfer
from enforcement.operations.transfers import accept_transfer, send_back_transfer
from enforcement.states import SendBackReason
from governance import idempotency
from governance.admin.sending import KEEP, KEY
from governance.models import Account, AuditEntry, IdempotentRequest, SavedForm, Subscription
from governance.models.saved_form import SAVED_FOR
from governance.roles import Role
from governance.tasks import purge_idempotent_requests, purge_saved_forms
from tests.clients import Browser
from tests.factories import member

LOG = "/enforcement/case/file/"


@pytest.fixture
def typed(world):
    return {
        "township": world.township.pk,
        "power": "LS-CG-001",
        "place": "汀砚镇前街12号",
        "party_kind": "citizen",
        "party_name": "张三丰",
        "found_at": "2026-09-14T08:00",
        "facts": "当事人将果皮扔在人行道上。",
    }


def browser(account: Account | None, **options) -> Browser:
    client = Browser(**options)
    client.cookies["django_language"] = "en"
    if account:
        client.force_login(account)
    return client


def opened(client: Browser, url: str) -> dict[str, str]:
    """What the page of a form sends back of its own accord."""
    context = client.get(url).context
    return {KEY: str(context["key"]), **({"_version": context["token"]} if context["token"] else {})}


def lose_session(client: Browser) -> None:
    """The server forgets the session, as after eight hours; the browser still has its cookies."""
    Session.objects.all().delete()


def stored(table: str) -> str:
    """Every column of the table as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return str(cursor.fetchall())


# --- Sent once ------------------------------------------------------------------------------------------------------


def test_a_form_sent_twice_files_one_case_and_both_answers_lead_to_it(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    answers = [clerk.post(LOG, form) for _ in range(3)]
    case = EnforcementCase.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"/enforcement/case/{case.pk}/"}
    assert "Filed as" in str(list(clerk.get("/").context["messages"])[-1])


def test_two_forms_with_the_same_words_are_two_cases(world, typed):
    clerk = browser(world.clerk)
    for _ in range(2):
        clerk.post(LOG, opened(clerk, LOG) | typed)
    assert EnforcementCase.objects.count() == 2


def test_the_same_form_with_something_else_in_it_is_asked_about(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    clerk.post(LOG, form)
    page = clerk.post(LOG, form | {"party_name": "李四"})
    first = EnforcementCase.objects.get()
    assert f"(Filed as {first.case_no})." in page.content.decode() and 'value="李四"' in page.content.decode()
    clerk.post(LOG, {**form, KEY: str(page.context["key"]), "party_name": "李四"})
    assert EnforcementCase.objects.count() == 2


def test_a_refused_form_can_be_sent_again(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    refused = clerk.post(LOG, form | {"found_at": "2027-01-01T08:00"})
    assert "future" in refused.content.decode()
    assert AuditEntry.objects.get(outcome="refused").action == "file_case"
    assert not IdempotentRequest.objects.exists()
    assert clerk.post(LOG, form).status_code == 302


def test_the_second_click_is_answered_though_the_step_can_no_longer_be_taken(world, case, letter):
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_transfer", args=[case.pk])
    form = opened(clerk, url) | letter | {"receiver": world.department.name, "urgency": "ordinary"}
    first, second = clerk.post(url, form), clerk.post(url, form)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert Transfer.objects.count() == 1
    assert not AuditEntry.objects.filter(outcome="refused").exists()


def test_the_second_click_is_answered_though_the_record_is_gone(world, transfer):
    """What was sent back is no longer the receiver's to open."""
    kept = SavedForm.objects.create(account=world.clerk, key="a form", path=LOG, content='{"about": "", "fields": {}}')
    clerk = browser(world.clerk)
    url = reverse("admin:governance_saved-form_discard", args=[kept.pk])
    form = opened(clerk, url)
    first, second = clerk.post(url, form), clerk.post(url, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert clerk.post(url, {}).status_code == 404


def test_files_are_part_of_what_was_sent(world, case):
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_attach", args=[case.pk])
    form = opened(clerk, url)

    def photo(content: bytes):
        return SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n" + content * 64, content_type="image/png")

    assert clerk.post(url, form | {"file": photo(b"0")}).status_code == 302
    assert clerk.post(url, form | {"file": photo(b"0")}).status_code == 302
    assert "already" in clerk.post(url, form | {"file": photo(b"1")}).content.decode()
    assert CaseFile.objects.count() == 1


def test_a_secret_is_shown_to_the_second_click_and_not_later(world, clock):
    administrator = browser(member(world.county, Role.SECURITY_ADMIN))
    url = "/governance/subscription/subscribe/"
    form = opened(administrator, url) | {"organisation": world.department.name, "url": "https://127.0.0.1/events"}
    first, second = administrator.post(url, form), administrator.post(url, form)
    assert first.context["answer"] == second.context["answer"]
    secret = first.context["answer"].revealed[0][1]
    assert secret in second.content.decode()
    assert Subscription.objects.count() == 1
    assert secret not in stored("governance_idempotentrequest")

    clock.shift(idempotency.SECRETS_KEPT_FOR + datetime.timedelta(minutes=1))
    purge_idempotent_requests()
    assert administrator.post(url, form).status_code == 302
    assert not IdempotentRequest.objects.exclude(body="").exists()


def test_a_form_without_its_key_is_refused_and_keeps_what_was_typed(world, typed):
    clerk = Client()  # which adds no key of its own accord
    clerk.cookies["django_language"] = "en"
    clerk.force_login(world.clerk)
    for _ in range(2):
        refused = clerk.post(LOG, typed)
        assert refused.status_code == 400
        page = refused.content.decode()
        assert "did not come unchanged from a page of the portal. Check it and send it again." in page
        assert "张三丰" in page
    assert not EnforcementCase.objects.exists()

    clerk.post(LOG, typed | {KEY: str(refused.context["key"])})
    assert EnforcementCase.objects.count() == 1


def test_what_was_kept_is_discarded_on_the_page_of_the_form(world, typed):
    clerk = browser(world.clerk)
    clerk.post(LOG, opened(clerk, LOG) | typed | {KEEP: "1"})
    page = clerk.get(LOG).content.decode()
    discard = page[page.index('/discard/"') :]
    key = re.search(r'name="_key" value="([^"]+)"', discard)[1]
    kept = SavedForm.objects.get()
    answer = clerk.post(f"/governance/saved-form/{kept.pk}/discard/", {"at_the_form": "1", KEY: key})
    assert answer.headers["Location"] == LOG
    assert not SavedForm.objects.exists()


def test_yesterdays_form_is_looked_at_again(world, typed, clock):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    clerk.post(LOG, form)
    clock.shift(datetime.timedelta(hours=25))
    purge_idempotent_requests()
    clerk.force_login(world.clerk)
    page = clerk.post(LOG, form)
    assert "more than a day ago" in page.content.decode()
    assert EnforcementCase.objects.count() == 1


def test_every_form_of_every_step_carries_a_key(world, case, transfer):
    """Walks all steps of the site: their pages are one mechanism, and no template has lost the key."""
    steps = [(page, step) for page in admin.site._registry.values() for step in (*page.list_steps, *page.steps)]
    assert len(steps) > 40
    for _page, step in steps:
        source = get_template(step.template_name).template.source
        while found := re.search(r'extends "([^"]+)"', source):
            if 'name="_key"' in source:
                break
            source = get_template(found[1]).template.source
        assert 'name="_key"' in source, step.template_name


# --- Kept -----------------------------------------------------------------------------------------------------------


def test_a_lost_session_keeps_what_was_sent_and_shows_it_after_signing_in(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    lose_session(clerk)

    answer = clerk.post(LOG, form)
    assert not EnforcementCase.objects.exists()
    where = answer.headers["Location"]
    kept = SavedForm.objects.get()
    assert where.startswith("/login/") and f"next={quote(kept.url)}" in where
    page = clerk.get(where).content.decode()
    assert "Your session has ended" in page and "What you typed is kept" in page

    clerk.force_login(world.clerk)
    page = clerk.get(kept.url)
    text = page.content.decode()
    assert "张三丰" in text and "当事人将果皮扔在人行道上。" in text and "not sent yet" in text
    assert not page.context["form"].errors
    assert "Begun and not sent" in clerk.get("/").content.decode()

    clerk.post(kept.url, opened(clerk, kept.url) | typed)
    assert EnforcementCase.objects.count() == 1
    assert not SavedForm.objects.exists()


def test_forms_at_one_address_are_kept_apart(world, typed):
    clerk = browser(world.clerk)
    first, second = opened(clerk, LOG) | typed, opened(clerk, LOG) | typed | {"party_name": "李四"}
    for form in (first, second):
        assert clerk.post(LOG, form | {KEEP: "1"}).status_code == 204
    other, kept = SavedForm.objects.order_by("-pk")
    assert [form.fields["party_name"] for form in (kept, other)] == [["张三丰"], ["李四"]]

    page = clerk.get(LOG)
    assert page.context["form"]["party_name"].value() is None
    text = page.content.decode()
    assert "You began this form before" in text and kept.url in text and other.url in text
    page = clerk.get(kept.url)
    assert page.context["form"]["party_name"].value() == "张三丰"
    assert page.context["step"].unsent.others == [other] and other.url in page.content.decode()

    going_on = opened(clerk, kept.url) | typed | {"party_name": "张三"}
    assert clerk.post(kept.url, going_on | {KEEP: "1"}).status_code == 204
    kept.refresh_from_db()
    assert kept.fields["party_name"] == ["张三"] and SavedForm.objects.count() == 2
    clerk.post(kept.url, going_on)
    assert SavedForm.objects.get() == other
    assert clerk.post(LOG, first).status_code == 200  # the form that was gone on with has been sent
    assert EnforcementCase.objects.count() == 1


def test_a_refused_form_that_is_mended_and_sent_leaves_nothing_kept(world, typed, clock):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    for shift in (0, 25):
        clerk.post(LOG, form | {KEEP: "1"})
        clock.shift(datetime.timedelta(hours=shift))
        clerk.force_login(world.clerk)
        refused = clerk.post(LOG, form | {"found_at": "2027-01-01T08:00"})
        form = form | {KEY: str(refused.context["key"])}
    clerk.post(LOG, form)
    assert EnforcementCase.objects.count() == 1
    assert not SavedForm.objects.exists()


def test_many_saved_forms_do_not_make_the_page_longer(world, typed):
    clerk = browser(world.clerk)
    for _ in range(9):
        clerk.post(LOG, opened(clerk, LOG) | typed | {KEEP: "1"})
    page = clerk.get(LOG).content.decode()
    assert page.count("/discard/") == 5 and "All forms you began" in page


def test_only_a_number_names_a_saved_form(world):
    clerk = browser(world.clerk)
    assert clerk.get(f"{LOG}?saved=abc").status_code == 400
    assert clerk.get(f"{LOG}?saved={10**30}").status_code == 400


def test_a_page_open_for_days_still_keeps_what_is_typed(world, typed, clock):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    clock.shift(datetime.timedelta(days=2))
    clerk.force_login(world.clerk)
    assert clerk.post(LOG, form | {KEEP: "1"}).status_code == 204
    clock.shift(SAVED_FOR)
    clerk.force_login(world.clerk)
    refused = clerk.post(LOG, form | {KEEP: "1"})
    assert refused.status_code == 409 and "more than 30 days ago" in refused.content.decode()


def test_typing_with_a_lost_session_is_kept_and_told(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed | {KEEP: "1"}
    lose_session(clerk)
    assert clerk.post(LOG, form).status_code == 401
    assert SavedForm.objects.get().fields["party_name"] == ["张三丰"]


def test_a_form_refused_for_its_token_is_kept(world, typed):
    """After signing in again in another window the old page's token is no longer good."""
    clerk = browser(world.clerk, enforce_csrf_checks=True)
    page = clerk.post(LOG, opened(clerk, LOG) | typed)
    assert page.status_code == 403
    assert "what you typed is kept" in page.content.decode()
    assert SavedForm.objects.get().account == world.clerk


def test_a_late_keeping_does_not_bring_back_a_sent_form(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed
    clerk.post(LOG, form)
    refused = clerk.post(LOG, form | {KEEP: "1"})
    assert refused.status_code == 409 and "was sent already" in refused.content.decode()
    assert not SavedForm.objects.exists()


def test_a_saved_form_still_knows_on_what_it_was_opened(world, case, letter):
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_transfer", args=[case.pk])
    typed = letter | {"receiver": world.department.name, "urgency": "ordinary"}
    clerk.post(url, opened(clerk, url) | typed | {KEEP: "1"})
    EnforcementCase.objects.filter(pk=case.pk).update(version=7)
    url = SavedForm.objects.get().url
    assert "changed meanwhile" in clerk.post(url, opened(clerk, url) | typed).content.decode()


NOT_OURS = {"reason_code": SendBackReason.NOT_OUR_TERRITORY, "explanation": "发生在石汀乡。"}
FIRST = {
    "accepted": lambda transfer, world, by: accept_transfer(transfer, by=by),
    "sent back": lambda transfer, world, by: send_back_transfer(
        transfer, by=by, right_body=world.neighbour, **NOT_OURS
    ),
}


@pytest.mark.parametrize("how", FIRST)
@pytest.mark.parametrize("step", ["accept", "send-back"])
def test_who_comes_second_is_told_who_was_first_and_the_form_does_not_come_back(world, transfer, how, step):
    colleague = member(world.department, Role.DEPARTMENT_CLERK, name="陈敏")
    clerk = browser(world.department_clerk)
    url = reverse(f"admin:enforcement_transfer_{step}", args=[transfer.pk])
    form = opened(clerk, url) | ({} if step == "accept" else NOT_OURS | {"explanation": "我写了很久的说明。"})
    clerk.post(url, form | {KEEP: "1"})
    FIRST[how](transfer, world, colleague)

    answer = clerk.post(url, form)
    assert answer.status_code == 409
    page = answer.content.decode()
    happened = answer.context["timeline"]
    assert happened[0].who == "陈敏" and str(happened[0]) in html.unescape(page)
    assert "It was answered on" in page
    assert reverse("admin:enforcement_transfer_change", args=[transfer.pk]) in page
    assert "我写了很久的说明。" in page or step == "accept"
    assert not SavedForm.objects.exists()
    assert "version" not in answer.context["title"]


def test_who_loses_the_matter_while_writing_is_told_so_and_not_about_posts(world, case, transfer):
    """The township wanted to void the case, and the department has accepted it meanwhile."""
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_attach", args=[case.pk])
    form = opened(clerk, url)
    accept_transfer(transfer, by=world.department_clerk)
    answer = clerk.post(url, form)
    assert answer.status_code == 409, answer.content.decode()
    assert "somebody else was first" in answer.content.decode()


def test_who_is_second_by_a_moment_is_told_the_same(world, transfer):
    """The colleague's answer comes between the look at the record and its lock."""
    clerk = browser(world.department_clerk)
    url = reverse("admin:enforcement_transfer_accept", args=[transfer.pk])
    form = opened(clerk, url)
    colleague = [member(world.department, Role.DEPARTMENT_CLERK, name="陈敏")]

    def let_the_colleague_go_first(execute, sql, *more):
        if colleague and sql.startswith("INSERT INTO") and IdempotentRequest._meta.db_table in sql:
            accept_transfer(transfer, by=colleague.pop())
        return execute(sql, *more)

    with connection.execute_wrapper(let_the_colleague_go_first):
        answer = clerk.post(url, form)
    assert answer.status_code == 409
    assert [happening.who for happening in answer.context["timeline"]] == ["陈敏"]


def test_files_are_not_kept_and_the_page_says_so(world, case):
    clerk = browser(world.clerk)
    url = reverse("admin:enforcement_case_attach", args=[case.pk])
    photo = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    clerk.post(url, opened(clerk, url) | {"file": photo, KEEP: "1"})
    assert "Files are not kept" in clerk.get(SavedForm.objects.get().url).content.decode()


def test_discarding_leads_back_to_the_empty_form(world, typed):
    clerk = browser(world.clerk)
    clerk.post(LOG, opened(clerk, LOG) | typed | {KEEP: "1"})
    kept = SavedForm.objects.get()
    answer = clerk.post(f"/governance/saved-form/{kept.pk}/discard/", {"at_the_form": "1"})
    assert answer.headers["Location"] == LOG
    assert not SavedForm.objects.exists()


def test_saved_forms_are_gone_after_thirty_days(world, typed, clock):
    clerk = browser(world.clerk)
    clerk.post(LOG, opened(clerk, LOG) | typed | {KEEP: "1"})
    clock.shift(SAVED_FOR - datetime.timedelta(hours=1))
    purge_saved_forms()
    assert SavedForm.objects.exists()
    clock.shift(datetime.timedelta(hours=2))
    purge_saved_forms()
    assert not SavedForm.objects.exists()


def test_too_much_to_keep_is_not_kept(world, typed):
    clerk = browser(world.clerk)
    form = opened(clerk, LOG) | typed | {"facts": "长" * 200_000, KEEP: "1"}
    refused = clerk.post(LOG, form)
    assert refused.status_code == 409 and "up to 200000 can be kept" in refused.content.decode()
    lose_session(clerk)
    refused = clerk.post(LOG, form)
    assert refused.status_code == 409 and "cannot be kept" in refused.content.decode()
    assert not SavedForm.objects.exists()
