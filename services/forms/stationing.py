"""What people type about windows, and about matters that enter or leave a centre."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.admin.fields import BodyField, day_field, reason_field
from governance.admin.step_forms import StepForm
from governance.models import Organisation
from services.models import Window
from services.models.stationing import WindowKind

KINDS = [choice for choice in WindowKind.choices if choice[0] != WindowKind.NONE]


def _townships():
    return Organisation.objects.townships().open()


class OpenWindowForm(StepForm):
    centre = BodyField(label=_("township"), among=_townships)
    number = forms.CharField(label=_("number"), max_length=10)
    name = forms.CharField(label=_("name"), max_length=100)
    kind = forms.ChoiceField(label=_("kind"), choices=KINDS)
    hours = forms.CharField(label=_("hours"), max_length=200)
    telephone = forms.CharField(label=_("telephone"), max_length=50, required=False)
    staffed_by = forms.CharField(label=_("staffed by"), max_length=200, required=False)
    is_seconded = forms.BooleanField(label=_("seconded staff"), required=False)


class EnterCentreForm(StepForm):
    window_kind = forms.ChoiceField(label=_("kind of window"), choices=KINDS)
    window = forms.ModelChoiceField(label=_("window"), queryset=Window.objects.none(), required=False)
    entered_on = day_field(label=_("entered on"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            cast(forms.ModelChoiceField, self.fields["window"]).queryset = Window.objects.open().filter(
                centre=self.obj.centre_id
            )


class LeaveCentreForm(StepForm):
    reason = reason_field(help_text=_("Stays on file; whoever looks at the open list reads it."))
