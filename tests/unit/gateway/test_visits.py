"""What the gateway reads off a request, and that the authorizer starts without a framework."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.session import Mode
from ebookvoice.settings import Settings
from functions.api import cookies
from functions.api.visits import identity, original_method, read_cookies, read_visit
from tests.unit.gateway.principals import principal_of

ROOT = Path(__file__).parents[3]
HEAVY = {"fastapi", "starlette", "pydantic", "mangum", "redis", "psycopg", "jwt", "cryptography", "boto3", "argon2"}
SETTINGS = Settings()


@pytest.mark.parametrize(
    ("headers", "method"),
    [
        ({}, ""),
        ({"x-original-method": "GET"}, "GET"),
        ({"x-forwarded-method": "HEAD"}, "HEAD"),
        ({"x-original-method": "GET", "x-forwarded-method": "POST"}, "POST"),
        ({"x-original-method": "DELETE", "x-forwarded-method": "GET"}, "DELETE"),
        ({"x-original-method": "GET,POST"}, "GET,POST"),
        ({"x-original-method": ""}, ""),
    ],
)
def test_the_unsafe_method_counts(headers: dict[str, str], method: str) -> None:
    assert original_method(headers) == method


@pytest.mark.parametrize(
    ("headers", "mode", "value"),
    [
        ({"authorization": "Bearer abc"}, Mode.BEARER, "abc"),
        ({"authorization": "bearer  abc "}, Mode.BEARER, "abc"),
        ({"cookie": f"a=b; {cookies.SESSION}=abc; c=d"}, Mode.COOKIE, "abc"),
        ({"cookie": f"{cookies.SESSION}=abc", "authorization": "Bearer def"}, Mode.BEARER, "def"),
    ],
)
def test_what_is_shown_is_read(headers: dict[str, str], mode: Mode, value: str) -> None:
    credential = read_visit("GET", headers, SETTINGS).credential

    assert credential is not None
    assert (credential.mode, credential.value) == (mode, value)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": ""},
        {"cookie": "other=abc"},
        {"cookie": f"{cookies.SESSION}="},
        {"authorization": "Basic abc"},
        {"authorization": "Basic abc", "cookie": f"{cookies.SESSION}=abc"},
    ],
)
def test_nothing_else_is_taken_for_a_credential(headers: dict[str, str]) -> None:
    assert read_visit("GET", headers, SETTINGS).credential is None


def test_only_browsers_have_a_device_cookie() -> None:
    device = f"{cookies.DEVICE}={'A' * 43}"
    browser = read_visit("GET", {"cookie": f"{cookies.SESSION}=abc; {device}"}, SETTINGS)
    program = read_visit("GET", {"authorization": "Bearer abc", "cookie": device}, SETTINGS)

    assert browser.device.id is not None
    assert program.device.id is None


@given(st.text())
def test_any_cookie_header_can_be_read(header: str) -> None:
    assert all(isinstance(value, str) for value in read_cookies(header).values())


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_identities_fit_into_headers(email: str) -> None:
    told = identity(principal_of(email))

    assert told["user_email"].isascii()
    assert told["user_email"].isprintable()
    assert not set(told["user_email"]) & set(" \t\r\n")
    assert set(told) == {"user_id", "user_email", "user_role", "session_id"}


def test_an_ordinary_address_is_told_as_it_is() -> None:
    address = "ada.o'brien+books/2026=x_{y}|z~!#$&*?^`-@example.com"
    assert identity(principal_of(address))["user_email"] == address


PROBE = """
import json, sys, time
before, began = len(sys.modules), time.perf_counter()
import functions.api.authorizer
print(json.dumps({"modules": sorted(sys.modules), "loaded": len(sys.modules) - before,
                  "milliseconds": (time.perf_counter() - began) * 1000}))
"""


def test_the_authorizer_starts_without_the_framework() -> None:
    environment = {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'core'}"}
    output = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    probe = json.loads(output)
    print(f"{probe['loaded']} modules in {probe['milliseconds']:.0f} ms")  # noqa: T201 - shown by pytest -s

    assert HEAVY.isdisjoint(probe["modules"])
    assert probe["loaded"] <= 250
