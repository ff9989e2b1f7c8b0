"""Our access tokens: what they say, and that nothing else passes for one."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.adapters.references import HmacSigner, derive
from ebookvoice.adapters.tokens import AUDIENCE, ISSUER, TYPE, JwtIssuer
from ebookvoice.domain.access import NotAuthenticatedError
from ebookvoice.ports.accounts import AccessClaims
from tests.fakes import FakeClock

SECRET = "a secret of the tests, long enough for HS384 and for HS512, too, which has the longest"
CLAIMS = AccessClaims(
    UUID("7f1f9a52-59d4-4f0e-9d0e-6f1f8d0a7b11"), UUID("0b0e3a44-0a57-4a6a-8f5f-5b7f4b1d2c3d"), generation=3
)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def issuer(clock: FakeClock) -> JwtIssuer:
    return JwtIssuer(SECRET, clock, seconds=900)


def payload(clock: FakeClock, **changes: Any) -> dict[str, Any]:
    """Write what a valid token says; None leaves a claim out."""
    now = int(clock.now().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 900,
        "sub": str(CLAIMS.user_id),
        "sid": str(CLAIMS.session_id),
        "gen": CLAIMS.generation,
        "jti": str(uuid4()),
    }
    return {name: value for name, value in {**claims, **changes}.items() if value is not None}


def sign(claims: object, key: str | bytes = SECRET, hashed: str = "sha256", **header: Any) -> str:
    """Sign by hand, whatever the header says of it; None leaves a header out."""
    told = {"alg": "HS256", "typ": TYPE, **header}
    parts = [{name: value for name, value in told.items() if value is not None}, claims]
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    secret = key.encode() if isinstance(key, str) else key
    return f"{signed}.{encode(hmac.digest(secret, signed.encode(), hashed))}"


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def at(clock: FakeClock, seconds: int) -> int:
    return int(clock.now().timestamp()) + seconds


def test_a_token_leads_back_to_its_session(issuer: JwtIssuer, clock: FakeClock) -> None:
    issued = issuer.issue(CLAIMS)

    assert issuer.verify(issued.token) == CLAIMS
    assert issued.expires_at == clock.now().replace(microsecond=0) + timedelta(seconds=900)
    assert issued.expires_at.tzinfo is UTC


def test_a_token_says_what_it_is_and_nothing_of_its_user(issuer: JwtIssuer) -> None:
    first, second = issuer.issue(CLAIMS).token, issuer.issue(CLAIMS).token
    claims = [jwt.decode(token, options={"verify_signature": False}) for token in (first, second)]

    assert jwt.get_unverified_header(first) == {"alg": "HS256", "typ": "at+jwt"}
    assert set(claims[0]) == {"iss", "aud", "iat", "exp", "sub", "sid", "gen", "jti"}
    assert claims[0]["exp"] - claims[0]["iat"] == 900
    assert claims[0]["jti"] != claims[1]["jti"]


def test_the_tests_own_signing_is_accepted_so_that_the_refusals_below_mean_something(
    issuer: JwtIssuer, clock: FakeClock
) -> None:
    assert issuer.verify(sign(payload(clock))) == CLAIMS


def test_a_token_ends_to_the_second(issuer: JwtIssuer, clock: FakeClock) -> None:
    clock.time = clock.time.replace(microsecond=0)
    token = issuer.issue(CLAIMS).token

    clock.advance(899.999)
    assert issuer.verify(token) == CLAIMS
    clock.advance(0.001)
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(token)


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_token_of_a_clock_that_is_ahead_of_ours_is_taken_for_a_minute(
    issuer: JwtIssuer, clock: FakeClock, claim: str
) -> None:
    clock.time = clock.time.replace(microsecond=0)

    assert issuer.verify(sign(payload(clock, **{claim: at(clock, 60)}))) == CLAIMS
    with pytest.raises(NotAuthenticatedError):
        issuer.verify(sign(payload(clock, **{claim: at(clock, 61)})))


PUBLIC = rsa.generate_private_key(65537, 2048).public_key()
PEM = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
OTHER = "the attacker's own key, which is also long enough"
OTHER_JWK = {"kty": "oct", "k": encode(OTHER.encode())}

REFUSED: dict[str, Callable[[FakeClock], str]] = {
    "another key": lambda clock: sign(payload(clock), key=SECRET + "!"),
    "no key": lambda clock: sign(payload(clock), key=b""),
    "a public key as the secret": lambda clock: sign(payload(clock), key=PEM),
    "the key that signs cookies": lambda clock: sign(payload(clock), key=derive(SECRET, "session cookie")),
    "the key that signs refresh tokens": lambda clock: sign(payload(clock), key=derive(SECRET, "refresh token")),
    "HS384": lambda clock: sign(payload(clock), hashed="sha384", alg="HS384"),
    "HS512": lambda clock: sign(payload(clock), hashed="sha512", alg="HS512"),
    "HS384 in the header only": lambda clock: sign(payload(clock), alg="HS384"),
    "RS256 in the header only": lambda clock: sign(payload(clock), key=PEM, alg="RS256"),
    "the algorithm in another case": lambda clock: sign(payload(clock), alg="hs256"),
    "two algorithms": lambda clock: sign(payload(clock), alg=["HS256", "none"]),
    "no algorithm": lambda clock: sign(payload(clock), alg=None),
    "the type of an ordinary token": lambda clock: sign(payload(clock), typ="JWT"),
    "the type of an ID token": lambda clock: sign(payload(clock), typ="id+jwt"),
    "the type with its prefix": lambda clock: sign(payload(clock), typ="application/at+jwt"),
    "the type in another case": lambda clock: sign(payload(clock), typ="AT+JWT"),
    "no type": lambda clock: sign(payload(clock), typ=None),
    "another audience": lambda clock: sign(payload(clock, aud="another")),
    "ours among other audiences": lambda clock: sign(payload(clock, aud=[AUDIENCE, "another"])),
    "a list of audiences": lambda clock: sign(payload(clock, aud=[AUDIENCE])),
    "an audience that begins like ours": lambda clock: sign(payload(clock, aud=AUDIENCE + "-admin")),
    "another issuer": lambda clock: sign(payload(clock, iss="another")),
    "Google for an issuer": lambda clock: sign(payload(clock, iss="https://accounts.google.com")),
    "a list of issuers": lambda clock: sign(payload(clock, iss=[ISSUER])),
    "expired": lambda clock: sign(payload(clock, exp=at(clock, 0))),
    "expired long ago": lambda clock: sign(payload(clock, exp=-1)),
    "signed in the future": lambda clock: sign(payload(clock, iat=at(clock, 120))),
    "not valid yet": lambda clock: sign(payload(clock, nbf=at(clock, 120))),
    "an end that is no number": lambda clock: sign(payload(clock, exp="tomorrow")),
    "an end that is a number in words": lambda clock: sign(payload(clock, exp=str(at(clock, 900)))),
    "an end with a fraction": lambda clock: sign(payload(clock, exp=at(clock, 900) + 0.5)),
    "an end that is infinite": lambda clock: sign(payload(clock, exp=float("inf"))),
    "an end that is not a number": lambda clock: sign(payload(clock, exp=float("nan"))),
    "an end that is true": lambda clock: sign(payload(clock, exp=True)),
    "a beginning that is true": lambda clock: sign(payload(clock, iat=True)),
    "a beginning that is no number": lambda clock: sign(payload(clock, nbf="now")),
    "a user that is no id": lambda clock: sign(payload(clock, sub="somebody")),
    "a user that is a number": lambda clock: sign(payload(clock, sub=7)),
    "a session that is no id": lambda clock: sign(payload(clock, sid="'; drop table sessions; --")),
    "a session that is a list": lambda clock: sign(payload(clock, sid=[str(CLAIMS.session_id)])),
    "a generation in words": lambda clock: sign(payload(clock, gen="3")),
    "a generation with a fraction": lambda clock: sign(payload(clock, gen=3.0)),
    "a generation that is true": lambda clock: sign(payload(clock, gen=True)),
    "a key brought along": lambda clock: sign(payload(clock), key=OTHER, jwk=OTHER_JWK),
    "the right key, and one brought along": lambda clock: sign(payload(clock), jwk=OTHER_JWK),
    "the address of keys": lambda clock: sign(payload(clock), jku="https://keys.example.com/jwks.json"),
    "the address of a certificate": lambda clock: sign(payload(clock), x5u="https://keys.example.com/x.pem"),
    "a certificate": lambda clock: sign(payload(clock), x5c=["MIIB"]),
    "a key id that is a path": lambda clock: sign(payload(clock), key=b"", kid="../../../../dev/null"),
    "a key id that is a statement": lambda clock: sign(payload(clock), key=b"x", kid="x' union select 'x"),
    "a key id that is a number": lambda clock: sign(payload(clock), kid=1),
    "the right key, and a key id": lambda clock: sign(payload(clock), kid="1"),
    "a critical extension": lambda clock: sign(payload(clock), crit=["exp"]),
    "a payload that is not encoded": lambda clock: sign(payload(clock), b64=False, crit=["b64"]),
    "compressed": lambda clock: sign(payload(clock), zip="DEF"),
    "claims that are a list": lambda _: sign(["sub"]),
    "claims that are no object": lambda _: sign("claims"),
    **{
        f"no {name}": lambda clock, name=name: sign(payload(clock, **{name: None}))  # type: ignore[misc]
        for name in ("iss", "aud", "iat", "exp", "sub", "sid", "gen", "jti")
    },
}


def test_nothing_that_is_wrong_in_one_thing_is_accepted(issuer: JwtIssuer, clock: FakeClock) -> None:
    accepted = [name for name, forge in REFUSED.items() if not refuses(issuer, forge(clock))]

    assert accepted == []


def refuses(issuer: JwtIssuer, token: str) -> bool:
    try:
        issuer.verify(token)
    except NotAuthenticatedError:
        return True
    return False


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "RS256", "ES256", "EdDSA", "", None, 0, []])
def test_an_unsigned_token_is_refused_whatever_it_claims(
    issuer: JwtIssuer, clock: FakeClock, algorithm: object
) -> None:
    signed = sign(payload(clock)).split(".")[2]
    header, claims = (encode(json.dumps(p).encode()) for p in ({"alg": algorithm, "typ": TYPE}, payload(clock)))
    for signature in ("", signed, encode(bytes(32))):
        assert refuses(issuer, f"{header}.{claims}.{signature}")


def test_no_part_can_be_changed_left_out_or_swapped(issuer: JwtIssuer, clock: FakeClock) -> None:
    header, claims, signature = issuer.issue(CLAIMS).token.split(".")
    other = encode(json.dumps(payload(clock, sub=str(uuid4()))).encode())

    for token in (
        f"{header}.{other}.{signature}",
        f"{header}.{claims}",
        f"{header}.{claims}.",
        f".{claims}.{signature}",
        f"{header}..{signature}",
        f"{claims}.{header}.{signature}",
        f"{header}.{claims}.{signature}.{signature}",
        f"{header}.{claims}.{signature[:-4]}",
        f" {header}.{claims}.{signature}",
        f"Bearer {header}.{claims}.{signature}",
    ):
        assert refuses(issuer, token), token


def test_what_shows_a_session_in_another_way_is_no_access_token(issuer: JwtIssuer) -> None:
    signer = HmacSigner(SECRET)

    assert refuses(issuer, signer.cookie(CLAIMS.session_id))
    assert refuses(issuer, signer.refresh_token(CLAIMS.session_id, CLAIMS.generation))


def test_a_header_that_nests_without_end_is_refused(issuer: JwtIssuer, clock: FakeClock) -> None:
    deep = encode(b"[" * 5000)
    header, claims, signature = sign(payload(clock)).split(".")

    assert refuses(issuer, f"{deep}.{claims}.{signature}")
    assert refuses(issuer, f"{header}.{deep}.{encode(_mac(f'{header}.{deep}'))}")


def _mac(signed: str) -> bytes:
    return hmac.digest(SECRET.encode(), signed.encode(), hashlib.sha256)


@given(st.text() | st.from_regex(r"[\w=-]*\.[\w=-]*\.[\w=-]*", fullmatch=True))
def test_garbage_is_refused(garbage: str) -> None:
    assert refuses(JwtIssuer(SECRET, FakeClock()), garbage)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_byte_can_be_changed(place: int, change: int) -> None:
    issuer = JwtIssuer(SECRET, FakeClock())
    parts = [base64.urlsafe_b64decode(part + "==") for part in issuer.issue(CLAIMS).token.split(".")]
    which = place % 3
    raw = bytearray(parts[which])
    raw[place // 3 % len(raw)] ^= change
    parts[which] = bytes(raw)

    assert refuses(issuer, ".".join(encode(part) for part in parts))


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        JwtIssuer("x" * 31, FakeClock())
