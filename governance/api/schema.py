"""What the API's description (OpenAPI) says about every operation: who may call, and how problems look."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from governance.api.idempotency import HEADER
from governance.api.permissions import PublicToRead
from governance.api.problem_json import CONTENT_TYPE
from governance.roles import PERMITTED

# For `extend_schema(parameters=[IF_MATCH])` on views that ask concurrency.given_version; the other one where it says
# `required=False`.
IF_MATCH, IF_MATCH_OPTIONAL = (
    OpenApiParameter(
        "If-Match",
        str,
        OpenApiParameter.HEADER,
        required=required,
        description="The ETag of the version you have read; `*` for whichever is current.",
    )
    for required in (True, False)
)
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="A key of your choice. Sent again within a day, the request creates nothing and gets the same answer.",
)
READING = {"400": "Wrong parameters", "401": "No valid token or session", "403": "Not permitted"}
ONE_OBJECT = {"404": "Not found, or not within the caller's scope"}
WRITING = {"409": "A rule forbids it; `basis` names its article", "415": "Neither JSON nor a form with files"}


class FieldProblemSerializer(serializers.Serializer):
    field = serializers.CharField(allow_null=True, help_text="Such as `parties.0.name`; null for the whole.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """A problem (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="What kind of problem, in the reader's language.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable: what programs compare.")
    detail = serializers.CharField(help_text="What is wrong here and what to do, in the reader's language.")
    instance = serializers.CharField(help_text="The request's id, as in X-Request-ID; quote it in questions.")
    errors = FieldProblemSerializer(many=True)  # type: ignore[assignment]  # a field, not what is wrong with it
    basis = serializers.CharField(allow_null=True, help_text="The article or local rule a refusal rests on.")


class PortalSchema(AutoSchema):
    """drf-spectacular's description with this portal's problems, headers and, as first words, the docstrings."""

    def get_override_parameters(self) -> list[Any]:
        return [IDEMPOTENCY_KEY] if getattr(self._handler(), "idempotent", False) else []

    def get_operation_id(self) -> str:
        """An operation is called the same here as everywhere."""
        action = getattr(self.view, "action", None)
        return action if action in PERMITTED else super().get_operation_id()

    def get_summary(self) -> str | None:
        return (self.get_description() or "").partition("\n")[0] or None

    def get_auth(self) -> list[dict[str, Any]]:
        public = any(isinstance(permission, PublicToRead) for permission in self.view.get_permissions())
        return [*super().get_auth(), *([{}] if public and self.method in SAFE_METHODS else [])]

    def _handler(self) -> Any:
        return getattr(self.view, getattr(self.view, "action", None) or self.method.lower(), None)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        problems = dict(READING)
        if "{" in self.path:
            problems |= ONE_OBJECT
        if self.method not in SAFE_METHODS:
            problems |= WRITING
        for status, description in {**problems, "default": "Any other problem"}.items():
            if status not in responses:
                answer = self._get_response_for_code(ProblemSerializer, status, [CONTENT_TYPE], direction)
                responses[status] = answer | {"description": description}
        return responses


def describe_once(result: dict[str, Any], **_generation: Any) -> dict[str, Any]:
    """Problems and headers stand among the components, for some hundreds of operations say the same of them; and what
    the summary says in full is not said again."""
    answers: dict[str, Any] = {}
    headers: dict[str, Any] = {}
    for operations in result["paths"].values():
        for operation in operations.values():
            if "summary" in operation and operation.get("description") == operation["summary"]:
                del operation["description"]
            for status, answer in operation["responses"].items():
                name = f"Problem{status.capitalize()}"
                if set(answer.get("content", ())) == {CONTENT_TYPE} and answers.setdefault(name, answer) == answer:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
            for place, parameter in enumerate(operation.get("parameters", ())):
                name = parameter["name"].replace("-", "")
                if parameter["in"] == "header" and headers.setdefault(name, parameter) == parameter:
                    operation["parameters"][place] = {"$ref": f"#/components/parameters/{name}"}
    result["components"] |= {"responses": dict(sorted(answers.items())), "parameters": dict(sorted(headers.items()))}
    return result


class ClientCredentialsScheme(OpenApiAuthenticationExtension):
    target_class = "governance.api.authentication.ClientCredentials"
    name = "clientCredentials"

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        return {self.name: ["read" if auto_schema.method in SAFE_METHODS else "write"]}

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        scopes = {"read": "Read", "write": "Write"}
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token/", "scopes": scopes}}}


class PortalSessionScheme(OpenApiAuthenticationExtension):
    target_class = "governance.api.authentication.PortalSession"
    name = "portalSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
