"""Who is responsible, asked in everyday words."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.permissions import PublicToRead
from governance.api.views import Strict
from responsibilities.api.serializers.entries import AnswersSerializer, EntrySerializer, QuestionSerializer
from responsibilities.finder.answers import who_is_responsible
from responsibilities.models import Entry
from responsibilities.selectors.entries import with_everything


class WhoIsResponsibleView(Strict, GenericAPIView):
    """A matter in everyday words, and the entries of the lists that answer it."""

    serializer_class = AnswersSerializer
    permission_classes = (PublicToRead,)
    filter_backends = ()
    query_parameters = ("q", "on", "known", "township")
    pagination_class = None

    @extend_schema(parameters=[QuestionSerializer], responses=AnswersSerializer)
    def get(self, request: Request) -> Response:
        """At most five entries, best first, with leads, supports, duties, basis and edition; none if none fits."""
        asked: dict[str, Any] = dict(self.asked(QuestionSerializer).validated_data)
        on = asked.get("on") or timezone.localdate()
        known = asked.get("known")
        answers = who_is_responsible(asked["q"], on=on, known=known, township=asked.get("township"))
        rows = Entry.objects.filter(pk__in=[answer.entry.pk for answer in answers]).values(*EntrySerializer.columns())
        entries = {row["id"]: row for row in with_everything(rows)}
        found = [{"score": round(answer.score, 3), "entry": entries[answer.entry.pk]} for answer in answers]
        shown = {"question": asked["q"], "on": on, "known": known, "answers": found}
        return Response(AnswersSerializer(shown).data)
