"""Can all of a long list be reached, and is no page of it longer than another."""

import pytest
from django.utils import timezone

from governance.models import AuditEntry
from governance.roles import Role
from responsibilities.operations.imports import import_entries
from tests.factories import CountyFactory, OrganisationFactory, TownshipFactory, member
from tests.responsibilities.factories import EditionFactory
from tests.responsibilities.files import WIDE, table

ROWS = 45


@pytest.fixture
def batch(db):
    """A batch that brought in so many entries."""
    county = CountyFactory()
    OrganisationFactory(parent=county, name="市林业局")
    TownshipFactory(parent=county)
    rows = [[n + 1, "林业", f"事项{n}", "市林业局：查处。", "乡镇：巡查。", ""] for n in range(ROWS)]
    draft = EditionFactory(duty_list__owner=county)
    import_entries(
        draft, by=member(county, Role.LIST_EDITOR), file=table(WIDE, *rows), filename="清单.xlsx", confirmed=True
    )
    return draft.batches.get()


def test_a_batch_is_shown_page_by_page(batch, client):
    client.force_login(batch.by)
    address = f"/responsibilities/batch/{batch.pk}/"
    shown = []
    for number in (1, 2, 3):
        page = client.get(f"{address}?page={number}")
        shown += [change.title for change in page.context["changes"]]
    assert shown == [f"{n + 1} 事项{n}" for n in range(ROWS)]
    assert client.get(f"{address}?page=4").status_code == 400
    assert client.get(f"{address}?pages=2").status_code == 400


def test_a_long_timeline_is_shown_page_by_page(batch, client):
    edition = batch.edition
    for number in range(120):
        AuditEntry.objects.create(
            at=timezone.now(),
            action="import_entries",
            account=batch.by,
            account_name=batch.by.name,
            organisation=edition.duty_list.owner,
            target_type=edition._meta.label_lower,
            target_id=edition.pk,
            target_label=str(edition),
            reason=f"第{number}次",
        )
    client.force_login(batch.by)
    address = f"/responsibilities/edition/{edition.pk}/history/"
    pages = [client.get(f"{address}?page={number}") for number in (1, 2, 3)]
    reasons = [happening.reason for page in pages for happening in page.context["timeline"]]
    assert [reason for reason in reasons if reason.startswith("第")] == [f"第{n}次" for n in reversed(range(120))]
    assert [len(page.context["timeline"]) for page in pages][:2] == [50, 50]
