"""The register of people: lists carry nothing sensitive, and each opening of a person is recorded."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.idempotency import idempotent
from governance.api.views import Scoped, caller
from staffing.api import inputs
from staffing.api.filters import PersonFilter, TermInterruptionFilter
from staffing.api.serializers import people as shapes
from staffing.api.serializers import secondments as moved
from staffing.models import Person, PersonMovement, TermInterruption
from staffing.operations.absences import end_absence, record_absence, set_term_interruption
from staffing.operations.people import record_identity_number, view_person
from staffing.operations.person_movements import (
    promote_person,
    record_death,
    record_resignation,
    retire_person,
    transfer_person,
)
from staffing.selectors.people_findings import people_findings
from staffing.selectors.people_reports import leaving, recruitment


class PersonViewSet(Scoped, viewsets.GenericViewSet):
    """People of the real-name register."""

    model = Person
    serializer_class = shapes.PersonRowSerializer
    filterset_class = PersonFilter
    ordering = ("staff_no", "id")

    def get_queryset(self) -> QuerySet:
        rows: Any = super().get_queryset()
        if self.action == "list":
            return rows.with_post()
        return rows.prefetch_related("assignments__organisation__managed_by").with_terms()

    def list(self, request: Request) -> Response:
        """People by staff number, with the main post they hold now."""
        return self.listed()

    @extend_schema(responses=shapes.PersonSerializer)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One person with posts, service terms and absences; birth date and identity number in full for who may."""
        return self._answer(self.get_object())

    @extend_schema(responses=shapes.FindingOfPeopleSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def findings(self, request: Request) -> Response:
        """What the register contradicts, in itself and against the ledger."""
        found = people_findings(caller(request), timezone.localdate())
        return Response(shapes.FindingOfPeopleSerializer(found, many=True).data)

    @extend_schema(
        parameters=[shapes.RecruitmentQuerySerializer], responses=shapes.RecruitedSerializer(many=True), filters=False
    )
    @action(
        detail=False, methods=["get"], pagination_class=None, filterset_class=None,
        query_parameters=("by", "on", "since", "until"),
    )  # fmt: skip
    def recruitment(self, request: Request) -> Response:
        """Whom recruitment brought by channel, and who still serves on a day."""
        asked = {
            "by": "year",
            "since": None,
            "until": None,
            **self.asked(shapes.RecruitmentQuerySerializer).validated_data,
        }
        rows = recruitment(caller(request), **{"on": timezone.localdate(), **asked})
        return Response(shapes.RecruitedSerializer(rows, many=True).data)

    @extend_schema(
        parameters=[shapes.LeavingQuerySerializer], responses=shapes.LeavingSerializer(many=True), filters=False
    )
    @action(
        detail=False, methods=["get"], pagination_class=None, filterset_class=None, query_parameters=("on", "years")
    )
    def leaving(self, request: Request) -> Response:
        """Who reaches the lawful month within some years, and what is missing then."""
        asked = {"on": timezone.localdate(), "years": 3, **self.asked(shapes.LeavingQuerySerializer).validated_data}
        return Response(shapes.LeavingSerializer(leaving(caller(request), **asked), many=True).data)

    @extend_schema(request=inputs.IdentityNumberSerializer, responses=shapes.PersonSerializer)
    @action(detail=True, methods=["post"], url_path="identity-number")
    @idempotent
    def record_identity_number(self, request: Request, pk: str) -> Response:
        """Record the identity number."""
        data = self.sent(inputs.IdentityNumberSerializer).validated_data
        return self._answer(record_identity_number(self.get_object(), by=caller(request), **data))

    @extend_schema(request=inputs.RecordAbsenceSerializer, responses={201: shapes.AbsenceSerializer})
    @action(detail=True, methods=["post"], url_path="absences")
    @idempotent
    def record_absence(self, request: Request, pk: str) -> Response:
        """Record an absence; whether it stops a service term is the county's rule."""
        data = self.sent(inputs.RecordAbsenceSerializer).validated_data
        absence = record_absence(self.get_object(), by=caller(request), **data)
        return Response(shapes.AbsenceSerializer(absence).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=inputs.EndAbsenceSerializer, responses=shapes.AbsenceSerializer)
    @action(detail=True, methods=["post"], url_path="end-absence")
    @idempotent
    def end_absence(self, request: Request, pk: str) -> Response:
        """Record the last day of an absence."""
        data = dict(self.sent(inputs.EndAbsenceSerializer).validated_data)
        absence = data.pop("absence")
        if absence.person_id != self.get_object().pk:
            raise Http404
        return Response(shapes.AbsenceSerializer(end_absence(absence, by=caller(request), **data)).data)

    @extend_schema(request=inputs.TransferPersonSerializer, responses={201: moved.PersonMovementSerializer})
    @action(detail=True, methods=["post"], url_path="transfer")
    @idempotent
    def transfer_person(self, request: Request, pk: str) -> Response:
        """Transfer to another post or body; its place moves along."""
        return self._moved(transfer_person, inputs.TransferPersonSerializer)

    @extend_schema(request=inputs.PromotionSerializer, responses={201: moved.PersonMovementSerializer})
    @action(detail=True, methods=["post"], url_path="promote")
    @idempotent
    def promote_person(self, request: Request, pk: str) -> Response:
        """Another grade or office at the same body."""
        return self._moved(promote_person, inputs.PromotionSerializer)

    @extend_schema(request=inputs.RetirementSerializer, responses={201: moved.PersonMovementSerializer})
    @action(detail=True, methods=["post"], url_path="retire")
    @idempotent
    def retire_person(self, request: Request, pk: str) -> Response:
        """Retire, in the lawful month at the earliest unless by own choice."""
        return self._moved(retire_person, inputs.RetirementSerializer)

    @extend_schema(request=inputs.ResignationSerializer, responses={201: moved.PersonMovementSerializer})
    @action(detail=True, methods=["post"], url_path="resignation")
    @idempotent
    def record_resignation(self, request: Request, pk: str) -> Response:
        """Record a resignation."""
        return self._moved(record_resignation, inputs.ResignationSerializer)

    @extend_schema(request=inputs.MovementOfPersonSerializer, responses={201: moved.PersonMovementSerializer})
    @action(detail=True, methods=["post"], url_path="death")
    @idempotent
    def record_death(self, request: Request, pk: str) -> Response:
        """Record a death."""
        return self._moved(record_death, inputs.MovementOfPersonSerializer)

    def _moved(self, operation: Callable[..., PersonMovement], serializer: type[serializers.Serializer]) -> Response:
        data = self.sent(serializer).validated_data
        movement = operation(self.get_object(), by=caller(self.request), **data)
        return Response(moved.PersonMovementSerializer(movement).data, status=status.HTTP_201_CREATED)

    def _answer(self, person: Person) -> Response:
        shown = view_person(person, by=caller(self.request))
        return Response(shapes.PersonSerializer(person, context={**self.get_serializer_context(), "shown": shown}).data)


class TermInterruptionViewSet(Scoped, viewsets.GenericViewSet):
    """What absences do to service terms, from which day on."""

    model = TermInterruption
    serializer_class = shapes.TermInterruptionSerializer
    filterset_class = TermInterruptionFilter
    ordering = ("kind", "-valid_from", "id")

    def list(self, request: Request) -> Response:
        """The county's rules. A kind without one counts like service."""
        return self.listed()

    @extend_schema(request=inputs.SetTermInterruptionSerializer, responses={201: shapes.TermInterruptionSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Set a rule from a day on, by a document."""
        data = dict(self.sent(inputs.SetTermInterruptionSerializer).validated_data)
        rule = set_term_interruption(data.pop("county"), by=caller(request), **data)
        return Response(shapes.TermInterruptionSerializer(rule).data, status=status.HTTP_201_CREATED)
