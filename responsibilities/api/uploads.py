"""Spreadsheets that are sent: what was found in them, and refusals that name every fault."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from governance.api.problem_json import CONTENT_TYPE, problem
from governance.api.views import Strict
from governance.imports import ImportRefused
from governance.spreadsheets.table import Fault
from responsibilities.api.serializers.imports import PreviewSerializer, TablePreviewSerializer
from responsibilities.edits import EditConflict, FaultyCells
from responsibilities.spreadsheets.cells import CellFault


class ReadsSpreadsheets(Strict):
    """Mixed into views that take tables: a refusal lists all faults, each `field` a cell such as D3, and conflicts."""

    preview_serializer: type[TablePreviewSerializer] = PreviewSerializer

    def upload(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        """The checked input with the file's name, as keyword arguments of the import."""
        data = dict(self.sent(serializer).validated_data)
        return {**data, "filename": data["file"].name}

    def handle_exception(self, exc: Exception) -> Response:
        cells: list[tuple[str | None, Fault | CellFault]]
        match exc:
            case ImportRefused():
                faults = [fault for parsed in exc.tables for fault in parsed.faults]
                cells = [(f"{fault.column}{fault.row or ''}" or None, fault) for fault in faults]
                more: dict[str, Any] = {"lists": self.preview_serializer(exc.tables, many=True).data}
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
