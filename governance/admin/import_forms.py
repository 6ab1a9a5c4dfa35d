"""The forms of an import: the file, the yes to what it says, and which body an unknown name means."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import SuggestingInput
from governance.admin.step_forms import StepForm
from governance.directory import directory
from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.aliases import check_names_free

MOST_NAMES = 20  # unknown names asked about at once
MOST_ROWS = 10  # rows told for one name


class UploadForm(StepForm):
    file = forms.FileField(label=_("file"), help_text=_("Your existing xlsx, xls, ods or csv file."))
    sheet = forms.CharField(
        label=_("sheet"),
        required=False,
        help_text=_("Only needed if several sheets hold such a table. Enter * to read all of them in order."),
    )


class ConfirmImportForm(StepForm):
    """The yes to a file. `asked` are the names that its page asks about: what is typed there is sent along."""

    upload = forms.CharField(widget=forms.HiddenInput())
    confirmed = forms.BooleanField(
        label=_("I have checked the points to confirm; the file was read correctly."), required=False
    )

    def __init__(self, *args: Any, asked: Iterable[str] = (), **kwargs: Any) -> None:
        self.sent_along = fields_of(asked)
        super().__init__(*args, **kwargs)

    def knows(self, name: str) -> bool:
        return super().knows(name) or name in self.sent_along


def fields_of(names: Iterable[str]) -> set[str]:
    """What NamesForm calls the fields of these names."""
    return {f"{prefix}-{name}" for name in names for prefix in ("name", "keep", "role")}


class NamesForm(StepForm):
    """Which bodies the unknown names of a file mean, in this file or from now on; a name left alone stays unknown.

    `names` are the names with the rows in which they stand, `near` with similar ones. `words` are words before bodies,
    with their rows, whose role is one of `roles`. `sent_along` is what the page sends besides, such as names that
    others have decided meanwhile.
    """

    def __init__(
        self,
        *args: Any,
        names: Mapping[str, list[int]],
        near: Mapping[str, Iterable[str]],
        bodies: list[Organisation],
        may_mean: Callable[[Organisation], bool],
        may_remember: bool,
        words: Mapping[str, list[int]] | None = None,
        roles: Sequence[tuple[str, Any]] = (),
        sent_along: Container[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies, self.may_mean, self.sent_along = bodies, may_mean, sent_along
        # By the name itself: by the time the form is sent, others may have decided some of them.
        self.names = {f"name-{name}": name for name in names}
        for field, name in self.names.items():
            alike = tuple(near.get(name, ()))
            self.fields[field] = forms.CharField(
                label=format_lazy(_("“{name}” means"), name=name),
                required=False,
                widget=SuggestingInput(partial(tuple, alike)),
                help_text=_rows_and_near(names[name], alike),
            )
            if may_remember:
                self.fields[f"keep-{name}"] = forms.BooleanField(
                    label=format_lazy(_("Remember this: in later files, too, “{name}” means this body"), name=name),
                    required=False,
                )

        words = words or {}
        self.words = {f"role-{word}": word for word in words}
        for field, word in self.words.items():
            self.fields[field] = forms.ChoiceField(
                label=format_lazy(_("The bodies behind “{word}” have the role"), word=word),
                required=False,
                choices=[("", _("(not decided)")), *roles],
                help_text=_rows_and_near(words[word], ()),
            )

    def knows(self, name: str) -> bool:
        return super().knows(name) or name in self.sent_along

    def send_with(self, form: str) -> None:
        """Let what is typed here be sent with that form of the page, given by its id."""
        for field in self.fields.values():
            field.widget.attrs["form"] = form

    def clean(self) -> dict[str, Any]:
        """`names`: the body that each name means, None where nothing was entered; `remember`: the names to keep;
        `roles`: the role of each word."""
        known = directory(within=self.bodies)
        data = super().clean() or {}
        chosen: dict[str, Organisation | None] = {}
        for field, name in self.names.items():
            text = data.get(field, "")
            chosen[name] = known.find(text) if text else None
            body = chosen[name]
            if text and body is None:
                self.add_error(field, _("No body here is called “%(name)s”.") % {"name": text})
            elif body and not self.may_mean(body):
                self.add_error(field, _("%(body)s is not allowed in this column.") % {"body": body})
            if self.data.get(f"keep-{name}") and f"keep-{name}" not in self.fields:
                message = _("You may say what “%(name)s” means in this file, but not for later files.")
                self.add_error(field, message % {"name": name})
        remember = [name for name, body in chosen.items() if body and data.get(f"keep-{name}")]
        for name in remember:
            try:
                check_names_free([name])
            except RuleViolation as refusal:
                self.add_error(f"name-{name}", str(refusal))
        roles = {word: data[field] for field, word in self.words.items() if data.get(field)}
        return {"names": chosen, "remember": remember, "roles": roles}


def _rows_and_near(rows: list[int], near: tuple[str, ...]) -> Any:
    shown = "、".join(map(str, rows[:MOST_ROWS])) + ("…" if len(rows) > MOST_ROWS else "")
    text = format_lazy(_("{count} times in this file, in rows {rows}."), count=len(rows), rows=shown)
    return format_lazy(_("{text} Similar names: {near}"), text=text, near=escape("、".join(near))) if near else text
