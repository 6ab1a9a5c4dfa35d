"""Are planted defects found, all of them and nothing else, and does an explanation last as long as what it explains."""

import datetime
import io
import time

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from governance.models import AuditEntry, Organisation
from governance.roles import Role
from responsibilities.defects.checks import CHECKS
from responsibilities.models import DutyList, Entry, Explanation, Heading, Item, LegalBasis, Participation
from responsibilities.operations.drafts import discard_draft, start_draft
from responsibilities.operations.findings import explain_finding
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.selectors.defects import edition_defects, open_defects
from tests.factories import OrganisationFactory, member
from tests.refusals import refused
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db

# Before the day the tests of this folder live on, so that what they publish comes after what is loaded.
LOADED = "2026-11-22T10:00:00+08:00"

TERRITORIAL, DUTIES, BASIC, SUPPORT, WITHDRAWN = (
    "territorial_list",
    "township_list",
    "basic_list",
    "support_list",
    "withdrawn_list",
)


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    """The lists the portal ships with, once for all tests of this module."""
    with time_machine.travel(LOADED), django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def county():
    return Organisation.objects.get(depth=1)


@pytest.fixture
def draft(editor):
    """A copy of a reference list, by kind."""
    return lambda kind: start_draft(DutyList.objects.get(kind=kind), by=editor)


def entry(edition, number) -> Entry:
    return edition.entries.get(seq_no=str(number))


def body(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def found(edition) -> list[tuple[str, str]]:
    """What nobody has explained: the check and the entry's number."""
    return [
        (defect.finding.code, defect.finding.row.seq_no)
        for defect in edition_defects(edition)
        if defect.explanation is None
    ]


# --- Plants: each makes one defect in a copy of a reference list, and says where -----------------------------------


def without_anybody(edition):
    entry(edition, 5).participations.all().delete()
    return "5"


def without_lead(edition):
    entry(edition, 5).participations.filter(role="lead").delete()
    return "5"


def role_not_stated(edition):
    entry(edition, 5).participations.filter(role="lead").update(role="unstated")
    return "5"


def leads_with_the_same_text(edition):
    parts = entry(edition, 4).participations.filter(role="lead")
    parts.update(duty_text="1.共同负责清理整治。")
    return "4"


def second_lead_without_a_text(edition):
    entry(edition, 4).participations.filter(role="lead").order_by("-position")[:1].get().delete()
    Participation.objects.create(entry=entry(edition, 4), position=9, role="lead", body=body("市民政局"))
    return "4"


def support_without_text(edition):
    part = entry(edition, 7).participations.filter(role="support").first()
    part.duty_text = " "
    part.save()
    return "7"


def lead_without_text(edition):
    entry(edition, 7).participations.filter(role="lead").update(duty_text="")
    return "7"


def nobody_took_it_over(edition):
    entry(edition, 9).participations.all().delete()
    return "9"


def no_method(edition):
    entry(edition, 9).participations.update(duty_text="")
    return "9"


def closed_body(edition):
    gone = OrganisationFactory(parent=Organisation.objects.get(depth=1), closed_on="2026-10-01")
    Participation.objects.create(entry=entry(edition, 6), position=9, role="support", body=gone, duty_text="1.协助。")
    return "6"


def foreign_body(edition):
    Participation.objects.create(
        entry=entry(edition, 6), position=9, role="support", body=OrganisationFactory(), duty_text="1.协助。"
    )
    return "6"


def merged_body_beside_its_successor(edition):
    lead = entry(edition, 7).participations.get(role="lead").body
    old = OrganisationFactory(
        parent=Organisation.objects.get(depth=1), merged_into=lead, closed_on="2027-12-31", name="市并入局"
    )
    Participation.objects.create(entry=entry(edition, 7), position=9, role="support", body=old, duty_text="1.协助。")
    return "7"


def township_beside_all_townships(edition):
    Participation.objects.create(
        entry=entry(edition, 6), position=9, role="lead", body=body("汀砚镇"), duty_text="1.牵头汀砚镇的工作。"
    )
    return "6"


def both_roles_in_the_imported_cells(edition):
    row = entry(edition, 6)
    row.source = {"主体责任": "市民政局：1.查处。", "配合责任": "民政局：1.协助。乡镇：1.巡查。"}
    row.save()
    row.participations.all().delete()
    Participation.objects.create(entry=row, position=1, role="lead", body=body("市民政局"), duty_text="1.查处。")
    Participation.objects.create(entry=row, position=2, role="support", body_class="townships", duty_text="1.巡查。")
    return "6"


def title_of_another_lead_in_the_list(edition):
    copied = entry(edition, 1)
    row = entry(edition, 16)
    row.title = f" {copied.title} "
    row.save()
    return "1"


def title_of_another_list(edition):
    row = entry(edition, 40)
    row.title = entry(DutyList.objects.get(kind=TERRITORIAL).editions.get(status="published"), 8).title
    row.save()
    return "40"


def title_twice(edition):
    row = entry(edition, 20)
    row.title = entry(edition, 10).title
    row.save()
    return "10"


def article_of_another_lead(edition):
    basis = LegalBasis.objects.create(entry=entry(edition, 62), position=9, law="海域法", text="《海域法》第一条")
    LegalBasis.objects.create(entry=entry(edition, 63), position=9, law="海域法", text="《海域法》第三条、第一条")
    leads = [set(entry(edition, number).participations.filter(role="lead").values_list("body")) for number in (62, 63)]
    if leads[0] == leads[1]:
        basis.entry.participations.filter(role="lead").update(body=body("市民政局"))
    return "62"


def basic_and_withdrawn(edition):
    row = entry(edition, 3)
    row.title = entry(DutyList.objects.get(kind=BASIC).editions.get(status="published"), 8).title
    row.save()
    return "3"


def number_left_out(edition):
    entry(edition, 20).delete()
    return "21"


def number_out_of_order(edition):
    Entry.objects.filter(edition=edition, seq_no="20").update(seq_no="200")
    return "200"


PLANTS = [
    (TERRITORIAL, without_anybody, ["no_lead"]),
    (SUPPORT, without_anybody, ["no_lead"]),
    (BASIC, without_anybody, ["no_lead"]),
    (DUTIES, without_anybody, ["no_lead"]),
    (TERRITORIAL, without_lead, ["support_without_lead"]),
    (SUPPORT, without_lead, ["support_without_lead"]),
    (TERRITORIAL, role_not_stated, ["lead_unstated"]),
    (TERRITORIAL, leads_with_the_same_text, ["leads_undivided"]),
    (TERRITORIAL, second_lead_without_a_text, ["leads_undivided"]),
    (TERRITORIAL, support_without_text, ["duties_missing"]),
    (SUPPORT, support_without_text, ["duties_missing"]),
    (TERRITORIAL, lead_without_text, ["duties_missing"]),
    (WITHDRAWN, nobody_took_it_over, ["no_receiver"]),
    (WITHDRAWN, no_method, ["method_missing"]),
    (TERRITORIAL, closed_body, ["body_closed"]),
    (SUPPORT, closed_body, ["body_closed"]),
    (TERRITORIAL, foreign_body, ["body_unknown"]),
    (TERRITORIAL, merged_body_beside_its_successor, ["body_in_both_roles"]),
    (TERRITORIAL, township_beside_all_townships, ["body_in_both_roles"]),
    (TERRITORIAL, both_roles_in_the_imported_cells, ["body_in_both_roles"]),
    (TERRITORIAL, title_of_another_lead_in_the_list, ["title_other_lead"]),
    (DUTIES, title_of_another_list, ["title_other_lead"]),
    (WITHDRAWN, title_of_another_list, ["title_other_lead"]),
    (WITHDRAWN, basic_and_withdrawn, ["basic_and_withdrawn"]),
    (DUTIES, title_twice, ["title_twice"]),
    (BASIC, title_twice, ["title_twice"]),
    (TERRITORIAL, article_of_another_lead, ["article_other_lead"]),
    (SUPPORT, article_of_another_lead, ["article_other_lead"]),
    (DUTIES, number_left_out, ["number_gap"]),
    (WITHDRAWN, number_left_out, ["number_gap"]),
]


@pytest.mark.parametrize(("kind", "plant", "codes"), PLANTS, ids=lambda part: getattr(part, "__name__", None))
def test_a_planted_defect_is_found_and_nothing_else(draft, kind, plant, codes):
    edition = draft(kind)
    assert found(edition) == []
    number = plant(edition)
    assert found(edition) == [(code, number) for code in codes]


def test_every_check_has_a_plant():
    assert {code for _kind, _plant, codes in PLANTS for code in codes} == set(CHECKS)


def test_all_plants_of_one_list_are_found_together(draft):
    edition = draft(TERRITORIAL)
    plants = (without_lead, leads_with_the_same_text, support_without_text, closed_body, number_left_out)
    places = {plant(edition): plant for plant in plants}
    assert {number for _code, number in found(edition)} == set(places)
    assert len(found(edition)) == len(plants)


def test_a_number_out_of_order_is_found_on_both_sides(draft):
    edition = draft(DUTIES)
    number_out_of_order(edition)
    assert found(edition) == [("number_gap", "200"), ("number_gap", "21")]


def test_the_reference_lists_have_nothing_unexplained():
    for duty_list in DutyList.objects.all():
        assert found(duty_list.editions.get()) == []
    explained = Explanation.objects.values_list("duty_list__kind", "code")
    assert list(explained) == [(TERRITORIAL, "article_other_lead")] * 5


def test_a_finding_names_the_words_and_who_else_it_takes(draft):
    edition = draft(TERRITORIAL)
    title_of_another_lead_in_the_list(edition)
    (defect,) = [defect for defect in edition_defects(edition) if defect.explanation is None]
    assert defect.finding.words == entry(edition, 1).title
    assert [other.seq_no for other in defect.finding.others] == ["16"]
    assert len(open_defects(edition)) == 1


def test_a_body_that_closed_later_is_none_of_an_edition_that_had_ended(draft, editor, approver):
    """What an edition names is asked as of its own day: bodies may close afterwards."""
    edition = DutyList.objects.get(kind=TERRITORIAL).editions.get()
    Organisation.objects.filter(pk=entry(edition, 1).participations.get(role="lead").body_id).update(
        closed_on="2026-10-15"
    )
    assert ("body_closed", "1") in found(edition)
    successor = draft(TERRITORIAL)
    submit_edition(successor, by=editor)
    approve_edition(
        successor, by=approver, document_no="澜政发〔2026〕30号", decided_on=datetime.date.fromisoformat("2026-10-20")
    )
    publish_edition(successor, by=approver, effective_from=datetime.date.fromisoformat("2026-11-01"))
    edition.refresh_from_db()
    assert found(edition) == []
    assert ("body_closed", "1") in found(successor)


# --- Explaining ------------------------------------------------------------------------------------------------------


@pytest.fixture
def planted(draft):
    edition = draft(TERRITORIAL)
    closed_body(edition)
    (defect,) = [defect for defect in edition_defects(edition) if defect.explanation is None]
    return edition, defect.finding.fingerprint


def test_an_explained_finding_is_no_longer_open_here_and_in_the_next_edition(planted, editor, approver):
    edition, fingerprint = planted
    explain_finding(edition, by=editor, fingerprint=fingerprint, reason=" 过渡期内仍由其负责。 ")
    assert found(edition) == []
    assert AuditEntry.objects.filter(action="explain_finding", reason="过渡期内仍由其负责。").get().account == editor

    submit_edition(edition, by=editor)
    approve_edition(
        edition, by=approver, document_no="澜政发〔2026〕30号", decided_on=datetime.date.fromisoformat("2026-11-20")
    )
    publish_edition(edition, by=approver, effective_from=datetime.date.fromisoformat("2026-11-21"))
    successor = start_draft(edition.duty_list, by=editor)
    row = entry(successor, 6)
    row.seq_no = "6.1"
    row.save()
    assert "body_closed" not in [code for code, _number in found(successor)]


def test_an_explanation_of_who_leads_ends_when_a_lead_changes(draft):
    edition = draft(TERRITORIAL)
    entry(edition, 31).participations.filter(role="lead").update(body=body("市民政局"))
    assert found(edition) == [("article_other_lead", "30")]


def test_an_explanation_holds_in_either_language(draft, editor):
    edition = draft(TERRITORIAL)
    entry(edition, 7).participations.filter(body_class="townships").update(duty_text="")
    (finding,) = [defect.finding for defect in edition_defects(edition) if defect.explanation is None]
    with override("en"):
        explain_finding(edition, by=editor, fingerprint=finding.fingerprint, reason="另行规定。")
        assert found(edition) == []
    with override("zh-hans"):
        assert found(edition) == []


def test_in_a_draft_that_was_given_up_nothing_is_explained(planted, editor):
    edition, fingerprint = planted
    discard_draft(edition, by=editor, reason="改为下一年度修订。")
    with refused("edition_discarded"):
        explain_finding(edition, by=editor, fingerprint=fingerprint, reason="过渡期。")


def test_said_once_more_the_new_reason_counts(planted, editor):
    edition, fingerprint = planted
    for reason in ("过渡期。", "市委已定。"):
        explain_finding(edition, by=editor, fingerprint=fingerprint, reason=reason)
    assert Explanation.objects.get(fingerprint=fingerprint).reason == "市委已定。"


def test_what_is_not_found_needs_no_explanation_and_only_editors_give_one(planted, editor, approver, county):
    edition, fingerprint = planted
    before = Explanation.objects.count()
    for account in (approver, member(county, Role.TOWNSHIP_CLERK)):
        with refused("not_permitted"):
            explain_finding(edition, by=account, fingerprint=fingerprint, reason="过渡期。")
    with refused("reason_missing", "reason"):
        explain_finding(edition, by=editor, fingerprint=fingerprint, reason=" ")
    with refused("finding_gone", "fingerprint"):
        explain_finding(edition, by=editor, fingerprint="0" * 64, reason="过渡期。")
    assert Explanation.objects.count() == before


# --- Where they are shown --------------------------------------------------------------------------------------------


def test_the_api_lists_findings_and_takes_the_explanation(planted, editor, client):
    edition, fingerprint = planted
    client.force_login(editor)
    url = f"/api/v1/responsibilities/editions/{edition.pk}/defects/"
    first = client.get(url).json()[0]
    assert (first["code"], first["entry"]["seq_no"], first["fingerprint"]) == ("body_closed", "6", fingerprint)
    assert first["explanation"] is None
    sent = {"fingerprint": fingerprint, "reason": "过渡期。"}
    assert client.post(f"{url}explain/", sent, content_type="application/json").json()["by"] == editor.name
    assert {row["explanation"] is None for row in client.get(url).json()} == {False}


def test_the_page_shows_open_findings_first_and_leads_to_the_entry(planted, editor, client):
    edition, fingerprint = planted
    client.force_login(editor)
    url = f"/responsibilities/edition/{edition.pk}/defects/"
    page = client.get(url).content.decode()
    at = f"/responsibilities/entry/{entry(edition, 6).pk}/"
    assert page.index(at) < page.index("《行政处罚法》第二十四条")
    step = f"/responsibilities/edition/{edition.pk}/explain/?fingerprint={fingerprint}"
    assert step in page
    form = client.get(step).context
    answer = client.post(step, {"fingerprint": fingerprint, "reason": "过渡期。", "_version": form["token"]})
    assert answer.status_code == 302
    assert found(edition) == []


@pytest.mark.parametrize("step", ["submit", "approve", "publish"])
def test_each_step_towards_publication_says_how_many_are_open(planted, editor, approver, client, step):
    edition, _fingerprint = planted
    edition.authors.clear()
    if step != "submit":
        submit_edition(edition, by=editor)
    if step == "publish":
        approve_edition(
            edition, by=approver, document_no="澜政发〔2026〕30号", decided_on=datetime.date.fromisoformat("2026-11-20")
        )
    client.force_login(editor if step == "submit" else approver)
    page = client.get(f"/responsibilities/edition/{edition.pk}/{step}/").content.decode()
    assert f'<a href="/responsibilities/edition/{edition.pk}/defects/">' in page


def test_those_who_do_not_keep_the_list_see_no_findings(county, client):
    edition = DutyList.objects.get(kind=TERRITORIAL).editions.get()
    client.force_login(member(county, Role.TOWNSHIP_CLERK))
    assert client.get(f"/responsibilities/edition/{edition.pk}/defects/").status_code == 404
    assert client.get(f"/api/v1/responsibilities/editions/{edition.pk}/defects/").status_code == 404
    assert "/defects/" not in client.get(f"/responsibilities/edition/{edition.pk}/").content.decode()


# --- Cost ------------------------------------------------------------------------------------------------------------


def copies(edition, count: int) -> None:
    """More entries in the edition, each like its first and with a closed body."""
    model = entry(edition, 1)
    heading = Heading.objects.filter(edition=edition).first()
    gone = OrganisationFactory(parent=Organisation.objects.get(depth=1), closed_on="2026-10-01")
    last = edition.entries.count()
    for number in range(last + 1, last + 1 + count):
        made = Entry.objects.create(
            edition=edition,
            item=Item.objects.create(duty_list=edition.duty_list),
            heading=heading,
            position=number,
            seq_no=str(number),
            title=f"又一事项{number}",
            source=model.source,
        )
        Participation.objects.create(entry=made, position=1, role="lead", body=gone, duty_text="1.查处。")


def test_340_entries_take_less_than_three_seconds_and_no_more_queries_than_81(draft):
    edition = draft(TERRITORIAL)
    edition_defects(edition)
    with CaptureQueriesContext(connection) as few:
        edition_defects(edition)
    copies(edition, 340 - 81)
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as many:
        defects = edition_defects(edition)
    assert time.perf_counter() - begun < 3
    assert sum(defect.finding.code == "body_closed" for defect in defects) == 340 - 81
    assert len(many) == len(few)


@pytest.fixture
def very_many(draft):
    """A draft with a thousand entries that nobody leads."""
    edition = draft(TERRITORIAL)
    first = edition.entries.order_by("position").first()
    items = Item.objects.bulk_create(Item(duty_list=edition.duty_list) for _number in range(1000))
    Entry.objects.bulk_create(
        Entry(edition=edition, item=item, heading=first.heading, position=1000 + at, seq_no=f"n{at}", title=f"事项{at}")
        for at, item in enumerate(items)
    )
    return edition


def test_the_page_of_very_many_findings_stays_small(very_many, editor, client):
    edition = very_many
    client.force_login(editor)
    address = f"/responsibilities/edition/{edition.pk}/defects/"
    found = open_defects(edition)
    assert len(found) >= 1000
    shown, number = [], 1
    while True:
        page = client.get(f"{address}?page={number}")
        assert len(page.content) < 200_000
        assert f"{len(found)}" in page.content.decode()
        shown += page.context["open"]
        number += 1
        if f'href="?page={number}"' not in page.content.decode():
            break
    assert [defect.finding for defect in shown] == [defect.finding for defect in found]
    assert client.get(f"{address}?page={number}").status_code == 400


def test_explained_findings_are_turned_by_themselves(very_many, editor, client, monkeypatch):
    monkeypatch.setattr("responsibilities.admin.defects.ON_A_PAGE", 1)
    edition = very_many
    for defect in open_defects(edition)[:2]:
        explain_finding(edition, by=editor, fingerprint=defect.finding.fingerprint, reason="原文如此")
    client.force_login(editor)
    address = f"/responsibilities/edition/{edition.pk}/defects/"
    page = client.get(f"{address}?page=2&explained=2")
    assert (page.context["open"].number, page.context["explained"].number) == (2, 2)
    assert 'href="?page=2&amp;explained=1"' in page.content.decode()
