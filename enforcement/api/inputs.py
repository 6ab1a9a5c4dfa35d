"""What operations of enforcement take over REST; no rules."""

from enforcement import forms
from enforcement.models import EnforcementCase, PenaltyPower
from enforcement.selectors.relations import PINNED
from governance.api.fields import BodyByCode
from governance.api.inputs import FormSerializer, VisibleRow
from responsibilities.models import Entry

_ENTRIES = Entry.objects.select_related(*PINNED)


class FileCaseSerializer(FormSerializer):
    form = forms.FileCaseForm

    township = BodyByCode(help_text="Code of the township that files.")
    power = VisibleRow(PenaltyPower.objects.all(), help_text="The power's id.")
    entry = VisibleRow(_ENTRIES, help_text="Id of the entry of a duty list in force.")


class VoidCaseSerializer(FormSerializer):
    form = forms.VoidCaseForm

    duplicate_of = VisibleRow(
        EnforcementCase.objects.all(), help_text="Id of the other filing of the same matter, which goes on."
    )


class AttachFileSerializer(FormSerializer):
    form = forms.AttachFileForm


class TransferCaseSerializer(FormSerializer):
    form = forms.TransferCaseForm

    receiver = BodyByCode(help_text="Code of the receiver; an office stands for its body.")
    entry = VisibleRow(_ENTRIES, help_text="Id of the entry that the receiver leads.")


class AcceptTransferSerializer(FormSerializer):
    form = forms.AcceptTransferForm


class SendBackTransferSerializer(FormSerializer):
    form = forms.SendBackTransferForm

    right_body = BodyByCode(help_text="Code of the competent body; needed with `not_our_…`.")
    right_entry = VisibleRow(_ENTRIES, help_text="Id of the entry it leads; needed with `not_our_item`.")
