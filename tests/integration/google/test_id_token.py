"""ID tokens that are not what they should be: none is accepted."""

import secrets

import pytest

from tests.integration.api.harness import ApiWorld
from tests.integration.google.journey import (
    accounts_in,
    check_refused,
    come_back,
    part,
    sessions_in,
    set_out,
    sign_in,
    start_of,
)
from tests.standins.google import CLIENT_ID, Google
from tests.standins.google_keys import Misdeeds, Signing

LIES: dict[str, Misdeeds] = {
    "another nonce": Misdeeds(claims={"nonce": "another"}),
    "no nonce": Misdeeds(claims={"nonce": None}),
    "a nonce that is no text": Misdeeds(claims={"nonce": 1}),
    "another client's token": Misdeeds(claims={"aud": "another.apps.googleusercontent.com"}),
    "ours among other audiences": Misdeeds(claims={"aud": [CLIENT_ID, "another"]}),
    "no audience": Misdeeds(claims={"aud": None}),
    "an empty list of audiences": Misdeeds(claims={"aud": []}),
    "presented by another client": Misdeeds(claims={"azp": "another"}),
    "another issuer": Misdeeds(claims={"iss": "https://accounts.example.com"}),
    "the issuer with a slash": Misdeeds(claims={"iss": "{url}/"}),
    "Google's short name from somebody else": Misdeeds(claims={"iss": "accounts.google.com"}),
    "no issuer": Misdeeds(claims={"iss": None}),
    "expired": Misdeeds(claims={"exp": 1}),
    "no end": Misdeeds(claims={"exp": None}),
    "an end that is no number": Misdeeds(claims={"exp": "9999999999"}),
    "an end that is true": Misdeeds(claims={"exp": True}),
    "issued in the future": Misdeeds(claims={"iat": 9999999999, "exp": 9999999999 + 60}),
    "not valid yet": Misdeeds(claims={"nbf": 9999999999}),
    "no time of issue": Misdeeds(claims={"iat": None}),
    "no subject": Misdeeds(claims={"sub": None}),
    "an empty subject": Misdeeds(claims={"sub": ""}),
    "a subject that is a number": Misdeeds(claims={"sub": 1}),
    "an endless subject": Misdeeds(claims={"sub": "1" * 256}),
    "unsigned": Misdeeds(Signing.NONE),
    "the public key as a secret": Misdeeds(Signing.HS256),
    "an algorithm that is not on the list": Misdeeds(Signing.RS512),
    "a foreign key under a known id": Misdeeds(Signing.FOREIGN),
    "a foreign key under an unknown id": Misdeeds(Signing.FOREIGN, header={"kid": "unknown"}),
    "a foreign key brought along": Misdeeds(Signing.BROUGHT_ALONG),
    "the right signature and a key brought along": Misdeeds(header={"jwk": {"kty": "oct", "k": "AAAA"}}),
    "an address of keys": Misdeeds(header={"jku": "https://keys.example.com/"}),
    "an address of a certificate": Misdeeds(header={"x5u": "https://keys.example.com/"}),
    "a critical extension": Misdeeds(header={"crit": ["exp"]}),
    "no key id": Misdeeds(header={"kid": None}),
    "a key id that is a list": Misdeeds(header={"kid": ["x"]}),
    "the id of a key of another kind": Misdeeds(Signing.MIXED_UP),
    "an unverified address": Misdeeds(claims={"email_verified": False}),
    "an address that is verified in words": Misdeeds(claims={"email_verified": "true"}),
    "no word about verification": Misdeeds(claims={"email_verified": None}),
    "no address": Misdeeds(claims={"email": None}),
    "an address that is none": Misdeeds(claims={"email": "ada"}),
    "an endless address": Misdeeds(claims={"email": "a" * 320 + "@example.com"}),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_of_the_provider_is_refused(world: ApiWorld, google: Google, lie: Misdeeds) -> None:
    google.misdeeds = lie
    browser = world.browser()

    check_refused(world, browser, come_back(browser, set_out(browser)))


def test_no_lie_is_accepted_from_a_program_either(world: ApiWorld, google: Google) -> None:
    answers = {}
    for name, lie in LIES.items():
        google.misdeeds = lie
        answers[name] = _ask_as_a_program(world)

    assert set(answers.values()) == {"sign_in_refused"}, answers
    assert sessions_in(world) == 0
    assert accounts_in(world) == []


def _ask_as_a_program(world: ApiWorld) -> str:
    """Walk as far as it goes, and give the code of the error."""
    browser, verifier = world.browser(), secrets.token_urlsafe(32)
    back = come_back(browser, set_out(browser, **start_of(verifier))).headers["location"]
    if "error=" in back:
        return part(back, "error")
    proof = {"code": part(back, "code"), "code_verifier": verifier}
    return world.api().post("/api/auth/google/token", proof).error


@pytest.mark.parametrize(
    "truth",
    [
        Misdeeds(Signing.ES256),
        Misdeeds(claims={"aud": [CLIENT_ID]}),
        Misdeeds(claims={"azp": None}),
        Misdeeds(claims={"nbf": 1}),
        Misdeeds(claims={"name": None, "picture": None}),
        Misdeeds(claims={"name": "Ada\r\nLovelace" * 40, "picture": "http://example.com/ada.png"}),
    ],
    ids=["ES256", "a list of one", "no azp", "nbf", "no profile", "a profile that can't be used"],
)
def test_what_may_differ_is_accepted(world: ApiWorld, google: Google, truth: Misdeeds) -> None:
    google.misdeeds = truth
    sign_in(world)

    user = world.user(google.person.email)
    assert user.picture is None or user.picture.startswith("https://")
    assert user.name is None or ("\n" not in user.name and len(user.name) <= 255)
