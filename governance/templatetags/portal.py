"""Template tags of the staff pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.admin import ListFilter
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Page

from governance.counting import in_words

register = template.Library()
register.filter(in_words)


def _is_tabs(spec: ListFilter) -> bool:
    return getattr(spec, "shown_as_tabs", False)


@register.simple_tag(takes_context=True)
def form_key(context: template.Context, address: str) -> str:
    """The key of a small form that is sent to a step at another address than its page's."""
    from governance.admin.sending import Key  # Unfold loads all tags before its admin, which this needs, is complete

    return str(Key.new(context["request"], address=address))


@register.simple_tag
def list_tabs(cl: ChangeList) -> list[Mapping[str, Any]]:
    """Saved views of a list as tabs, the chosen one marked."""
    return [choice for spec in cl.filter_specs if _is_tabs(spec) for choice in spec.choices(cl)]


@register.simple_tag
def list_filters(cl: ChangeList) -> list[dict[str, Any]]:
    """The other filters: title, choices with their addresses, and the chosen one if it narrows the list."""
    filters = []
    for spec in cl.filter_specs:
        if _is_tabs(spec):
            continue
        choices = list(spec.choices(cl))
        chosen = next((choice for choice in choices[1:] if choice["selected"]), None)
        filters.append({"title": spec.title, "choices": choices, "chosen": chosen})
    return filters


@register.simple_tag
def list_query(cl: ChangeList) -> str:
    """The list's state for its export's address: filters, search and sorting; Django leaves the page out of it."""
    return cl.get_query_string()


@register.simple_tag(takes_context=True)
def turn_pages(context: template.Context, page: Page, name: str) -> list[dict[str, Any]]:
    """As `list_pages`, of a page with a parameter of its own (`parameters.page_of`); what else was asked stays."""
    links = []
    for number in page.paginator.get_elided_page_range(page.number):
        asked = context["request"].GET.copy()
        asked[name] = str(number)
        current = number == page.number
        url = f"?{asked.urlencode()}" if isinstance(number, int) and not current else None
        links.append({"number": number, "current": current, "url": url})
    return links


@register.simple_tag
def list_pages(cl: ChangeList) -> list[dict[str, Any]]:
    """Numbers of a long list's pages, the far ones left out."""
    numbers = cl.paginator.get_elided_page_range(cl.page_num)
    return [
        {
            "number": number,
            "current": number == cl.page_num,
            "url": cl.get_query_string({PAGE_VAR: number})
            if isinstance(number, int) and number != cl.page_num
            else None,
        }
        for number in numbers
    ]
