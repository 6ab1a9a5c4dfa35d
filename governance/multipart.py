"""Forms with files: no part of one is lost because its name cannot be read."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import multipartparser
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext_lazy as _

from governance.text import is_readable

UNREADABLE_NAME = _(
    "The name of a file or a field cannot be read: it is empty or not in UTF-8. Give the file another name and send it "
    "again."
)


class UnreadableName(BadRequest):
    """A part of the form has a name that nobody can read; Django would drop it without a word."""

    def __init__(self) -> None:
        super().__init__(UNREADABLE_NAME)


LONGEST_HEADERS: int = multipartparser.MAX_TOTAL_HEADER_SIZE  # type: ignore[attr-defined]  # of one part, for Django


class ReadableNames(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS, so pages and API read forms in one way. Raises UnreadableName."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None):
        others = [handler for handler in self.request.upload_handlers if handler is not self]  # type: ignore[union-attr]
        checked: Any = _CheckedHeaders(input_data, boundary)  # of which the parser needs `read` alone
        return _Parser(META, checked, others, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class _Parser(multipartparser.MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        name = super().sanitize_file_name(file_name)
        if not name or not is_readable(file_name):
            raise UnreadableName
        return name


class _CheckedHeaders:
    """What is read of a form, with the headers of its parts looked at in passing: Django leaves out those it cannot
    read, and with them the part."""

    def __init__(self, stream: BinaryIO, boundary: bytes) -> None:
        self._stream = stream
        self._mark = b"--" + boundary
        self._rest = b""  # not looked at yet

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._rest += chunk
        while (start := self._rest.find(self._mark)) >= 0:
            begins = start + len(self._mark)
            end = self._rest.find(b"\r\n\r\n", begins)
            if end < 0 and len(self._rest) - begins <= LONGEST_HEADERS:
                self._rest = self._rest[start:]  # the rest of the headers is still to come
                return chunk
            if end >= 0:
                _check(self._rest[begins:end].split(b"\r\n"))
            self._rest = self._rest[begins:]
        self._rest = self._rest[1 - len(self._mark) :]
        return chunk


def _check(headers: Sequence[bytes]) -> None:
    try:
        for line in filter(None, headers):
            parse_header_parameters(line.decode())
    except ValueError:  # as UnicodeDecodeError is
        raise UnreadableName from None
