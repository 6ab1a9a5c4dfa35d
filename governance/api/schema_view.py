"""The API's description: as a document, drawn once for each language and format of a process, and as a page."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.views import Strict
from governance.parameters import UNKNOWN_VALUE, WrongParameters
from governance.wording import listed


class CompactJson(OpenApiJsonRenderer):
    """Without the indentation, which is half of the document."""

    media_type = "application/json"

    def render(self, data: Any, media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return json.dumps(data, ensure_ascii=False).encode()


class ProblemsAsJSON:
    """Mixed into views that answer with something else, in which a problem cannot be written."""

    def handle_exception(self, exc: Exception) -> Response:
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type  # type: ignore[attr-defined]
        return super().handle_exception(exc)  # type: ignore[misc]


class SchemaView(ProblemsAsJSON, Strict, SpectacularAPIView):
    """`lang` chooses the language, `Accept` YAML or JSON. Drawing it takes a third of a second: anybody may ask."""

    renderer_classes = [OpenApiYamlRenderer, CompactJson]
    query_parameters = ("lang",)

    @extend_schema(exclude=True)
    def get(self, request: Request, *args, **kwargs) -> HttpResponse:
        language = request.query_params.get("lang", translation.get_language())
        if language not in dict(settings.LANGUAGES):
            known = listed(dict(settings.LANGUAGES))
            raise ValidationError({"lang": _("There is no such language; there are %(known)s.") % {"known": known}})
        media_type = request.accepted_renderer.media_type
        return HttpResponse(_document(language, media_type), content_type=media_type)


class DocsView(ProblemsAsJSON, SpectacularSwaggerSplitView):
    """The description to read. Its script does not stand in the page but has an address of its own, `?script=`."""

    http_method_names = ["get", "head"]  # what OPTIONS tells is no page
    url_name = "api_schema"
    template_name = "governance/api_docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args, **kwargs) -> Response:
        if request.query_params.get("script"):
            raise WrongParameters({"script": UNKNOWN_VALUE})
        return super().get(request, *args, **kwargs)


@lru_cache(maxsize=16)
def _document(language: str, media_type: str) -> bytes | str:
    renderer = next(one() for one in SchemaView.renderer_classes if one.media_type == media_type)
    with translation.override(language):
        return renderer.render(SpectacularAPIView.generator_class().get_schema(request=None, public=True))
