"""Does the API's committed description say what the API does, in one manner for all of it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

COMMITTED = Path(__file__).resolve().parent.parent / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    with translation.override("en"):
        text = OpenApiYamlRenderer().render(SchemaGenerator().get_schema(public=True))
    return yaml.safe_load(text)


@pytest.fixture
def operations(document) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_committed_description_is_the_present_one(document):
    committed = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))
    different = {path for path in document["paths"].keys() | committed["paths"].keys()
                 if document["paths"].get(path) != committed["paths"].get(path)}  # fmt: skip
    assert not different, "run `make openapi`"
    assert committed == document, "run `make openapi`"


def test_every_operation_says_what_it_does_and_how_it_refuses(operations, document):
    for name, operation in operations.items():
        assert operation["summary"].endswith("."), name
        for status in ("400", "401", "403", "default", *(["409", "415"] if name.startswith("POST") else [])):
            answer = operation["responses"][status]
            if "$ref" in answer:
                answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
            content = answer["content"]
            assert set(content) == {"application/problem+json"}, f"{name} {status}"
        if "{" in name:
            assert "404" in operation["responses"], name


def test_reading_asks_for_the_reading_scope_and_writing_for_the_writing_one(operations):
    for name, operation in operations.items():
        scopes = [scope for way in operation["security"] for scope in way.get("clientCredentials", ())]
        assert scopes == (["read"] if name.startswith("GET") else ["write"]), name


def test_whatever_creates_may_be_sent_again(operations, document):
    shared = document["components"]["parameters"]
    for name, operation in operations.items():
        if "201" in operation["responses"]:
            parameters = [shared.get(one.get("$ref", "").rpartition("/")[2], one) for one in operation["parameters"]]
            headers = {parameter["name"] for parameter in parameters if parameter["in"] == "header"}
            assert "Idempotency-Key" in headers, name


def test_names_of_operations_are_unique(operations):
    names = [operation["operationId"] for operation in operations.values()]
    assert len(names) == len(set(names))
