"""What operations on duty lists take over REST; no rules. Cells of drafts and files stand beside what they answer."""

from rest_framework import serializers

from governance.admin.step_forms import ReasonForm
from governance.api.fields import BodyByCode, RowById
from governance.api.inputs import FormSerializer, VisibleRow
from responsibilities.forms import steps as forms
from responsibilities.forms import workshop
from responsibilities.models import Cluster, Edition, Entry

MOST_ROWS = 5000  # of one request


def _published_entry(help_text: str) -> RowById:
    """An entry of a published edition: what the finder answers with."""
    return RowById(queryset=Entry.objects.for_user(None), help_text=help_text)


class OpenListSerializer(FormSerializer):
    form = forms.OpenListForm

    owner = BodyByCode(help_text="Code of the county or the township.")


class StartDraftSerializer(FormSerializer):
    form = forms.StartDraftForm

    copy_of = VisibleRow(
        Edition.objects.select_related("duty_list__owner"),
        help_text="Id of the edition to copy instead: an earlier or revoked one of the list, or the one in force of "
        "another township's list of the same kind, as a template.",
    )


class CopyListSerializer(FormSerializer):
    form = forms.CopyListForm

    townships = serializers.ListField(child=BodyByCode(), help_text="Codes of the townships.")


class ReasonSerializer(FormSerializer):
    form = ReasonForm


class ApproveSerializer(FormSerializer):
    form = forms.ApproveForm


class RevokeSerializer(FormSerializer):
    form = forms.RevokeForm


class PublishSerializer(FormSerializer):
    form = forms.PublishForm

    rehearsal = serializers.CharField(
        default="", help_text="The `token` of the caller's rehearsal of this version for this day; holds for a day."
    )


class ExplainSerializer(FormSerializer):
    form = forms.ExplainForm

    fingerprint = serializers.CharField(max_length=80)


class IdentifySerializer(FormSerializer):
    form = forms.IdentifyForm

    former = serializers.UUIDField(help_text="The item it was so far; null if it is a new one.")


class ReportAnswerSerializer(FormSerializer):
    form = forms.ReportAnswerForm

    organisation = BodyByCode(help_text="Code of the body that reports it, where the caller has a post.")
    answered = _published_entry("Id of the entry that was answered.")
    proposed = _published_entry("Id of the entry that would be right.")


class AcceptSuggestionSerializer(FormSerializer):
    form = forms.AcceptSuggestionForm

    entry = _published_entry("Id of an entry in force, whose item gets the phrase as a name.")


# --- The workshop -----------------------------------------------------------------------------------------------------


class RowsSerializer(FormSerializer):
    form = workshop.SplitClusterForm

    rows = serializers.ListField(child=serializers.IntegerField(), max_length=MOST_ROWS)


class IntoSerializer(FormSerializer):
    form = workshop.MergeClustersForm

    into = VisibleRow(Cluster.objects.all(), help_text="The other cluster's id.")


class MoveRowsSerializer(RowsSerializer, IntoSerializer):
    form = workshop.MoveRowsForm


class AcceptClusterSerializer(FormSerializer):
    """The wording of the entry; or `entry`, which the draft has already and whose sources the rows become."""

    form = workshop.AcceptClusterForm

    entry = VisibleRow(Entry.objects.all(), help_text="An entry's id.")
