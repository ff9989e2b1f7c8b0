import json
from uuid import UUID

import pytest

from functions.api.app import app
from functions.api.body import MAX_BODY
from tests.unit.api.caller import Api, Reply
from tests.unit.api.conftest import Log, Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.provider import CODE
from tests.unit.api.transports import AsgiTransport, LambdaTransport

LOGIN = {"email": "reader@example.com", "password": "a long password"}
COOKIE_LOGIN = {**LOGIN, "session": "cookie"}


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
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
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


def test_the_line_says_who_it_was_and_from_where(reader: Reader, world: MemoryWorld, log: Log) -> None:
    reader.api.get("/api/auth/sessions")
    reader.api.post("/api/auth/login", LOGIN)

    known, unknown = (line for line in log.lines if line["message"] == "request served")
    session = next(iter(world.memory.tables.people.sessions))
    assert (known["user_id"], known["session_id"], known["place"]) == (str(reader.id), str(session), "192.0.2.0/24")
    assert "code" not in known
    assert (unknown["code"], unknown.keys() & {"user_id", "session_id"}) == ("invalid_credentials", set())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0a1b-2c3d", True), ("x" * 128, True), ("x" * 129, False), ("a b", False), ('{"level": 1}', False), ("", False)],
)
def test_a_clients_own_id_is_kept_beside_ours(api: Api, log: Log, sent: str, kept: bool) -> None:
    reply = api.send("GET", "/api/health", headers={"X-Request-Id": sent})

    served = next(line for line in log.lines if line["message"] == "request served")
    assert served.get("client_request_id") == (sent if kept else None)
    assert served["request_id"] == reply.headers["x-request-id"] != sent


def test_neither_password_nor_token_nor_cookie_nor_address_is_logged(api: Api, world: MemoryWorld, log: Log) -> None:
    api.post("/api/auth/signup", {"email": LOGIN["email"]})
    api.post("/api/auth/signup/confirm", {**LOGIN, "code": CODE})
    tokens = api.post("/api/auth/login", LOGIN).json
    api.headers = {"Sec-Fetch-Site": "same-origin"}
    values = [line.split("=", 1)[1].split(";")[0] for line in api.post("/api/auth/login", COOKIE_LOGIN).cookies]
    api.post("/api/auth/login", {**LOGIN, "password": "another password"})
    api.token = tokens["access_token"]
    api.post("/api/files", {"password": LOGIN["password"]})
    api.post("/api/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    api.get(f"/api/auth/magic-link?token={'secret' * 6}")

    logged = log.getvalue()
    assert {"signed in", "sign-in refused"} <= {line["message"] for line in log.lines}
    assert len(values) == 2
    secrets = [*LOGIN.values(), "another password", tokens["access_token"], tokens["refresh_token"], *values, "secret"]
    assert [secret for secret in secrets if secret in logged] == []
