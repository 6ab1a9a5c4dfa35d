"""Shape of what people type on the pages of enforcement; no rules."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models import PenaltyPower
from enforcement.querysets import BODIES
from enforcement.states import PartyKind, ReturnReason, TransferReason, Urgency
from governance import access
from governance.admin import StepForm
from governance.admin.fields import BodyField, day_field
from governance.attachments import ENDINGS
from governance.models import Organisation
from responsibilities.fields import EntryField, RowField


class PowerField(RowField):
    """A power by catalogue number or words of its title. Powers the township does not hold are understood too, so that
    the refusal can say who is competent."""

    def written(self, row: PenaltyPower) -> str:
        return f"{row.catalogue_no} {row.title}"

    def meant(self, text: str) -> QuerySet[PenaltyPower]:
        number = re.match(r"[A-Za-z]+(?:-[A-Za-z]+)*-\d+", text)
        powers = PenaltyPower.objects.select_related("department")
        if number:
            return powers.filter(catalogue_no__iexact=number[0]).order_by("-basis_valid_from")
        for word in text.split():
            powers = powers.filter(title__icontains=word)
        return powers.in_force()


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files at once."""

    def __init__(self, **kwargs: Any) -> None:
        endings = ",".join(f".{ending}" for ending in ENDINGS)
        kwargs.setdefault("widget", FilesInput(attrs={"accept": endings}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list:
        if not data:
            super().clean(None, initial)
        # An empty file is refused by the operation, in its own words.
        return list(data) if isinstance(data, list | tuple) else [data]


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LogCaseForm(StepForm):
    """What a township says of a case when it files it."""

    township = forms.ModelChoiceField(label=_("township"), queryset=Organisation.objects.none())
    power = PowerField(
        label=_("power"), help_text=_("Number or words. Proposed are the powers your township holds today.")
    )
    entry = EntryField(
        label=_("entry of the duty list"),
        required=False,
        help_text=_("Who is responsible: T-14, D-3 or words of the title. It proposes the receiver of a transfer."),
    )
    cause = forms.CharField(
        label=_("cause of action"), max_length=200, required=False, help_text=_("Left empty: from the power's title.")
    )
    found_at = forms.DateTimeField(label=_("found at"), widget=MomentInput())
    acted_on = day_field(
        label=_("day of the act"), required=False, help_text=_("Left empty: the day it was found. Its law applies.")
    )
    place = forms.CharField(label=_("place of the act"), max_length=200)
    party_kind = forms.ChoiceField(label=_("kind of party"), choices=PartyKind.choices)
    party_name = forms.CharField(label=_("party"), max_length=100)
    facts = forms.CharField(label=_("facts"), widget=text_area(5))
    external_ref = forms.CharField(label=_("number in another system"), max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = access.organisations_of(self.account, "log_case")
        places = Organisation.objects.townships().open().filter(pk__in=reach)
        township: Any = self.fields["township"]
        township.queryset = places
        bodies = list(places)
        if len(bodies) == 1:  # nothing to choose
            township.initial = bodies[0]
            township.widget = forms.HiddenInput()
        self.fields["power"].propose(  # type: ignore[attr-defined]
            lambda: PenaltyPower.objects.held_by_any(bodies).order_by("catalogue_no")
        )
        self.fields["found_at"].initial = timezone.localtime().replace(second=0, microsecond=0)


class AttachFileForm(StepForm):
    file = FilesField(label=_("files"))


def bodies() -> QuerySet[Organisation]:
    return Organisation.objects.open().filter(kind__in=BODIES)


class TransferCaseForm(StepForm):
    """What the sender says of a transfer."""

    receiver = BodyField(label=_("receiver"), among=bodies)
    reason_code = forms.ChoiceField(label=_("reason"), choices=TransferReason.choices)
    entry = EntryField(
        label=_("entry relied on"), required=False, help_text=_("The entry of the duty list that the receiver leads.")
    )
    explanation = forms.CharField(label=_("explanation"), widget=text_area(4))
    urgency = forms.ChoiceField(
        label=_("urgency"),
        choices=Urgency.choices,
        initial=Urgency.ORDINARY,
        widget=forms.RadioSelect,
        help_text=_("Urgent: safety, food and drugs, environment, serious harm."),
    )
    external_ref = forms.CharField(label=_("our number in another system"), max_length=64, required=False)


class AcceptTransferForm(StepForm):
    external_ref = forms.CharField(label=_("our number in another system"), max_length=64, required=False)


class ReturnTransferForm(StepForm):
    """Why a case is sent back, and whose it is."""

    reason_code = forms.ChoiceField(label=_("reason"), choices=[("", "—"), *ReturnReason.choices])
    explanation = forms.CharField(
        label=_("explanation"),
        widget=text_area(4),
        help_text=_("If the package is incomplete: everything that is missing, in one list."),
    )
    right_body = BodyField(
        label=_("competent body"), among=bodies, required=False, help_text=_("Needed if the case is not ours.")
    )
    right_entry = EntryField(
        label=_("entry of the duty list"),
        required=False,
        help_text=_("Needed if the item is not ours: the entry that the competent body leads."),
    )
    external_ref = forms.CharField(
        label=_("our number in another system"),
        max_length=64,
        required=False,
        help_text=_("Needed for a duplicate: the number of our open case."),
    )
