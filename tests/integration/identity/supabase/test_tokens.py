"""Only what the project has signed counts, and only with a key that it publishes."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm

from ebookvoice.adapters.identity.supabase import SupabaseProvider
from ebookvoice.domain.errors import UnavailableError
from tests.fakes import FakeClock
from tests.integration.identity.contract import PASSWORD, Inbox, signed_up
from tests.standins.gotrue_keys import SigningKeys
from tests.standins.gotrue_project import Project

Claims = dict[str, Any]
Forge = Callable[[SigningKeys, Claims], str]

JWKS = "/.well-known/jwks.json"


def signed(keys: SigningKeys, claims: Claims, **headers: Any) -> str:
    return jwt.encode(claims, keys.private, "ES256", headers={"kid": keys.kid, **headers})


def segment(value: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def with_public_key_as_secret(keys: SigningKeys, claims: Claims) -> str:
    """Sign with HS256, the secret being what everybody can fetch; by hand, for PyJWT would not."""
    pem = keys.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': keys.kid})}.{segment(claims)}"
    signature = base64.urlsafe_b64encode(hmac.digest(pem, unsigned.encode(), "sha256")).decode().rstrip("=")
    return f"{unsigned}.{signature}"


def with_own_key(keys: SigningKeys, claims: Claims) -> str:
    """Bring the key along that fits the signature."""
    own = ec.generate_private_key(ec.SECP256R1())
    public = ECAlgorithm.to_jwk(own.public_key(), as_dict=True)
    return jwt.encode(claims, own, "ES256", headers={"kid": keys.kid, "jwk": public})


def with_rsa(keys: SigningKeys, claims: Claims) -> str:
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(claims, own, "RS256", headers={"kid": keys.kid})


def tampered(keys: SigningKeys, claims: Claims) -> str:
    header, _, signature = signed(keys, claims).split(".")
    return f"{header}.{segment({**claims, 'role': 'service_role'})}.{signature}"


def without(name: str) -> Forge:
    return lambda keys, claims: signed(keys, {key: value for key, value in claims.items() if key != name})


def saying(**changes: Any) -> Forge:
    return lambda keys, claims: signed(keys, {**claims, **changes})


FORGERIES: dict[str, Forge] = {
    "no algorithm": lambda keys, claims: f"{segment({'alg': 'none', 'kid': keys.kid})}.{segment(claims)}.",
    "no signature": lambda keys, claims: signed(keys, claims).rpartition(".")[0] + ".",
    "tampered": tampered,
    "public key as secret": with_public_key_as_secret,
    "the project's old secret": lambda _, claims: jwt.encode(claims, "a secret of 32 bytes that is shared", "HS256"),
    "foreign key": lambda _, claims: signed(SigningKeys(), claims),
    "foreign key under a known id": lambda keys, claims: jwt.encode(
        claims, SigningKeys().private, "ES256", headers={"kid": keys.kid}
    ),
    "foreign key of another type": with_rsa,
    "key brought along": with_own_key,
    "jwk beside a good signature": lambda keys, claims: signed(keys, claims, jwk={"kty": "EC"}),
    "jku": lambda keys, claims: signed(keys, claims, jku="https://attacker.example/keys.json"),
    "x5u": lambda keys, claims: signed(keys, claims, x5u="https://attacker.example/key.pem"),
    "x5c": lambda keys, claims: signed(keys, claims, x5c=["AAAA"]),
    "no key id": lambda keys, claims: jwt.encode(claims, keys.private, "ES256"),
    "critical header": lambda keys, claims: signed(keys, claims, crit=["exp"]),
    "not a token": lambda *_: "not.a.token",
    "expired": lambda keys, claims: signed(keys, {**claims, "exp": claims["iat"]}),
    "from the future": lambda keys, claims: signed(keys, {**claims, "iat": claims["iat"] + 61}),
    "not yet": lambda keys, claims: signed(keys, {**claims, "nbf": claims["iat"] + 61}),
    "expiry as text": lambda keys, claims: signed(keys, {**claims, "exp": str(claims["exp"])}),
    "other issuer": saying(iss="https://attacker.example/auth/v1"),
    "other audience": saying(aud="anon"),
    "two audiences": saying(aud=["authenticated", "attacker"]),
    "other subject": saying(sub="5f0f9a3e-0d4f-4c39-9a8e-2b7d5f2f8a11"),
    "other address": saying(email="victim@example.com"),
    "no issuer": without("iss"),
    "no audience": without("aud"),
    "no expiry": without("exp"),
    "no subject": without("sub"),
    "no address": without("email"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_no_forgery_is_taken(project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, name: str) -> None:
    identity = signed_up(provider, inbox, email)
    forge, keys = FORGERIES[name], project.keys
    project.mint = lambda claims: forge(keys, claims)

    with pytest.raises(UnavailableError):
        provider.check_password(email, PASSWORD)

    project.mint = keys.sign
    assert provider.check_password(email, PASSWORD) == identity


@pytest.mark.parametrize("good", [saying(aud=["authenticated"]), saying(nbf=0), saying(new_claim=[1])])
def test_what_is_unusual_but_right_is_taken(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str, good: Forge
) -> None:
    identity = signed_up(provider, inbox, email)
    keys = project.keys
    project.mint = lambda claims: good(keys, claims)

    assert provider.check_password(email, PASSWORD) == identity


def test_a_clock_that_is_a_little_ahead_is_borne(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    signed_up(provider, inbox, email)
    keys = project.keys
    project.mint = lambda claims: keys.sign({**claims, "iat": claims["iat"] + 59, "exp": claims["exp"] + 59})

    assert provider.check_password(email, PASSWORD)


def test_keys_are_fetched_once(project: Project, provider: SupabaseProvider, inbox: Inbox, email: str) -> None:
    signed_up(provider, inbox, email)
    for _ in range(20):
        assert provider.check_password(email, PASSWORD)

    assert project.asked[JWKS] == 1


def test_a_new_key_is_found_with_one_more_look(
    project: Project, provider: SupabaseProvider, inbox: Inbox, email: str
) -> None:
    identity = signed_up(provider, inbox, email)
    project.keys.rotate()

    for _ in range(5):
        assert provider.check_password(email, PASSWORD) == identity

    assert project.asked[JWKS] == 2


def test_a_withdrawn_key_is_forgotten(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    signed_up(provider, inbox, email)
    stolen, kid = project.keys.private, project.keys.kid
    project.keys.rotate(keep=False)
    clock.advance(3601)
    project.mint = lambda claims: jwt.encode(claims, stolen, "ES256", headers={"kid": kid})

    with pytest.raises(UnavailableError):
        provider.check_password(email, PASSWORD)


def test_made_up_key_ids_do_not_become_a_flood(
    project: Project, provider: SupabaseProvider, inbox: Inbox, clock: FakeClock, email: str
) -> None:
    signed_up(provider, inbox, email)
    keys = project.keys
    project.mint = lambda claims: FORGERIES["foreign key"](keys, claims)

    for _ in range(200):
        with pytest.raises(UnavailableError):
            provider.check_password(email, PASSWORD)
    print(f"looks at the keys for 200 made-up key ids: {project.asked[JWKS]}")  # noqa: T201 - the figure
    assert project.asked[JWKS] == 2

    clock.advance(31)
    with pytest.raises(UnavailableError):
        provider.check_password(email, PASSWORD)
    assert project.asked[JWKS] == 3
