"""Do pages show only what the reader may see, and write only through operations."""

import io

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from openpyxl import load_workbook

from governance.admin.filters import scoped_filters
from governance.models import Account, AuditEntry, Organisation
from governance.roles import Role
from tests.clients import Browser
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member

pytestmark = pytest.mark.django_db


def browser(account) -> Browser:
    client = Browser()
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def clerk(county):
    return member(TownshipFactory(parent=county), Role.TOWNSHIP_CLERK)


@pytest.fixture
def administrator(county):
    return member(county, Role.SYSTEM_ADMIN)


def test_list_and_record_open_for_staff_and_not_for_others(clerk, county):
    for page in ["/", "/governance/organisation/", f"/governance/organisation/{county.pk}/"]:
        assert browser(clerk).get(page).status_code == 200, page
        assert Browser().get(page).status_code == 302, page


def test_record_page_takes_no_input(clerk, county):
    assert browser(clerk).post(f"/governance/organisation/{county.pk}/", {"name": "改名"}).status_code == 403
    assert browser(clerk).get("/governance/organisation/add/").status_code == 404
    assert browser(clerk).get(f"/governance/organisation/{county.pk}/delete/").status_code == 404


def test_rows_outside_the_scope_do_not_exist(administrator, clerk):
    stranger = member(CountyFactory(), Role.TOWNSHIP_CLERK)
    reader = browser(administrator)

    assert clerk in reader.get("/governance/account/").context["cl"].result_list
    assert stranger not in reader.get("/governance/account/").context["cl"].result_list
    assert reader.get(f"/governance/account/{clerk.pk}/").status_code == 200
    for page in ["", "history/", "close/"]:
        assert reader.get(f"/governance/account/{stranger.pk}/{page}").status_code == 404, page
    assert reader.post(f"/governance/account/{stranger.pk}/close/", {"reason": "x"}).status_code == 404


def test_pages_need_their_right(clerk):
    for page in ["/governance/account/", "/governance/account/export/", f"/governance/account/{clerk.pk}/"]:
        assert browser(clerk).get(page).status_code == 403, page
    assert browser(clerk).get("/governance/audit/").status_code == 403


def test_step_needs_its_right_and_is_not_offered_without(clerk, administrator, county):
    page, step = f"/governance/organisation/{county.pk}/", f"/governance/organisation/{county.pk}/rename/"
    assert step not in browser(clerk).get(page).content.decode()
    assert browser(clerk).get(step).status_code == 403
    assert browser(clerk).post(step, {"name": "新名"}).status_code == 403
    assert step in browser(administrator).get(page).content.decode()


def test_step_calls_its_operation_and_shows_it_in_the_timeline(administrator, county):
    body = OrganisationFactory(parent=county)
    step = f"/governance/organisation/{body.pk}/rename/"
    assert browser(administrator).get(step).status_code == 200

    answer = browser(administrator).post(step, {"name": "市新名局", "reason": "机构改革"}, follow=True)

    assert answer.redirect_chain == [(f"/governance/organisation/{body.pk}/", 302)]
    assert Organisation.objects.get(pk=body.pk).name == "市新名局"
    assert AuditEntry.objects.about(body).get().action == "rename_organisation"
    shown = answer.content.decode()
    assert "Rename organisation" in shown
    assert "机构改革" in shown
    assert administrator.name in shown


def test_refusal_stands_beside_its_field_and_nothing_is_written(administrator, county):
    first, second = OrganisationFactory(parent=county), OrganisationFactory(parent=county)
    answer = browser(administrator).post(f"/governance/organisation/{first.pk}/rename/", {"name": second.name})

    form = answer.context["form"]
    assert form.errors.keys() == {"name"}
    assert 'href="#id_name"' in answer.content.decode()
    assert Organisation.objects.get(pk=first.pk).name == first.name
    assert AuditEntry.objects.about(first).get().outcome == AuditEntry.Outcome.REFUSED


def test_impossible_step_is_a_disabled_button_with_its_reason(administrator, clerk):
    own = browser(administrator).get(f"/governance/account/{administrator.pk}/").content.decode()
    assert "Not on your own account." in own
    assert f"/governance/account/{administrator.pk}/close/" not in own
    others = browser(administrator).get(f"/governance/account/{clerk.pk}/").content.decode()
    assert f"/governance/account/{clerk.pk}/close/" in others


def test_unknown_body_is_answered_with_names_that_look_like_it(administrator, county):
    OrganisationFactory(parent=county, name="市城市管理局")
    answer = browser(administrator).post(
        "/governance/account/open/",
        {"organisation": "市城市管局", "username": "new", "name": "新人", "password": "a long password"},
    )
    assert "市城市管理局" in answer.context["form"].errors["organisation"][0]
    assert not Account.objects.filter(username="new").exists()


def test_export_holds_what_the_list_shows(administrator, clerk):
    member(CountyFactory(), Role.TOWNSHIP_CLERK)
    closed = member(clerk.current_memberships[0].organisation, Role.OFFICER, is_active=False)
    answer = browser(administrator).get("/governance/account/export/?view=closed")

    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [[str(cell.value or "") for cell in row] for row in sheet.rows]
    assert any("User name" in row for row in cells)
    names = {value for row in cells for value in row}
    assert closed.username in names
    assert clerk.username not in names
    assert not any("<" in value for value in names)  # no markup in cells


def test_search_finds_only_what_the_reader_may_see(administrator, clerk, county):
    stranger = member(CountyFactory(), Role.TOWNSHIP_CLERK, name=f"{clerk.name}二")
    page = browser(administrator).get("/search/", {"q": clerk.name})
    found = {row for kind in page.context["kinds"] for row, *_ in kind["rows"]}
    assert clerk in found
    assert stranger not in found
    assert clerk not in {
        row for kind in browser(clerk).get("/search/", {"q": clerk.name}).context["kinds"] for row, *_ in kind["rows"]
    }


def test_filter_that_would_leak_is_refused():
    with pytest.raises(ImproperlyConfigured):
        scoped_filters(Organisation, [("managed_by", admin.RelatedFieldListFilter)])
    with pytest.raises(ImproperlyConfigured):
        scoped_filters(Organisation, [("managed_by__name", admin.AllValuesFieldListFilter)])


def test_menu_shows_only_what_the_role_uses(clerk, administrator):
    def menu(account):
        groups = browser(account).get("/").context["sidebar_navigation"]
        return {str(item["link"]) for group in groups for item in group["items"]}

    assert "/governance/account/" in menu(administrator)
    assert "/governance/account/" not in menu(clerk)
    assert "/governance/audit/" not in menu(administrator)


def test_every_page_of_the_site_is_scoped():
    from governance.admin.scoped import ScopedAdmin

    assert all(isinstance(page, ScopedAdmin) for page in admin.site._registry.values())
