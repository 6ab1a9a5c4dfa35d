"""Spreadsheets that are sent: what was found in them, and refusals that name every fault."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.problem_json import CONTENT_TYPE, problem
from governance.spreadsheets import Fault
from responsibilities.edits import EditConflict, FaultyCells
from responsibilities.operations.imports import ImportRefused
from responsibilities.spreadsheets import ParsedList
from responsibilities.spreadsheets.cells import CellFault


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
    """Mixed into views that take tables: a refusal lists all faults, each `field` a cell such as D3, and conflicts."""

    def handle_exception(self, exc: Exception) -> Response:
        cells: list[tuple[str | None, Fault | CellFault]]
        match exc:
            case ImportRefused():
                faults = [fault for parsed in exc.lists for fault in parsed.faults]
                cells = [(f"{fault.column}{fault.row or ''}" or None, fault) for fault in faults]
                more: dict[str, Any] = {"lists": [preview_of(parsed) for parsed in exc.lists]}
            case FaultyCells():
                cells = [(f"{fault.key}.{fault.column}", fault) for fault in exc.faults]
                more = {"faults": [vars(fault) for fault in exc.faults]}
            case EditConflict():
                cells, more = [], {"conflicts": [vars(conflict) for conflict in exc.conflicts]}
            case _:
                return super().handle_exception(exc)  # type: ignore[misc]
        errors = [{"field": field, "code": fault.code, "detail": str(fault.message)} for field, fault in cells]
        body = problem(exc.status, exc.code, exc.message, errors=errors, **more)
        return Response(body, status=exc.status, content_type=CONTENT_TYPE)
