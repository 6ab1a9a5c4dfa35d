"""What people type about village points."""

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.models import Organisation


def _degrees(label) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=8, decimal_places=5, required=False)


def _villages():
    return Organisation.objects.open().filter(kind=Organisation.Kind.VILLAGE)


class ChangePointForm(StepForm):
    place = forms.CharField(label=_("place"), max_length=200)
    hours = forms.CharField(label=_("hours"), max_length=200)
    telephone = forms.CharField(label=_("telephone"), max_length=50)
    latitude = _degrees(_("latitude"))
    longitude = _degrees(_("longitude"))


class OpenPointForm(ChangePointForm):
    village = BodyField(label=_("village"), among=_villages)

    field_order = ("village",)


class ClosePointForDaysForm(StepForm):
    first_day = day_field(label=_("first day"))
    last_day = day_field(label=_("last day"))
    reason = reason_field()


class ConfirmPointItemForm(StepForm):
    person = forms.CharField(
        label=_("who does it"),
        max_length=100,
        required=False,
        help_text=_("Left empty, it is the person that was there before, else you."),
    )
