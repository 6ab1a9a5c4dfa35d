"""Does the register see all that rests on a law: local values, service terms, articles that begin later?"""

import datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from governance.models import LocalValue
from governance.operations.local_values import mark_checked, set_local_value
from governance.roles import Role
from responsibilities.law_changes import ARTICLE_WAITS, Naming, _all_citing, doubtful, law_on_day
from responsibilities.models import Commencement, LawArticle, LegalBasis
from responsibilities.value_sources import outdated
from services.models import Rating
from tests.access_world import World
from tests.clients import Browser
from tests.factories import CountyFactory, TownshipFactory, member
from tests.responsibilities.factories import DutyListFactory, EditionFactory, EntryFactory, LawFactory, publish_rows
from tests.services.factories import ImplementationFactory
from tests.staffing.factories import person_at

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-28T10:00:00+08:00")


@pytest.fixture
def county():
    return CountyFactory()


@pytest.fixture
def admin(county):
    return member(county, Role.SYSTEM_ADMIN)


def threshold(county, admin, document_no: str, **rest) -> LocalValue:
    given = {"code": "hearing.citizen", "number": Decimal(5000), "unit": "yuan"}
    since = datetime.date(2025, 1, 1)
    return set_local_value(county, by=admin, effective_from=since, document_no=document_no, **{**given, **rest})


def kinds(law, account, on=TODAY) -> dict[str, list[int]]:
    return {one.citing.kind: one.citing.key for one in law_on_day(law, account, on).touched}


def test_a_local_value_rests_on_the_law_its_document_or_note_names(county, admin):
    law = LawFactory(title="水资源法")
    named = threshold(county, admin, "《水资源法》第三条")
    noted = threshold(county, admin, "澜政办发〔2025〕2号", code="other", note="依据《水资源法》第四条")
    threshold(county, admin, "澜政办发〔2025〕3号", code="third")

    touched = law_on_day(law, admin, TODAY).touched
    assert {one.citing.key for one in touched} == {named.pk, noted.pk}
    assert not law_on_day(law, admin, datetime.date(2024, 12, 31)).touched, "before its first day it is no rule"


def test_a_service_term_rests_on_a_law_for_who_may_see_the_person(county, admin):
    law = LawFactory(title="公务员法")
    township = TownshipFactory(parent=county)
    term = person_at(township).service_terms.create(
        starts_on=datetime.date(2025, 3, 1), years=5, basis="《公务员法》第八十六条"
    )
    hr = member(county, Role.HR_OFFICER)

    assert kinds(law, hr)["service_term"] == term.pk
    assert "service_term" not in kinds(law, hr, datetime.date(2030, 3, 1)), "it binds no longer"
    assert "service_term" not in kinds(law, member(township, Role.TOWNSHIP_CLERK))


def test_an_article_that_begins_later_is_no_basis_yet(county, admin):
    law = LawFactory(title="生态环境法典")
    version = law.versions.get()
    LawArticle.objects.create(version=version, number=12, insertion=1, commencement=Commencement.NOT_YET)
    LawArticle.objects.create(
        version=version, number=20, commencement=Commencement.DATED, in_force_from=datetime.date(2027, 1, 1)
    )
    edition = EditionFactory(duty_list=DutyListFactory(owner=TownshipFactory(parent=county)))
    cited = ["第十二条", "第十二条之一", "第二十条", "第二十一条", "第十九条至第二十二条"]
    for position, text in enumerate(cited, 1):
        LegalBasis.objects.create(
            entry=EntryFactory(edition=edition), position=position, text=f"《生态环境法典》{text}"
        )
    publish_rows(edition)

    def waiting(on):
        return {
            str(citation).partition("》")[2] for row in doubtful(admin, on) for citation, why in row.citations
            if why == ARTICLE_WAITS
        }  # fmt: skip

    assert waiting(TODAY) == {"第十二条之一", "第二十条", "第十九条至第二十二条"}
    assert waiting(datetime.date(2027, 1, 1)) == {"第十二条之一"}


def test_a_value_whose_law_has_a_new_text_waits_at_home_until_it_is_checked(county, admin):
    law = LawFactory(title="水资源法")
    value = threshold(county, admin, "《水资源法》第三条")
    LocalValue.objects.update(checked_on=datetime.date(2026, 6, 1))
    assert outdated(admin, TODAY) == []

    old = law.versions.get()
    old.in_force_to = datetime.date(2026, 8, 14)
    old.save()
    assert [one.value for one in outdated(admin, TODAY)] == [value], "its law has ended"
    law.versions.create(commencement=Commencement.DATED, in_force_from=datetime.date(2026, 8, 15))
    assert [one.law for one in outdated(admin, TODAY)] == ["水资源法"]
    assert "水资源法" in home_of(admin)

    mark_checked(value, by=admin)
    assert outdated(admin, TODAY) == []


def home_of(account) -> str:
    client = Browser()
    client.force_login(account)
    return client.get("/").content.decode()


# --- Nothing cites a law in a way the register cannot see -----------------------------------------------------------


BASES = ("basis", "legal", "statute", "clause")
# Texts that are called a basis, and rest on no law yet.
NO_BASIS = {
    "responsibilities.InventoryRow.legal_basis": "what a township wrote; it counts once it stands in an entry",
}


def text_fields():
    for model in apps.get_models():
        if model._meta.proxy or not model.__module__.startswith(
            ("governance", "responsibilities", "enforcement", "staffing", "services")
        ):
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and any(word in field.name for word in BASES):
                yield model, field


def test_every_field_that_holds_a_basis_is_seen_by_the_register():
    LawFactory(title="取水法")
    world = World()
    person_at(world.home["organisation"].obj).service_terms.create(starts_on=TODAY, years=3, basis="x")
    ImplementationFactory().steps.create(position=1, name="现场核查", limit=5, unit="working_days")
    world.home["application"].obj.stages.create(kind="hearing", basis="x", first_on=TODAY, expected_days=20)
    Rating.objects.update(answered_at=timezone.now())
    unseen = []
    for model, field in text_fields():
        name = f"{model._meta.label}.{field.name}"
        if name in NO_BASIS:
            continue
        rows = model._default_manager.all()
        assert rows.exists(), f"{name}: the world of this test has no row that could cite"
        before = list(rows.values_list("pk", field.name))
        rows.update(**{field.name: "《取水法》第三条"})
        seen = [one for reader in readers(world) for one in _all_citing(reader, TODAY, Naming(frozenset({"取水法"})))]
        if not seen:
            unseen.append(name)
        for pk, text in before:
            model._default_manager.filter(pk=pk).update(**{field.name: text})
    assert not unseen, "declare it with @cites, or say in NO_BASIS why it cites nothing"


def readers(world) -> list:
    return [caller.account for name, caller in world.callers.items() if caller.account]
