"""Spreadsheets that are sent: what was found in them, and refusals that name every fault."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.problem_json import CONTENT_TYPE, problem
from responsibilities.operations.imports import ImportRefused
from responsibilities.spreadsheets import ParsedList


def upload(request: Request, shape: type[serializers.Serializer]) -> dict[str, Any]:
    """The checked input with the file's name, as keyword arguments of the import."""
    sent = shape(data=request.data)
    sent.is_valid(raise_exception=True)
    data = dict(sent.validated_data)
    return {**data, "filename": data["file"].name}


def preview_of(parsed: ParsedList) -> dict[str, Any]:
    """What was understood of one list of the file (`PreviewSerializer`)."""
    return {
        "kind": parsed.kind,
        "entries": len(parsed.entries),
        "rows": vars(parsed.sheet.counts),
        "faults": [vars(fault) for fault in parsed.faults],
        "notices": [vars(notice) for notice in parsed.notices],
        "repairs": [vars(repair) for repair in parsed.repairs],
        "findings": [vars(finding) for finding in parsed.findings],
    }


class ReadsSpreadsheets:
    """Mixed into views that take a spreadsheet: a refusal lists all faults, each `field` a cell such as D3."""

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, ImportRefused):
            return super().handle_exception(exc)  # type: ignore[misc]
        errors = [
            {"field": f"{fault.column}{fault.row or ''}" or None, "code": fault.code, "detail": str(fault.message)}
            for parsed in exc.lists
            for fault in parsed.faults
        ]
        lists = [preview_of(parsed) for parsed in exc.lists]
        body = problem(exc.status, exc.code, exc.message, errors=errors, lists=lists)
        return Response(body, status=exc.status, content_type=CONTENT_TYPE)
