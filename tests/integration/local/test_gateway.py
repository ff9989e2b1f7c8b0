"""The gateway keeps to what API Gateway does: about other origins, about addresses, about what clients claim."""

import http.client
import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.local.conftest import Stand

ORIGIN = "http://books.example"
STRANGERS = (
    "http://evil.example",
    "http://books.example.evil.example",
    "http://evilbooks.example",
    "https://books.example",
    "http://books.example:8080",
    "http://BOOKS.example",
    "http://books.example/",
    "null",
    "*",
    "",
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cors(self) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name.startswith("access-control-")}

    @property
    def event(self) -> Any:
        return json.loads(self.body)["event"]


def ask(stand: Stand, method: str, path: str, **headers: str) -> Answer:
    """Send a request with exactly these headers, underscores for hyphens."""
    connection = http.client.HTTPConnection(stand.cloud.url.removeprefix("http://"), timeout=30)
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


def test_a_preflight_is_answered_by_the_gateway_as_the_template_says(stand: Stand) -> None:
    wanted = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "authorization"}
    answer = ask(stand, "OPTIONS", "/raise", Origin=ORIGIN, **wanted)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.cors == {
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "GET,POST,OPTIONS",
        "access-control-allow-headers": "authorization,content-type",
        "access-control-expose-headers": "x-request-id",
        "access-control-max-age": "60",
    }


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_an_origin_that_is_not_exactly_one_of_the_list_is_allowed_nothing(
    stand: Stand, method: str, origin: str
) -> None:
    answer = ask(stand, method, "/cors", Origin=origin, Access_Control_Request_Method="GET")
    assert answer.status == (204 if method == "OPTIONS" else 200)
    assert answer.cors == {}


def test_the_function_s_own_cors_headers_do_not_count(stand: Stand) -> None:
    answer = ask(stand, "GET", "/cors", Origin="http://localhost:3000")
    assert answer.cors == {
        "access-control-allow-origin": "http://localhost:3000",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "x-request-id",
    }
    assert answer.headers["x-request-id"] == "7"


@pytest.mark.parametrize("headers", [{}, {"Origin": ORIGIN}, {"Access_Control_Request_Method": "GET"}])
def test_options_that_are_no_preflight_reach_the_function(stand: Stand, headers: dict[str, str]) -> None:
    answer = ask(stand, "OPTIONS", "/x", **headers)
    assert (answer.status, answer.event["requestContext"]["http"]["method"]) == (200, "OPTIONS")


def test_a_page_can_read_that_a_function_failed(stand: Stand) -> None:
    answer = ask(stand, "GET", "/raise", Origin=ORIGIN)
    assert (answer.status, answer.cors["access-control-allow-origin"]) == (500, ORIGIN)


def test_the_host_header_names_nobody_but_itself(stand: Stand) -> None:
    event = ask(stand, "GET", "/x", Host="evil.example").event
    assert f"http://{event['requestContext']['domainName']}" == stand.cloud.url
    assert event["headers"]["host"] == "evil.example"


def test_whoever_connects_is_the_last_hop_whatever_they_claim(stand: Stand) -> None:
    claims = {"X_Forwarded_For": "198.51.100.7, 10.0.0.1", "X_Forwarded_Proto": "https", "X_Forwarded_Port": "443"}
    event = ask(stand, "GET", "/x", **claims).event
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert event["headers"]["x-forwarded-for"] == "198.51.100.7, 10.0.0.1, 127.0.0.1"
    assert event["headers"]["x-forwarded-proto"] == "http"
    assert event["headers"]["x-forwarded-port"] == stand.cloud.url.rpartition(":")[2]
    assert ask(stand, "GET", "/x").event["headers"]["x-forwarded-for"] == "127.0.0.1"


def test_functions_know_where_the_api_answers(stand: Stand) -> None:
    assert json.loads(ask(stand, "GET", "/public-url").body) == {"url": stand.cloud.url}
