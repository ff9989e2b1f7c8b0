"""The Lambda authorizer, called with the events of HTTP APIs (2.0 and 1.0) and REST APIs, field by field."""

import statistics
import time
from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from ebookvoice import wiring
from ebookvoice.domain.session import Ended, Mode
from ebookvoice.usecases import sessions
from functions.api.authorizer import handler
from tests.integration.api.harness import ApiWorld
from tests.integration.gateway.conftest import NewWorld
from tests.integration.gateway.visitor import Visitor
from tests.standins.redis_server import RedisServer
from tests.unit.api.transports import Context

MODES = (Mode.COOKIE, Mode.BEARER)
API = "arn:aws:execute-api:eu-central-1:123456789012:abcdef123"
NOBODY: dict[str, str] = {}


def http_event(headers: Mapping[str, str], method: str = "GET") -> dict[str, Any]:
    """An HTTP API's, payload format 2.0: header names in lower case, cookies apart."""
    event: dict[str, Any] = {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": f"{API}/$default/{method}/books",
        "identitySource": ["…"],
        "routeKey": "ANY /books",
        "rawPath": "/books",
        "rawQueryString": "",
        "headers": {name.lower(): value for name, value in headers.items() if name != "Cookie"},
        "requestContext": {
            "http": {"method": method, "path": "/books", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
            "requestId": "JKJaXmPLvHcESHA=",
            "stage": "$default",
        },
    }
    if "Cookie" in headers:
        event["cookies"] = headers["Cookie"].split("; ")
    return event


def rest_event(headers: Mapping[str, str], method: str = "GET") -> dict[str, Any]:
    """A REST API's of type REQUEST: header names as they were sent, each with all its values as well."""
    return {
        "type": "REQUEST",
        "methodArn": f"{API}/prod/{method}/books/1",
        "resource": "/books/{id}",
        "path": "/books/1",
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {},
        "pathParameters": {"id": "1"},
        "stageVariables": {},
        "requestContext": {"path": "/prod/books/1", "stage": "prod", "identity": {"sourceIp": "192.0.2.1"}},
    }


def old_http_event(headers: Mapping[str, str], method: str = "GET") -> dict[str, Any]:
    """An HTTP API's, payload format 1.0."""
    event = rest_event({name.lower(): value for name, value in headers.items()}, method)
    del event["multiValueHeaders"]
    return {**event, "version": "1.0", "identitySource": "…", "authorizationToken": "…"}


@pytest.fixture
def world(new_world: NewWorld, redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    world = new_world(redis_url=redis.url)
    monkeypatch.setattr(wiring, "world", lambda: world)
    return world


def decide(event: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = handler(event, cast(LambdaContext, Context("authorizer")))
    return answer


def session_of(world: ApiWorld, visitor: Visitor) -> str:
    [row] = world.rows("select id from sessions where user_id = %(id)s", id=visitor.member.id)
    return str(row["id"])


@pytest.mark.parametrize("mode", MODES)
def test_a_simple_answer_says_who_comes(world: ApiWorld, mode: Mode) -> None:
    visitor = Visitor.new(world, mode)
    told = {
        "user_id": str(visitor.member.id),
        "user_email": visitor.member.email,
        "user_role": "user",
        "session_id": session_of(world, visitor),
    }
    for _ in range(2):
        assert decide(http_event(visitor.headers)) == {"isAuthorized": True, "context": told}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("event", [rest_event, old_http_event])
def test_a_policy_says_who_comes_and_fits_every_path(world: ApiWorld, mode: Mode, event: Any) -> None:
    """API Gateway keeps it and applies it to whatever the visitor asks for next."""
    visitor = Visitor.new(world, mode)
    answer = decide(event(visitor.headers))

    assert answer["principalId"] == str(visitor.member.id)
    assert answer["context"]["session_id"] == session_of(world, visitor)
    assert all(isinstance(value, str) for value in answer["context"].values()), "REST APIs refuse anything else"
    assert answer["policyDocument"] == {
        "Version": "2012-10-17",
        "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{API}/prod/*/*"}],
    }


NOT_SIGNED_IN = {
    "nothing": NOBODY,
    "a made-up token": {"Authorization": "Bearer a.b.c"},
    "a made-up cookie": {"Cookie": "__Host-ebookvoice-session=AAAA"},
}


@pytest.mark.parametrize("headers", NOT_SIGNED_IN.values(), ids=NOT_SIGNED_IN)
def test_who_is_not_signed_in_is_refused(world: ApiWorld, headers: dict[str, str]) -> None:
    assert decide(http_event(headers)) == {"isAuthorized": False, "context": {}}
    for event in (rest_event, old_http_event):
        with pytest.raises(Exception, match=r"\AUnauthorized\Z") as refusal:
            decide(event(headers))
        assert type(refusal.value) is Exception


@pytest.mark.parametrize("mode", MODES)
def test_a_session_that_ended_is_refused_at_once(world: ApiWorld, mode: Mode) -> None:
    visitor = Visitor.new(world, mode)
    assert decide(http_event(visitor.headers))["isAuthorized"]
    sessions.end_sessions(world, visitor.member.id, Ended.ENDED_BY_USER)

    assert not decide(http_event(visitor.headers))["isAuthorized"]
    with pytest.raises(Exception, match="Unauthorized"):
        decide(rest_event(visitor.headers))


def test_a_cookie_does_not_change_anything_for_another_site(world: ApiWorld) -> None:
    browser, program = Visitor.new(world, Mode.COOKIE), Visitor.new(world, Mode.BEARER)
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "X-Original-Method": "GET"}

    assert not decide(http_event({**browser.headers, **foreign}, "POST"))["isAuthorized"]
    assert effect(rest_event({**browser.headers, **foreign}, "POST")) == "Deny"
    assert decide(http_event({**browser.headers, **foreign}, "GET"))["isAuthorized"]
    assert effect(rest_event({**program.headers, **foreign}, "POST")) == "Allow"
    handshake = {**foreign, "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    assert not decide(http_event({**browser.headers, **handshake}, "GET"))["isAuthorized"]
    assert effect(rest_event({**program.headers, **handshake}, "GET")) == "Allow"


def test_a_header_that_comes_twice_is_not_halved(world: ApiWorld) -> None:
    visitor = Visitor.new(world, Mode.BEARER)
    event = rest_event(visitor.headers)
    event["multiValueHeaders"]["Authorization"].insert(0, "Bearer a.b.c")

    with pytest.raises(Exception, match="Unauthorized"):
        decide(event)


def effect(event: dict[str, Any]) -> str:
    return str(decide(event)["policyDocument"]["Statement"][0]["Effect"])


def test_while_nobody_can_tell_the_door_is_shut(new_world: NewWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world = new_world(database_url="postgresql://127.0.0.1:1/nowhere")
    monkeypatch.setattr(wiring, "world", lambda: world)
    headers = {"Cookie": f"__Host-ebookvoice-session={world.signer.cookie(uuid4())}"}

    assert decide(http_event(headers)) == {"isAuthorized": False, "context": {}}
    assert effect(rest_event(headers)) == "Deny"


def test_what_a_decision_costs(world: ApiWorld, new_world: NewWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis is near enough to Postgres to need no cache in the process, which no revocation could reach."""
    lonely = new_world()
    medians = {}
    for name, process in (("Redis", world), ("Postgres", lonely)):
        monkeypatch.setattr(wiring, "world", lambda process=process: process)
        for mode in MODES:
            event = http_event(Visitor.new(process, mode).headers)
            took = []
            for _ in range(200):
                began = time.perf_counter()
                assert decide(event)["isAuthorized"]
                took.append((time.perf_counter() - began) * 1000)
            medians[name, mode.value] = round(statistics.median(took), 2)
    print(f"\nmedian ms of a decision: {medians}")  # noqa: T201 - shown by pytest -s

    assert max(medians.values()) < 50
