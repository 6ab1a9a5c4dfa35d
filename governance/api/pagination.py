"""Pages of lists by cursor: stable while rows are added, as quick on the last page as on the first."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """50 rows a page, up to 200 on request; newest first unless the view orders otherwise."""

    ordering = "-pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
