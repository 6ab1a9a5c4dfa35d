"""What narrows the pages one reads: dates, words, kinds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, day_field
from governance.forms import PortalForm
from governance.models import Organisation
from governance.search import MOST_CHARACTERS as MOST_SEARCHED
from responsibilities.finder.vocabulary import MOST_CHARACTERS
from responsibilities.kinds import ListKind
from responsibilities.models import DutyList, Edition
from responsibilities.selectors.comparison import ChangeKind


class DateForm(PortalForm):
    """The date a public page is asked about, ?on=2026-09-01; today if it is not asked about one."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"on": timezone.localdate(), **asked}, label_suffix="")

    on = day_field(label=_("As of"), required=False)


class KnownForm(PortalForm):
    """As of which day something was known, ?known=2026-09-01; now if it is not asked about one."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked, label_suffix="")

    known = day_field(label=_("As known on"), required=False)


class DutiesForm(DateForm):
    """When, for the duties of one body."""

    known = day_field(label=_("As known on"), required=False)


class RehearsalForm(PortalForm):
    """From which day a publication is rehearsed to apply, ?effective_from=2026-12-01; today if no day is named."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"effective_from": timezone.localdate(), **asked}, label_suffix="")

    effective_from = day_field(label=_("Effective from"), required=False)


class OnDayForm(PortalForm):
    """On which day, ?on=2026-08-15; today if no day is named."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({"on": timezone.localdate(), **asked}, label_suffix="")

    on = day_field(label=_("On"), required=False)


def words_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_SEARCHED,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class ListsForm(DateForm):
    """What narrows the list of lists."""

    known = day_field(label=_("As known on"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ListKind.choices])
    q = words_field(_("Name"))


class EntriesForm(DateForm):
    """What narrows the entries of one list."""

    known = day_field(label=_("As known on"), required=False)
    q = words_field(_("Words"))
    heading = forms.CharField(label=_("Heading"), required=False)


def owners_of_lists():
    """Those who have published lists."""
    published = DutyList.objects.for_user(None)
    return Organisation.objects.filter(pk__in=published.values("owner")).order_by("path")


class EntrySearchForm(DateForm):
    """What narrows the entries of all lists."""

    q = words_field(_("Words"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *ListKind.choices])
    owner = BodyField(label=_("Whose list"), required=False, among=owners_of_lists)
    known = day_field(label=_("As known on"), required=False)

    field_order = ["q", "kind", "owner", "on", "known"]


def townships_with_lists():
    """Townships that keep lists of their own."""
    return owners_of_lists().filter(kind=Organisation.Kind.TOWNSHIP)


class QuestionForm(DateForm):
    """这事归谁管: a matter in everyday words, a date, and the township whose own lists count as well."""

    q = forms.CharField(
        label=_("Matter"), required=False, max_length=MOST_CHARACTERS, widget=forms.TextInput(attrs={"type": "search"})
    )
    township = BodyField(label=_("Township"), required=False, among=townships_with_lists)

    field_order = ["q", "township", "on"]


class ComparisonForm(PortalForm):
    """Which edition one is compared with, and which kinds of change are shown; `others` are those one may see."""

    def __init__(self, asked: Mapping[str, Any], others: Iterable[Edition]) -> None:
        super().__init__(asked, label_suffix="")
        self.fields["from"].choices = [(edition.pk, edition_name(edition)) for edition in others]  # type: ignore[attr-defined]

    vars()["from"] = forms.TypedChoiceField(label=_("Compare with"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Changes"), required=False, choices=[("", _("All")), *ChangeKind.choices])


def edition_name(edition: Edition) -> str:
    """An edition among those of its list: its number and first day, or its state."""
    if edition.edition_no is None:
        return edition.get_status_display()
    return gettext("Edition %(number)s, from %(date)s") % {
        "number": edition.edition_no,
        "date": edition.effective_from,
    }
