"""Do forms begin where one writes, ask first for what they need, and offer what may have been meant."""

import pytest
from django.contrib import admin

from governance.admin.step_forms import StepForm
from governance.candidates import nearest
from governance.roles import Role
from responsibilities.admin.entry_steps import CellsForm
from tests.factories import CountyFactory, OrganisationFactory, member
from tests.governance.test_admin import browser

pytestmark = pytest.mark.django_db

IN_THEIR_OWN_ORDER = {CellsForm}  # cells stand as the list's columns do


def test_required_fields_come_first_in_every_form():
    """Walks the forms of all steps: the order is made in one place, and only named forms have another."""
    forms = {step.form_class for page in admin.site._registry.values() for step in (*page.list_steps, *page.steps)}
    assert len(forms) > 25
    other = {form for form in forms if form.visible_fields is not StepForm.visible_fields}
    assert all(issubclass(form, tuple(IN_THEIR_OWN_ORDER)) for form in other), other


def test_the_first_field_has_the_cursor_and_a_refused_form_does_not():
    administrator = browser(member(CountyFactory(), Role.SYSTEM_ADMIN))
    page = administrator.get("/governance/account/open/").content.decode()
    assert page.count("autofocus") == 1
    assert page.index("autofocus") < page.index('id="id_username"')
    assert "autofocus" not in administrator.post("/governance/account/open/", {}).content.decode()


def test_an_unknown_body_is_answered_with_buttons():
    county = CountyFactory()
    OrganisationFactory(parent=county, name="市城市管理局")
    administrator = browser(member(county, Role.SYSTEM_ADMIN))
    page = administrator.post("/governance/account/open/", {"organisation": "市城市管理委"}).content.decode()
    button = 'data-fills="id_organisation" value="市城市管理局">市城市管理局</button>'
    proposal = '<option value="市城市管理局"></option>'
    assert button in page
    assert "市城市管理局" not in page.replace(button, "").replace(proposal, ""), "named once"
    assert page.count("市城市管理委”") == 2, "what is wrong is said in the summary and at the field"


TITLES = [
    "LS-CG-001 对乱扔果皮的行政处罚",
    "LS-CG-015 对擅自占用人行道摆摊设点的行政处罚",
    "LS-SL-002 对非法采砂的行政处罚",
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("擅自占用人形道摆摊", 1), ("LS-CG-115", 1), ("果皮乱丢", 0), ("采沙", 2)],
    ids=["one wrong character", "one wrong digit", "another order", "a homophone"],
)
def test_what_was_meant_is_offered_first(typed, first):
    assert nearest(typed, TITLES)[0] == TITLES[first]


def test_what_is_like_nothing_is_answered_with_nothing():
    assert nearest("婚姻登记", ["LS-CG-001 对乱扔果皮的行政处罚"]) == []
    assert nearest("", TITLES) == []
