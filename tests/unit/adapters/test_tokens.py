import base64
import json
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.adapters.tokens import AUDIENCE, ISSUER, TYPE, JwtIssuer
from ebookvoice.domain.errors import NotAuthenticatedError
from tests.fakes import FakeClock

SECRET = "a secret of the tests, long enough for HS384 too"
USER = UUID("7f1f9a52-59d4-4f0e-9d0e-6f1f8d0a7b11")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def issuer(clock: FakeClock) -> JwtIssuer:
    return JwtIssuer(SECRET, clock, seconds=900)


def _claims(clock: FakeClock, **changes: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 900, "sub": str(USER), "jti": str(uuid4())}
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def _sign(claims: dict[str, Any], key: str = SECRET, algorithm: str = "HS256", **headers: Any) -> str:
    return jwt.encode(claims, key, algorithm, headers={"typ": TYPE, **headers})


def _encode(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_a_token_leads_back_to_its_user(issuer: JwtIssuer, clock: FakeClock) -> None:
    issued = issuer.issue(USER)

    assert issuer.verify(issued.token) == USER
    assert issued.expires_at == clock.now().replace(microsecond=0) + timedelta(seconds=900)
    assert issued.expires_at.tzinfo is UTC


def test_a_token_says_what_it_is(issuer: JwtIssuer) -> None:
    first, second = issuer.issue(USER).token, issuer.issue(USER).token
    header = jwt.get_unverified_header(first)
    claims = [jwt.decode(token, options={"verify_signature": False}) for token in (first, second)]

    assert header == {"alg": "HS256", "typ": "at+jwt"}
    assert set(claims[0]) == {"iss", "aud", "iat", "exp", "sub", "jti"}
    assert claims[0]["jti"] != claims[1]["jti"]


def test_the_tests_own_signing_is_accepted_so_that_the_refusals_below_mean_something(
    issuer: JwtIssuer, clock: FakeClock
) -> None:
    assert issuer.verify(_sign(_claims(clock))) == USER


def test_a_token_ends_to_the_second(issuer: JwtIssuer, clock: FakeClock) -> None:
    clock.time = clock.time.replace(microsecond=0)
    token = issuer.issue(USER).token

    clock.advance(899)
    assert issuer.verify(token) == USER
    clock.advance(1)
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(token)


REFUSED: dict[str, Callable[[FakeClock], str]] = {
    "another key": lambda clock: _sign(_claims(clock), key=SECRET + "!"),
    "another algorithm of the family": lambda clock: _sign(_claims(clock), algorithm="HS384"),
    "the type of an ordinary token": lambda clock: _sign(_claims(clock), typ="JWT"),
    "no type": lambda clock: _sign(_claims(clock), typ=None),
    "a type in another case": lambda clock: _sign(_claims(clock), typ="AT+JWT"),
    "another audience": lambda clock: _sign(_claims(clock, aud="another")),
    "ours among other audiences": lambda clock: _sign(_claims(clock, aud=[AUDIENCE, "another"])),
    "another issuer": lambda clock: _sign(_claims(clock, iss="another")),
    "expired": lambda clock: _sign(_claims(clock, exp=int(clock.now().timestamp()) - 1)),
    "signed in the future": lambda clock: _sign(_claims(clock, iat=int(clock.now().timestamp()) + 120)),
    "no user id": lambda clock: _sign(_claims(clock, sub="somebody")),
    "an end that is no number": lambda clock: _sign(_claims(clock, exp="tomorrow")),
    "an end with a fraction": lambda clock: _sign(_claims(clock, exp=clock.now().timestamp() + 900.5)),
    "an end that is infinite": lambda clock: _sign(_claims(clock, exp=float("inf"))),
    "a critical extension": lambda clock: _sign(_claims(clock), crit=["exp"]),
    **{
        f"no {name}": lambda clock, name=name: _sign(_claims(clock, **{name: None}))  # type: ignore[misc]
        for name in ("iss", "aud", "iat", "exp", "sub", "jti")
    },
}


@pytest.mark.parametrize("forge", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_is_wrong_in_one_thing_is_refused(
    issuer: JwtIssuer, clock: FakeClock, forge: Callable[[FakeClock], str]
) -> None:
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(forge(clock))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "RS256", "", None])
def test_an_unsigned_token_is_refused_whatever_it_claims(
    issuer: JwtIssuer, clock: FakeClock, algorithm: str | None
) -> None:
    signed = _sign(_claims(clock)).split(".")[2]
    for signature in ("", signed):
        with pytest.raises(NotAuthenticatedError):
            issuer.verify(f"{_encode({'alg': algorithm, 'typ': TYPE})}.{_encode(_claims(clock))}.{signature}")


def test_a_key_that_the_token_brings_along_is_not_used(issuer: JwtIssuer, clock: FakeClock) -> None:
    other = "the attacker's own key, also long enough"
    key = {"kty": "oct", "k": base64.urlsafe_b64encode(other.encode()).decode()}
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(_sign(_claims(clock), key=other, jwk=key, kid="../../dev/null"))


def test_a_changed_payload_is_refused(issuer: JwtIssuer, clock: FakeClock) -> None:
    header, _, signature = issuer.issue(USER).token.split(".")
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(f"{header}.{_encode(_claims(clock, sub=str(uuid4())))}.{signature}")


@given(st.text() | st.from_regex(r"[\w=-]*\.[\w=-]*\.[\w=-]*", fullmatch=True))
def test_garbage_is_refused(garbage: str) -> None:
    with pytest.raises(NotAuthenticatedError):
        JwtIssuer(SECRET, FakeClock()).verify(garbage)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        JwtIssuer("x" * 31, FakeClock())
