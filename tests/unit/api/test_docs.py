from dataclasses import replace
from typing import Any

import pytest

from functions.api.app import app
from functions.api.origins import SAFE
from tests.unit.api.caller import Api
from tests.unit.api.memory import MemoryWorld


@pytest.mark.parametrize("stage", ["local", "dev"])
def test_developers_see_the_description(api: Api, world: MemoryWorld, stage: str) -> None:
    world.settings = replace(world.settings, stage=stage)

    page, description = api.get("/api/docs"), api.get("/api/openapi.json")

    assert page.status == description.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert b"/api/openapi.json" in page.body
    assert "unsafe-inline" in page.headers["content-security-policy"]
    assert description.json["info"]["title"] == "eBookVoice"


@pytest.mark.parametrize("path", ["/api/docs", "/api/openapi.json"])
@pytest.mark.parametrize("stage", ["staging", "prod", ""])
def test_the_public_does_not(api: Api, world: MemoryWorld, stage: str, path: str) -> None:
    world.settings = replace(world.settings, stage=stage)

    reply = api.get(path)

    assert (reply.status, reply.error) == (404, "not_found")


OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in app.openapi()["paths"].items()
    for method, operation in methods.items()
]
GATEWAY = "/api/auth/verify"
"""Proxies read its status and its headers; it has no body to describe."""

TO_GOOGLE = "/api/auth/google/login"
"""A GET, but one that a person has to open."""


def test_operations_have_names_of_their_own() -> None:
    assert len({operation["operationId"] for _, _, operation in OPERATIONS}) == len(OPERATIONS)
    assert "HTTPValidationError" not in app.openapi()["components"]["schemas"]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_is_documented_with_its_errors(method: str, path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]

    assert operation["tags"]
    assert operation["description"]
    if path != GATEWAY:
        assert {"422", "500", "503"} <= responses.keys()
    if "security" in operation:
        assert "401" in responses
    if "requestBody" in operation:
        assert "413" in responses
    for status, response in responses.items():
        content = response.get("content", {}).get("application/json")
        assert (content is not None) or status in {"200", "204", "302", "303", "304", "401", "403", "409", "503"}
        if content is not None:
            assert content["schema"].get("$ref", "").endswith("/ErrorPublic") is (int(status) >= 400)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_what_changes_something_tells_that_other_sites_may_not(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    told = operation["responses"].get("403", {"description": ""})["description"]

    assert ("`cross_site_request`" in told) is (method not in SAFE or path == TO_GOOGLE)
