"""Has each number one spelling in addresses: ASCII digits without zeros before them."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from governance.parameters import whole_number
from responsibilities.models import Edition
from tests.clients import Browser, signed_in
from tests.enforcement.conftest import case, clock, facts, letter, transfer, world

__all__ = ["case", "clock", "facts", "letter", "transfer", "world"]  # fixtures

pytestmark = pytest.mark.django_db

OTHER_SPELLINGS = ["0{}", "0000000000{}", "{}\n", " {}", "+{}", "{}.0", "-{}"]


def spelled(number: int) -> list[str]:
    wide = str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    arabic = str(number).translate({ord("0") + digit: ord("٠") + digit for digit in range(10)})
    return [wide, arabic, *(form.format(number) for form in OTHER_SPELLINGS)]


def test_a_number_has_one_spelling():
    assert [whole_number(text) for text in ("0", "1", "10", "9" * 18)] == [0, 1, 10, 10**18 - 1]
    assert [
        text for text in [*spelled(1), *spelled(10), "", "00", "9" * 19, "1_0"] if whole_number(text) is not None
    ] == []


def test_rows_are_named_by_one_address(world, case, transfer):
    clerk, department = Browser(), Browser()
    clerk.force_login(world.clerk)
    department.force_login(world.department_clerk)
    edition = Edition.objects.first()
    rows = [
        (clerk, reverse("admin:enforcement_enforcementcase_change", args=[case.pk]), case.pk),
        (clerk, reverse("admin:enforcement_enforcementcase_history", args=[case.pk]), case.pk),
        (clerk, reverse("admin:enforcement_case_attach", args=[case.pk]), case.pk),
        (department, reverse("admin:enforcement_transfer_letter", args=[transfer.pk]), transfer.pk),
        (Browser(), reverse("public_edition", args=[edition.pk]), edition.pk),
        (signed_in(world.clerk), f"/api/v1/enforcement/cases/{case.pk}/", case.pk),
    ]
    for client, address, key in rows:
        assert client.get(address).status_code == 200, address
        for text in spelled(key):
            other = address.replace(f"/{key}/", f"/{quote(text)}/")
            assert client.get(other).status_code == 404, other


def test_parameters_take_one_spelling(world, case, transfer):
    clerk, api = Browser(), signed_in(world.clerk)
    clerk.force_login(world.clerk)
    edition = Edition.objects.first()
    asked = [
        (clerk, "/enforcement/case/?p={}", 1),
        (clerk, "/enforcement/case/?o={}", 1),
        (clerk, "/enforcement/case/file/?saved={}", 1),
        (Browser(), "/public/lists/?page={}", 1),
        (api, "/api/v1/enforcement/cases/?page_size={}", 1),
        (api, "/api/v1/enforcement/transfers/?case={}", case.pk),
        (api, "/api/v1/responsibilities/entries/?list={}", edition.duty_list_id),
    ]
    for client, address, number in asked:
        assert client.get(address.format(number)).status_code == 200, address
        for text in spelled(number):
            if text in (f"-{number}", f"{number}.0") and "o=" in address:
                continue  # turned round, and a second column
            assert client.get(address.format(quote(text))).status_code == 400, (address, text)
