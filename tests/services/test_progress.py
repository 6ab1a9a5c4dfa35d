"""The applicant opens the own application by number and check word, and nobody guesses or locks anybody out."""

import pytest

from governance.errors import RuleViolation
from services.models import ProgressAttempt
from services.progress import look_up, slip_of
from tests.services.counter import accepted, received
from tests.services.test_applications import on

URL = "/public/services/progress/"


def ask(client, number, word, *, address="192.0.2.7", slip=""):
    return client.post(URL, {"number": number, "word": word, "slip": slip}, REMOTE_ADDR=address)


def test_the_applicant_sees_the_days_the_clerk_sees_and_no_names(world, client):
    application = accepted(world)
    page = ask(client, f" {application.number.lower()} ", application.check_word.lower())
    text = page.content.decode()
    assert page.status_code == 200
    assert "2026-03-16" in text and "2026-03-30" in text
    assert "张" not in text and "1380" not in text and "林窗口" not in text


def test_silence_is_told_to_the_applicant(world, client, clock):
    application = received(world)
    on(clock, "2026-03-10")
    assert "第三十二条" in ask(client, application.number, application.check_word).content.decode()


def test_a_wrong_word_and_a_wrong_number_look_alike(world, client):
    application = received(world)
    wrong = ask(client, application.number, "AAAAAA")
    unknown = ask(client, "LS-T03-2026-99", "AAAAAA")
    assert wrong.status_code == unknown.status_code == 404
    assert b"LS-T03-2026-1<" not in wrong.content


def test_five_wrong_tries_in_an_hour(world, client, clock):
    application = received(world)
    for _ in range(5):
        assert ask(client, application.number, "AAAAAA").status_code == 404
    assert ask(client, application.number, application.check_word).status_code == 429
    assert ask(client, application.number, application.check_word, address="198.51.100.3").status_code == 200
    on(clock, "2026-03-02", 12)
    assert ask(client, application.number, application.check_word).status_code == 200


def test_a_stranger_cannot_lock_the_applicant_out(world, client):
    application = received(world)
    assert ask(client, application.number, application.check_word, address="198.51.100.3").status_code == 200
    for number in range(25):
        for _ in range(4):
            ask(client, application.number, "AAAAAA", address=f"203.{number}.113.9")
    assert ask(client, application.number, "AAAAAA", address="192.0.2.8").status_code == 429
    at_home = ask(client, application.number, application.check_word, address="198.51.100.3")
    assert at_home.status_code == 200
    with_slip = ask(client, application.number, application.check_word, slip=slip_of(application.number))
    assert with_slip.status_code == 200
    forged = ask(client, application.number, application.check_word, slip="x" * 43, address="192.0.2.9")
    assert forged.status_code == 429


def test_the_refusals_have_codes(world, rf):
    meta = {"REMOTE_ADDR": "192.0.2.7"}
    codes = []
    for _ in range(6):
        with pytest.raises(RuleViolation) as caught:
            look_up("LS-T03-2026-1", "AAAAAA", meta)
        codes.append(caught.value.code)
    assert codes == ["no_such_application"] * 5 + ["too_many_tries"]


def test_neither_number_nor_word_is_kept_of_a_try(world, client):
    ask(client, "LS-T03-2026-1", "GEHEIM")
    attempt = ProgressAttempt.objects.get()
    assert "2026-1" not in attempt.number and attempt.number.startswith("hmac-sha256:")


@pytest.mark.parametrize("query", ["?name=张三丰", "?word=ABCDEF"])
def test_nobody_is_found_by_name_nor_by_a_word_in_the_address(client, db, query):
    assert client.get(URL + query).status_code == 400
