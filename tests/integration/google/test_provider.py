"""Google's side of it: its description, its keys, and how it fails."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from ebookvoice.adapters.identity import openid
from ebookvoice.adapters.identity.google import ALIASES, GoogleProvider
from ebookvoice.domain.access import ProviderDisabledError, SignInRefusedError
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.usecases.google import CALLBACK
from tests.integration.api.harness import PUBLIC_URL, ApiWorld
from tests.integration.google.journey import APP, check_refused, come_back, sessions_in, set_out, sign_in
from tests.standins.google import CLIENT_ID, CLIENT_SECRET, Google
from tests.standins.google_keys import Misdeeds, Signing


def test_without_a_client_id_there_is_no_such_way_in(new_world: Callable[..., ApiWorld], google: Google) -> None:
    world = new_world(google_client_id=None)
    reply = world.browser().get("/api/auth/google/login")

    assert (reply.status, reply.error) == (501, "provider_disabled")
    assert not google.requests
    assert world.rows("select 1 from challenges") == []


def test_without_an_address_of_its_own_there_is_no_such_way_in(new_world: Callable[..., ApiWorld]) -> None:
    """A callback that is made up of what a request says of its host could be anybody's."""
    world = new_world(public_url=None)
    reply = world.browser().send("GET", "/api/auth/google/login", headers={"Host": "evil.example.com"})

    assert (reply.status, reply.error) == (501, "provider_disabled")


def test_the_provider_may_have_a_second_name(world: ApiWorld, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALIASES, google.url, "the.short.name")
    google.misdeeds = Misdeeds(claims={"iss": "the.short.name"})
    sign_in(world)
    google.misdeeds = Misdeeds()
    sign_in(world)

    assert world.rows("select issuer, subject from identities") == [
        {"issuer": google.url, "subject": google.person.subject}
    ]
    assert ALIASES["https://accounts.google.com"] == "accounts.google.com"


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500, 503])
def test_a_failing_token_endpoint_is_no_ones_fault(world: ApiWorld, google: Google, status: int) -> None:
    google.misdeeds = Misdeeds(token_status=status)
    browser = world.browser()

    assert come_back(browser, set_out(browser)).headers["location"] == f"{APP}#error=unavailable"
    assert sessions_in(world) == 0


def _provider(world: ApiWorld, google: Google, **changes: Any) -> GoogleProvider:
    given = {"issuer": google.url, "client_id": CLIENT_ID, "client_secret": lambda: CLIENT_SECRET, **changes}
    return GoogleProvider(**given, clock=world.clock)


def _redeem(provider: GoogleProvider) -> None:
    provider.redeem(code="code", verifier="verifier", nonce="nonce", redirect_uri=PUBLIC_URL + CALLBACK)


def _go(provider: GoogleProvider) -> str:
    return provider.authorization_url(state="state", nonce="nonce", challenge="challenge", redirect_uri=PUBLIC_URL)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://accounts.google.com"},
        {"issuer": None},
        {"authorization_endpoint": "http://accounts.example.com/auth"},
        {"token_endpoint": "http://accounts.example.com/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "http://127.0.0.1.example.com/"},
        {"token_endpoint": None},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    world: ApiWorld, google: Google, discovery: dict[str, Any]
) -> None:
    google.misdeeds = Misdeeds(discovery=discovery)

    with pytest.raises(UnavailableError):
        _go(_provider(world, google))
    assert set(google.requests) == {"/.well-known/openid-configuration"}


def test_a_provider_without_https_is_not_asked(world: ApiWorld, google: Google) -> None:
    with pytest.raises(UnavailableError):
        _go(_provider(world, google, issuer="http://accounts.example.com"))


def test_the_description_is_read_once_an_hour(world: ApiWorld, google: Google) -> None:
    provider = _provider(world, google)
    for _ in range(3):
        _go(provider)
        world.clock.advance(1199)
    assert google.requests["/.well-known/openid-configuration"] == 1

    world.clock.advance(3)
    _go(provider)
    assert google.requests["/.well-known/openid-configuration"] == 2


def test_a_wrong_secret_is_the_operators_matter(world: ApiWorld, google: Google) -> None:
    with pytest.raises(UnavailableError):
        _redeem(_provider(world, google, client_secret=lambda: "another"))
    with pytest.raises(SignInRefusedError):
        _redeem(_provider(world, google))
    with pytest.raises(ProviderDisabledError):
        _redeem(_provider(world, google, client_id=None))


def test_a_silent_provider_is_given_up(world: ApiWorld, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openid, "TIMEOUT", 0.2)
    google.misdeeds = Misdeeds(silent=True)

    with pytest.raises(UnavailableError):
        _go(_provider(world, google))


def test_nobody_there_is_unavailable(world: ApiWorld, google: Google) -> None:
    with pytest.raises(UnavailableError):
        _go(_provider(world, google, issuer="http://127.0.0.1:1"))


def test_new_keys_are_found_at_once(world: ApiWorld, google: Google) -> None:
    sign_in(world)
    google.keys.rotate()
    sign_in(world)

    assert google.requests["/oauth2/v3/certs"] == 2


def test_unknown_keys_do_not_become_as_many_requests(world: ApiWorld, google: Google) -> None:
    for _ in range(10):
        google.misdeeds = Misdeeds(Signing.FOREIGN, header={"kid": secrets.token_hex(8)})
        browser = world.browser()
        check_refused(world, browser, come_back(browser, set_out(browser)))

    assert google.requests["/oauth2/v3/certs"] == 2


def test_a_withdrawn_key_is_forgotten_within_the_hour(world: ApiWorld, google: Google) -> None:
    sign_in(world)
    for _ in range(2):
        world.clock.advance(1799)
        sign_in(world)
    assert google.requests["/oauth2/v3/certs"] == 1
    world.clock.advance(3)
    sign_in(world)

    assert google.requests["/oauth2/v3/certs"] == 2
