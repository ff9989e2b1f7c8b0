import json
from uuid import UUID

import pytest

from functions.api.app import app
from functions.api.body import MAX_BODY
from tests.unit.api.caller import Api, AsgiTransport, LambdaTransport, Reply
from tests.unit.api.conftest import Log
from tests.unit.api.memory import MemoryWorld

LOGIN = {"email": "reader@example.com", "password": "a long password"}


def _padded(size: int) -> bytes:
    body = json.dumps(LOGIN).encode()
    return body + b" " * (size - len(body))


def _log_in(api: Api, body: bytes, **headers: str) -> Reply:
    return api.send("POST", "/api/auth/login", body, {"Content-Type": "application/json", **headers})


def test_every_answer_carries_its_headers(api: Api, world: MemoryWorld) -> None:
    world.memory.up = False
    for reply in (api.get("/api/health"), api.get("/nowhere"), _log_in(api, b"{"), _log_in(api, _padded(MAX_BODY + 1))):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["strict-transport-security"].startswith("max-age=")
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert reply.headers["content-type"] == "application/json"


@pytest.mark.usefixtures("world")
def test_the_request_id_is_the_gateways() -> None:
    reply = Api(LambdaTransport()).send("GET", "/api/health", headers={"X-Request-Id": "forged"})

    assert reply.headers["x-request-id"] == LambdaTransport.request_id


@pytest.mark.usefixtures("world")
def test_without_a_gateway_each_request_gets_an_id_of_its_own() -> None:
    api = Api(AsgiTransport(app))

    ids = {api.send("GET", "/api/health", headers={"X-Request-Id": "forged"}).headers["x-request-id"] for _ in "12"}

    assert len({UUID(request_id) for request_id in ids}) == 2


def test_a_body_of_one_megabyte_is_read_and_no_more(api: Api) -> None:
    fits, over = _log_in(api, _padded(MAX_BODY)), _log_in(api, _padded(MAX_BODY + 1))

    assert (fits.status, fits.error) == (401, "invalid_credentials")
    assert (over.status, over.error) == (413, "body_too_large")
    assert api.send("POST", "/nowhere", _padded(MAX_BODY + 1)).error == "body_too_large"


def test_a_declared_length_is_believed_when_it_is_too_much(api: Api) -> None:
    for length in (str(MAX_BODY + 1), "9" * 5_000):
        assert _log_in(api, b"{}", **{"Content-Length": length}).error == "body_too_large"
    assert _log_in(api, _padded(200), **{"Content-Length": "nonsense"}).error == "invalid_credentials"


def test_the_log_has_a_line_per_request(api: Api, log: Log) -> None:
    reply = api.get("/api/health")

    served = [line for line in log.lines if line["message"] == "request served"]
    assert len(served) == 1
    assert (served[0]["method"], served[0]["path"], served[0]["status"]) == ("GET", "/api/health", 200)
    assert served[0]["request_id"] == reply.headers["x-request-id"]
    assert served[0]["duration_ms"] >= 0


def test_neither_password_nor_token_is_logged(api: Api, log: Log) -> None:
    token = api.post("/api/auth/signup", LOGIN).json["access_token"]
    api.token = token
    api.post("/api/files", {"password": "a long password"})

    logged = log.getvalue()
    assert "request served" in logged
    assert "a long password" not in logged
    assert token not in logged
