"""What duty lists look like over REST, and the shape of what is sent; no rules."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from governance.api.fields import BodyByCode
from responsibilities.defects import CHECKS, Row
from responsibilities.finder import MOST_CHARACTERS
from responsibilities.kinds import ListKind
from responsibilities.models import Edition, Participation
from responsibilities.rehearsal import Part
from responsibilities.selectors import drafts_copied_from
from responsibilities.selectors.comparison import ChangeKind
from responsibilities.states import EditionStatus


class BodySerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class ListSummarySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ListKind.choices)
    owner = BodySerializer(help_text="The county, or the one township the list is of.")


class EditionSummarySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    edition_no = serializers.IntegerField(allow_null=True, help_text="Null until published.")
    status = serializers.ChoiceField(EditionStatus.choices)
    effective_from = serializers.DateField(allow_null=True)
    effective_to = serializers.DateField(allow_null=True, help_text="Last day; null until a successor is published.")


# --- Lists and editions ---------------------------------------------------------------------------------------------


class DutyListSerializer(ListSummarySerializer):
    """清单: with the edition in force on the date asked about, and the next one if it is published already."""

    title = serializers.CharField()
    edition = EditionSummarySerializer(allow_null=True)
    upcoming = EditionSummarySerializer(allow_null=True)
    amendment_pending = serializers.BooleanField(help_text="Its next edition is in preparation.")


class EditionSerializer(EditionSummarySerializer):
    """版本: one text of a list. Its entries are at `entries/?edition=`."""

    list = ListSummarySerializer(source="duty_list")
    document_no = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    superseded_at = serializers.DateTimeField(allow_null=True, help_text="When its successor was published.")
    revoked_at = serializers.DateTimeField(allow_null=True, help_text="From then on it applies on no day.")
    revocation_no = serializers.CharField(help_text="Number of the document that revoked it, if there is one.")
    based_on = serializers.IntegerField(source="based_on_id", allow_null=True)
    version = serializers.IntegerField(help_text="Goes into If-Match.")
    amendment_pending = serializers.BooleanField(default=False, help_text="Its successor is in preparation.")


class RevokedEditionSerializer(EditionSerializer):
    """版本, revoked: with what applies in its place, and the drafts that were copied from it and go on."""

    replacement = serializers.SerializerMethodField()
    drafts = serializers.SerializerMethodField()

    @extend_schema_field(EditionSummarySerializer(allow_null=True))
    def get_replacement(self, edition: Edition) -> Any:
        last = edition.duty_list.editions.filter(status=EditionStatus.PUBLISHED).first()
        return last and EditionSummarySerializer(last).data

    @extend_schema_field(EditionSummarySerializer(many=True))
    def get_drafts(self, edition: Edition) -> Any:
        return EditionSummarySerializer(drafts_copied_from(edition), many=True).data


class LeftSerializer(serializers.Serializer):
    """Where a copy still names another township, or a body of one."""

    seq_no = serializers.CharField()
    title = serializers.CharField()
    where = serializers.CharField()
    name = serializers.CharField()


class CopiedListSerializer(serializers.Serializer):
    """模板复制: what one township has got."""

    edition = EditionSerializer()
    adapted = serializers.IntegerField(help_text="Parts of the template's township and its bodies that became theirs.")
    became = serializers.DictField(child=serializers.CharField(), help_text="Which bodies became which, by name.")
    left = LeftSerializer(many=True)


# --- Entries ----------------------------------------------------------------------------------------------------------


class PartySerializer(serializers.Serializer):
    role = serializers.ChoiceField(Participation.Role.choices)
    body = BodySerializer(allow_null=True)
    body_class = serializers.ChoiceField(
        [("", ""), *Participation.BodyClass.choices], help_text="`townships` instead of one body means all of them."
    )


class DutySerializer(PartySerializer):
    duty_text = serializers.CharField()
    source_text = serializers.CharField(help_text="The text of the imported cell this was read from.")


class LegalBasisSerializer(serializers.Serializer):
    text = serializers.CharField()
    law = serializers.CharField()


class CorrespondenceSerializer(serializers.Serializer):
    item = serializers.UUIDField()
    reference = serializers.CharField(help_text="As the list prints it, such as D-1 or T-9.")


class EntryRowSerializer(serializers.Serializer):
    """条目: an item as one edition prints it, as a row of a list. `item` stays the same over editions."""

    id = serializers.IntegerField()
    item = serializers.UUIDField()
    list = ListSummarySerializer()
    edition = EditionSummarySerializer()
    seq_no = serializers.CharField()
    heading = serializers.CharField()
    group = serializers.CharField()
    title = serializers.CharField()
    content = serializers.CharField()
    office = serializers.CharField()
    process_note = serializers.CharField()
    township_led = serializers.BooleanField()
    amendment_pending = serializers.BooleanField(help_text="The edition in preparation would change it.")
    participations = PartySerializer(many=True)


class EntrySerializer(EntryRowSerializer):
    """条目 with the duties of every body, the legal bases and the correspondences to other lists."""

    participations = DutySerializer(many=True)
    legal_bases = LegalBasisSerializer(many=True)
    correspondences = CorrespondenceSerializer(many=True)


# --- Counts -----------------------------------------------------------------------------------------------------------


class RoleCountsSerializer(serializers.Serializer):
    """Entries in which some body has the role."""

    lead = serializers.IntegerField()
    support = serializers.IntegerField()
    takeover = serializers.IntegerField()
    unstated = serializers.IntegerField()


class HeadingCountsSerializer(serializers.Serializer):
    heading = serializers.CharField()
    entries = serializers.IntegerField()
    township_led = serializers.IntegerField()
    roles = RoleCountsSerializer()


class KindCountsSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(ListKind.choices)
    lists = serializers.IntegerField()
    entries = serializers.IntegerField()
    township_led = serializers.IntegerField(help_text="Entries that a township leads.")
    roles = RoleCountsSerializer()
    headings = HeadingCountsSerializer(many=True)


class SummarySerializer(serializers.Serializer):
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    kinds = KindCountsSerializer(many=True)


# --- Who is responsible -----------------------------------------------------------------------------------------------


class QuestionSerializer(serializers.Serializer):
    q = serializers.CharField(max_length=MOST_CHARACTERS, help_text="The matter in everyday words.")
    on = serializers.DateField(required=False, help_text="By the lists in force on this day (today).")
    known = serializers.DateField(required=False, help_text="As known at the end of this day (now).")
    township = BodyByCode(
        required=False,
        help_text="Code of a township whose own lists are looked through as well.",
    )


class AnswerSerializer(serializers.Serializer):
    score = serializers.FloatField(help_text="Higher fits better; comparable between questions.")
    entry = EntrySerializer()


class AnswersSerializer(serializers.Serializer):
    """这事归谁管. No answers means that no entry fits: the portal does not guess."""

    question = serializers.CharField()
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    answers = AnswerSerializer(many=True)


# --- What is sent -----------------------------------------------------------------------------------------------------


class OpenListSerializer(serializers.Serializer):
    owner = BodyByCode(help_text="Code of the county or the township.")
    kind = serializers.ChoiceField(ListKind.choices)
    title = serializers.CharField(max_length=200)


class StartDraftSerializer(serializers.Serializer):
    empty = serializers.BooleanField(default=False, help_text="Begin without a copy of the last published edition.")
    copy_of = serializers.IntegerField(
        required=False,
        help_text="Id of the edition to copy instead: an earlier or revoked one of the list, or the one in force of "
        "another township's list of the same kind, as a template.",
    )


class CopyListSerializer(serializers.Serializer):
    townships = serializers.ListField(child=BodyByCode(), help_text="Codes of the townships.")


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField()


class ApproveSerializer(serializers.Serializer):
    document_no = serializers.CharField(max_length=Edition._meta.get_field("document_no").max_length)
    decided_on = serializers.DateField()


class RevokeSerializer(ReasonSerializer):
    document_no = serializers.CharField(
        max_length=Edition._meta.get_field("revocation_no").max_length,
        default="",
        allow_blank=True,
        help_text="Of the document that revokes it, if there is one.",
    )


class PublishSerializer(serializers.Serializer):
    effective_from = serializers.DateField(help_text="May lie ahead; not before the decision or the predecessor.")


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="xlsx, xls, ods or csv.")
    sheet = serializers.CharField(required=False, help_text="Which sheet, if several hold such a table.")


class ImportSerializer(UploadSerializer):
    confirmed = serializers.BooleanField(
        default=False, help_text="Agree to how everything in `notices` of the preview is read."
    )


class TownshipUploadSerializer(UploadSerializer):
    township = BodyByCode(help_text="Code of the township.")


class TownshipImportSerializer(ImportSerializer):
    township = BodyByCode(help_text="Code of the township.")


# --- What was found in a file -----------------------------------------------------------------------------------------


class RemarkSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    row = serializers.IntegerField(allow_null=True)
    column = serializers.CharField(help_text="Its letter.")
    value = serializers.CharField()


class FaultSerializer(RemarkSerializer):
    suggestions = serializers.ListField(child=serializers.CharField())


class FindingSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()
    row = serializers.IntegerField()
    column = serializers.CharField(help_text="Its letter.")
    seq_no = serializers.CharField()


class CountsSerializer(serializers.Serializer):
    read = serializers.IntegerField(help_text="Rows below the header: the sum of the following.")
    items = serializers.IntegerField()
    sections = serializers.IntegerField()
    totals = serializers.IntegerField()
    skipped = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer):
    """What one list of a file would become. With `faults` nothing is imported; `notices` need a yes."""

    kind = serializers.ChoiceField(ListKind.choices)
    entries = serializers.IntegerField(help_text="How many entries there would be.")
    rows = CountsSerializer()
    faults = FaultSerializer(many=True)
    notices = RemarkSerializer(many=True)
    repairs = RemarkSerializer(many=True)
    findings = FindingSerializer(many=True)


# --- Comparison -------------------------------------------------------------------------------------------------------


class PieceSerializer(serializers.Serializer):
    text = serializers.CharField()
    changed = serializers.BooleanField(help_text="The other edition does not have this stretch here.")


class FieldChangeSerializer(serializers.Serializer):
    """One field that is not the same. The pieces of a side join to its text exactly."""

    name = serializers.CharField(help_text="The field, or a role whose bodies are not the same, such as `lead`.")
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not this serializer's own label
    party = serializers.CharField(help_text="Whose duties, if `name` is `duty_text`.")
    before = PieceSerializer(many=True, source="pieces_before")
    after = PieceSerializer(many=True, source="pieces_after")


class ComparedEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    seq_no = serializers.CharField()
    heading = serializers.CharField()
    title = serializers.CharField()


class ChangeSerializer(serializers.Serializer):
    kinds = serializers.ListField(child=serializers.ChoiceField(ChangeKind.choices))
    before = ComparedEntrySerializer(many=True)
    after = ComparedEntrySerializer(many=True)
    fields_changed = FieldChangeSerializer(many=True, source="fields")


class ChangeCountsSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    split = serializers.IntegerField()
    merged = serializers.IntegerField()
    renamed = serializers.IntegerField()
    changed = serializers.IntegerField()
    moved = serializers.IntegerField()
    renumbered = serializers.IntegerField()


class ComparisonSerializer(serializers.Serializer):
    """对比: what is not the same in two editions of a list, in the order of the later one."""

    before = EditionSummarySerializer()
    after = EditionSummarySerializer()
    unchanged = serializers.IntegerField(help_text="Entries that are the same in both.")
    counts = ChangeCountsSerializer(help_text="Changes of each kind; one change may count under several.")
    changes = ChangeSerializer(many=True)


class SignedEditionSerializer(EditionSummarySerializer):
    document_no = serializers.CharField()
    decided_on = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)


class HistoryStepSerializer(ChangeSerializer):
    edition = SignedEditionSerializer()


class HistorySerializer(serializers.Serializer):
    """沿革: an item through the editions of its list, newest first."""

    item = serializers.UUIDField()
    known = serializers.DateField(allow_null=True)
    steps = HistoryStepSerializer(many=True)


# --- From one body's side ---------------------------------------------------------------------------------------------


class BodyDutySerializer(serializers.Serializer):
    """What one body must do in one entry."""

    role = serializers.ChoiceField(Participation.Role.choices)
    duty_text = serializers.CharField()
    entry = ComparedEntrySerializer()
    list = ListSummarySerializer()
    edition = EditionSummarySerializer()


class BodyDutiesSerializer(serializers.Serializer):
    """Everything a body must lead, support or take over, in all lists in force on a date."""

    body = BodySerializer()
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    duties = BodyDutySerializer(many=True)


# --- What is wrong with an edition ------------------------------------------------------------------------------------


class DefectiveEntrySerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    item = serializers.UUIDField()
    list = serializers.CharField(source="list_title")
    seq_no = serializers.CharField()
    title = serializers.CharField()
    leads = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_leads(self, row: Row) -> Any:
        return [duty.name for duty in row.leads]


class ExplanationSerializer(serializers.Serializer):
    reason = serializers.CharField()
    by = serializers.CharField(source="by.name")
    at = serializers.DateTimeField()


class DefectSerializer(serializers.Serializer):
    """A finding: the check that found it, the entry it stands in, the words it is about."""

    fingerprint = serializers.CharField(source="finding.fingerprint", help_text="Names the finding when explaining it.")
    code = serializers.ChoiceField([(code, check.title) for code, check in CHECKS.items()], source="finding.code")
    title = serializers.CharField(source="finding.check.title")
    meaning = serializers.CharField(source="finding.check.meaning")
    fix = serializers.CharField(source="finding.check.fix")
    entry = DefectiveEntrySerializer(source="finding.row")
    words = serializers.CharField(source="finding.words")
    others = DefectiveEntrySerializer(source="finding.others", many=True, help_text="Whatever it takes to see it.")
    explanation = ExplanationSerializer(allow_null=True, help_text="Why an editor leaves it as it is.")


class ExplainSerializer(serializers.Serializer):
    fingerprint = serializers.CharField(max_length=64)
    reason = serializers.CharField(max_length=1000)


# --- Publish rehearsal ------------------------------------------------------------------------------------------------


class RehearsedDaySerializer(serializers.Serializer):
    effective_from = serializers.DateField(required=False, help_text="The day from which it would apply (today).")


class RehearsalLineSerializer(serializers.Serializer):
    part = serializers.ChoiceField(Part.choices)
    code = serializers.CharField(help_text="Which consequence this is.")
    text = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(help_text="Page of the portal that shows what was counted; may be empty.")
    tone = serializers.CharField(help_text="`warning` wants a look first, `danger` prevents the publication.")
    titles = serializers.ListField(child=serializers.CharField())


class RehearsalSerializer(serializers.Serializer):
    """发布预演: everything that publishing the edition to apply from that day would bring about, in words."""

    effective_from = serializers.DateField(source="publication.effective_from")
    edition = EditionSummarySerializer(source="publication.edition")
    replaces = EditionSummarySerializer(source="publication.replaces", allow_null=True)
    lines = RehearsalLineSerializer(many=True)
