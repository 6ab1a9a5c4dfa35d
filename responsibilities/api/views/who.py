"""Who is responsible, asked in everyday words."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.permissions import PublicToRead
from responsibilities.api import serializers as shapes
from responsibilities.finder import who_is_responsible
from responsibilities.models import Entry
from responsibilities.selectors import full_entries
from responsibilities.selectors.entries import ROW_FIELDS


class WhoIsResponsibleView(GenericAPIView):
    """A matter in everyday words, and the entries of the lists that answer it."""

    serializer_class = shapes.AnswersSerializer
    permission_classes = (PublicToRead,)
    filter_backends = ()
    pagination_class = None

    @extend_schema(parameters=[shapes.QuestionSerializer], responses=shapes.AnswersSerializer)
    def get(self, request: Request) -> Response:
        """At most five entries, best first, with leads, supports, duties, basis and edition; none if none fits."""
        sent = shapes.QuestionSerializer(data=request.query_params)
        sent.is_valid(raise_exception=True)
        asked: dict[str, Any] = dict(sent.validated_data)
        on = asked.get("on") or timezone.localdate()
        known = asked.get("known")
        answers = who_is_responsible(asked["q"], on=on, known=known, township=asked.get("township"))
        rows = Entry.objects.filter(pk__in=[answer.entry.pk for answer in answers]).values(*ROW_FIELDS)
        entries = {row["id"]: row for row in full_entries(rows)}
        found = [{"score": round(answer.score, 3), "entry": entries[answer.entry.pk]} for answer in answers]
        return Response({"question": asked["q"], "on": on, "known": known, "answers": found})
