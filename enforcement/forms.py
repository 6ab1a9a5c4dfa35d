"""Shape of what people type on the pages of enforcement; no rules."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enforcement.models import EnforcementCase, PenaltyPower, Transfer
from enforcement.selectors.receivers import CaseEntries
from enforcement.states import CaseStatus, PartyKind, SendBackReason, TransferReason, Urgency
from governance import access
from governance.admin.fields import BodyField, RowField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.attachments import ENDINGS
from governance.bodies import BODIES
from governance.forms import length_of
from governance.models import Organisation
from governance.text import LONGEST_TEXT, words_of
from responsibilities.fields import EntryField
from responsibilities.models import Entry


class PowerField(RowField):
    """A power by catalogue number or words of its title. Powers the township does not hold are understood too, so that
    the refusal can say who is competent."""

    model = PenaltyPower

    def written(self, row: PenaltyPower) -> str:
        return f"{row.catalogue_no} {row.title}"

    def meant(self, text: str) -> QuerySet[PenaltyPower]:
        number = re.match(r"[A-Za-z]+(?:-[A-Za-z]+)*-\d+", text)
        powers = PenaltyPower.objects.select_related("department")
        if number:
            return powers.filter(catalogue_no__iexact=number[0]).order_by("-basis_valid_from")
        for word in words_of(text):
            powers = powers.filter(title__mentions=word)
        return powers.in_force()


class CaseField(RowField):
    """Another case of the same township, by its number; proposed are those that look like the same matter."""

    model = EnforcementCase

    PROPOSED = 20

    def beside(self, case: EnforcementCase) -> None:
        self.case = case
        found_on = timezone.localdate(case.found_at)
        self.propose(
            lambda: self.cases().filter(power=case.power_id, found_at__date=found_on).order_by("-pk")[: self.PROPOSED]
        )

    def cases(self) -> QuerySet[EnforcementCase]:
        others = EnforcementCase.objects.filter(township=self.case.township_id).exclude(pk=self.case.pk)
        return others.exclude(status=CaseStatus.VOIDED)

    def written(self, row: EnforcementCase) -> str:
        return f"{row.case_no} {row.cause}"

    def meant(self, text: str) -> QuerySet[EnforcementCase]:
        return self.cases().filter(case_no__mentions=words_of(text)[0]).order_by("-pk")


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


class FileCaseForm(StepForm):
    """What a township says of a case when it files it, in the order in which it is told."""

    township = forms.ModelChoiceField(label=_("township"), queryset=Organisation.objects.none())
    power = PowerField(
        label=_("power"), help_text=_("Number or words. Proposed are the powers your township holds today.")
    )
    party_kind = forms.ChoiceField(label=_("kind of party"), choices=PartyKind.choices)
    party_name = forms.CharField(label=_("party"), max_length=length_of(EnforcementCase, "party_name"))
    place = forms.CharField(label=_("place of the act"), max_length=length_of(EnforcementCase, "place"))
    facts = forms.CharField(max_length=LONGEST_TEXT, label=_("facts"), widget=text_area(5))
    found_at = forms.DateTimeField(label=_("found at"), widget=MomentInput())
    entry = EntryField(
        label=_("entry of the duty list"),
        required=False,
        help_text=_("Who is responsible: T-14, D-3 or words of the title. It proposes the receiver of a transfer."),
    )
    cause = forms.CharField(
        label=_("cause of action"),
        max_length=length_of(EnforcementCase, "cause"),
        required=False,
        help_text=_("Left empty: from the power's title."),
    )
    acted_on = day_field(
        label=_("day of the act"), required=False, help_text=_("Left empty: the day it was found. Its law applies.")
    )
    external_ref = forms.CharField(
        label=_("number in another system"), max_length=length_of(EnforcementCase, "external_ref"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = access.organisations_of(self.account, "file_case")
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


class VoidCaseForm(StepForm):
    duplicate_of = CaseField(label=_("the case that stays"), help_text=_("Its number, as in 汀砚综执立〔2026〕3号."))
    reason = reason_field(label=_("how it came to be filed twice"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duplicate_of"].beside(self.obj)  # type: ignore[attr-defined]


def bodies() -> QuerySet[Organisation]:
    return Organisation.objects.open().filter(kind__in=BODIES)


class TransferCaseForm(StepForm):
    """What the sender says of a transfer."""

    receiver = BodyField(label=_("receiver"), among=bodies)
    reason_code = forms.ChoiceField(label=_("reason"), choices=[("", "—"), *TransferReason.choices])
    entry = EntryField(
        label=_("entry relied on"), required=False, help_text=_("The entry of the duty list that the receiver leads.")
    )
    explanation = forms.CharField(max_length=LONGEST_TEXT, label=_("explanation"), widget=text_area(4))
    argument = forms.CharField(
        max_length=LONGEST_TEXT,
        label=_("argument against the list"),
        widget=text_area(3),
        required=False,
        help_text=_("Why it is the receiver’s although the list names us, or no entry. The receiver reads it."),
    )
    earlier_case_no = forms.CharField(
        label=_("number of the earlier filing"),
        max_length=length_of(Transfer, "earlier_case_no"),
        required=False,
        help_text=_("Needed if the receiver filed first."),
    )
    earlier_filed_on = day_field(
        label=_("filed earlier on"), required=False, help_text=_("Needed if the receiver filed first.")
    )
    territory = forms.CharField(
        label=_("where the place lies"),
        max_length=length_of(Transfer, "territory"),
        required=False,
        help_text=_("Needed if the act took place in another territory: village, road, boundary."),
    )
    urgency = forms.ChoiceField(
        label=_("urgency"),
        choices=Urgency.choices,
        initial=Urgency.ORDINARY,
        widget=forms.RadioSelect,
        help_text=_("Urgent: safety, food and drugs, environment, serious harm."),
    )
    external_ref = forms.CharField(
        label=_("our number in another system"), max_length=length_of(Transfer, "sender_ref"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = CaseEntries(self.obj)
        self._ask_for_argument(self.entries.current)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        entry = self.entries.that_names(data.get("receiver"), data.get("entry"))
        if not self._ask_for_argument(entry):
            data["argument"] = ""
        return data

    def _ask_for_argument(self, entry: Entry | None) -> bool:
        """Only where the list says that we lead the item, or nothing in it that the item is the receiver's."""
        asked = entry is None or self.entries.led_by_holder(entry) is not None
        self.fields["argument"].widget = text_area(3) if asked else forms.HiddenInput()
        return asked


class AcceptTransferForm(StepForm):
    external_ref = forms.CharField(
        label=_("our number in another system"), max_length=length_of(Transfer, "receiver_ref"), required=False
    )


class SendBackTransferForm(StepForm):
    """Why a case is sent back, and whose it is."""

    reason_code = forms.ChoiceField(label=_("reason"), choices=[("", "—"), *SendBackReason.choices])
    explanation = forms.CharField(
        max_length=LONGEST_TEXT,
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
        max_length=length_of(Transfer, "receiver_ref"),
        required=False,
        help_text=_("Needed for a duplicate: the number of our open case."),
    )
