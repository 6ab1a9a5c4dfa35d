"""Does the demonstration set up what it promises, once, and never where it would be dangerous."""

import stat
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from enforcement.models import EnforcementCase, Transfer
from enforcement.selectors.receivers import CaseEntries, proposed_receivers
from enforcement.states import TransferStatus
from examples.demonstration import accounts, department
from governance.models import Account, Client, Subscription
from governance.roles import Role
from responsibilities.models import Batch, Cluster, Edition, Entry, Inventory, SynonymSuggestion
from responsibilities.operations.drafts import discard_draft
from responsibilities.operations.workflow import approve_edition, submit_edition
from responsibilities.selectors.bodies import competent_bodies
from responsibilities.selectors.comparison import comparison, predecessor
from responsibilities.selectors.renames import possible_renames
from responsibilities.states import ClusterStatus, EditionStatus
from tests.responsibilities.publishing import publish_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, monkeypatch, tmp_path):
    settings.DEBUG = True
    monkeypatch.setattr(accounts, "FILE", tmp_path / "demo-accounts.txt")
    monkeypatch.setattr(department, "FILE", tmp_path / "department.env")


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    """Loaded once for all tests of this module, each of which undoes its own changes only."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=StringIO())
        call_command("load_powers", stdout=StringIO())
        call_command("load_quotas", stdout=StringIO())
        call_command("load_services", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def demo() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_demonstration_is_set_up_once(reference, client):
    said = demo()

    for role in Role:
        if role != Role.PORTAL:
            posts = Account.objects.get(username=role).current_memberships
            assert [post.role for post in posts] == [role]
            assert role.value in said
    password = accounts.FILE.read_text().splitlines()[0].removeprefix("password: ")
    assert client.login(username="township_clerk", password=password)
    credentials = dict(line.split("=", 1) for line in department.FILE.read_text().splitlines())
    assert credentials.keys() == {"PORTAL_URL", "CLIENT_ID", "CLIENT_SECRET", "WEBHOOK_SECRET"}
    for file in (accounts.FILE, department.FILE):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(Transfer.objects.values_list("status", flat=True)) == set(TransferStatus)
    assert Transfer.objects.open().filter(receiver__code=department.CODE).count() == 1
    for transfer in Transfer.objects.all():
        leads = competent_bodies(transfer.entry, township=transfer.case.township)
        assert transfer.receiver in leads and transfer.sender not in leads, "nothing is sent against the list"
    walk = EnforcementCase.objects.get(place__contains="沿河路")
    assert "沿河路" in said and CaseEntries(walk).led_by_holder() is None
    assert proposed_receivers(walk)[0].receiver.code == department.CODE

    def counts() -> list[int]:
        return [model.objects.count() for model in (Account, EnforcementCase, Transfer, Client, Subscription)]

    before, files = counts(), [accounts.FILE.read_text(), department.FILE.read_text()]
    demo()
    assert counts() == before
    assert [accounts.FILE.read_text(), department.FILE.read_text()] == files


def test_lost_files_are_made_anew(reference, client):
    demo()
    accounts.FILE.unlink()
    department.FILE.unlink()
    demo()
    password = accounts.FILE.read_text().splitlines()[0].removeprefix("password: ")
    assert client.login(username="audit_admin", password=password)
    assert "WEBHOOK_SECRET=whsec_" in department.FILE.read_text()


def test_the_lists_are_being_prepared(reference):
    demo()
    draft = Edition.objects.get(duty_list__kind="territorial_list", status=EditionStatus.DRAFT)
    kinds = {kind for change in comparison(predecessor(draft), draft).changes for kind in change.kinds}
    assert {"split", "moved", "renamed", "changed"} <= kinds
    assert len(possible_renames(draft)) == 1
    assert draft.batches.count() == 5
    assert Inventory.objects.count() == 3
    assert set(Cluster.objects.values_list("status", flat=True)) == set(ClusterStatus)
    accepted = Cluster.objects.get(status=ClusterStatus.ACCEPTED)
    assert accepted.townships == 3
    entry = Entry.objects.get(item=accepted.item)
    assert entry.edition.status == EditionStatus.DRAFT
    assert entry.legal_bases.exists(), "what its sources rest on, it rests on"
    assert SynonymSuggestion.objects.get().reported_by.username == Role.TOWNSHIP_CLERK

    def counts() -> list[int]:
        return [model.objects.count() for model in (Edition, Batch, Inventory, Cluster, SynonymSuggestion)]

    before = counts()
    demo()
    assert counts() == before


@pytest.mark.parametrize("end", ["published", "dropped"])
def test_what_a_newcomer_has_finished_is_not_begun_again(reference, end):
    demo()
    editor, approver = (Account.objects.get(username=role) for role in (Role.LIST_EDITOR, Role.LIST_APPROVER))
    for draft in Edition.objects.filter(status=EditionStatus.DRAFT):
        if end == "dropped":
            discard_draft(draft, by=editor, reason="试用完毕")
        else:
            today = timezone.localdate()
            submit_edition(draft, by=editor)
            approve_edition(draft, by=approver, document_no="澜政发〔2026〕99号", decided_on=today)
            publish_edition(draft, by=approver, effective_from=today)
    before = list(Edition.objects.order_by("pk").values_list("pk", "status"))
    demo()
    assert list(Edition.objects.order_by("pk").values_list("pk", "status")) == before
