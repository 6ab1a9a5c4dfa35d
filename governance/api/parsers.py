"""What is sent to the API, with its texts clean (`governance.text.clean`) before any serializer looks at them."""

import codecs
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import parsers
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.utils import json

from governance.text import UNREADABLE, clean, is_readable


def cleaned(value: Any) -> Any:
    """The same with every text in it clean, at any depth. Raises ParseError for what is no text (`is_readable`)."""
    if isinstance(value, str):
        return clean(_checked(value))[0]
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {_checked(name): cleaned(one) for name, one in value.items()}
    return value


def _checked(text: str) -> str:
    if not is_readable(text):
        raise ParseError(UNREADABLE)
    return text


class JSONParser(parsers.JSONParser):
    """As DRF's, which cannot be told what to do with a name that stands twice in one object."""

    def parse(self, stream, media_type=None, parser_context=None):
        encoding = (parser_context or {}).get("encoding", "utf-8")
        try:
            text = codecs.decode(stream.read(), encoding)
            sent = json.loads(text, parse_constant=json.strict_constant, parse_int=_whole, object_pairs_hook=_each_once)
            return cleaned(sent)
        except ValueError as error:
            raise ParseError(_("This is no JSON: %(error)s") % {"error": error}) from error
        except RecursionError as error:
            raise ParseError(_("It is nested too deep.")) from error


def _whole(text: str) -> int:
    """Raises ValueError for -0, which is another spelling of 0; JSON itself knows neither 007 nor +1."""
    if text == "-0":
        raise ValueError("-0 is written 0")
    return int(text)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; raises ValidationError for a name that is given twice, of which the last would win in silence."""
    sent = dict(pairs)
    if len(sent) < len(pairs):
        names = [name for name, _value in pairs]
        twice = [ErrorDetail(str(_("This is given more than once.")), code="repeated")]
        raise ValidationError({_checked(name): twice for name in sent if names.count(name) > 1})
    return sent


class MultiPartParser(parsers.MultiPartParser):
    def parse(self, stream, media_type=None, parser_context=None):
        sent = super().parse(stream, media_type, parser_context)
        data = QueryDict(mutable=True)
        for name, values in sent.data.lists():
            data.setlist(_checked(name), cleaned(values))
        return parsers.DataAndFiles(data, sent.files)
