from dataclasses import replace

import pytest

from functions.api.app import app
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


def test_every_operation_is_documented_with_its_errors() -> None:
    description = app.openapi()
    operations = [operation for path in description["paths"].values() for operation in path.values()]

    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert operation["tags"]
        assert operation["description"]
        assert {"422", "500", "503"} <= set(operation["responses"])
        assert ("401" in operation["responses"]) is ("security" in operation or operation["operationId"] == "log_in")
        for status, response in operation["responses"].items():
            schema = response["content"]["application/json"]["schema"]["$ref"]
            assert schema.endswith("/ErrorPublic") is (int(status) >= 400)
        if "requestBody" in operation:
            assert "413" in operation["responses"]
    assert "HTTPValidationError" not in description["components"]["schemas"]
