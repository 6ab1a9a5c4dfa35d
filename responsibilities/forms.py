"""Shape of the input of pages; no rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from responsibilities.kinds import ListKind


class DateForm(forms.Form):
    """The date a public page is asked about: ?on=2026-09-01."""

    on = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ListsForm(DateForm):
    """What narrows the list of lists."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ListKind.choices])
    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))


class EntriesForm(DateForm):
    """What narrows the entries of one list."""

    q = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    heading = forms.CharField(label=_("Heading"), required=False)
