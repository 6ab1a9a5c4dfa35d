"""What people type about items of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import day_field, reason_field
from governance.admin.import_forms import UploadForm
from governance.admin.step_forms import StepForm


class LoadItemsForm(UploadForm):
    effective_from = day_field(
        label=_("in force from"), help_text=_("From this day items are done as the file says; earlier ones stay.")
    )
    document_no = forms.CharField(label=_("deciding document"), max_length=200, required=False)


class ConfirmItemForm(StepForm):
    until = day_field(label=_("confirmed until"), help_text=_("Afterwards people read that it is to be verified."))


class WithdrawItemForm(StepForm):
    last_day = day_field(label=_("last day"))
    reason = reason_field()
