"""The portal's addresses and a few more, to ask the API's plumbing what no resource of an app asks so plainly."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import include, path
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.api.idempotency import idempotent
from governance.errors import RuleViolation
from governance.models import Organisation
from governance.operations.organisations import open_organisation


class PartySerializer(serializers.Serializer):
    name = serializers.CharField(max_length=5)
    age = serializers.IntegerField(min_value=0, required=False)

    def validate(self, attrs):
        if attrs["name"] == "无名":
            raise serializers.ValidationError("没有这样的人", code="nobody")
        return attrs


class MatterSerializer(serializers.Serializer):
    title = serializers.CharField()
    kind = serializers.ChoiceField(["clue", "case"])
    parties = PartySerializer(many=True)


class Matters(APIView):
    def post(self, request):
        MatterSerializer(data=request.data).is_valid(raise_exception=True)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Villages(APIView):
    """Opens a village; `X-Test-Fail` makes it fail afterwards, as a bug would."""

    @idempotent
    def post(self, request):
        township = Organisation.objects.get(code=request.data["township"])
        body = open_organisation(
            township, by=request.user, code=request.data["code"], name=request.data["name"], kind="village"
        )
        if request.headers.get("X-Test-Fail"):
            raise ZeroDivisionError
        return Response(
            {"code": body.code, "opened_on": body.opened_on}, status=201, headers={"Location": f"/x/{body.pk}/"}
        )


class Faults(APIView):
    def get(self, request, fault):
        raise {
            "rule": RuleViolation("too_late", "过了期限", field="due_on", basis="《行政处罚法》第三十六条"),
            "forbidden": PermissionDenied("不可以"),
            "suspicious": SuspiciousOperation("x"),
            "bug": ZeroDivisionError("密码是 secret"),
        }[fault]


urlpatterns = [
    path("api/test/matters/", Matters.as_view()),
    path("api/test/villages/", Villages.as_view()),
    path("api/test/faults/<fault>/", Faults.as_view()),
    path("", include("governance.urls")),
]
handler500 = "governance.views.server_error"
