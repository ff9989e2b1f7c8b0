"""What goes wrong reaches the client in one shape, and the operator's log whole."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from http import HTTPStatus

import pytest

import ebookvoice.domain
import functions.api
from ebookvoice.domain import errors
from ebookvoice.domain.refusals import PlanRefusedError, SampleRefusedError
from functions.api.errors import STATUSES, status_of
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Log, Reader
from tests.unit.api.memory import MemoryWorld


def _family(base: type[errors.EbookVoiceError] = errors.EbookVoiceError) -> Iterator[type[errors.EbookVoiceError]]:
    """Every error that the domain or the API may raise; those of other functions never get here."""
    for package in (ebookvoice.domain, functions.api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    waiting = [base]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith(("ebookvoice.", "functions.api.")):
            yield kind


def test_every_error_has_a_status_by_decision() -> None:
    forgotten = [
        kind.__name__
        for kind in _family()
        if kind is not errors.EbookVoiceError
        and next(base for base in kind.__mro__ if base in STATUSES) is errors.EbookVoiceError
    ]

    assert forgotten == []


def test_codes_are_unique_and_messages_are_sentences() -> None:
    kinds = list(_family())
    coded = [kind for kind in kinds if "code" in vars(kind)]

    assert len({kind.code for kind in coded}) == len(coded)
    assert all(kind.message.endswith((".", "…")) for kind in kinds)
    assert all(kind.message[0].isupper() or kind.message[0] == "`" for kind in kinds)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("internal", 500), ("unavailable", 503), ("invalid_request", 422), ("body_too_large", 413), ("not_found", 404),
        ("method_not_allowed", 405), ("not_authenticated", 401), ("invalid_credentials", 401), ("invalid_code", 401),
        ("sign_in_refused", 401), ("provider_disabled", 501), ("reauthentication_required", 403), ("forbidden", 403),
        ("cross_site_request", 403), ("rate_limited", 429), ("weak_password", 422),
        ("insufficient_credits", 402), ("invalid_state", 409), ("not_ready", 409), ("upload_missing", 409),
        ("upload_expired", 409), ("unknown_voice", 422), ("too_large", 413), ("return_refused", 422),
        ("not_a_book", 422), ("corrupt", 422), ("encrypted", 422), ("no_text", 422), ("too_complex", 422),
        ("unsupported", 422), ("upload_changed", 422), ("speech_failed", 503), ("speech_incomplete", 503),
        ("conversion_failed", 500), ("idempotency_key_reused", 422), ("payments_disabled", 501), ("unknown_pack", 422),
        ("payment_unknown", 409), ("invalid_signature", 403),
    ],
)  # fmt: skip
def test_each_code_keeps_its_status(code: str, status: int) -> None:
    # Of these, nobody is told a code but one that they were given.
    nameless = (errors.BookRefusedError, errors.VoiceRefusedError, PlanRefusedError, SampleRefusedError)
    kinds = [kind for kind in _family() if kind.code == code and kind not in nameless]

    assert {status_of(kind) for kind in kinds} == {HTTPStatus(status)}


@pytest.mark.parametrize("path", ["/", "/api", "/api/", "/api/nothing", "/api/files/", "/favicon.ico", "/api/jobs"])
def test_an_unknown_address_is_not_found(api: Api, path: str) -> None:
    reply = api.get(path)

    assert (reply.status, reply.error) in [(404, "not_found"), (405, "method_not_allowed")]
    assert (reply.status == 405) is (path == "/api/jobs")


def test_a_wrong_method_is_told_the_right_ones(api: Api) -> None:
    reply = api.send("DELETE", "/api/auth/login")

    assert (reply.status, reply.error, reply.headers["allow"]) == (405, "method_not_allowed", "POST")


def test_an_unexpected_error_is_told_to_the_log_only(reader: Reader, world: MemoryWorld, log: Log) -> None:
    world.memory.error = RuntimeError("connection to 10.0.0.7 failed: password hunter2")

    reply = reader.api.post("/api/auth/login", {"email": "a@example.com", "password": "a long password"})

    assert (reply.status, reply.error) == (500, "internal")
    assert b"hunter2" not in reply.body
    assert b"10.0.0.7" not in reply.body
    assert reply.headers["x-content-type-options"] == "nosniff"
    failed = next(line for line in log.lines if line["message"] == "request failed")
    assert failed["level"] == "ERROR"
    assert "hunter2" in failed["exception"]
    assert failed["request_id"] == reply.headers["x-request-id"]


def test_a_part_that_is_down_is_told_with_a_time_to_wait(reader: Reader, world: MemoryWorld) -> None:
    world.memory.error = errors.UnavailableError()

    reply = reader.api.get("/api/jobs/6b6f7a52-3a6f-4a3e-9a57-0f2b1f6c7d11")

    assert (reply.status, reply.error, reply.headers["retry-after"]) == (503, "unavailable", "10")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'"text"', "application/json"),
        (b"\xff\xfe{}", "application/json"),
        (b"[" * 200_000, "application/json"),
        (b'{"email": ' + b"9" * 5_000 + b"}", "application/json"),
        (b"{}", "application/x-www-form-urlencoded"),
        (b"{}", "text/plain"),
        (b"{}", ""),
    ],
)
def test_a_body_that_is_no_json_object_is_told(api: Api, body: bytes, content_type: str) -> None:
    reply = api.send("POST", "/api/auth/login", body, {"Content-Type": content_type} if content_type else {})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "application/json" in reply.json["error"]["message"]


@pytest.mark.parametrize("name", ["\ud800", "x" * 5_000, "a\nb", "{words}"])
def test_a_field_of_the_clients_own_invention_is_told_safely(api: Api, name: str) -> None:
    body = {"email": "a@example.com", "password": "a long password", name: 1}

    reply = api.post("/api/auth/login", body)

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert len(reply.json["error"]["message"]) < 300


def test_text_that_is_no_unicode_is_turned_down(api: Api) -> None:
    for body in ({"email": "a\ud800@example.com", "password": "a long password"},
                 {"email": "a@example.com", "password": "a long password \udfff"}):  # fmt: skip
        assert api.post("/api/auth/signup", body).error == "invalid_request"


def test_the_walk_over_the_family_reaches_the_account_errors() -> None:
    assert "ebookvoice.domain.account" in sys.modules
    assert {"weak_password", "body_too_large", "speech_incomplete"} <= {kind.code for kind in _family()}
