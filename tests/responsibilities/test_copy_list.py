"""Can a draft begin from any published edition, and one township's list become that of others, with nothing unsaid."""

import datetime

import pytest
from django.utils import timezone, translation
from rest_framework.test import APIClient

from governance.models import AuditEntry, Organisation
from governance.roles import Role
from responsibilities.contents import contents
from responsibilities.kinds import ListKind
from responsibilities.models import Crosswalk, DutyList, Edition, Entry, Item, Lineage
from responsibilities.operations.drafts import copy_list, start_draft
from responsibilities.operations.publication import revoke_edition
from responsibilities.selectors.adaptation import adaptations
from responsibilities.selectors.comparison import comparison
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.refusals import refused
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, HeadingFactory, publish_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


Kind = Organisation.Kind
SEPTEMBER, OCTOBER = datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)


def unit(township, short_name, kind=Kind.OFFICE, **more):
    return OrganisationFactory(
        parent=more.pop("parent", township),
        name=f"{township.name}{short_name}",
        short_name=short_name,
        kind=kind,
        **more,
    )


@pytest.fixture
def townships(county):
    """The template's township and two others; 柳泉乡 has no 文旅中心."""
    found = {}
    for name in ("汀砚镇", "石汀镇", "柳泉乡"):
        township = TownshipFactory(parent=county, name=name, short_name=name[:2], region_code=f"37{len(found)}")
        unit(township, "平安办")
        if name != "柳泉乡":
            unit(township, "文旅中心", Kind.INSTITUTION)
        OrganisationFactory(
            parent=township, name=f"{name}河东村", short_name="河东村" if name != "石汀镇" else "", kind="village"
        )
        found[name] = township
    return found


@pytest.fixture
def police(county, townships, bureaus):
    """A police station in each township, below the police."""
    return {
        name: unit(township, "派出所", Kind.DISPATCHED, parent=bureaus["公安局"], region_code=township.region_code)
        for name, township in townships.items()
    }


def basic(owner):
    return DutyListFactory(owner=owner, kind=ListKind.BASIC, title=f"{owner}基本履职事项清单")


@pytest.fixture
def template(county, townships, police, bureaus):
    """Three entries of 汀砚镇 in force, naming itself, its bodies, others' and departments."""
    home, other = townships["汀砚镇"], townships["石汀镇"]
    edition = EditionFactory(duty_list=basic(home))
    heading = HeadingFactory(edition=edition, title="平安法治")

    def entry(number, title, bodies, **more):
        return EntryFactory(
            edition=edition,
            heading=heading,
            position=number,
            title=title,
            bodies=bodies,
            source={"事项": title},
            **more,
        )

    body = Organisation.objects.get
    entry(1, "矛盾调处", {"lead": home, "support": body(name="汀砚镇平安办")}, content="由汀砚镇平安办登记。")
    entry(2, "文旅宣传", {"lead": body(name="汀砚镇文旅中心"), "support": bureaus["民政局"]})
    entry(3, "联防", {"lead": police["汀砚镇"], "support": other}, content="与石汀镇、柳泉乡联防。")
    return publish_rows(edition)


def named(edition):
    return {
        entry.title: [part.party for part in entry.participations.select_related("body").order_by("position")]
        for entry in edition.entries.order_by("position")
    }


# --- Any published edition of the own list ------------------------------------------------------------------------


@pytest.fixture
def three(county, editor, approver):
    """A superseded edition, one in force, and a revoked one, of one list."""
    duty_list = DutyListFactory(owner=county)
    editions = []
    for number, titles in enumerate((("占地",), ("占地", "毁林"), ("占地", "毁林", "采砂"))):
        edition = EditionFactory(duty_list=duty_list)
        heading = HeadingFactory(edition=edition, title="自然资源")
        for position, title in enumerate(titles, 1):
            known = Entry.objects.filter(edition__duty_list=duty_list, title=title).first()
            item = known.item if known else Item.objects.create(duty_list=duty_list)
            EntryFactory(edition=edition, heading=heading, title=title, position=position, item=item)
        if editions:
            end = {"effective_to": SEPTEMBER + datetime.timedelta(days=number - 1), "superseded_at": edition.created_at}
            Edition.objects.filter(pk=editions[-1].pk).update(status="superseded", **end)
        editions.append(publish_rows(edition, SEPTEMBER + datetime.timedelta(days=number)))
    revoke_edition(editions[-1], by=approver, reason="依据有误")
    for edition in editions:
        edition.refresh_from_db()
    return editions


@pytest.mark.parametrize("which", [0, 1, 2])
def test_any_published_edition_of_the_list_is_copied(three, editor, which):
    assert [edition.status for edition in three] == ["superseded", "published", "revoked"]
    base = three[which]
    draft = start_draft(base.duty_list, by=editor, copy_of=base)
    assert draft.based_on == base
    assert contents(draft) == contents(base)
    assert not draft.authors.exists(), "what was decided once has no new author"


def test_without_a_choice_it_is_the_one_in_force(three, editor):
    assert start_draft(three[0].duty_list, by=editor).based_on == three[1]


def test_what_the_revoked_edition_had_split_is_split_again_in_its_copy(county, editor, approver):
    duty_list = DutyListFactory(owner=county)
    old, gone = EditionFactory(duty_list=duty_list), EditionFactory(duty_list=duty_list, status="discarded")
    one = EntryFactory(edition=old, title="占地")
    parts = [EntryFactory(edition=gone, title=title) for title in ("占耕地", "占林地")]
    for part in parts:
        Lineage.objects.create(edition=gone, kind="split", from_item=one.item, to_item=part.item)
    publish_rows(
        old, status="superseded", effective_to=SEPTEMBER, superseded_at=timezone.now(), published_at=old.created_at
    )
    publish_rows(gone, OCTOBER)
    revoke_edition(gone, by=approver, reason="依据有误")
    draft = start_draft(duty_list, by=editor, copy_of=gone)
    old.refresh_from_db()
    (change,) = comparison(old, draft).changes
    assert (change.kinds, [text.title for text in change.after]) == (("split",), ["占耕地", "占林地"])


def test_only_what_is_published_is_copied(county, editor):
    duty_list = DutyListFactory(owner=county)
    discarded = EditionFactory(duty_list=duty_list, status="discarded")
    with refused("not_readable", "copy_of"):
        start_draft(duty_list, by=editor, copy_of=discarded)
    published = publish_rows(EntryFactory(edition__duty_list=duty_list).edition)
    with refused("empty_or_copy", "copy_of"):
        start_draft(duty_list, by=editor, copy_of=published, empty=True)


# --- A template ---------------------------------------------------------------------------------------------------


def test_the_template_township_and_its_bodies_become_the_other_s(template, townships, editor):
    target = basic(townships["石汀镇"])
    draft = start_draft(target, by=editor, copy_of=template)
    assert named(draft) == {
        "矛盾调处": ["石汀镇", "石汀镇平安办"],
        "文旅宣传": ["石汀镇文旅中心", "市民政局"],
        "联防": ["石汀镇派出所", "石汀镇"],
    }
    assert {entry.item.duty_list for entry in draft.entries.all()} == {target}
    assert not set(draft.entries.values_list("item")) & set(template.entries.values_list("item"))
    assert list(draft.authors.all()) == [editor], "somebody else approves what the township is to do"
    assert draft.entries.first().source == {}, "these cells were never in a file of this list"
    assert draft.batches.get().kind == "copy"


def test_what_has_no_counterpart_stays_as_named_and_is_reported(template, townships):
    (found,) = adaptations(template, [townships["柳泉乡"]])
    assert found.became == {"汀砚镇": "柳泉乡", "汀砚镇平安办": "柳泉乡平安办", "汀砚镇派出所": "柳泉乡派出所"}
    assert found.adapted == 3
    left = {(row.title, str(row.where), row.name) for row in found.left}
    assert left == {
        ("矛盾调处", "Content", "汀砚镇平安办"),
        ("文旅宣传", "Bodies", "汀砚镇文旅中心"),
        ("联防", "Bodies", "石汀镇"),
        ("联防", "Content", "石汀镇"),
    }


def test_a_village_of_the_same_name_is_its_counterpart_and_one_without_is_not(template, townships, county):
    village = Organisation.objects.get(name="汀砚镇河东村")
    edition = EditionFactory(duty_list__owner=townships["汀砚镇"], duty_list__kind=ListKind.SUPPORT)
    EntryFactory(edition=edition, title="护林", bodies={"support": village})
    publish_rows(edition)
    there, nowhere = adaptations(edition, [townships["柳泉乡"], townships["石汀镇"]])
    assert there.became == {"汀砚镇河东村": "柳泉乡河东村"} and not there.left
    assert not nowhere.became and [row.name for row in nowhere.left] == ["汀砚镇河东村"]


def test_a_body_stands_in_an_entry_once(county, townships):
    home, other = townships["汀砚镇"], townships["石汀镇"]
    edition = EditionFactory(duty_list=basic(home))
    EntryFactory(edition=edition, title="界河保洁", bodies={"lead": home, "support": other})
    publish_rows(edition)
    (found,) = adaptations(edition, [other])
    assert found.adapted == 0
    assert [row.name for row in found.left] == ["汀砚镇"]


def test_same_named_items_of_the_list_s_own_last_edition_go_on(template, townships, editor):
    target = basic(townships["石汀镇"])
    own = EntryFactory(edition__duty_list=target, title="矛盾 调处")
    publish_rows(own.edition)
    draft = start_draft(target, by=editor, copy_of=template)
    assert draft.entries.get(title="矛盾调处").item == own.item
    assert draft.entries.exclude(title="矛盾调处").filter(item=own.item).count() == 0


def test_a_reference_to_an_item_of_the_template_s_township_is_reported(template, townships, county):
    theirs = EntryFactory(edition__duty_list=DutyListFactory(owner=townships["汀砚镇"], kind=ListKind.SUPPORT))
    county_s = EntryFactory(edition__duty_list=DutyListFactory(owner=county))
    edition = EditionFactory(duty_list=DutyListFactory(owner=townships["汀砚镇"], kind=ListKind.WITHDRAWN))
    entry = EntryFactory(edition=edition, title="收回")
    for item, text in ((theirs.item, "配合1"), (county_s.item, "T-1")):
        Crosswalk.objects.create(entry=entry, item=item, source_text=text)
    publish_rows(edition)
    (found,) = adaptations(edition, [townships["石汀镇"]])
    assert [(str(row.where), row.name) for row in found.left] == [("Correspondences", "汀砚镇 配合1")]


def test_templates_are_lists_in_force_of_the_same_kind_and_county(template, townships, county, editor):
    support = DutyListFactory(owner=townships["石汀镇"], kind=ListKind.SUPPORT)
    abroad = basic(TownshipFactory(parent=CountyFactory()))
    stranger = member(Organisation.objects.get(path=abroad.owner.county_path), Role.LIST_EDITOR)
    of_county = DutyListFactory(owner=county, kind=ListKind.BASIC)
    later = basic(townships["柳泉乡"])
    with refused("different_kind", "copy_of"):
        start_draft(support, by=editor, copy_of=template)
    with refused("wrong_owner", "copy_of"):
        start_draft(abroad, by=stranger, copy_of=template)
    with refused("wrong_owner", "copy_of"):
        start_draft(of_county, by=editor, copy_of=template)
    Edition.objects.filter(pk=template.pk).update(effective_from=datetime.date(2027, 1, 1))
    template.refresh_from_db()
    with refused("not_in_force", "copy_of"):
        start_draft(later, by=editor, copy_of=template)


# --- Several townships at once --------------------------------------------------------------------------------------


def test_several_townships_get_their_drafts_and_missing_lists_are_opened(template, townships, editor):
    existing = basic(townships["柳泉乡"])
    drafts = copy_list(template, by=editor, townships=[townships["柳泉乡"], townships["石汀镇"]])
    assert [draft.duty_list.owner.name for draft in drafts] == ["石汀镇", "柳泉乡"], "in the order of the county"
    assert drafts[1].duty_list == existing
    assert drafts[0].duty_list.title == "石汀镇基本履职事项清单"
    assert {draft.status for draft in drafts} == {"draft"} and {draft.based_on for draft in drafts} == {template}
    entry = AuditEntry.objects.get(action="copy_list", target_id=str(template.pk))
    assert entry.after == {"townships": ["石汀镇", "柳泉乡"]}


def test_all_or_nothing_and_every_busy_township_is_named(template, townships, county, editor):
    third = TownshipFactory(parent=county, name="南坪乡")
    for name in ("石汀镇", "柳泉乡"):
        EditionFactory(duty_list=basic(townships[name]))
    with refused("draft_exists", "townships") as caught:
        copy_list(template, by=editor, townships=[third, townships["柳泉乡"], townships["石汀镇"]])
    assert "石汀镇、柳泉乡" in str(caught.value)
    assert not DutyList.objects.filter(owner=third).exists()


def test_who_and_what_may_not(template, townships, county, bureaus, editor, approver):
    abroad = TownshipFactory(parent=CountyFactory())
    with refused("no_township", "townships"):
        copy_list(template, by=editor, townships=[])
    with refused("already_theirs", "townships"):
        copy_list(template, by=editor, townships=[townships["汀砚镇"]])
    with refused("wrong_owner", "townships"):
        copy_list(template, by=editor, townships=[bureaus["公安局"]])
    with refused("not_permitted"):
        copy_list(template, by=approver, townships=[townships["石汀镇"]])
    with refused("not_permitted"):
        copy_list(template, by=editor, townships=[abroad])


def test_the_preview_costs_the_same_for_many_townships(template, county, django_assert_max_num_queries):
    for number in range(20):
        township = TownshipFactory(parent=county)
        unit(township, "平安办")
        if number % 2:
            EditionFactory(duty_list=basic(township))
    with django_assert_max_num_queries(9):
        found = adaptations(template)
    assert len(found) == 22


def test_the_page_shows_what_each_gets_and_copies_to_the_chosen(template, townships, county, client, editor):
    busy = TownshipFactory(parent=county, name="南坪乡")
    EditionFactory(duty_list=basic(busy))
    client.force_login(editor)
    url = f"/responsibilities/edition/{template.pk}/copy/"
    assert url in client.get(f"/responsibilities/edition/{template.pk}/").content.decode()
    page = client.get(url).content.decode()
    assert "汀砚镇文旅中心 → 石汀镇文旅中心" in page
    assert "Not now: an edition is in preparation (Draft)." in page
    token = page.split('name="_version" value="')[1].split('"')[0]
    nothing = client.post(url, {"_version": token})
    assert nothing.status_code == 200 and Edition.objects.filter(based_on=template).count() == 0
    client.post(url, {"_version": token, "townships": [townships["石汀镇"].pk, townships["柳泉乡"].pk]})
    assert Edition.objects.filter(based_on=template).count() == 2


def test_of_very_many_townships_one_looks_for_those_one_wants(template, county, client, editor):
    for number in range(70):
        TownshipFactory(parent=county, name=f"众多{number}乡")
    client.force_login(editor)
    url = f"/responsibilities/edition/{template.pk}/copy/"
    page = client.get(url).content.decode()
    assert "12 more townships are not shown" in page and "众多69乡" not in page
    page = client.get(url, {"q": "多69"}).content.decode()
    assert "众多69乡</label>" in page and "石汀镇</label>" not in page


def test_the_draft_step_offers_own_editions_and_templates(three, template, townships, client, editor):
    client.force_login(editor)
    url = f"/responsibilities/list/{three[0].duty_list_id}/draft/"
    page = client.get(url).content.decode()
    assert "Edition 3, from 2026-09-03, revoked" in page and "From the template" not in page
    target = basic(townships["石汀镇"])
    page = client.get(f"/responsibilities/list/{target.pk}/draft/").content.decode()
    assert f"From the template {template}" in page
    done = client.post(
        f"/responsibilities/list/{target.pk}/draft/",
        {"copy_of": template.pk},
        follow=True,
    ).content.decode()
    assert "4 parts were given to 石汀镇" in done


def test_over_rest(template, townships, editor):
    api = APIClient()
    api.force_login(editor)
    codes = [townships["石汀镇"].code, townships["柳泉乡"].code]
    url = f"/api/v1/responsibilities/editions/{template.pk}/copy/"
    answer = api.post(url, {"townships": codes}, format="json", HTTP_IDEMPOTENCY_KEY="copy-1")
    assert answer.status_code == 201, answer.json()
    first, second = answer.json()
    assert first["edition"]["based_on"] == template.pk
    assert second["became"]["汀砚镇"] == "柳泉乡"
    assert {
        "seq_no": "2",
        "title": "文旅宣传",
        "where": second["left"][1]["where"],
        "name": "汀砚镇文旅中心",
    } in second["left"]
    again = api.post(url, {"townships": codes}, format="json", HTTP_IDEMPOTENCY_KEY="copy-1")
    assert (again.status_code, again.json()) == (201, answer.json())
    assert api.post(url, {"townships": codes}, format="json").json()["code"] == "draft_exists"


def test_a_draft_over_rest_from_a_revoked_edition(three, editor):
    api = APIClient()
    api.force_login(editor)
    url = f"/api/v1/responsibilities/lists/{three[0].duty_list_id}/drafts/"
    assert api.post(url, {"copy_of": 0}, format="json").status_code == 400
    answer = api.post(url, {"copy_of": three[2].pk}, format="json")
    assert (answer.status_code, answer.json()["based_on"]) == (201, three[2].pk)
