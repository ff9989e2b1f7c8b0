"""Codes of authenticator apps: RFC 6238's own vectors, and an app by somebody else."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain import totp

RFC_SECRET = b"12345678901234567890"
RFC_CODES = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""RFC 6238, appendix B, the lines for SHA-1; of their eight digits, an app that shows six drops the first two."""

NOW = datetime(2026, 11, 21, 12, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))

    assert totp.code_of(RFC_SECRET, step) == code[-6:]


@given(st.binary(min_size=20, max_size=20), st.integers(0, 2**40))
def test_another_implementation_agrees(secret: bytes, step: int) -> None:
    assert totp.code_of(secret, step) == pyotp.HOTP(totp.base32(secret)).at(step)


@given(st.binary(min_size=20, max_size=20), st.emails())
def test_an_app_reads_the_address(secret: bytes, email: str) -> None:
    app = pyotp.parse_uri(totp.provisioning_uri(secret, email))

    assert isinstance(app, pyotp.TOTP)
    assert (app.name, app.issuer) == (email, "eBookVoice")
    assert totp.matching_step(secret, app.at(NOW), NOW) == totp.step_at(NOW)


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_be_a_step_apart(steps: int, counts: bool) -> None:
    shown = totp.code_of(RFC_SECRET, totp.step_at(NOW + timedelta(seconds=30 * steps)))

    found = totp.matching_step(RFC_SECRET, shown, NOW)

    assert found == (totp.step_at(NOW) + steps if counts else None)


@pytest.mark.parametrize("code", ["", "0", "1234567", "१२३४५६", "\ud800", "      "])
def test_what_is_no_code_never_matches(code: str) -> None:
    assert totp.matching_step(RFC_SECRET, code, NOW) is None
