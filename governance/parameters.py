"""What stands behind the question mark of an address: declared names, each once, with a value that is understood.

An unknown name or value is an error. A page that passed over them would show everything, as if it had been narrowed.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.wording import listed

F = TypeVar("F", bound=Callable[..., Any])

# Whole numbers as addresses write them: one spelling for each, in ASCII digits, that surely fits into a bigint.
KEY = "[1-9][0-9]{0,17}"  # what can be the key of a row
WHOLE = f"0|{KEY}"

UNKNOWN_VALUE = gettext_lazy("This is none of the values it can have.")


class WrongParameters(Exception):
    """What is wrong with the address, by parameter; answered with 400 and a page that says so."""

    def __init__(self, faults: Mapping[str, Any]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)


def takes(*names: str, many: Iterable[str] = ()) -> Callable[[F], F]:
    """Declare the parameters a page's address may have; those of `many` may be given more than once.

    A page without a declaration has none, see ParametersMiddleware.
    """

    def declare(view: F) -> F:
        view.parameters = (*names, *many)  # type: ignore[attr-defined]
        view.repeated_parameters = tuple(many)  # type: ignore[attr-defined]
        return view

    return declare


def faults_of(given: QueryDict, known: Iterable[str], many: Iterable[str] = ()) -> dict[str, str]:
    """For each parameter that is unknown or given twice: what is wrong with it."""
    known, many = sorted(known), set(many)
    faults = {}
    for name in given:
        if name not in known:
            faults[name] = no_such(name, known)
        elif name not in many and len(given.getlist(name)) > 1:
            faults[name] = _("This is given more than once.")
    return faults


def no_such(name: str, known: list[str]) -> str:
    """That there is no such parameter or field, with the known one it looks like, or all of them."""
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return _("There is nothing of this name. Did you mean “%(near)s”?") % {"near": near[0]}
    if known:
        return _("There is nothing of this name; there are %(known)s.") % {"known": listed(known)}
    return _("There is nothing of this name; there are none here.")


def whole_number(text: str) -> int | None:
    """The number that stands in an address; None for any other spelling, such as 007, １ or ٣; Python reads these."""
    return int(text) if re.fullmatch(WHOLE, text) else None


def understood(form: forms.Form) -> dict[str, Any]:
    """What the parameters say, read by a form; raises WrongParameters for a value that it does not understand."""
    if not form.is_valid():
        raise WrongParameters({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
    return form.cleaned_data


def page_of(paginator: Paginator, request: HttpRequest, name: str = "page") -> Page:
    """The page that ?page= names, the first one if it is not given; raises WrongParameters if there is no such page."""
    try:
        return paginator.page(whole_number(request.GET.get(name, "1")) or 0)
    except InvalidPage as error:
        message = _("A whole number from 1 to %(max)s.") % {"max": paginator.num_pages}
        raise WrongParameters({name: message}) from error
