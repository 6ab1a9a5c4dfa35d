"""Staff pages of duty lists: lists, editions with their way to publication, entries."""

from responsibilities.admin.editions import EditionPage
from responsibilities.admin.entries import EntryPage
from responsibilities.admin.lists import ListPage
from responsibilities.admin.suggestions import SuggestionPage

__all__ = ["EditionPage", "EntryPage", "ListPage", "SuggestionPage"]
