"""A person's browser without a screen: real HTTP, cookies kept, forms read from the page and sent back filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx2

Files = list[tuple[str, tuple[str, bytes, str]]]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"script", "style", "template"}


@dataclass
class Form:
    """A form as it stands on the page: where it goes, and what would be sent if nobody touched it."""

    action: str
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """What came back: status, the address the browser ended up at, the words a person reads, and the forms.

    `alert` are the words set apart as an error, `codes` what the errors in it are called.
    """

    def __init__(self, address: str, html: str, status: int = 200) -> None:
        super().__init__()
        self.address, self.status = address, status
        self.forms: list[Form] = []
        self.codes: list[str] = []
        self._said: list[str] = []
        self._alerts: list[str] = []
        self._inside: list[tuple[str, bool]] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self.feed(html)
        self.text = " ".join(" ".join(self._said).split())
        self.alert = " ".join(" ".join(self._alerts).split())

    @property
    def path(self) -> str:
        return self.address.partition("?")[0]

    def form_with(self, *names: str) -> Form:
        """The page's own form that asks for all of these; not one of the bar above it, such as search or sign-out."""
        for form in self.forms:
            own = form.method == "post" and form.action in ("", self.address)
            if own and form.names.issuperset(names):
                return form
        raise AssertionError(f"{self.address} has no form with {', '.join(names)}: {self.text[:500]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            alerting = given.get("role") == "alert" or any(alert for _tag, alert in self._inside)
            self._inside.append((tag, alerting))
        self.codes += [given["data-code"]] if "data-code" in given else []
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        name = given.get("name", "")
        if name and tag in ("input", "select", "textarea"):
            self._form.names.add(name)
        if tag == "input" and name and given.get("type") not in ("checkbox", "radio", "file", "submit"):
            self._form.values[name] = given.get("value", "")
        elif tag == "input" and given.get("type") in ("checkbox", "radio") and "checked" in given:
            self._form.values[name] = given.get("value", "on")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self._form.values or "selected" in given):
            self._form.values[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            self._form.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if any(tag == open_tag for open_tag, _alert in self._inside):
            while self._inside.pop()[0] != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.values[self._area] += data.removeprefix("\n")
        elif not any(tag in SILENT for tag, _alert in self._inside):
            self._said.append(data)
            if self._inside and self._inside[-1][1]:
                self._alerts.append(data)


class Browser:
    """One window of one person. `language` is what the person has chosen at the top of the page."""

    def __init__(self, address: str, *, language: str = "en") -> None:
        self._http = httpx2.Client(base_url=address, follow_redirects=True, timeout=30, trust_env=False)
        self._http.cookies.set("django_language", language)
        self.page: Page

    def close(self) -> None:
        self._http.close()

    def open(self, path: str) -> Page:
        return self._show(self._http.get(path))

    def send(self, *, files: Files | None = None, **filled: Any) -> Page:
        """Fill these into the page's form and press its button; everything else goes as the page has it."""
        named = [*filled, *(name for name, _file in files or [])]
        form = self.page.form_with(*named)
        values = {**form.values, **{name: str(value) for name, value in filled.items()}}
        return self._show(self._http.post(form.action or self.page.address, data=values, files=files))

    def _show(self, response: httpx2.Response) -> Page:
        self.page = Page(response.url.raw_path.decode(), response.text, response.status_code)
        return self.page

    def sign_in(self, username: str, password: str = "a long test password") -> "Browser":
        """As everybody does: the start page asks who one is."""
        self.open("/")
        self.send(username=username, password=password)
        return self
