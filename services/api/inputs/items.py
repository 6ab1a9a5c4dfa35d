"""What operations on items, points and centres take over REST."""

from governance.api.fields import RowById
from governance.api.inputs import FormSerializer
from services.forms import catalogue, points, stationing
from services.models import Window


class ConfirmItemSerializer(FormSerializer):
    form = catalogue.ConfirmItemForm


class ConfirmPointItemSerializer(FormSerializer):
    form = points.ConfirmPointItemForm


class EnterCentreSerializer(FormSerializer):
    form = stationing.EnterCentreForm

    window = RowById(queryset=Window.objects.all(), help_text="Id of a window of the same centre.")


class LeaveCentreSerializer(FormSerializer):
    form = stationing.LeaveCentreForm
