"""Turns requests away that hold what no database stores and no page shows, before anything reads them.

Here are addresses, parameters, cookies, other headers and the fields of forms. What is sent to the API passes its
parsers (`api/parsers.py`), names of files pass `governance.multipart`, and what is read from files passes
`governance.text.clean`.
"""

import codecs
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

from governance.multipart import UnreadableName
from governance.text import UNREADABLE, is_readable
from governance.views import bad_request

UTF8_ONLY = "portal.utf8_only"  # set by governance.wsgi on a request that names another charset

Fault = tuple[str | Promise, str | None]  # what is wrong, and the parameter or field if it is in one


class InputGuard:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _refused(request, _faults_before_the_body(request)) or self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if hasattr(view, "cls"):  # a view of the API: it must not be read twice
            return None
        return _refused(request, _faults_of_the_body(request))


def _refused(request: HttpRequest, faults: Iterator[Fault]) -> HttpResponse | None:
    fault = next(faults, None)
    return bad_request(request, detail=fault[0], field=fault[1]) if fault else None


def _faults_before_the_body(request: HttpRequest) -> Iterator[Fault]:
    if request.META.get(UTF8_ONLY):
        yield _("Texts are read as UTF-8 only. Send them so, and say charset=utf-8 or nothing."), None
    headers = (value for name, value in request.META.items() if name.startswith("HTTP_"))
    # Other systems on this host set cookies in their own encodings, and those are nobody's texts here.
    cookies = (value.replace("\ufffd", "") for value in request.COOKIES.values())
    if not all(map(is_readable, (request.path, *cookies, *headers))):
        yield UNREADABLE, None
    yield from _faults_of(request.GET.lists())
    if not _is_utf8_when_unquoted(request.META.get("QUERY_STRING", "").encode("latin-1")):
        yield UNREADABLE, None


def _faults_of_the_body(request: HttpRequest) -> Iterator[Fault]:
    try:
        yield from _faults_of(request.POST.lists())
    except UnreadableName as error:
        yield error.args[0], None
    # Django reads what is not UTF-8 in a form without files as Latin-1, which has a character for every byte.
    is_form = request.method == "POST" and request.content_type == "application/x-www-form-urlencoded"
    if is_form and not _is_utf8_when_unquoted(request.body):
        yield UNREADABLE, None


def _is_utf8_when_unquoted(raw: bytes) -> bool:
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return False
    return True


def _faults_of(fields: Iterable[tuple[str, list[str]]]) -> Iterator[Fault]:
    for name, values in fields:
        if not is_readable(name):
            yield UNREADABLE, None
        elif not all(map(is_readable, values)):
            yield UNREADABLE, name


def is_utf8(content_type: str) -> bool:
    """Whether a body of this content type holds texts in UTF-8: it says so or nothing, in a form that can be read."""
    try:
        _type, params = parse_header_parameters(content_type)
        return codecs.lookup(params.get("charset") or "utf-8").name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
