"""Does a wrong answer reach the editors, and does what they accept become known; and nothing else change."""

import pytest

from governance.errors import NotPermitted, RuleViolation
from governance.models import AuditEntry
from governance.roles import Role
from responsibilities.finder.answers import who_is_responsible
from responsibilities.models import Synonym, SynonymSuggestion
from responsibilities.operations.synonyms import accept_suggestion, decline_suggestion, report_answer
from tests.factories import member
from tests.responsibilities.factories import EditionFactory, EntryFactory, publish_rows

pytestmark = pytest.mark.django_db

QUESTION = "有人在桥头支摊子"


@pytest.fixture
def entry(county, bureaus):
    edition = EditionFactory(duty_list__owner=county)
    entry = EntryFactory(edition=edition, title="占道经营治理", bodies={"lead": bureaus["公安局"]})
    EntryFactory(edition=edition, title="河道保洁", bodies={"lead": bureaus["民政局"]})
    publish_rows(edition)
    return entry


@pytest.fixture
def clerk(township):
    return member(township, Role.TOWNSHIP_CLERK)


@pytest.fixture
def report(entry, clerk, township):
    return report_answer(township, by=clerk, question=QUESTION, proposed=entry, note="桥头归我们管")


def refused(code: str, call) -> None:
    before = SynonymSuggestion.objects.count(), Synonym.objects.count()
    with pytest.raises(RuleViolation) as refusal:
        call()
    assert refusal.value.code == code
    assert (SynonymSuggestion.objects.count(), Synonym.objects.count()) == before
    assert AuditEntry.objects.order_by("pk").last().outcome == AuditEntry.Outcome.REFUSED


def test_an_accepted_report_is_known_from_then_on(report, entry, editor):
    assert who_is_responsible(QUESTION) == []
    synonym = accept_suggestion(report, by=editor, entry=entry, phrase="桥头支摊子")
    assert who_is_responsible(QUESTION)[0].entry == entry
    report.refresh_from_db()
    assert (report.status, report.synonym) == ("accepted", synonym)
    assert AuditEntry.objects.about(report).filter(action="accept_suggestion").exists()


def test_a_declined_report_changes_nothing(report, editor):
    decline_suggestion(report, by=editor, reason="与清单无关")
    assert not Synonym.objects.exists()
    refused("wrong_state", lambda: decline_suggestion(report, by=editor, reason="再来"))


def test_what_a_report_needs(report, entry, clerk, township):
    def again(**words):
        return lambda: report_answer(township, by=clerk, **words)

    refused("question_missing", again(question=" "))
    refused("reported_already", again(question=QUESTION, proposed=entry))
    refused("same_entry", again(question="别的", answered=entry, proposed=entry))


def test_what_accepting_needs(report, entry, editor, county):
    draft = EntryFactory(edition=EditionFactory(duty_list=entry.edition.duty_list))
    refused("not_in_force", lambda: accept_suggestion(report, by=editor, entry=draft))
    Synonym.objects.create(item=entry.item, phrase=QUESTION, source="reference")
    refused("phrase_known", lambda: accept_suggestion(report, by=editor, entry=entry))
    refused("reason_missing", lambda: decline_suggestion(report, by=editor, reason=" "))


def test_only_editors_decide(report, entry, clerk, approver):
    for account in (clerk, approver):
        with pytest.raises(NotPermitted):
            accept_suggestion(report, by=account, entry=entry)
        with pytest.raises(NotPermitted):
            decline_suggestion(report, by=account, reason="不")
    assert list(SynonymSuggestion.objects.for_user(clerk)) == [report]
    assert not SynonymSuggestion.objects.for_user(approver)


def test_from_the_wrong_answer_to_the_synonym_in_the_browser(client, entry, clerk, editor):
    client.cookies.load({"django_language": "en"})
    client.force_login(clerk)
    page = client.get("/public/", {"q": QUESTION}).content.decode()
    assert "This answer is wrong" in page
    report = "/responsibilities/suggestion/report/"
    assert QUESTION in client.get(report, {"question": QUESTION}).content.decode()
    answer = client.post(report, {"question": QUESTION, "proposed": entry.title})
    assert answer.status_code == 302, answer.content.decode()
    (suggestion,) = SynonymSuggestion.objects.all()
    client.force_login(editor)
    address = f"/responsibilities/suggestion/{suggestion.pk}/"
    assert QUESTION in client.get(address).content.decode()
    step = client.get(f"{address}accept/")
    form = {"entry": entry.title, "phrase": "桥头支摊子", "_version": step.context["token"]}
    assert client.post(f"{address}accept/", form).status_code == 302
    assert who_is_responsible(QUESTION)[0].entry == entry
