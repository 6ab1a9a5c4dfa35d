"""Can a reader ask lists for what they do not show: by filter, order, search, count, drop-down or file."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import EmptyResultSet, ImproperlyConfigured, SuspiciousOperation
from django.db import models, transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django_filters.rest_framework import (
    BooleanFilter,
    ChoiceFilter,
    DateFilter,
    ModelChoiceFilter,
    NumberFilter,
    UUIDFilter,
)

from enforcement.models import EnforcementCase
from governance.admin.filters import ViewFilter, scoped_filters
from governance.admin.scoped import ScopedAdmin
from governance.api.filters import WholeNumberFilter
from governance.confidential import hidden_in, is_confidential
from governance.models import Account, Client, Subscription
from governance.parameters import WrongParameters
from governance.roles import Role
from responsibilities.admin.clusters import SizeFilter
from responsibilities.admin.entries import TownshipLedFilter
from responsibilities.models import Entry
from tests.access_world import World
from tests.factories import member

pytestmark = pytest.mark.django_db

# These offer what the code lists, whatever rows there are.
FIXED_CHOICES = (
    admin.ChoicesFieldListFilter,
    admin.BooleanFieldListFilter,
    admin.DateFieldListFilter,
    ViewFilter,
    SizeFilter,
    TownshipLedFilter,
)
PAGES: dict[str, Any] = {page.opts.label_lower: page for page in admin.site._registry.values()}
LOOKUPS = ("", "__startswith", "__isnull")
DEPTH = 3  # fields of the model, of what it refers to, and of what that refers to


@pytest.fixture
def own_files():
    """The world's files stay where they were written, for all tests of this module."""


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that never ends well; every test is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def reader_of(world: World, page: ScopedAdmin) -> Account:
    """Somebody who may open the page."""
    request = RequestFactory().get("/")
    for name in (Role.TOWNSHIP_CLERK, Role.LIST_EDITOR, Role.STAFFING_OFFICER, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN):
        request.user = world.callers[name].account
        if page.has_view_permission(request):
            return request.user
    raise LookupError(f"nobody opens {page}")


def listed(page: ScopedAdmin, account: Account, parameters: Any = None) -> Any:
    request = RequestFactory().get("/", parameters)
    request.user = account
    return page.get_changelist_instance(request)


def paths(model: Any, depth: int = DEPTH) -> Iterator[str]:
    """Every field, and every field of what it leads to, as Django writes them: `holder__accounts__password`."""
    for field in model._meta.get_fields():
        yield field.name
        if depth > 1 and field.related_model not in (None, model):
            yield from (f"{field.name}__{path}" for path in paths(field.related_model, depth - 1))


def declared(page: ScopedAdmin, account: Account) -> set[str]:
    """The parameters of the page's own filters."""
    request = RequestFactory().get("/")
    request.user = account
    changelist = page.get_changelist_instance(request)
    specs = [changelist._made(entry, request, {})[0] for entry in changelist.list_filter]
    return {name for spec in specs for name in spec.expected_parameters() if name}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_list_is_narrowed_by_declared_filters_and_by_no_field_it_could_reach(world, page, settings):
    account = reader_of(world, page)
    own = declared(page, account)
    asked = {f"{path}{lookup}": "1" for path in paths(page.model) for lookup in LOOKUPS}
    undeclared = asked.keys() - own
    assert len(undeclared) > 50
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = None  # all in one request; else there are thousands of requests
    with pytest.raises(WrongParameters) as caught:
        listed(page, account, dict.fromkeys(undeclared, "1"))
    assert caught.value.faults.keys() == undeclared
    assert not [name for name in own if hidden_in(page.model, name)]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_value_that_no_filter_offers_is_an_error(world, page):
    account = reader_of(world, page)
    for name in {*declared(page, account), "p", "o"}:
        for value in ("banana", ["1", "1"], *([] if name == "o" else [""])):  # “o=” is a list no longer sorted
            with pytest.raises(WrongParameters) as caught:
                listed(page, account, {name: value})
            assert caught.value.faults.keys() == {name}, value
    for column in ("99", "--1", "0.99", *_columns_without_order(listed(page, account))):
        with pytest.raises(WrongParameters):
            listed(page, account, {ORDER_VAR: column})
    for name in ("all", "_facets", "_popup", "_to_field", "e", *([] if page.search_fields else ["q"])):
        with pytest.raises((WrongParameters, SuspiciousOperation)):
            listed(page, account, {name: "1"})


def _columns_without_order(changelist: Any) -> list[str]:
    return [
        str(number) for number, name in enumerate(changelist.list_display) if not changelist.get_ordering_field(name)
    ]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_every_choice_of_a_list_can_be_chosen(world, page):
    account = reader_of(world, page)
    changelist = listed(page, account)
    for spec in changelist.filter_specs:
        for choice in list(spec.choices(changelist))[1:3]:
            request = RequestFactory().get(choice["query_string"])
            request.user = account
            page.get_changelist_instance(request).queryset.exists()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_list_is_neither_sorted_nor_searched_by_what_it_hides(world, page):
    changelist = listed(page, reader_of(world, page))
    by = [changelist.get_ordering_field(name) for name in changelist.list_display]
    by += [*(page.ordering or ()), *(name.lstrip("^=@") for name in page.search_fields)]
    assert not [path for path in by if isinstance(path, str) and hidden_in(page.model, path.lstrip("-"))]


def test_what_is_confidential_is_known():
    for model, name in (
        (Account, "password"),
        (Client, "client_secret"),
        (Subscription, "secret"),
        (EnforcementCase, "party_name"),
        (Entry, "internal_note"),
    ):
        assert is_confidential(model._meta.get_field(name))
    assert hidden_in(EnforcementCase, "handler__password__startswith")
    assert not hidden_in(EnforcementCase, "holder__name")


def test_a_page_that_asks_for_what_is_confidential_or_for_others_values_does_not_load():
    for attributes in (
        {"search_fields": ["party_name"]},
        {"search_fields": ["handler__password__iexact"]},
        {"list_display": ["case_no", "party_name"]},
    ):
        with pytest.raises(ImproperlyConfigured):
            type("Leaking", (ScopedAdmin,), attributes)(EnforcementCase, admin.site)
    for leaking in ("party_name", "township__name", ("handler", admin.AllValuesFieldListFilter)):
        with pytest.raises(ImproperlyConfigured):
            scoped_filters(EnforcementCase, [leaking])


# --- The attacks that were seen --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["/enforcement/case/", "/enforcement/case/export/"])
def test_a_masked_name_is_not_told_letter_by_letter(world, way):
    leader = world.callers[Role.LEADER].browser
    for lookup in ("party_name__startswith", "transfers__case__party_name__contains"):
        answer = leader.get(way, {lookup: "张"})
        assert answer.status_code == 400
        assert lookup in answer.content.decode() and world.home["case"].label not in answer.content.decode()


def test_a_file_is_narrowed_as_the_list_it_is_made_from(world):
    """Django takes “p” out of an address together with everything that begins with it."""
    page = world.callers[Role.TOWNSHIP_CLERK].browser.get(
        "/enforcement/case/", {"party_kind__exact": "citizen", "p": "1"}
    )
    assert "export/?party_kind__exact=citizen" in page.content.decode()


def test_what_has_nothing_yet_may_be_asked_for_by_who_sees_it(world):
    """The workshop of a list leads to its clusters, of which there may be none."""
    editor, clusters = world.callers[Role.LIST_EDITOR].browser, "/responsibilities/cluster/"
    assert editor.get(clusters, {"view": "open", "list": world.home["list"].obj.pk}).status_code == 200
    assert editor.get(clusters, {"view": "open", "list": world.strangers["hidden list"].obj.pk}).status_code == 400


def test_nobody_is_told_anothers_password_hash_or_an_internal_note(world):
    administrator, editor = (world.callers[role].browser for role in (Role.SYSTEM_ADMIN, Role.TOWNSHIP_CLERK))
    assert administrator.get("/governance/account/", {"password__startswith": "pbkdf2"}).status_code == 400
    assert administrator.get("/governance/subscription/", {"secret__contains": "w"}).status_code == 400
    assert (
        editor.get("/responsibilities/entry/", {"view": "in-force", "internal_note__contains": "核"}).status_code == 400
    )


@pytest.mark.parametrize("name", ["张三丰", "三丰"])
def test_a_masked_name_is_found_by_no_search(world, name):
    case = world.home["case"].label
    leader, clerk = world.callers[Role.LEADER], world.callers[Role.TOWNSHIP_CLERK]
    for url, parameter in (("/enforcement/case/", "q"), ("/search/", "q"), ("/api/v1/enforcement/cases/", "search")):
        for caller, sees in ((leader, False), (clerk, True)):
            with transaction.atomic():
                answer = caller.browser.get(url, {parameter: name}).content.decode()
            assert (case in answer) is sees, (url, caller.name)
    request = {"app_label": "enforcement", "model_name": "transfer", "field_name": "case", "term": name}
    assert leader.browser.get(reverse("admin:autocomplete"), request).json()["results"] == []


def test_what_others_have_changes_no_drop_down_and_no_count(world):
    """A clerk is not told which townships have cases, nor an editor of another county which lists are being merged."""
    callers = (Role.TOWNSHIP_CLERK, Role.DEPARTMENT_CLERK, Role.LEADER, Role.LIST_EDITOR, Role.SECURITY_ADMIN)
    with transaction.atomic():
        before = {name: _offered(world.callers[name].account) for name in callers}
        county = world.abroad
        world._side(county, "遥岭镇", "遥岭城管局")
        member(county, Role.LIST_EDITOR)
        after = {name: _offered(world.callers[name].account) for name in callers}
        transaction.set_rollback(True)
    assert after == before


SHARED = {  # what everybody may see grows for everybody
    "governance.organisation", "governance.calendaryear", "governance.localterm", "governance.localvalue",
    "enforcement.penaltypower", "enforcement.powergrant", "responsibilities.entry", "responsibilities.edition",
    "responsibilities.dutylist", "responsibilities.law", "governance.rulesuspension", "governance.checklist",
    "services.implementation", "services.servicepoint", "services.pointitem", "services.window", "staffing.campaign",
    "staffing.excludedagency",
}  # fmt: skip


def _offered(account: Account) -> dict[str, Any]:
    account = Account.objects.get(pk=account.pk)
    request = RequestFactory().get("/")
    request.user = account
    found = {}
    for label, page in PAGES.items():
        if label in SHARED or not page.has_view_permission(request):
            continue
        changelist = listed(page, account)
        offered = {spec.title: [str(one) for one in spec.lookup_choices] for spec in changelist.filter_specs
                   if hasattr(spec, "lookup_choices")}  # fmt: skip
        found[label] = (changelist.result_count, offered)
    return found


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_no_filter_offers_anybody_what_none_of_the_rows_has(world, page):
    """Each choice that comes from rows leads to a row the reader sees: else it tells what others have."""
    for name, caller in world.callers.items():
        request = RequestFactory().get("/")
        request.user = caller.account
        if caller.account is None or not page.has_view_permission(request):
            continue
        changelist = listed(page, caller.account)
        seen = set(page.get_queryset(request).values_list("pk", flat=True))
        for spec in changelist.filter_specs:
            if isinstance(spec, FIXED_CHOICES):
                continue
            for choice in list(spec.choices(changelist))[1:]:
                parameters = QueryDict(choice["query_string"].lstrip("?"))
                rows = set(listed(page, caller.account, parameters).queryset.values_list("pk", flat=True))
                assert rows and rows <= seen, f"{name} is offered {choice['display']} by {spec.title}"


# --- The API ---------------------------------------------------------------------------------------------------------


def test_no_filter_of_the_api_leads_to_what_is_confidential():
    from tests.test_access_matrix import routes

    views = {getattr(view, "cls", None) for _, _, view in routes()}
    sets = {view.filterset_class for view in views if getattr(view, "filterset_class", None)}
    assert len(sets) > 10
    for filterset in sets:
        model = filterset._meta.model
        for name, one in filterset.base_filters.items():
            assert not isinstance(one, NumberFilter), f"{filterset.__name__}.{name} takes fractions"
            path = f"{one.field_name or name}"
            assert not hidden_in(model, path), f"{filterset.__name__}.{name}"


# Filters that ask for what some readers do not see, for those alone who do: `test_a_masked_name_is_found_by_no_search`.
ASKS_BY_READER = {"CaseFilter.search"}
# Days and terms are compared outside the database; what is asked is the keys of rows, here of none.
ASKS_BY_KEY = {"SecondmentFilter.begun_in_term"}
SECRET = {field.name for model in apps.get_models() for field in model._meta.get_fields() if is_confidential(field)}


def value_for(one: Any, world: World) -> Any:
    """Something that the filter understands."""
    if isinstance(one, WholeNumberFilter):
        return 1
    if isinstance(one, ModelChoiceFilter):
        first = one.queryset.first()
        return getattr(first, one.extra.get("to_field_name") or "pk")
    if isinstance(one, ChoiceFilter):
        choices = one.extra["choices"]
        return next(value for value, _label in (choices() if callable(choices) else choices))
    known = {BooleanFilter: "true", DateFilter: "2026-09-14", UUIDFilter: "0" * 32}
    return known.get(type(one), "张")


def test_no_filter_of_the_api_asks_for_what_is_confidential_in_code_of_its_own(world):
    """A filter with a method says nothing of what it asks for, so its query is read."""
    from tests.test_access_matrix import routes

    sets = {view.cls.filterset_class: view.cls for _, _, view in routes() if getattr(view, "cls", None)
            and getattr(view.cls, "filterset_class", None)}  # fmt: skip
    asked = set()
    for filterset, view in sets.items():
        for name, one in filterset.base_filters.items():
            columns = set(re.findall(r'\."(\w+)"', query_of(world, filterset, view, {name: value_for(one, world)})))
            named = f"{filterset.__name__}.{name}"
            assert columns or named in ASKS_BY_KEY, f"{named} asks nothing"
            if f"{filterset.__name__}.{name}" not in ASKS_BY_READER:
                assert not columns & SECRET, f"{filterset.__name__}.{name}"
            asked.add(name)
    assert len(asked) > 40


def query_of(world: World, filterset: Any, view: Any, given: dict[str, Any]) -> str:
    """What the filter asks of the rows of somebody who has some, the leader first: who sees much, and names masked."""
    for name in (Role.LEADER, Role.LIST_EDITOR, Role.PARTY_OFFICER):
        request = RequestFactory().get("/")
        request.user = world.callers[name].account
        rows = view(request=request, action="list", kwargs={}, format_kwarg=None).get_queryset()
        narrowed = filterset(given, rows, request=request)
        assert narrowed.form.is_valid() or not narrowed.form.errors.keys() & given.keys(), (filterset, given)
        with suppress(EmptyResultSet):
            return narrowed.filter_queryset(rows).order_by().values("pk").query.sql_with_params()[0]
    return ""


@pytest.mark.parametrize(
    ("route", "role"),
    [("case-list", Role.LEADER), ("transfer-list", Role.LEADER), ("entry-list", Role.TOWNSHIP_CLERK)],
)
def test_a_resource_is_narrowed_by_declared_parameters_only(world, route, role):
    api = world.callers[role].api
    models_of: dict[str, type[models.Model]] = {"case-list": EnforcementCase, "entry-list": Entry}
    model = models_of.get(route, EnforcementCase)
    asked = {f"{path}{lookup}": "1" for path in paths(model, 2) for lookup in ("", "__startswith")}
    answer = api.get(reverse(route), asked)
    assert answer.status_code == 400
    refused = {error["field"] for error in answer.json()["errors"]}
    assert {name for name in asked if hidden_in(model, name)} <= refused
    assert {name for name in asked if "__" in name} <= refused
