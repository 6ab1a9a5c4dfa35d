"""Does a printed list stay short, with no page for a single row, as Chromium lays it out on paper."""

import re

import pytest
from django.core.management import call_command

from responsibilities.models import Edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Every row gets a link, since a page of a PDF names those that are on it.
LINKS = """() => document.querySelectorAll("tbody tr:not(.heading) > :first-child").forEach((cell, at) => {
    const link = document.createElement("a");
    link.href = `http://row.example/${at}`;
    link.append(...cell.childNodes);
    cell.append(link);
})"""
PAGE = re.compile(rb"/Type /Page\b(?!s).*?endobj", re.DOTALL)


def rows_of_pages(pdf: bytes) -> list[int]:
    """How many rows begin on each page."""
    links = [re.search(rb"/Annots \[(.*?)\]", page, re.DOTALL) for page in PAGE.findall(pdf)]
    return [len(re.findall(rb"\d+ 0 R", found[1])) if found else 0 for found in links]


def test_81_items_take_16_pages_at_most_and_no_page_has_one_row(visit):
    call_command("load_reference", verbosity=0)
    window = visit()
    for edition in Edition.objects.public().select_related("duty_list"):
        page = window.go(f"/public/editions/{edition.pk}/print/")
        page.evaluate(LINKS)
        rows = rows_of_pages(page.pdf(prefer_css_page_size=True))
        assert sum(rows) == edition.entries.count()
        assert min(rows) > 1, edition
        if edition.duty_list.kind == "territorial_list":
            assert edition.entries.count() == 81
            assert len(rows) <= 16
